"""What is being checked: a student's folder, run by us, or a server that runs already."""

import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from zlib import crc32

from workbook.app import copies
from workbook.app.launcher import Launcher
from workbook.app.process import Process
from workbook.course import ENTRY, Run
from workbook.errors import NotChecked, Reason
from workbook.files import read_examples

if TYPE_CHECKING:
    from workbook.app.client import Client


class NotRunning(Exception):
    """The student's code does not run, so that nothing can be asked of it.

    process: what was started; None where there is no such file. run: the command line that did not
    end well; None for the app itself.
    """

    def __init__(self, process: Process | None, run: Run | None = None) -> None:
        super().__init__(str(run or ENTRY))
        self.process = process
        self.run = run


class Target:
    """A step's folder in a submission or, with `url`, a server that runs already.

    Entering it starts the app and the command lines that serve, each in a copy of the folder
    without what `leave_out` names, and waits for none; leaving it, or `seconds` later, they are
    ended. preload: modules that the launcher imports beforehand, unless one that has is given.
    seed: makes what the processes draw at random the same each time.
    """

    def __init__(
        self,
        folder: Path,
        serving: set[Run],
        url: str | None,
        seconds: float,
        *,
        leave_out: tuple[str, ...] = (),
        preload: tuple[str, ...] = (),
        launcher: Launcher | None = None,
        seed: str | None = None,
    ) -> None:
        self._folder = folder
        self._serving = serving
        self._url = url
        self._deadline = time.monotonic() + seconds
        self._leave_out = leave_out
        self._preload = preload
        self._given = launcher
        self._seed = seed
        self._starts: Counter[object] = Counter()
        self._open = ExitStack()
        self._app: Process | None = None
        self._scripts: dict[Run, Process] = {}
        self._ended: dict[Run, Process] = {}
        self._copies: dict[object, Path] = {}

    def __enter__(self) -> Self:
        if self._url is None and self._folder.is_dir():
            with ExitStack() as opened:
                made = tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True)
                self._room = Path(opened.enter_context(made))
                self._launcher = self._given or opened.enter_context(Launcher(*self._preload))
                self._processes = opened.enter_context(ExitStack())
                if (self._folder / ENTRY).is_file():
                    self._app = self._start("app", "serve")
                    for run in self._serving:
                        self._scripts[run] = self._start_command(run, run)
                self._open = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def folder(self) -> Path:
        """The student's files. Raises NotChecked where only an address was given."""
        if self._url is not None:
            raise NotChecked(Reason.ONLY_A_URL)
        return self._folder

    @property
    def examples(self) -> list[dict[str, Any]]:
        """The submission's example inputs, with an address too. Raises Wrong."""
        return read_examples(self._folder)

    def client(self) -> "Client":
        """Return a new client of the app. Raises NotRunning."""
        from workbook.app.client import (
            Client,  # not before the app has started: requests takes a while
        )

        if self._url is not None:
            return Client(self._url)
        if self._app is not None:
            self._app.wait_ready()
        if self._app is None or not self._app.facts.ready:
            raise NotRunning(self._app)
        return Client(self._app.address, self._app)

    def restart(self) -> None:
        """End the app at once, and start it again where it was. Raises NotChecked."""
        if self._url is not None:
            raise NotChecked(Reason.NOT_OURS)
        if self._app is not None:
            self._app.stop()
            self._app = self._start("app", "serve")

    def script(self, run: Run) -> "Client":
        """Return a new client of what a command line serves. Raises NotRunning, NotChecked."""
        from workbook.app.client import Client

        assert self.folder
        self.client().close()  # what keeps app.py from being imported is told first
        process, left = self._scripts[run], self._deadline - time.monotonic()
        return Client(process.address, process, ran=str(run), first_seconds=left)

    def printed(self, run: Run) -> str:
        """Return what a command line printed until it ended. Raises NotRunning, NotChecked.

        Each is run once, in the copy that those before it have left.
        """
        if run not in self._ended and run.is_in(self.folder):
            self._ended[run] = self._start_command("printed", run)
            self._ended[run].wait_ready()
        process = self._ended.get(run)
        if process is None or not process.facts.done:
            raise NotRunning(process, run)
        return process.printed()

    def _start_command(self, where: object, run: Run) -> Process:
        how = "code" if run.is_code else "script"
        return self._start(where, how, run.what, **dict(run.settings))

    def _start(self, where: object, how: str, *what: str, **settings: str) -> Process:
        if where not in self._copies:
            to = self._room / str(len(self._copies)) / self._folder.name
            self._copies[where] = copies.copy(self._folder, to, self._leave_out)
        self._starts[where] += 1
        drawn = f"{self._seed} {where} {self._starts[where]}".encode()
        process = Process(
            self._launcher,
            self._folder,
            self._copies[where],
            how,
            *what,
            deadline=self._deadline,
            settings=settings,
            seed=None if self._seed is None else crc32(drawn),
        )
        return self._processes.enter_context(process)
