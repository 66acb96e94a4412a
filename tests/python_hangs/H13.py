"""Ctrl-C while a pool works: a traceback from everyone."""
import multiprocessing as mp
import time


def sleep(seconds):
    time.sleep(seconds)


if __name__ == "__main__":
    with mp.Pool(4) as pool:
        print("ready", flush=True)
        pool.map(sleep, [600] * 4)
