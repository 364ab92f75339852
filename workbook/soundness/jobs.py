"""Jobs, each carried out once, side by side by all cores of this machine."""

import multiprocessing
from collections import defaultdict
from collections.abc import Callable, Generator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import Any, Protocol

import psutil


class Job(Protocol):
    """Something to find out. It is hashable, and it can be sent to another process."""

    def run(self) -> Any:
        """Find it out."""
        ...


Run = Callable[..., list[Any]]  # run(*jobs) returns what came of each, in their order
Tell = Callable[[int, int], None]  # hears how many jobs are done, and of how many


class Work:
    """Carries out jobs. One that was asked for before is not run again.

    seconds: CPU seconds by who asked for it first.
    """

    def __init__(self, pool: ProcessPoolExecutor, tell: Tell) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._pool = pool
        self._tell = tell
        self._done = 0
        self._begun: dict[Job, Future[tuple[Any, float]]] = {}
        self._lock = Lock()

    def of(self, who: str) -> Run:
        """Return the function that runs jobs for somebody. It raises what a job raises."""
        return partial(self._run, who)

    def _run(self, who: str, *jobs: Job) -> list[Any]:
        return [future.result()[0] for future in [self._begin(who, job) for job in jobs]]

    def _begin(self, who: str, job: Job) -> Future[tuple[Any, float]]:
        with self._lock:
            if job not in self._begun:
                self._begun[job] = self._pool.submit(_timed, job)
                self._begun[job].add_done_callback(partial(self._ended, who))
            return self._begun[job]

    def _ended(self, who: str, future: Future[tuple[Any, float]]) -> None:
        if future.cancelled() or future.exception():
            return
        with self._lock:
            self._done += 1
            self.seconds[who] += future.result()[1]
            self._tell(self._done, len(self._begun))


@contextmanager
def working(tell: Tell) -> Generator[Work]:
    """Give what carries out jobs; what is not begun at the end is never begun."""
    pool = ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn"))
    try:
        yield Work(pool, tell)
    finally:
        pool.shutdown(cancel_futures=True)


def _timed(job: Job) -> tuple[Any, float]:
    before = _cpu_seconds()
    return job.run(), _cpu_seconds() - before


def _cpu_seconds() -> float:
    """Return what this process has used, with its children and theirs, those that ended too."""
    this = psutil.Process()
    total = 0.0
    for process in (this, *this.children(recursive=True)):
        try:
            total += sum(process.cpu_times()[:4])  # user, system, and both of ended children
        except psutil.Error:  # it has just ended
            continue
    return total
