import math
import multiprocessing as mp

from section import Section, argument


def do_something(size, out):
    for i in range(size):
        out.append(math.sqrt(i * i))


def work(size):
    out = []
    do_something(size, out)
    assert len(out) == size and out[-1] == size - 1


if __name__ == "__main__":
    child = mp.Process(target=work, args=(argument(1, 1_000_000),))
    section = Section()
    child.start()
    child.join()
    section.report()
    assert child.exitcode == 0
