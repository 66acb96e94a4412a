import multiprocessing as mp

from section import Section, argument


def wait(ready, never):
    ready.release()
    never.wait()


if __name__ == "__main__":
    count = argument(1, 300)
    ready, never = mp.Semaphore(0), mp.Event()
    children = [mp.Process(target=wait, args=(ready, never)) for _ in range(count)]
    for child in children:
        child.start()
    for _ in range(count):
        ready.acquire()
    section = Section()
    for child in children:
        child.terminate()
        child.join()
    section.report()
    assert all(child.exitcode == -15 for child in children)
