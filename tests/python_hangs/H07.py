"""A pool's worker is killed in a call: map never returns."""
import multiprocessing as mp
import os
import signal


def square(x):
    if x == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return x * x


if __name__ == "__main__":
    with mp.Pool(2) as pool:
        print(pool.map(square, range(4)))
