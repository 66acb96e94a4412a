"""What the scripts share: arguments and the one line that they print."""
import sys
import time


def argument(number, otherwise):
    return int(sys.argv[number]) if len(sys.argv) > number else otherwise


class Section:
    """The measured section, from its construction to report()."""

    def __init__(self):
        self.began = time.monotonic()

    def report(self):
        print(f"seconds {time.monotonic() - self.began:.9f}", flush=True)


def measure(children):
    """Starts all processes, then joins them, and reports how long that took."""
    section = Section()
    for child in children:
        child.start()
    for child in children:
        child.join()
    section.report()
