"""A barrier loses a waiting party: the others wait for ever, whatever their timeout."""
import multiprocessing as mp
import os
import signal
import time


def arrive(barrier):
    barrier.wait(timeout=1)


if __name__ == "__main__":
    barrier = mp.Barrier(3)
    parties = [mp.Process(target=arrive, args=(barrier,), daemon=True) for _ in range(2)]
    for party in parties:
        party.start()
    while barrier.n_waiting < 2:
        time.sleep(0.01)
    time.sleep(0.2)
    os.kill(parties[0].pid, signal.SIGKILL)
    parties[0].join()
    parties[1].join()
    print("the other party ended with", parties[1].exitcode)
