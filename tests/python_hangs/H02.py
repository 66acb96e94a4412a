"""A lock is released by a process that does not hold it: nobody objects."""
import multiprocessing as mp


def release(lock):
    lock.release()


if __name__ == "__main__":
    lock = mp.Lock()
    lock.acquire()
    stranger = mp.Process(target=release, args=(lock,))
    stranger.start()
    stranger.join()
    print("released by a stranger" if lock.acquire(block=False) else "still mine")
