import multiprocessing as mp

from section import Section, argument


def wait(release):
    release.wait()


if __name__ == "__main__":
    count = argument(1, 1000)
    release = mp.Event()
    children = [mp.Process(target=wait, args=(release,)) for _ in range(count)]
    section = Section()
    for child in children:
        child.start()
    assert all(child.is_alive() for child in children)
    release.set()
    for child in children:
        child.join()
    section.report()
    assert all(child.exitcode == 0 for child in children)
