import multiprocessing as mp

from section import argument, measure


def produce(jobs, count):
    for i in range(count):
        jobs.put(i)


def consume(jobs, count, total):
    result = 0
    for _ in range(count):
        result += jobs.get()
    total.value = result


if __name__ == "__main__":
    count, capacity = argument(1, 200_000), argument(2, 64)
    jobs = mp.Queue(capacity)
    total = mp.Value("q", 0)
    children = [
        mp.Process(target=produce, args=(jobs, count)),
        mp.Process(target=consume, args=(jobs, count, total)),
    ]
    measure(children)
    assert total.value == count * (count - 1) // 2
