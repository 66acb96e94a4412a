"""A child puts more than the pipe holds, and its parent joins it before it gets anything."""
import multiprocessing as mp


def write(queue):
    for _ in range(20):
        queue.put("x" * 100_000)


if __name__ == "__main__":
    queue = mp.Queue()
    writer = mp.Process(target=write, args=(queue,))
    writer.start()
    writer.join()
    print(len(queue.get()))
