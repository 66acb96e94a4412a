"""A reader of a queue is killed while it is blocked in get: the next get waits for ever."""
import multiprocessing as mp
import os
import signal
import time


def read(queue, reading):
    reading.set()
    queue.get()


if __name__ == "__main__":
    queue, reading = mp.Queue(), mp.Event()
    reader = mp.Process(target=read, args=(queue, reading), daemon=True)
    reader.start()
    reading.wait()
    time.sleep(0.3)
    os.kill(reader.pid, signal.SIGKILL)
    reader.join()
    queue.put("item")
    print(queue.get())
