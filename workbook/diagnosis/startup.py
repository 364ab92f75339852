"""Why a student's app does not run: the causes that come before any request, nearest first."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from importlib.machinery import PathFinder
from pathlib import Path

from workbook.app.facts import Facts, Raised
from workbook.app.process import Process
from workbook.app.target import NotRunning
from workbook.course import ENTRY, Run
from workbook.diagnosis.lessons import teach
from workbook.files import files, first_bad_line, line_of, text
from workbook.result import Blocked, Failure, Place, Wrong


def why(folder: Path, stopped: NotRunning) -> Blocked | Wrong:
    """Return what keeps code from running: Wrong for what a check itself runs, else Blocked."""
    if stopped.run is None:
        return Blocked(explain(folder, stopped.process))
    failure = explain_command(folder, stopped.run, stopped.process)
    return Wrong(failure) if stopped.run.is_code else Blocked(failure)


def explain(folder: Path, process: Process | None) -> Failure:
    """Return the first cause that keeps the app from running."""
    if process is None:
        return _missing(folder, ENTRY)
    facts = process.facts
    if facts.failed:
        return _stopped(folder, facts.failed, ENTRY)
    if facts.no_app:
        return _no_app(folder, facts)
    if process.expired:
        return _too_slow(facts, f"{ENTRY} was still being read")
    return _died(folder, process, f"the process that ran {ENTRY} ended")


def explain_command(folder: Path, run: Run, process: Process | None) -> Failure:
    """Return the first cause that kept a command line from ending well."""
    if process is None:
        return _missing(folder, run.what)
    if process.facts.failed:
        failure = _stopped(folder, process.facts.failed, "it")
    elif process.expired:
        failure = _too_slow(process.facts, "it was still running")
    else:
        failure = _died(folder, process, "it stopped before its end")
    return replace(failure, sent=str(run))


def _missing(folder: Path, name: str) -> Failure:
    return Failure(
        expected=f"a file called {name}" if folder.is_dir() else f"a folder {folder.name}",
        got=f"no {name} in that folder" if folder.is_dir() else "no such folder",
        why=_other_name(folder, name),
    )


def _other_name(folder: Path, name: str) -> tuple[str, ...]:
    """Say so when the file was saved under another name."""
    what = "your app" if name == ENTRY else name
    for file in files(folder):
        if file.name.lower() in (name, f"{name}.txt") or (name == ENTRY and "Flask(" in text(file)):
            return (f"{file.name} looks like {what}. Rename it to {name}.",)
    return ()


def _unreadable(folder: Path, failed: Raised) -> Failure | None:
    """Explain what Python itself cannot read: encoding, tabs, indentation, syntax."""
    if failed.type == "UnicodeDecodeError" and failed.place:  # their code reads another file
        return None
    null = "null bytes" in failed.message  # a ValueError until Python 3.11.3
    syntax = ("SyntaxError", "IndentationError", "TabError", "UnicodeDecodeError")
    if failed.type not in syntax and not null:
        return None
    file = failed.place.file if failed.place else ENTRY
    got = f"nothing: Python cannot read {file}"
    if re.search("codec|UTF-8|null byte", failed.message):
        why = (
            "The file is not saved as UTF-8, the encoding Python reads.",
            "In your editor: save with encoding, choose UTF-8.",
        )
        at = Place(file, first_bad_line(folder / file))
        return Failure(got=got, why=why, look_at=at, stopped=True)
    if decorator := _decorator_above(folder, failed):
        below = "A line with @ stands directly above a def. Below this one is none."
        return Failure(got=got, why=(below,), look_at=decorator, stopped=True)
    return Failure(got=got, why=teach(failed), look_at=_caret(failed), stopped=True)


def _decorator_above(folder: Path, failed: Raised) -> Place | None:
    """Return the decorator that Python had just read when it found something else than a def."""
    at = failed.place
    if at is None or failed.message != "invalid syntax" or at.code.lstrip().startswith("def"):
        return None
    lines = text(folder / at.file).splitlines()[: at.line - 1]
    written = [(n, line) for n, line in enumerate(lines, 1) if line.split("#")[0].strip()]
    number, line = written[-1] if written else (0, "")
    return Place(at.file, number, "", line.strip()) if line.lstrip().startswith("@") else None


def _caret(failed: Raised) -> Place | None:
    """Return the place with the column marked under the line."""
    if failed.place is None or not failed.place.code.strip():
        return failed.place
    code = failed.place.code.expandtabs(1)
    bare = code.lstrip()
    column = failed.column - 1 - (len(code) - len(bare))
    marked = f"{bare}\n{' ' * column}^" if 0 <= column <= len(bare) else bare
    return Place(failed.place.file, failed.place.line, "", marked)


def _stopped(folder: Path, failed: Raised, ran: str) -> Failure:
    if unreadable := _unreadable(folder, failed):
        return unreadable
    got = f"nothing: {ran} stopped with an error"
    for name in _shadows(folder):
        if f"'{name}'" in failed.message:
            at = Place(f"{name}.py", 1)
            return Failure(got=got, why=_shadowed(name), look_at=at, stopped=True)
    return Failure(got=got, why=_teach_import(failed), look_at=failed.place, stopped=True)


def _teach_import(failed: Raised) -> tuple[str, ...]:
    """Say what Python said, with what a beginner needs beside the errors that beginners meet."""
    if failed.type == "SystemExit":
        return (
            "The file ended the program, with quit(), exit() or sys.exit(), while it was read.",
        )
    if failed.type == "ModuleNotFoundError" and "'pandas'" not in failed.message:
        name = failed.message.split("'")[1] if "'" in failed.message else ""
        near = get_close_matches(name.lower(), ["flask", "requests", *sys.stdlib_module_names], 1)
        meant = f"Did you mean {near[0]!r}?" if near else "It is not installed here. Spelt right?"
        return (f"{failed.type}: {failed.message}", meant)
    return teach(failed)


def _no_app(folder: Path, facts: Facts) -> Failure:
    got = f"nothing: {ENTRY} has no Flask app called app"
    if not text(folder / ENTRY).strip():
        return Failure(got=f"nothing: {ENTRY} is empty", why=("Did you save it in your editor?",))
    if facts.names:
        name = facts.names[0]
        why = f"Your Flask app is called {name}. Servers look for app: write app = Flask(__name__)."
    else:
        why = "The file never makes one: app = Flask(__name__)"
    return Failure(got=got, why=(why,), look_at=Place(ENTRY, line_of(folder / ENTRY, "Flask(")))


def _too_slow(facts: Facts, busy: str) -> Failure:
    return Failure(
        got=f"nothing: {busy} when the time was over",
        why=("Something in it never ends: a loop, a wait, or a server started at once.",),
        look_at=facts.stuck_at,
    )


def _died(folder: Path, process: Process, got: str) -> Failure:
    words = process.last_words()
    for name in _shadows(folder):
        if any(f"{name}.py" in line or f"'{name}'" in line for line in words):
            return Failure(
                got="nothing: Python could not even start Flask",
                why=_shadowed(name),
                look_at=Place(f"{name}.py", 1),
            )
    return Failure(got=f"nothing: {got}", why=tuple(words[-3:]))


def _shadowed(name: str) -> tuple[str, ...]:
    return (
        f"Your file {name}.py hides the library {name}: `import {name}` finds yours.",
        f"Rename it (say, my_{name}.py).",
    )


def _shadows(folder: Path) -> Iterator[str]:
    """Yield the student's modules that have a library's name."""
    libraries = [entry for entry in sys.path if entry and not Path(entry, "workbook").is_dir()]
    for file in files(folder):
        name = file.stem
        if file.suffix != ".py" or file.name == ENTRY:
            continue
        if name in sys.stdlib_module_names or PathFinder.find_spec(name, libraries):
            yield name
