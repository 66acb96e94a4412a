"""A waiter on a condition is killed: notify_all waits for ever for its answer."""
import multiprocessing as mp
import os
import signal
import time


def wait(condition, about_to):
    with condition:
        about_to.release()
        condition.wait()


if __name__ == "__main__":
    condition, about_to = mp.Condition(), mp.Semaphore(0)
    waiters = [mp.Process(target=wait, args=(condition, about_to), daemon=True) for _ in range(2)]
    for waiter in waiters:
        waiter.start()
        about_to.acquire()
    time.sleep(0.3)
    os.kill(waiters[0].pid, signal.SIGKILL)
    waiters[0].join()
    with condition:
        condition.notify_all()
    waiters[1].join()
    print("woken 1")
