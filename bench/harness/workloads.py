"""What is measured: a row for each primitive, with the aims that issue 6 names.

A size is how often the primitive happens in one run; times are compared by the piece, so that the
slow sides may do fewer.
"""
from dataclasses import dataclass, field


@dataclass
class Python:
    script: str
    size: int
    arguments: list
    aim: float  # at least so many times slower than we are


@dataclass
class Other:
    """A program that can do the same; no aim is set. Its whole time counts."""
    name: str
    needs: str  # left out where this is not installed
    command: list  # {bench}: the folder of the benchmarks
    size: int


@dataclass
class Workload:
    name: str
    title: str
    scenario: str
    size: int  # pieces in one run of the scenario and of the floor
    settings: dict = field(default_factory=dict)  # vars of the scenario
    floor: str = ""  # defaults to the scenario's name
    arguments: list = field(default_factory=list)  # of the floor
    aim: float | None = None  # at most so many times as slow as the floor
    aim_extra_ns: float | None = None  # or: at most so many ns more than the floor
    pythons: list = field(default_factory=list)
    others: list = field(default_factory=list)
    beside_busy: bool = False  # while something else keeps a core busy
    whole: bool = False  # the whole program is measured, not a section of it
    times: int = 1  # whole programs: so often in one measurement
    check_only: bool = False  # `runner check`

    def __post_init__(self):
        self.floor = self.floor or self.scenario


def workloads(quick):
    """Every row of the table; `quick` makes them some ten times smaller."""

    def sized(size):
        return max(size // 10, 10) if quick else size

    def processes(name, title, scenario, size, python_size, aim, python_aim, others=()):
        size, python_size = sized(size), sized(python_size)
        return Workload(
            name, title, scenario, size, {"n": size}, arguments=[size], aim=aim,
            others=list(others), pythons=[Python(scenario, python_size, [python_size], python_aim)])

    def barrier(name, title, parties, size, python_size, aim, python_aim, busy=False):
        size, python_size = sized(size), sized(python_size)
        return Workload(
            name, title, "barrier", size, {"parties": parties, "rounds": size},
            arguments=[parties, size], aim=aim, beside_busy=busy,
            pythons=[Python("barrier", python_size, [parties, python_size], python_aim)])

    def parallel(jobs):
        size = sized(300)
        command = f"seq {size} | parallel -j{jobs} true"
        return [Other("GNU parallel", "parallel", ["sh", "-c", command], size)]

    def lock(name, title, workers, others=(), **aim):
        size, python_size = sized(1_000_000), sized(300_000)
        return Workload(
            name, title, "lock", size * workers, {"workers": workers, "n": size},
            arguments=[workers, size], **aim, others=list(others),
            pythons=[Python("lock", python_size * workers, [workers, python_size], 8)])

    def pool(name, title, scenario, aim, python_aim):
        size = sized(1_000_000)
        return Workload(
            name, title, scenario, size, {"n": size, "workers": 2}, floor="pool",
            arguments=[size, 2], aim=aim, pythons=[Python("pool", size, [size, 2], python_aim)])

    million, managed, items = sized(1_000_000), sized(20_000), sized(200_000)
    return [
        processes("start_join", "start and join, one at a time", "start_join", 1000, 300, 1.3, 15,
                  others=parallel(1)),
        processes("start_all", "start all, then join all", "start_all", 1000, 300, 1.4, 15,
                  others=parallel(0)),
        processes("live", "10,000 live at once, released", "live", 10_000, 1000, 1.5, 15),
        barrier("barrier_2", "barrier, 2 processes", 2, 100_000, 10_000, 0.25, 25),
        barrier("barrier_2_busy", "barrier, 2 processes, busy core", 2, 100_000, 10_000, 0.25, 25,
                busy=True),
        barrier("barrier_8", "barrier, 8 processes", 8, 20_000, 3000, 0.6, 20),
        lock("lock_alone", "lock, add, unlock, alone", 1, aim_extra_ns=60),
        lock("lock_contended", "lock, add, unlock, two contend", 2, aim=3,
             others=[Other("rt-app", "rt-app", ["rt-app", "{bench}/rt-app/lock.json"], 200_000)]),
        Workload("append", "append to a list, two processes", "append", 2 * million,
                 {"n": million}, arguments=[million], aim=6,
                 pythons=[Python("append", 2 * managed, [managed], 500)]),
        Workload("do_something", "do_something into a list", "do_something", million,
                 {"n": million}, arguments=[million], aim=2,
                 pythons=[Python("do_something", million, [million], 10),
                          Python("do_something_managed", managed, [managed], 1000)]),
        pool("pool_kernel", "pool map of a kernel", "pool_kernel", 2, 25),
        pool("pool_task", "pool map of a task", "pool_task", None, 5),
        Workload("queue", "queue, one to one, bounded", "queue", items,
                 {"n": items, "capacity": 64}, arguments=[items, 64], aim=10,
                 pythons=[Python("queue_pair", items // 4, [items // 4, 64], 100)]),
        Workload("hello", "whole program: a child prints", "hello", 1, aim=3, whole=True,
                 times=20, pythons=[Python("hello", 1, [], 35)]),
        processes("terminate", "terminate to joined", "terminate", 300, 100, 1.5, 7),
        Workload("load", "a 10 MB scenario checked", "load", 1, aim=2, whole=True, check_only=True),
    ]
