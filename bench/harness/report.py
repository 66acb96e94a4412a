"""What came out: a table with the aims, and the same as JSON."""
import json
import os
import platform


def duration(seconds):
    for unit, scale in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def against_floor(measured):
    """(what it is, what is asked for, whether it is met)"""
    workload, ratio = measured.workload, measured.ratio(measured.floor)
    if workload.aim_extra_ns is not None:
        extra = (measured.ours.wall() - measured.floor.wall()) * 1e9
        return f"{extra:+.0f} ns", f"<= {workload.aim_extra_ns:+.0f} ns", \
            extra <= workload.aim_extra_ns
    if workload.aim is None:
        return f"{ratio:.2f}", "", None
    return f"{ratio:.2f}", f"<= {workload.aim:g}", ratio <= workload.aim


def against_python(measured):
    """The same for each of the scripts, with its name."""
    answers = []
    for script, side in zip(measured.workload.pythons, measured.pythons):
        if not side.walls:
            continue
        times = 1 / measured.ratio(side)
        answers.append((side, f"{times:.3g}", f">= {script.aim:g}", times >= script.aim))
    return answers


def mark(met):
    return "" if met is None else "met" if met else "MISSED"


def rows(measured):
    floor_ratio, floor_aim, met = against_floor(measured)
    row = [measured.workload.title, duration(measured.ours.wall()),
           duration(measured.floor.wall()), floor_ratio, floor_aim, mark(met),
           f"{measured.ratio(measured.floor, 'processor'):.2f}"]
    lines = []
    for side, ratio, aim, met in against_python(measured):
        lines.append(row + [duration(side.wall()), ratio, aim, mark(met)])
        row = ["  " + side.name if not lines else ""] + [""] * 6
    return lines or [row + [""] * 4]


HEADS = ["workload", "runner", "floor", "ratio", "aim", "", "CPU", "Python", "times", "aim", ""]


def table(results):
    lines = [HEADS] + [line for measured in results for line in rows(measured)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADS))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        " | ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                   for i, (cell, width) in enumerate(zip(line, widths))).rstrip()
        for line in lines)


def others(results):
    """What further programs took for the same, a line each."""
    lines = []
    for measured in results:
        for side in measured.others:
            if side.walls:
                lines.append(f"{measured.workload.title}: {side.name} takes {duration(side.wall())}, "
                             f"{1 / measured.ratio(side):.3g} times as long as runner")
    return lines


def missed(results):
    names = []
    for measured in results:
        ratio, aim, met = against_floor(measured)
        if met is False:
            names.append(f"{measured.workload.name}: {ratio} of the floor, {aim} is asked for")
        for side, times, aim, met in against_python(measured):
            if not met:
                names.append(f"{measured.workload.name}: {times} x {side.name}.py, {aim} asked for")
    return names


def as_json(results, repetitions):
    def side(one):
        return {"command": one.command, "size": one.size, "wall_seconds": one.walls,
                "processor_seconds": one.processor}

    return json.dumps({
        "version": 1,
        "machine": {"cores": os.cpu_count(), "system": platform.platform(),
                    "python": platform.python_version()},
        "repetitions": repetitions,
        "workloads": [{
            "name": measured.workload.name, "title": measured.workload.title,
            "runner": side(measured.ours), "floor": side(measured.floor),
            "python": [side(one) for one in measured.pythons],
            "others": {one.name: side(one) for one in measured.others},
            "ratio_to_floor": measured.ratio(measured.floor),
            "processor_ratio_to_floor": measured.ratio(measured.floor, "processor"),
            "aim_ratio": measured.workload.aim, "aim_extra_ns": measured.workload.aim_extra_ns,
        } for measured in results]}, indent=1)
