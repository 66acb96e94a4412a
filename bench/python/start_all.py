import multiprocessing as mp

from section import Section, argument


def nothing():
    pass


if __name__ == "__main__":
    count = argument(1, 1000)
    children = [mp.Process(target=nothing) for _ in range(count)]
    section = Section()
    for child in children:
        child.start()
    for child in children:
        child.join()
    section.report()
    assert all(child.exitcode == 0 for child in children)
