#!/usr/bin/env python3
"""Compares `runner explore` with Spin on every problem of this folder, from the shell: everything
from the file to the verdict, one right after the other.

    compare_with_spin.py RUNNER [ROUNDS]

RUNNER is the program; needs spin and gcc. Of each the least wall-clock time of all rounds counts:
of ours until the end of the process, of Spin's the sum of spin, gcc (with -O0 or -O2, whichever is
faster in all) and pan, which stops at the first error. States are those with every reduction.
"""
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def seconds(command, folder):
    before = time.perf_counter()
    # What fails is what was to be found.
    text = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
    return time.perf_counter() - before, text


def spin_once(model, optimise, folder):
    translating, _ = seconds(["spin", "-o2", "-a", model], folder)
    compiling, _ = seconds(["gcc", optimise, "-DSAFETY", "-o", "pan", "pan.c"], folder)
    searching, text = seconds(["./pan", "-m100000"], folder)
    return translating + compiling + searching, searching, text


def spin_states(folder):
    _, text = seconds(["./pan", "-m100000", "-c0"], folder)
    return int(re.search(r"(\d+) states, stored", text).group(1))


def compare(name, runner, rounds):
    scenario = HERE / f"{name}.yaml"
    with tempfile.TemporaryDirectory() as folder:
        ours = theirs = pan = float("inf")
        for _ in range(rounds):
            for optimise in ("-O0", "-O2"):
                total, search, text = spin_once(HERE / "promela" / f"{name}.pml", optimise, folder)
                theirs, pan = min(theirs, total), min(pan, search)
            for _ in range(5):
                ours = min(ours, seconds([runner, "explore", scenario], folder)[0])
        _, report = seconds([runner, "explore", "--json", scenario], folder)
        found = json.loads(report)
        spin_failed = "errors: 0" not in text
        failed = any(failure["kind"] in ("deadlock", "assertion") for failure in found["failures"])
        states = spin_states(folder)
    remark = "" if failed == spin_failed else "  VERDICTS DIFFER"
    print(f"{name:24} {1000 * ours:6.1f} ms, spin {1000 * theirs:7.0f} ms: {theirs / ours:5.0f} times"
          f" (pan alone {1000 * pan:5.1f} ms); states {found['states']:>4}, pan {states:>4}{remark}",
          flush=True)
    return ours, theirs / ours


def main():
    runner = Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    results = [compare(model.stem, runner, rounds)
               for model in sorted((HERE / "promela").glob("*.pml"))]
    times, ratios = zip(*results)
    print(f"{len(results)} problems: at most {1000 * max(times):.1f} ms, "
          f"at least {min(ratios):.0f} times faster, median {statistics.median(ratios):.0f} times")


main()
