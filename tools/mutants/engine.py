"""The engine with one small fault at a time, which the tests of its room should notice."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tools.mutants.mutant import Equivalent, Fate, Mutant, equivalents, mutants
from tools.mutants.tally import Tally, tally
from workbook.errors import CheckerError, UsageError
from workbook.soundness.jobs import Run
from workbook.soundness.whole import WITHOUT_ENGINE

ENGINE, TESTS = "workbook", "tests/workbook"
GROUND = "ground"  # the modules that stand in no room
EQUIVALENT = f"{TESTS}/mutants.toml"  # those that change nothing, and why
LONGEST = 900  # seconds for the tests of a room, without a fault
SLOWER = 5  # times that, and the least, in seconds: then a fault has been noticed by the clock
LEAST = 60
NO_TESTS = 5  # pytest's status where there are none
NOT_COPIED = (".git", ".venv", ".workbook", ".pytest_cache", ".ruff_cache", "*.db", "*.joblib")


@dataclass(frozen=True)
class Tested:
    """Tests, run in a copy of the tree in which a file may be spoilt, until the first that fails.

    building: whether those that need a container engine are run too.
    """

    root: Path
    tests: tuple[str, ...]
    building: bool
    mutant: Mutant | None = None
    seconds: float = LONGEST

    def run(self) -> tuple[int | None, float, str]:
        """Return pytest's status, None when the time is over; the seconds taken; what it said."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="workbook-") as room:
            copy = Path(room) / "tree"
            shutil.copytree(self.root, copy, symlinks=True)
            if self.mutant:
                (copy / self.mutant.file).write_text(self.mutant.text, "utf-8")
            status, said = _run(self._command(), copy, self.seconds)
        return status, time.monotonic() - began, said

    def _command(self) -> list[str]:
        without = () if self.building else WITHOUT_ENGINE
        options = ("-x", "-q", "--tb=short", "-p", "no:cacheprovider", *without)
        return [sys.executable, "-m", "pytest", *options, *self.tests]


def _run(command: list[str], folder: Path, seconds: float) -> tuple[int | None, str]:
    """Run a command in a group of its own, which ends with it, at the latest after so long."""
    with (
        tempfile.TemporaryFile("w+", errors="replace") as said,
        subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            with suppress(ProcessLookupError):  # nothing of it is left
                os.killpg(process.pid, signal.SIGKILL)
        said.seek(0)
        return status, said.read()


def try_engine(
    root: Path, names: Sequence[str], run: Run, sample: int, seed: int, *, building: bool
) -> list[Tally]:
    """Try a sample of the mutants of these rooms and modules, or of all, as the tree is now.

    Raises UsageError for a name that there is not, CheckerError where tests fail without a fault.
    """
    files = _named(root, names)
    found = [each for file in files for each in mutants(file, (root / file).read_text("utf-8"))]
    drawn = sorted(found, key=lambda mutant: _lot(mutant, seed))[:sample]
    fates = _fates(root, drawn, run, building=building)
    rest = [each for each in found if each not in fates]
    listed = [each for each in equivalents(root / EQUIVALENT) if each.file in files]
    return [
        _of_room(room, fates, listed, rest) for room in sorted({room_of(m.file) for m in drawn})
    ]


def _fates(root: Path, drawn: list[Mutant], run: Run, *, building: bool) -> dict[Mutant, Fate]:
    """Try these mutants in copies of a copy, since somebody may go on to edit the tree itself."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as place:
        tree = Path(place) / "tree"
        shutil.copytree(root, tree, symlinks=True, ignore=shutil.ignore_patterns(*NOT_COPIED))
        if (root / ".venv").exists():
            (tree / ".venv").symlink_to((root / ".venv").resolve())
        limits = _limits(tree, sorted({room_of(m.file) for m in drawn}), run, building=building)
        jobs = [
            Tested(tree, room_tests(tree, m.file), building, m, limits[room_of(m.file)])
            for m in drawn
        ]
        statuses = [status for status, *_ in run(*jobs)]
    return {
        mutant: "survived" if status in (0, NO_TESTS) else "caught"
        for mutant, status in zip(drawn, statuses, strict=True)
    }


def _of_room(
    room: str, fates: dict[Mutant, Fate], listed: list[Equivalent], rest: list[Mutant]
) -> Tally:
    own: dict[Mutant, Fate] = {m: fate for m, fate in fates.items() if room_of(m.file) == room}
    return tally(room, "", own, [each for each in listed if room_of(each.file) == room], rest)


def _named(root: Path, names: Sequence[str]) -> list[str]:
    """Return the engine's files that belong to these rooms, or are these modules."""
    everything = [
        file.relative_to(root).as_posix() for file in sorted(root.glob("workbook/**/*.py"))
    ]
    rooms = {room_of(file) for file in everything}
    modules = {_module(file) for file in everything}
    for name in names:
        if name not in rooms | modules:
            raise UsageError(
                f"There is no room {name!r}. The rooms are: {', '.join(sorted(rooms))}"
            )
    return [
        file for file in everything if not names or room_of(file) in names or _module(file) in names
    ]


def room_of(file: str) -> str:
    """Return the room of a module, whose name is that of its folder."""
    _, *folders, _ = Path(file).parts
    return folders[0] if folders else GROUND


def _module(file: str) -> str:
    return Path(file).relative_to(ENGINE).with_suffix("").as_posix()


def room_tests(root: Path, file: str) -> tuple[str, ...]:
    """Return the tests of a module's room: first those of the module's own, if it has any."""
    path = Path(file).relative_to(ENGINE)
    own = root / TESTS / path.parent / f"test_{path.stem.strip('_')}.py"
    room = room_of(file)
    there = (root / TESTS).glob("test_*.py" if room == GROUND else f"{room}/**/test_*.py")
    ordered = sorted(there, key=lambda test: (test != own, test))
    return tuple(test.relative_to(root).as_posix() for test in ordered)


def _lot(mutant: Mutant, seed: int) -> str:
    """Return what a mutant is drawn by: the same, whatever is changed elsewhere."""
    return sha256(f"{seed} {mutant.file} {mutant.old} -> {mutant.new}".encode()).hexdigest()


def _limits(root: Path, rooms: Sequence[str], run: Run, *, building: bool) -> dict[str, float]:
    """Return the seconds for the tests of each room with a fault. Raises CheckerError."""
    jobs = [Tested(root, room_tests(root, _any_of(room)), building) for room in rooms]
    limits: dict[str, float] = {}
    for room, (status, seconds, said) in zip(rooms, run(*jobs), strict=True):
        if status not in (0, NO_TESTS):
            raise CheckerError(f"the tests of {room} fail without a fault\n{said[-3000:]}")
        limits[room] = max(LEAST, SLOWER * seconds)
    return limits


def _any_of(room: str) -> str:
    return f"{ENGINE}/x.py" if room == GROUND else f"{ENGINE}/{room}/x.py"
