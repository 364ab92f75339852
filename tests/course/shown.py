"""Jobs that try what a page shows: its commands, and what they are said to print."""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import click

from tests.course.markdown import Command, Page
from workbook.app.target import Target
from workbook.course import Course, Run
from workbook.diagnosis.explain import OWN_SERVER
from workbook.diagnosis.startup import ENTRY
from workbook.docker.engine import PORT
from workbook.errors import NotChecked
from workbook.result import Blocked, Failure, Wrong
from workbook.soundness.properties import Finding

SECONDS = 60.0  # for all commands of a page, or one transcript
CLONED = ("workbook", "steps", "solution", "tests/steps")
FILE = re.compile(r"[\w./-]+\.(?:py|json|txt|toml|yml|sh|ipynb)")
WORKBOOK = ("-m", "workbook")
OF_MAKE = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")  # a make that runs us would change what make says


@dataclass(frozen=True)
class Commands:
    """The commands of a page: each exists, and what can be run runs on the step's solution.

    Servers are asked for an answer, curl speaks to the solution's app, Python's command lines end
    well. Docker's are only read: the checks of a step build its container.
    """

    root: Path
    page: Path
    step: str = ""
    seconds: float = 10.0

    def run(self) -> list[Finding]:
        found: list[Finding] = []
        commands = Page(self.page).commands
        serving = {each for command in commands if (each := _served(command))}
        step = Course(self.root).find(self.step) if self.step else None
        folder = self.root / "solution" / self.step if step else self.root
        preload = step.preload if step else ()
        with Target(folder, serving, None, SECONDS, preload=preload) as target:
            for command in commands:
                try:
                    why = self._missing(command) or (_tried(command, target) if step else "")
                except NotChecked as reason:
                    found.append(self._finding(command, str(reason), checked=False))
                else:
                    found += [self._finding(command, why)] if why else []
        return found

    def _finding(self, command: Command, why: str, *, checked: bool = True) -> Finding:
        return Finding(
            self.page.relative_to(self.root).as_posix(), f"{command.text}: {why}", checked
        )

    def _missing(self, command: Command) -> str:
        """Return what a command names and there is not; empty where all is there."""
        _, *words = ("1" if word == "N" else word.replace("-N", "-1") for word in command.words)
        if command.program == "make":
            return self._no_verb(words)
        if tuple(words[:2]) == WORKBOOK:
            return _no_command(words[2:])
        places = [self.page.parent, self.root, *self.root.glob(f"solution/{self.step or '*'}")]
        if words[:1] == ["build"]:
            words.append("Dockerfile")
        for word in words:
            file = FILE.fullmatch(word) or re.fullmatch("Dockerfile", word)
            if file and not any((place / word).exists() for place in places):
                return f"there is no {word}"
            mapped = re.fullmatch(r"\d+:(\d+)", word)
            if mapped and int(mapped[1]) != PORT:
                return f"the container's port is {PORT}"
        return ""

    def _no_verb(self, words: list[str]) -> str:
        done = subprocess.run(
            ["make", "--no-print-directory", "--dry-run", *words],
            cwd=self.root,
            env={k: v for k, v in os.environ.items() if k not in OF_MAKE},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stderr.strip() if done.returncode else ""


def _no_command(words: list[str]) -> str:
    """Return why `python -m workbook …` would not be understood."""
    from workbook.cli import main  # which imports this module's users

    try:
        with main.make_context("workbook", [*words] or ["--help"]) as context:
            _, verb, rest = main.resolve_command(context, words)
            if verb is not None:
                verb.make_context(words[0], rest, parent=context)
    except click.exceptions.Exit:
        return ""
    except click.ClickException as error:
        return error.format_message()
    return ""


def _run(command: Command) -> Run | None:
    """Return Python's command line as the engine runs it."""
    _, *words = command.words
    is_ours = tuple(words[:2]) == WORKBOOK
    if command.program not in ("python", "python3") or is_ours or words[:1] == ["-m"]:
        return None
    return Run(tuple(words), command.settings) if words else None


def _served(command: Command) -> Run | None:
    run = _run(command)
    return run if run and run.what == ENTRY else None


def _tried(command: Command, target: Target) -> str:
    """Run what can be run; return what went wrong."""
    run = _run(command)
    try:
        if run and run.what == ENTRY:
            return "" if target.script(run).is_up() else "it serves nothing"
        if run:
            target.printed(run)
        if command.program == "curl" and OWN_SERVER in command.text:
            with target.client() as client:
                return _curl([word.replace(OWN_SERVER, client.address) for word in command.words])
    except (Blocked, Wrong) as error:
        return _shown(error.failure)
    return ""


def _shown(failure: Failure) -> str:
    return "\n".join((failure.got, *failure.why))


def _curl(words: list[str]) -> str:
    if shutil.which("curl") is None:
        raise NotChecked("curl is not installed here")
    told = ["--silent", "--output", os.devnull, "--write-out", "%{http_code}", "--noproxy", "*"]
    done = subprocess.run(
        [*words, *told], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        return f"curl ended with status {done.returncode}"
    return f"the app answered {done.stdout}" if done.stdout.startswith("5") else ""


@dataclass(frozen=True)
class Transcript:
    """A command with what a page says that it prints, run in a fresh copy of the course."""

    root: Path
    page: Path
    command: str
    printed: str
    seconds: float = 20.0

    def run(self) -> list[Finding]:
        with tempfile.TemporaryDirectory() as room:
            clone = Path(room) / "clone"
            self._clone(clone)
            environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
            done = subprocess.run(
                self.command.split(),
                cwd=clone,
                env=environment | {"COLUMNS": "80"},
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        if done.stderr == "" and done.stdout == self.printed:
            return []
        lines = self.printed.splitlines(), (done.stdout + done.stderr).splitlines()
        why = [f"$ {self.command}", *unified_diff(*lines, "page", "printed now", lineterm="")]
        return [Finding(self.page.relative_to(self.root).as_posix(), "\n".join(why))]

    def _clone(self, clone: Path) -> None:
        ignored = shutil.ignore_patterns("__pycache__")
        clone.mkdir()
        for name in CLONED:
            if (self.root / name).is_dir():
                shutil.copytree(self.root / name, clone / name, ignore=ignored)
        for file in (*self.root.glob("requirements*.txt"), *self.root.glob("Makefile")):
            shutil.copy(file, clone)
        if (self.root / ".venv").exists():
            (clone / ".venv").symlink_to(self.root / ".venv")
