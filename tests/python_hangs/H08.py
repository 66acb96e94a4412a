"""A call ends its worker: its result is lost, and map never returns."""
import multiprocessing as mp
import os


def leave(x):
    os._exit(3)


if __name__ == "__main__":
    with mp.Pool(2) as pool:
        print(pool.map(leave, range(2)))
