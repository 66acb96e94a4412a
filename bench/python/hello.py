import multiprocessing as mp


def child():
    print("hello")


if __name__ == "__main__":
    process = mp.Process(target=child)
    process.start()
    process.join()
