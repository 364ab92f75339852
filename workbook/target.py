"""What is being checked: a student's folder, run by us, or a server that runs already."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from workbook import startup
from workbook.client import Client, NotChecked
from workbook.result import Failure
from workbook.server import Process


class Blocked(Exception):
    """The app does not run, so that nothing can be asked of it; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.got)
        self.failure = failure


@dataclass(frozen=True)
class Run:
    """A command line that a check runs, `python ARGUMENTS`, with settings of its environment."""

    arguments: tuple[str, ...]
    settings: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        quoted = (f'"{part}"' if " " in part else part for part in self.arguments)
        return " ".join([*(f"{k}={v}" for k, v in self.settings), "python", *quoted])


class Target:
    """A step's folder in a submission, or the address of a running server (then `url` is set).

    seconds: after so long, whatever runs is ended.
    """

    def __init__(self, folder: Path, url: str | None, seconds: float) -> None:
        self._folder = folder
        self.url = url
        self._deadline = time.monotonic() + seconds
        self._open = ExitStack()
        self._app: Process | None = None
        self._runs: dict[Run, Process] = {}

    def __enter__(self) -> Self:
        """Start the app, if there is one, without waiting for it."""
        if self.url is None and (self._folder / startup.ENTRY).is_file():
            self._app = self._start("serve")
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def folder(self) -> Path:
        if self.url is not None:
            raise NotChecked("this needs the files, and only an address was given")
        return self._folder

    def client(self) -> Client:
        """Return a new client of the app. Raises Blocked when there is no running app."""
        if self.url is not None:
            return self._open.enter_context(Client(self.url))
        if self._app is not None:
            self._app.wait_ready()
        if self._app is None or not self._app.facts.ready:
            raise Blocked(startup.explain(self._folder, self._app))
        return self._open.enter_context(Client(self._app.address, self._app))

    def start(self, run: Run) -> None:
        """Start a command line, once, without waiting for it."""
        if self.url is None and run not in self._runs:
            how, what = ("code", run.arguments[1]) if run.arguments[0] == "-c" else ("script", run.arguments[0])
            self._runs[run] = self._start(how, what, **dict(run.settings))

    def script(self, run: Run) -> Client:
        """Return a new client of whatever the command line serves."""
        self.client()  # what keeps app.py from being imported is told first
        self.start(run)
        process = self._runs[run]
        left = self._deadline - time.monotonic()
        return self._open.enter_context(
            Client(process.address, process, first_seconds=left, ran=str(run))
        )

    def _start(self, how: str, *what: str, **settings: str) -> Process:
        process = Process(
            self._folder, how, *what, deadline=self._deadline, settings=settings
        )
        return self._open.enter_context(process)
