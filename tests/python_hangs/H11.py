"""Two processes wait for each other's lock: silence."""
import multiprocessing as mp


def take(first, second, both):
    with first:
        both.wait()
        with second:
            pass


if __name__ == "__main__":
    a, b, both = mp.Lock(), mp.Lock(), mp.Barrier(2)
    pair = [mp.Process(target=take, args=locks + (both,)) for locks in ((a, b), (b, a))]
    for process in pair:
        process.start()
    for process in pair:
        process.join()
