import multiprocessing as mp

from section import Section, argument


def compute_square(x):
    return x * x


if __name__ == "__main__":
    count, workers = argument(1, 1_000_000), argument(2, 2)
    section = Section()
    with mp.Pool(workers) as pool:
        squares = pool.map(compute_square, range(count))
        pool.close()
        pool.join()
    section.report()
    assert len(squares) == count and squares[-1] == (count - 1) ** 2
