"""How long a student waits for feedback, beside what the same checks cost without the workbook.

    .venv/bin/python benchmarks/feedback.py [ROUNDS [STEP…]]

Every round runs each command once, so that all see the same machine. Prints the median of each and
its ratio to plain pytest on the same checks.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv/bin/python")
STEPS = ["01_hello_world", "02_routing", "03_url_for"]
PLAIN = "plain pytest, Flask's test client"


def commands(step: str):
    """Return the commands to compare, by name: arguments, folder, extra environment."""
    number = str(int(step[:2]))
    checks = str(ROOT / f"tests/steps/test_{step}.py")
    plain = [
        PYTHON,
        "-m",
        "pytest",
        "-q",
        "-c",
        os.devnull,
        "-p",
        "plain",
        "-p",
        "no:cacheprovider",
    ]
    check = [PYTHON, "-m", "workbook", "step", number]
    return {
        "floor: import flask, requests, pytest": (
            [PYTHON, "-c", "import flask, requests, pytest"],
            ROOT,
            {},
        ),
        PLAIN: (
            [*plain, checks],
            ROOT / "solution" / step,
            {"PYTHONPATH": str(ROOT / "benchmarks")},
        ),
        "workbook step, the solution": ([*check, "--submission", "solution"], ROOT, {}),
        "workbook step, the starter": (check, ROOT, {}),
        f"make step-{number}": (["make", f"step-{number}"], ROOT, {}),
    }


def once(arguments, folder, extra) -> float:
    began = time.perf_counter()
    subprocess.run(arguments, cwd=folder, env=os.environ | extra, capture_output=True, check=False)
    return time.perf_counter() - began


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    for step in sys.argv[2:] or STEPS:
        timed = {
            name: [once(*command) for _ in range(1)] for name, command in commands(step).items()
        }
        for _ in range(rounds):
            for name, command in commands(step).items():
                timed[name].append(once(*command))
        plain = median(timed[PLAIN][1:])
        print(f"\n{step}, median of {rounds} rounds")
        for name, seconds in timed.items():
            middle = median(seconds[1:])
            print(f"  {name:40} {middle:6.3f} s  {middle / plain:5.2f} x plain")


if __name__ == "__main__":
    main()
