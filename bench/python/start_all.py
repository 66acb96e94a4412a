import multiprocessing as mp

from section import argument, measure


def nothing():
    pass


if __name__ == "__main__":
    count = argument(1, 1000)
    children = [mp.Process(target=nothing) for _ in range(count)]
    measure(children)
    assert all(child.exitcode == 0 for child in children)
