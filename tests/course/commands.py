"""Whether each command that a page shows exists, and what can be run runs."""

import os
import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click

from tests.course.markdown import Command, Page
from workbook.app.target import NotRunning, Target
from workbook.cli import main
from workbook.course import ENTRY, Course, Run
from workbook.diagnosis.startup import why
from workbook.docker.engine import PORT
from workbook.errors import UsageError

SECONDS = 60.0  # for all commands of a page
FILE = re.compile(r"[\w./-]+\.(?:py|json|txt|toml|yml|sh|ipynb)|Dockerfile")
SHOWN = "http://localhost:5000"  # where the pages say that the app answers
WORKBOOK = ("-m", "workbook")
DELEGATED = re.compile(r"-m workbook ([^;]*)")  # what the Makefile hands over
OF_MAKE = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")  # a make that runs us would change what make says
NO_DEFAULT = ".DEFAULT:\n"  # forgets the rule that takes any word for a verb
STATUS = ("--silent", "--output", os.devnull, "--write-out", "%{http_code}", "--noproxy", "*")


def wrong(root: Path, file: Path, step: str = "") -> Iterator[str]:
    """Yield the commands of a page that there are not, or that do not run, each with the reason.

    On the page of a step, servers are asked for a response, curl speaks to the solution's app, and
    Python's command lines end well. Docker's are only read: the step's checks build its container.
    """
    commands = Page(file).commands
    serving = {run for command in commands if (run := _run(command)) and run.what == ENTRY}
    solution = Course(root).find(step) if step else None
    folder = solution.solution if solution else root
    places = [file.parent, root, *root.glob(f"solution/{step or '*'}")]
    preload = solution.preload if solution else ()
    with Target(folder, serving if step else set(), None, SECONDS, preload=preload) as target:
        for command in commands:
            told = missing(root, places, command) or (_tried(command, target) if step else "")
            if told:
                yield f"{command.text}: {told}"


def missing(root: Path, places: list[Path], command: Command) -> str:
    """Return what a command names and there is not; empty where all is there."""
    _, *words = ("1" if word == "N" else word.replace("-N", "-1") for word in command.words)
    if command.program == "make":
        return _no_verb(root, words)
    if tuple(words[:2]) == WORKBOOK:
        return _no_command(root, words[2:])
    if words[:1] == ["-m"] and find_spec(words[1]) is None:
        return f"there is no module {words[1]}"
    if words[:1] == ["build"]:
        words.append("Dockerfile")
    for word in words:
        if FILE.fullmatch(word) and not any((place / word).exists() for place in places):
            return f"there is no {word}"
        mapped = re.fullmatch(r"\d+:(\d+)", word)
        if mapped and int(mapped[1]) != PORT:
            return f"the container's port is {PORT}"
    return ""


def _no_verb(root: Path, words: list[str]) -> str:
    """Return why `make …` would not run, or what it hands over would not be understood."""
    done = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "-f", "Makefile", "-f", "-", *words],
        cwd=root,
        env={k: v for k, v in os.environ.items() if k not in OF_MAKE},
        input=NO_DEFAULT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return done.stderr.strip()
    verbs = DELEGATED.findall(done.stdout)
    return next(filter(None, (_no_command(root, verb.split()) for verb in verbs)), "")


def _no_command(root: Path, words: list[str]) -> str:
    """Return why `python -m workbook …` would not be understood."""
    try:
        with main.make_context("workbook", [*words] or ["--help"]) as context:
            _, verb, rest = main.resolve_command(context, words)
            if verb is not None:
                given = verb.make_context(words[0], rest, parent=context).params
                for step in [given.get("step"), *given.get("steps", ())]:
                    Course(root).find(step or "1")
    except click.exceptions.Exit:  # it was asked for help
        return ""
    except click.ClickException as error:
        return error.format_message()
    except UsageError as error:
        return str(error)
    return ""


def _run(command: Command) -> Run | None:
    """Return Python's command line as the engine runs it."""
    _, *words = command.words
    if command.program not in ("python", "python3") or words[:1] in ([], ["-m"]):
        return None
    return Run(tuple(words), command.settings)


def _tried(command: Command, target: Target) -> str:
    """Run what can be run; return what went wrong."""
    run = _run(command)
    try:
        if run and run.what == ENTRY:
            return "" if target.script(run).is_up() else "it serves nothing"
        if run:
            target.printed(run)
        if command.program == "curl" and SHOWN in command.text:
            with target.client() as client:
                return _curl([word.replace(SHOWN, client.address) for word in command.words])
    except NotRunning as stopped:
        failure = why(target.folder, stopped).failure
        return "\n".join((failure.got, *failure.why))
    return ""


def _curl(words: list[str]) -> str:
    done = subprocess.run(
        [*words, *STATUS], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        return f"curl ended with status {done.returncode}"
    return f"the app answered {done.stdout}" if done.stdout.startswith("5") else ""
