"""How long `make check` takes, beside the same work done step by step, one process after another.

    .venv/bin/python -m benchmarks.check [STEP…]

Both without containers. Step by step: a `python -m workbook step` for each trial, and then the
notebooks, the pages and the app's tests, each in a process of its own.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from workbook.course import Course
from workbook.soundness.proof import jobs_of
from workbook.soundness.trials import Plan, Trial, lay
from workbook.soundness.whole import NO_ENGINE, Notebooks

ROOT = Path(__file__).resolve().parent.parent
WORKBOOK = [sys.executable, "-m", "workbook"]


def run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, env=os.environ | NO_ENGINE, capture_output=True, check=False)


def side_by_side(steps: list[str]) -> None:
    run(*WORKBOOK, "sound", "--no-docker", *steps)


def step_by_step(steps: list[str]) -> None:
    course = Course(ROOT)
    plan = Plan(course, [course.find(step) for step in steps] or course.steps, building=False)
    for job in jobs_of(plan):
        if isinstance(job, Trial):
            with tempfile.TemporaryDirectory() as room:
                lay(job.layers, Path(room) / job.step)
                run(*WORKBOOK, "check", job.step, "--submission", room, "--json")
        elif isinstance(job, Notebooks):
            for name in job.names:
                run(*WORKBOOK, "notebooks", "--check", name)
        else:
            code = f"from pathlib import *; from {type(job).__module__} import *; {job!r}.run()"
            run(sys.executable, "-c", code)


def timed(work, steps: list[str]) -> float:
    began = time.perf_counter()
    work(steps)
    return time.perf_counter() - began


def main() -> None:
    one, other = (timed(work, sys.argv[1:]) for work in (step_by_step, side_by_side))
    print(f"step by step  {one:7.1f} s")
    print(f"make check    {other:7.1f} s, ratio {other / one:.2f}")


if __name__ == "__main__":
    main()
