import multiprocessing as mp

from do_something import do_something
from section import Section, argument

if __name__ == "__main__":
    size = argument(1, 10_000)
    with mp.Manager() as manager:
        out = manager.list()
        child = mp.Process(target=do_something, args=(size, out))
        section = Section()
        child.start()
        child.join()
        section.report()
        assert child.exitcode == 0 and len(out) == size and out[-1] == size - 1
