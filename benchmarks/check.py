"""How long `check`, `prove` and `test` take: seconds, and CPU seconds of all their processes.

    .venv/bin/python benchmarks/check.py [--only VERB]… [--no-docker] [STEP…]

One after the other. STEP and --no-docker are for check and prove; test is always whole.
"""

import argparse
import ctypes
import os
import resource
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERBS = ("check", "prove", "test")
SUBREAPER = 36  # prctl's PR_SET_CHILD_SUBREAPER
LONGEST = 3600  # seconds


@dataclass(frozen=True)
class Taken:
    seconds: float
    cpu_seconds: float
    status: int


def adopt_orphans() -> None:
    """Become the parent of what outlives its own, so that its time is counted too (on Linux)."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(SUBREAPER, 1)


def take(command: list[str]) -> Taken:
    """Run a command, and wait for all that it has started."""
    began, before = time.perf_counter(), cpu_seconds()
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False, timeout=LONGEST
    )
    seconds = time.perf_counter() - began
    with suppress(ChildProcessError):
        while True:
            os.wait()
    return Taken(seconds, cpu_seconds() - before, done.returncode)


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", action="append", choices=VERBS)
    parser.add_argument("--no-docker", action="store_true")
    parser.add_argument("steps", nargs="*", metavar="STEP")
    asked = parser.parse_args()
    more = [*(["--no-docker"] if asked.no_docker else []), *asked.steps]
    adopt_orphans()
    print(f"{'':6}{'seconds':>9}{'CPU seconds':>13}")
    for verb in asked.only or VERBS:
        taken = take([sys.executable, "-m", "workbook", verb, *(more if verb != "test" else [])])
        red = f"   NOT GREEN: status {taken.status}" if taken.status else ""
        print(f"{verb:6}{taken.seconds:9.1f}{taken.cpu_seconds:13.1f}{red}", flush=True)


if __name__ == "__main__":
    main()
