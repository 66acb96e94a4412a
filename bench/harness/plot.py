"""The table as a picture: for each workload a bar for the floor's and for Python's ratio."""
import math
from html import escape

ROW, LEFT, PANEL, GAP, TOP = 24, 250, 330, 60, 54
INK, MET, MISSED = "#222", "#3a7d44", "#b3392f"


class Panel:
    """Bars on a logarithmic scale between two powers of ten."""

    def __init__(self, left, title, low, high):
        self.left, self.title, self.low, self.high = left, title, low, high

    def x(self, value):
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.left + PANEL * min(max(share, 0), 1)

    def axis(self, height):
        yield text(self.left, 20, self.title, "bold")
        for power in range(self.low, self.high + 1):
            x = self.x(10 ** power)
            yield f'<line x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{height}" stroke="#ddd"/>'
            yield text(x, TOP - 14, f"{10 ** power:g}", anchor="middle")

    def bar(self, y, value, aim, met):
        base, end = self.x(1), self.x(value)
        colour = MISSED if met is False else MET
        yield (f'<rect x="{min(base, end):.1f}" y="{y}" width="{max(abs(end - base), 1):.1f}" '
               f'height="14" fill="{colour}"/>')
        if aim:
            x = self.x(aim)
            yield (f'<line x1="{x:.1f}" y1="{y - 3}" x2="{x:.1f}" y2="{y + 17}" stroke="{INK}" '
                   'stroke-width="2"/>')
        yield text(max(base, end) + 5, y + 11, f"{value:.3g}")


def text(x, y, content, weight="normal", anchor="start"):
    return (f'<text x="{x:.1f}" y="{y}" font-weight="{weight}" text-anchor="{anchor}">'
            f"{escape(content)}</text>")


def bounds(values, least, most):
    values = [value for value in values if value > 0] or [1]
    return (min(least, math.floor(math.log10(min(values)))),
            max(most, math.ceil(math.log10(max(values)))))


def floor_aim(measured):
    workload = measured.workload
    if workload.aim_extra_ns is None:
        return workload.aim
    floor = measured.floor.wall()
    return (floor + workload.aim_extra_ns * 1e-9) / floor


def svg(results):
    ratios = [measured.ratio(measured.floor) for measured in results]
    slower = [[1 / measured.ratio(side) for side in measured.pythons if side.walls]
              for measured in results]
    floor = Panel(LEFT, "time of the floor, times (less is better)", *bounds(ratios, -1, 1))
    python = Panel(LEFT + PANEL + GAP, "faster than Python, times (more is better)",
                   *bounds([times for all_times in slower for times in all_times], 0, 3))
    height, width = TOP + ROW * len(results) + 8, LEFT + 2 * PANEL + 2 * GAP
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height + 24}" '
             f'font-family="sans-serif" font-size="12" fill="{INK}">',
             f'<rect width="{width}" height="{height + 24}" fill="white"/>',
             *floor.axis(height), *python.axis(height)]
    for row, (measured, ratio, times) in enumerate(zip(results, ratios, slower)):
        y = TOP + ROW * row
        parts.append(text(LEFT - 10, y + 11, measured.workload.title, anchor="end"))
        aim = floor_aim(measured)
        parts += floor.bar(y, ratio, aim, None if aim is None else ratio <= aim)
        if times:
            wanted = measured.workload.pythons[0].aim
            parts += python.bar(y, times[0], wanted, times[0] >= wanted)
    parts += [text(LEFT, height + 14, "A mark is the aim; red bars miss it."), "</svg>"]
    return "\n".join(parts) + "\n"
