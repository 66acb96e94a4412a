"""A process is terminated whose own child is alive: the child is orphaned, and lives on."""
import multiprocessing as mp
import time


def sleep():
    time.sleep(600)


def parent(started):
    mp.Process(target=sleep).start()
    started.set()
    time.sleep(600)


if __name__ == "__main__":
    started = mp.Event()
    process = mp.Process(target=parent, args=(started,))
    process.start()
    started.wait()
    process.terminate()
    process.join()
    print("the parent ended with", process.exitcode)
