"""Jobs, carried out side by side by all cores of this machine, the slowest first."""

import warnings
from collections.abc import Callable, Collection, Generator
from importlib import import_module
from typing import Any, Protocol


class Job(Protocol):
    """Something to find out. It is hashable, and it can be sent to another process."""

    @property
    def seconds(self) -> float:
        """About how long it may take: only the order matters."""
        ...

    def run(self) -> Any:
        """Find it out."""
        ...


Done = dict[Job, Any]
Tell = Callable[[int, int], None]  # hears how many jobs are done, and of how many


def run_all(jobs: Collection[Job], tell: Tell) -> Done:
    """Return what came of each job. Raises what a job raises."""
    parallel: Any = import_module("joblib")  # which has no types
    order = sorted(set(jobs), key=lambda job: -job.seconds)
    side_by_side = parallel.Parallel(
        n_jobs=-1, pre_dispatch="all", batch_size=1, return_as="generator_unordered"
    )
    came: Generator[tuple[int, Any]] = side_by_side(
        parallel.delayed(_run)(number, job) for number, job in enumerate(order)
    )
    done: Done = {}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "A worker stopped while")  # grown large, it is replaced
        for number, result in came:
            done[order[number]] = result
            tell(len(done), len(order))
    return done


def _run(number: int, job: Job) -> tuple[int, Any]:
    return number, job.run()
