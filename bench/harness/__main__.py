"""scripts/bench: measures every workload beside its floor and its Python script."""
import argparse
import os
import sys

from .measure import Bench, Failed
from .plot import svg
from .report import as_json, missed, others, table
from .workloads import workloads


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer repetitions")
    parser.add_argument("--only", metavar="NAME", action="append", default=[],
                        help="this workload (may be repeated); a beginning of the name will do")
    parser.add_argument("--repetitions", type=int, metavar="N")
    parser.add_argument("--without-python", action="store_true")
    parser.add_argument("--output", metavar="FOLDER", help="for results.json and results.svg")
    parser.add_argument("--root", help=argparse.SUPPRESS)
    parser.add_argument("--build", help=argparse.SUPPRESS)
    return parser.parse_args()


def chosen(options):
    everything = workloads(options.quick)
    picked = [workload for workload in everything
              if not options.only or any(workload.name.startswith(name) for name in options.only)]
    if not picked:
        names = " ".join(workload.name for workload in everything)
        sys.exit(f"scripts/bench: no workload of that name; there are {names}")
    return picked


def main():
    options = arguments()
    repetitions = options.repetitions or (3 if options.quick else 7)
    with_python = 0 if options.without_python else (1 if options.quick else 3)
    bench = Bench(options.root, options.build, options.quick)
    results = []
    try:
        for workload in chosen(options):
            print(f"measuring {workload.name}", file=sys.stderr, flush=True)
            measured = bench.measured(workload)
            for repetition in range(repetitions):
                bench.repeat(measured, repetition < with_python)
            results.append(measured)
    except Failed as failure:
        sys.exit(f"scripts/bench: {failure}")
    print(table(results))
    print()
    for line in others(results) + (missed(results) or ["All aims are met."]):
        print(line)
    folder = options.output or os.path.join(options.build, "bench")
    for name, content in (("results.json", as_json(results, repetitions)),
                          ("results.svg", svg(results))):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(content)
    print(f"\nwritten to {folder}: results.json, results.svg")


main()
