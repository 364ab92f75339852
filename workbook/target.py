"""What is being checked: a student's folder, run by us, or a server that runs already."""

import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from zlib import crc32

from workbook import copies, examples, startup
from workbook.course import Run
from workbook.launcher import Launcher
from workbook.result import Failure, NotChecked, Wrong
from workbook.server import Process

if TYPE_CHECKING:
    from workbook.client import Client


class Blocked(Exception):
    """The code does not run, so that nothing can be asked of it; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.got)
        self.failure = failure


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
                if (self._folder / startup.ENTRY).is_file():
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
            raise NotChecked("this needs the files, and only an address was given")
        return self._folder

    @property
    def examples(self) -> list[dict[str, Any]]:
        """The submission's example inputs, with an address too. Raises Wrong."""
        return examples.read(self._folder)

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

    def restart(self) -> None:
        """End the app at once, and start it again where it was. Raises NotChecked."""
        if self._url is not None:
            raise NotChecked("a server that runs already is not ours to restart")
        if self._app is not None:
            self._app.stop()
            self._app = self._start("app", "serve")

    def script(self, run: Run) -> "Client":
        """Return a new client of what a command line serves. Raises Blocked, NotChecked."""
        from workbook.client import Client

        assert self.folder
        self.client().close()  # what keeps app.py from being imported is told first
        process, left = self._scripts[run], self._deadline - time.monotonic()
        return Client(process.address, process, ran=str(run), first_seconds=left)

    def printed(self, run: Run) -> str:
        """Return what a command line printed until it ended. Raises Blocked, Wrong, NotChecked.

        Each is run once, in the copy that those before it have left.
        """
        if run not in self._ended and run.is_in(self.folder):
            self._ended[run] = self._start_command("printed", run)
            self._ended[run].wait_ready()
        process = self._ended.get(run)
        if failure := startup.explain_command(self.folder, run, process):
            raise Wrong(failure) if run.is_code else Blocked(failure)
        return process.printed() if process else ""

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
