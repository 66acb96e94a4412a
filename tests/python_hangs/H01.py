"""The holder of a lock is killed: the next acquirer waits for ever."""
import multiprocessing as mp
import os
import signal
import time


def hold(lock, holding):
    lock.acquire()
    holding.set()
    time.sleep(600)


if __name__ == "__main__":
    lock, holding = mp.Lock(), mp.Event()
    holder = mp.Process(target=hold, args=(lock, holding), daemon=True)
    holder.start()
    holding.wait()
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    lock.acquire()
    print("the lock is mine")
