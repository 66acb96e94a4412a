import multiprocessing as mp

from section import argument, measure


def party(barrier, rounds, passed):
    for _ in range(rounds):
        barrier.wait()
    with passed.get_lock():
        passed.value += rounds


if __name__ == "__main__":
    parties, rounds = argument(1, 2), argument(2, 100_000)
    barrier = mp.Barrier(parties)
    passed = mp.Value("q", 0)
    children = [mp.Process(target=party, args=(barrier, rounds, passed)) for _ in range(parties)]
    measure(children)
    assert passed.value == parties * rounds
