import multiprocessing as mp

from section import Section, argument


def work(out, count):
    for _ in range(count):
        out.append(1)


if __name__ == "__main__":
    count = argument(1, 10_000)
    with mp.Manager() as manager:
        out = manager.list()
        children = [mp.Process(target=work, args=(out, count)) for _ in range(2)]
        section = Section()
        for child in children:
            child.start()
        for child in children:
            child.join()
        section.report()
        assert len(out) == 2 * count and sum(out) == 2 * count
