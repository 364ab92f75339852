"""How long the notebooks take to check, beside the usual ways to run the same ones.

    .venv/bin/python benchmarks/notebooks.py [ROUNDS]

Every round runs each command once, so that all see the same machine. nbmake is installed into an
environment of its own, beside what the project pins. Neither of the other two compares outputs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv/bin/python"
OURS = "workbook notebooks --check"
PINS = ["requirements.txt", "requirements-model.txt", "requirements-lab.txt"]


def environment_with_nbmake(folder: Path) -> Path:
    """Return a Python that has what the notebooks need, as pinned, and nbmake."""
    uv = shutil.which("uv") or str(PYTHON.with_name("uv"))
    python = folder / "bin/python"
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", folder], check=True)
    pins = [argument for file in PINS for argument in ("-r", ROOT / file)]
    install = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python]
    subprocess.run([*install, *pins, "nbmake"], check=True)
    return python


def commands(nbmake: Path):
    """Return the commands to compare, by name: one or more to run one after the other."""
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    pytest = [nbmake, "-m", "pytest", "-c", os.devnull, "-p", "no:cacheprovider", "--nbmake"]
    return {
        OURS: [[PYTHON, "-m", "workbook", "notebooks", "--check"]],
        "pytest --nbmake": [[*pytest, *notebooks]],
        "jupyter execute, one by one": [
            [nbmake.with_name("jupyter"), "execute", notebook] for notebook in notebooks
        ],
    }


def once(several, environment) -> float:
    began = time.perf_counter()
    for command in several:
        subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    return time.perf_counter() - began


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        nbmake = environment_with_nbmake(Path(folder))
        # `%%bash` cells find the programs of the environment that runs them
        environment = os.environ | {"PATH": f"{nbmake.parent}{os.pathsep}{os.environ['PATH']}"}
        environment["WORKBOOK_TERMINAL"] = "workbook.walkthrough.terminal:Recorded"  # for all alike
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the first round compiles, as for a user
        timed: dict[str, list[float]] = {name: [] for name in commands(nbmake)}
        for _ in range(rounds + 1):  # the first one warms up
            for name, several in commands(nbmake).items():
                timed[name].append(once(several, environment))
    ours = median(timed[OURS][1:])
    print(f"{len(list((ROOT / 'notebooks').glob('*.ipynb')))} notebooks, median of {rounds} rounds")
    for name, seconds in timed.items():
        middle = median(seconds[1:])
        print(f"  {name:30} {middle:6.2f} s   ours is {ours / middle:4.2f} of it")


if __name__ == "__main__":
    main()
