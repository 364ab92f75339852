"""What is being checked: a student's folder, run by us, or a server that runs already."""

import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from workbook import startup
from workbook.course import Run
from workbook.result import Failure, NotChecked
from workbook.server import Process

if TYPE_CHECKING:
    from workbook.client import Client


class Blocked(Exception):
    """The app does not run, so that nothing can be asked of it; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.got)
        self.failure = failure


class Target:
    """A step's folder in a submission or, with `url`, a server that runs already.

    Entering it starts the app and the command lines, without waiting for them; leaving it, or
    `seconds` later, they are ended.
    """

    def __init__(self, folder: Path, runs: set[Run], url: str | None, seconds: float) -> None:
        self._folder = folder
        self._runs = runs
        self._url = url
        self._deadline = time.monotonic() + seconds
        self._open = ExitStack()
        self._app: Process | None = None
        self._scripts: dict[Run, Process] = {}

    def __enter__(self) -> Self:
        if self._url is None and (self._folder / startup.ENTRY).is_file():
            with self._open.pop_all() as opened:
                self._app = opened.enter_context(self._start("serve"))
                for run in self._runs:
                    self._scripts[run] = opened.enter_context(self._start_script(run))
                self._open = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def folder(self) -> Path:
        """The student's files. Raises NotChecked where only an address was given."""
        if self._url is not None:
            raise NotChecked("this needs the files, and only an address was given")
        return self._folder

    def client(self) -> "Client":
        """Return a new client of the app. Raises Blocked when the app does not run."""
        from workbook.client import Client  # not before the app has started: requests takes a while

        if self._url is not None:
            return Client(self._url)
        if self._app is not None:
            self._app.wait_ready()
        if self._app is None or not self._app.facts.ready:
            raise Blocked(startup.explain(self._folder, self._app))
        return Client(self._app.address, self._app)

    def script(self, run: Run) -> "Client":
        """Return a new client of what a command line serves. Raises Blocked, NotChecked."""
        from workbook.client import Client

        assert self.folder
        self.client().close()  # what keeps app.py from being imported is told first
        process, left = self._scripts[run], self._deadline - time.monotonic()
        return Client(process.address, process, ran=str(run), first_seconds=left)

    def _start(self, how: str, *what: str, **settings: str) -> Process:
        return Process(self._folder, how, *what, deadline=self._deadline, settings=settings)

    def _start_script(self, run: Run) -> Process:
        first, *rest = run.arguments
        how, what = ("code", rest[0]) if first == "-c" else ("script", first)
        return self._start(how, what, **dict(run.settings))
