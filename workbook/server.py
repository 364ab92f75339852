"""A student's code running in a process of its own, on a socket that we listen on."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from workbook.facts import Facts

CHILD = Path(__file__).with_name("child.py")
OUTPUT_KEPT = 64  # chunks of at most 4 KiB: the end of what the process printed
LAST_WORD = 0.3  # seconds before its end, in which a process says where its code is
FACTS_KEPT = 1 << 20  # bytes; what comes after is not read
THEIR_SETTINGS = (
    "FLASK_",
    "WERKZEUG_",
    "PYTHON",
)  # of the user's shell; they would change verdicts


class Process:
    """One run of student's code. `address` answers as soon as the code serves.

    how: "serve" (import app.py and serve its app), "script" (run a file) or "code" (run a text).
    deadline: when to end it whatever it does, in seconds of `time.monotonic()`.
    Raises OSError when this machine lets us have no socket or process.
    """

    def __init__(
        self, folder: Path, how: str, *what: str, deadline: float, settings: dict[str, str]
    ) -> None:
        self.folder = folder
        self.deadline = deadline
        self.facts = Facts()
        self.ended = False
        self._facts_read = 0
        self._output: deque[bytes] = deque(maxlen=OUTPUT_KEPT)
        self._link, theirs = socket.socketpair()
        with socket.create_server(("127.0.0.1", 0)) as listening, theirs:
            self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            fds = (theirs.fileno(), listening.fileno())
            told = max(0.0, deadline - time.monotonic() - LAST_WORD)
            self._popen = subprocess.Popen(
                [sys.executable, CHILD, *map(str, fds), str(told), how, *what],
                cwd=folder,
                env=_environment(how, fds[1]) | settings,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=fds,
                start_new_session=True,  # its children end with it, and our Ctrl-C is not theirs
            )
        # Our copy of the listening socket is closed now: a dead process answers "connection reset".
        self._reader = threading.Thread(target=self._read_output, daemon=True)
        self._reader.start()
        self._watchdog = threading.Timer(max(0.0, deadline - time.monotonic()), self._kill)
        self._watchdog.daemon = True
        self._watchdog.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait_ready(self) -> None:
        """Return when the app serves, its code has failed, or the deadline is over."""
        while not self.facts.ready and self._receive(self.deadline - time.monotonic()):
            pass

    def update_facts(self) -> Facts:
        """Take in what the process has told until now."""
        while self._receive(0):
            pass
        return self.facts

    def ask_where(self) -> None:
        """Have the process say which of its lines it is busy with."""
        try:
            self._link.send(b"?")
        except OSError:
            return
        until = time.monotonic() + 0.5
        while self.facts.stuck_at is None and self._receive(until - time.monotonic()):
            pass

    @property
    def expired(self) -> bool:
        return time.monotonic() >= self.deadline

    def last_words(self) -> list[str]:
        """Return the last lines that the process printed, once it has ended."""
        self._reader.join(timeout=1)
        lines = b"".join(self._output).decode(errors="replace").splitlines()
        return [line.strip() for line in lines if line.strip()][-20:]

    def stop(self) -> None:
        self._watchdog.cancel()
        self._watchdog.join()
        self._kill()
        self._popen.wait()
        self._reader.join(timeout=1)
        self._link.close()

    def _receive(self, seconds: float) -> bool:
        """Read facts, waiting at most so long. False when none came, or none will."""
        self._link.settimeout(max(0.0, seconds))
        try:
            data = self._link.recv(65536)
        except OSError:  # timed out, nothing there now, or reset
            return False
        self.ended = not data
        self._facts_read += len(data)
        if not data or self._facts_read > FACTS_KEPT:
            return False
        self.facts.read(data)
        return True

    def _read_output(self) -> None:
        pipe: IO[bytes] | None = self._popen.stdout
        assert pipe is not None
        with pipe:
            while chunk := os.read(pipe.fileno(), 4096):
                self._output.append(chunk)

    def _kill(self) -> None:
        # Only stop() waits for the process, after this: until then its number is nobody else's.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)


def _environment(how: str, server_fd: int) -> dict[str, str]:
    """Return the user's environment without what would change how the student's code behaves."""
    ours = {"PYTHONUNBUFFERED": "1"}
    if how != "serve":  # Werkzeug then serves on our socket, whatever address the script asks for
        ours |= {"WERKZEUG_RUN_MAIN": "true", "WERKZEUG_SERVER_FD": str(server_fd)}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(THEIR_SETTINGS)}
    return kept | ours
