"""The main program is killed: its children live on."""
import multiprocessing as mp
import os
import signal
import time


def sleep():
    time.sleep(600)


if __name__ == "__main__":
    mp.Process(target=sleep).start()
    os.kill(os.getpid(), signal.SIGKILL)
