import multiprocessing as mp

from section import argument, measure


def work(lock, counter, count):
    for _ in range(count):
        with lock:
            counter.value += 1


if __name__ == "__main__":
    workers, count = argument(1, 1), argument(2, 1_000_000)
    lock = mp.Lock()
    counter = mp.Value("q", 0, lock=False)
    children = [mp.Process(target=work, args=(lock, counter, count)) for _ in range(workers)]
    measure(children)
    assert counter.value == workers * count
