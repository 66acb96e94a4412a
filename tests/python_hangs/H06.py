"""A process is killed in the middle of put: the next get waits for ever for the rest of the item."""
import multiprocessing as mp
import os
import signal
import time


def write(queue):
    queue.put("x" * 10_000_000)


if __name__ == "__main__":
    queue = mp.Queue()
    writer = mp.Process(target=write, args=(queue,), daemon=True)
    writer.start()
    time.sleep(0.5)
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    print(len(queue.get()))
