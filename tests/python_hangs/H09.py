"""A pool's initializer fails: workers are started for ever."""
import multiprocessing as mp
import os


def prepare():
    os._exit(1)


def square(x):
    return x * x


if __name__ == "__main__":
    with mp.Pool(2, initializer=prepare) as pool:
        print(pool.map(square, range(3)))
