#!/usr/bin/env python3
"""Compares the search with Spin's on the same problems, one right after the other.

    compare_with_pan.py BUILD [ROUNDS]

BUILD is a build folder in which `search_speed` was built; needs spin and gcc. Both search without
reductions; what is compared is the processor time of the search alone, the least of all rounds.
Spin's numbers of states are one higher: it counts the state before the first process starts.
"""
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROBLEMS = [
    ("philosophers_ordered", {"n": 8}),
    ("philosophers_ordered", {"n": 9}),
    ("philosophers_ordered", {"n": 10}),
    ("counter_locked", {"n": 6, "k": 6}),
    ("counter_racy", {"n": 3, "k": 6}),
    ("counter_racy", {"n": 4, "k": 4}),
]


def processor_time(command, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    text = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, text


def build_pan(name, settings, folder):
    model = HERE / "promela" / f"{name}.pml"
    definitions = [f"-D{key.upper()}={value}" for key, value in settings.items()]
    subprocess.run(["spin", *definitions, "-a", model], cwd=folder, check=True, capture_output=True)
    subprocess.run(["gcc", "-O2", "-DNOREDUCE", "-DSAFETY", "-DMEMLIM=8000", "-o", "pan", "pan.c"],
                   cwd=folder, check=True, capture_output=True)


def compare(name, settings, build, rounds):
    ours = [build / "tests/search/search_speed"]
    for key, value in settings.items():
        ours += ["--set", f"{key}={value}"]
    ours.append(HERE / f"{name}.yaml")
    with tempfile.TemporaryDirectory() as folder:
        build_pan(name, settings, folder)
        pan_seconds = our_seconds = float("inf")
        for _ in range(rounds):
            pan = [Path(folder) / "pan", "-m1000000", "-w24", "-n"]
            seconds, pan_text = processor_time(pan, folder)
            pan_seconds = min(pan_seconds, seconds)
            _, our_text = processor_time(ours, folder)
            our_seconds = min(our_seconds, float(re.search(r"([\d.]+) s,", our_text).group(1)))
    pan_states = int(re.search(r"(\d+) states, stored", pan_text).group(1))
    our_states = int(re.search(r"(\d+) states,", our_text).group(1))
    our_bytes = re.search(r"([\d.]+) bytes/state", our_text).group(1)
    title = name + " " + " ".join(f"{key}={value}" for key, value in settings.items())
    our_rate = our_states / our_seconds / 1e6
    pan_rate = pan_states / pan_seconds / 1e6
    print(f"{title:30} {our_states:>9} states (pan {pan_states}): {our_rate:5.2f} M/s, "
          f"pan {pan_rate:5.2f} M/s: {our_rate / pan_rate:4.1f} times; "
          f"{our_bytes} bytes a state", flush=True)


def main():
    build = Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for name, settings in PROBLEMS:
        compare(name, settings, build, rounds)


main()
