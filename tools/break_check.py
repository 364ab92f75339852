"""Break each column of `make check` by hand, in a clone: its cell must turn red.

    .venv/bin/python -m tools.break_check

Prints a line for each column; status 1 where one stays green. The container's column is broken
only where a container engine answers.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbook.environment import PYTHON, ROOT
from workbook.errors import NotChecked, Refused

SECONDS = 900  # for one `check`


@dataclass(frozen=True)
class Breakage:
    """A text in a file of a step that becomes another, and the column that should notice."""

    column: str
    step: str
    file: str
    old: str
    new: str
    docker: bool = False


BREAKAGES = (
    Breakage("starts", "01_hello_world", "steps/01_hello_world/app.py", "import", "imprt"),
    Breakage("open", "02_routing", "steps/02_routing/app.py", "# TODO", "# DONE"),
    Breakage("solved", "01_hello_world", "solution/01_hello_world/app.py", "Hello", "Hullo"),
    Breakage(
        "notebook", "01_hello_world", "notebooks/01_hello_world.ipynb", "Hello, World", "Hullo"
    ),
    Breakage(
        "container", "06_docker", "solution/06_docker/Dockerfile", "FROM ", "FROM x", docker=True
    ),
)


def states(clone: Path, breakage: Breakage) -> tuple[str, str]:
    """Return the state of the cell before, and when this is broken and nothing else."""
    file = clone / breakage.file
    sound = file.read_text("utf-8")
    before = _state(clone, breakage)
    file.write_text(sound.replace(breakage.old, breakage.new), "utf-8")
    try:
        return before, _state(clone, breakage)
    finally:
        file.write_text(sound, "utf-8")


def _state(clone: Path, breakage: Breakage) -> str:
    """Return the state of the cell, as `check --json` has it."""
    without = [] if breakage.docker else ["--no-docker"]
    python = clone / PYTHON.relative_to(ROOT)  # notebooks show where the environment is
    done = subprocess.run(
        [python, "-m", "workbook", "check", "--json", *without, breakage.step],
        cwd=clone,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode not in (0, 1):
        return done.stderr
    return json.loads(done.stdout)["rows"][breakage.step][breakage.column]


def lines(clone: Path, breakages: tuple[Breakage, ...] = BREAKAGES) -> Iterator[tuple[bool, str]]:
    """Break one after the other; yield whether that is as it should be, and the line to print."""
    for each in breakages:
        if each.docker and (why := _no_engine()):
            yield True, f"{each.column:<10} NOT CHECKED: {why}"
            continue
        before, after = states(clone, each)
        red = (before, after) == ("sound", "broken")
        told = "turns red" if red else f"DOES NOT TURN RED: {before}, then {after}"
        yield red, f"{each.column:<10} {told}   {each.file}: {each.old!r} -> {each.new!r}"


def _no_engine() -> str:
    from workbook.docker.engine import docker  # what it needs is there only in .venv

    try:
        docker("version")
    except (NotChecked, Refused) as reason:
        return str(reason)
    return ""


def main() -> None:
    """Clone what is committed, with this environment, and break it."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as place:
        clone = Path(place) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        (clone / ".venv").symlink_to((ROOT / ".venv").resolve())
        good = True
        for red, line in lines(clone):
            print(line, flush=True)
            good &= red
    sys.exit(not good)


if __name__ == "__main__":
    main()
