import multiprocessing as mp

from section import argument, measure


def work(out, count):
    for _ in range(count):
        out.append(1)


if __name__ == "__main__":
    count = argument(1, 10_000)
    with mp.Manager() as manager:
        out = manager.list()
        children = [mp.Process(target=work, args=(out, count)) for _ in range(2)]
        measure(children)
        assert len(out) == 2 * count and sum(out) == 2 * count
