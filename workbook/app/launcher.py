"""Starts and ends the processes that run students' code, through one that has imported Flask."""

import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from workbook.environment import FORKS_SAFELY

INSIDE = Path(__file__).with_name("inside") / "__main__.py"
MODULES = ("flask", "runpy", "werkzeug.middleware.proxy_fix", "werkzeug.serving")
PATIENCE = 10  # seconds for it to confirm that a process has ended
IMPORTS = 120  # seconds for it to import everything
THEIR_SETTINGS = (  # of the user's shell; they would change verdicts
    "FLASK_",
    "WERKZEUG_",
    "PYTHON",
)
ONE_THREAD = {  # for a small model, threads of its library cost thrice what they do
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class Launcher:
    """One preloaded process. Raises OSError when this machine lets us have none.

    modules: what it imports beforehand, beside Flask.
    """

    def __init__(self, *modules: str) -> None:
        self._lock = threading.Lock()  # watchdogs end processes too
        self._started = 0
        self._control, theirs = socket.socketpair()
        self._control.settimeout(PATIENCE)
        with theirs:
            self._popen = subprocess.Popen(
                [
                    *(sys.executable, "-P", INSIDE, "preloaded", str(theirs.fileno())),
                    *(*MODULES, *(modules if FORKS_SAFELY else ())),
                ],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # our Ctrl-C is not for it
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._control.close()  # it then ends all that it has started
        self._popen.wait()

    def start(self, fds: list[int], **job: Any) -> int:
        """Have a process started with these descriptors; return the number to end it by."""
        with self._lock:
            self._started += 1
            line = json.dumps({"start": self._started, **job}) + "\n"
            socket.send_fds(self._control, [line.encode()], fds)
            return self._started

    def wait_ready(self) -> None:
        """Return once it has imported everything: nothing that is started then waits for it."""
        self._control.settimeout(IMPORTS)
        self.end(0)  # a number that nothing has; the answer comes when it listens
        self._control.settimeout(PATIENCE)

    def end(self, number: int) -> None:
        """End a process and its children, once; return when they are gone."""
        line = json.dumps({"end": number}).encode() + b"\n"
        with self._lock, suppress(OSError):  # a preloaded process that is gone has left nothing
            self._control.sendall(line)
            told = b""
            while not told.endswith(b"\n") and (more := self._control.recv(4096)):
                told += more


def _environment() -> dict[str, str]:
    """Return the user's environment without what would change how the student's code behaves."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(THEIR_SETTINGS)}
    return kept | {"PYTHONUNBUFFERED": "1"} | ONE_THREAD
