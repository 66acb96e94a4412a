"""Runs the sides of a workload one after the other and keeps what each of them took."""
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from .generated import write_scenario

FILE_BYTES = 10_000_000


class Failed(Exception):
    pass


@dataclass
class Side:
    """One program of a workload, and its times for one piece of work, in seconds."""
    name: str
    command: list
    size: int
    walls: list
    processor: list

    def wall(self):
        return statistics.median(self.walls)


@dataclass
class Measured:
    workload: object
    ours: Side
    floor: Side
    pythons: list
    others: list

    def ratio(self, other, times="walls"):
        """The median of the ratios of runs that stood side by side: ours to the other's."""
        pairs = zip(getattr(self.ours, times), getattr(other, times))
        ratios = [mine / theirs for mine, theirs in pairs if theirs > 0]
        return statistics.median(ratios) if ratios else float("nan")


class Bench:
    def __init__(self, root, build, quick):
        self.root, self.build, self.quick = root, build, quick
        self.folder = tempfile.TemporaryDirectory(prefix="runner-bench-")
        self.output = os.path.join(self.folder.name, "output")

    def path(self, *parts):
        return os.path.join(self.root, "bench", *parts)

    def floor_path(self, name):
        return os.path.join(self.build, "bench", "floors", "floor_" + name)

    def measured(self, workload):
        scenario = self.path("scenarios", workload.scenario + ".yaml")
        arguments = [str(argument) for argument in workload.arguments]
        verb = ["run"]
        if workload.check_only:
            scenario = os.path.join(self.folder.name, workload.scenario + ".yaml")
            write_scenario(scenario, FILE_BYTES // (10 if self.quick else 1))
            arguments, verb = [scenario], ["check"]
        for name, value in workload.settings.items():
            verb += ["--set", f"{name}={value}"]
        runner = os.path.join(self.build, "runner")
        pythons = [
            Side(python.script, [sys.executable, self.path("python", python.script + ".py")]
                 + [str(argument) for argument in python.arguments], python.size, [], [])
            for python in workload.pythons]
        others = [
            Side(other.name, [word.replace("{bench}", self.path()) for word in other.command],
                 other.size, [], [])
            for other in workload.others if shutil.which(other.needs)]
        return Measured(
            workload,
            Side("runner", [runner, *verb, scenario], workload.size, [], []),
            Side("floor", [self.floor_path(workload.floor), *arguments], workload.size, [], []),
            pythons, others)

    def repeat(self, measured, with_python):
        """One round: ours, the floor, ours again for Python: both in the same moment."""
        workload = measured.workload
        busy = subprocess.Popen([self.floor_path("busy")]) if workload.beside_busy else None
        try:
            self.once(measured.ours, workload)
            self.once(measured.floor, workload)
            for python in measured.pythons if with_python else []:
                self.once(python, workload, heavy=True)
            for other in measured.others if with_python else []:
                self.once(other, workload, heavy=True, whole=True)
        finally:
            if busy:
                busy.send_signal(signal.SIGKILL)
                busy.wait()

    def once(self, side, workload, heavy=False, whole=False):
        times = 1 if heavy else workload.times
        launch = [os.path.join(self.build, "bench", "bench_launch"), self.output, str(times)]
        done = subprocess.run(launch + side.command, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False,
                              cwd=self.folder.name)
        if done.returncode != 0:
            raise Failed(f"{' '.join(side.command)} failed:\n{done.stderr}")
        wall, processor = (float(word) for word in done.stdout.split())
        if not workload.whole and not whole:
            with open(self.output, encoding="utf-8") as file:
                wall = float(file.read().split("seconds ")[1].split()[0])
        side.walls.append(wall / side.size)
        side.processor.append(processor / side.size)
