"""A student's code running in a process of its own, on a socket that we listen on."""

import json
import os
import socket
import threading
import time
from pathlib import Path
from typing import Self

from workbook.app.facts import Facts
from workbook.app.launcher import Launcher

OUTPUT_KEPT = 256 << 10  # bytes: the end of what the process printed
LAST_WORD = 0.3  # seconds before its end, in which a process says where its code is
FACTS_KEPT = 1 << 20  # bytes; what comes after is not read


class Process:
    """One run of student's code. `address` answers as soon as the code serves.

    folder: the student's files; copy: those of them that it runs in.
    how: "serve" (import app.py and serve its app), "script" (run a file) or "code" (run a text).
    deadline: when to end it whatever it does, in seconds of `time.monotonic()`.
    seed: of what it draws at random; without one, each process draws other values.
    Raises OSError when this machine lets us have no socket or process.
    """

    def __init__(
        self,
        launcher: Launcher,
        folder: Path,
        copy: Path,
        how: str,
        *what: str,
        deadline: float,
        settings: dict[str, str],
        seed: int | None = None,
    ) -> None:
        self.folder = folder
        self.deadline = deadline
        self.facts = Facts(moved=(_in_json(copy), _in_json(folder)))
        self.ended = False
        self._launcher = launcher
        self._facts_read = 0
        self._moved = (str(copy), str(folder))
        self._output = bytearray()
        self._link, theirs = socket.socketpair()
        self._port = _reserved_port()
        reading, writing = os.pipe()
        with (
            socket.create_server(self._port.getsockname(), reuse_port=True) as listening,
            theirs,
            os.fdopen(writing, "wb") as output,
        ):
            self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            self._number = launcher.start(
                [each.fileno() for each in (theirs, listening, output)],
                folder=str(copy),
                how=how,
                what=what,
                until=deadline - LAST_WORD,
                settings=settings,
                seed=seed,
            )
        # Our copy of the listening socket is closed now: a dead process answers "connection reset".
        self._watch(reading)

    def _watch(self, output: int) -> None:
        """Have what it prints be read, and have it end when its time is over."""
        self._reader = threading.Thread(target=self._read_output, args=[output], daemon=True)
        self._reader.start()
        self._watchdog = threading.Timer(max(0.0, self.deadline - time.monotonic()), self._end)
        self._watchdog.daemon = True
        self._watchdog.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait_ready(self) -> None:
        """Return when the app serves, the process has ended, or the deadline is over."""
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
        until = time.monotonic() + 1.0
        while self.facts.stuck_at is None and self._receive(until - time.monotonic()):
            pass

    @property
    def expired(self) -> bool:
        return time.monotonic() >= self.deadline

    def printed(self) -> str:
        """Return what the process printed, or the end of it, once it has ended."""
        self._reader.join(timeout=1)
        return self._output.decode(errors="replace").replace(*self._moved)

    def last_words(self) -> list[str]:
        """Return the last lines of that which are not empty."""
        return [line.strip() for line in self.printed().splitlines() if line.strip()][-20:]

    def stop(self) -> None:
        self._watchdog.cancel()
        self._watchdog.join()
        self._end()
        self._reader.join(timeout=1)
        self._link.close()
        self._port.close()

    def _receive(self, seconds: float) -> bool:
        """Read facts, waiting at most so long. False when none came, or none will."""
        try:
            self._link.settimeout(max(0.0, seconds))
            data = self._link.recv(65536)
        except OSError:  # timed out, nothing there now, reset, or stopped by us
            return False
        self.ended = not data
        self._facts_read += len(data)
        if not data or self._facts_read > FACTS_KEPT:
            return False
        self.facts.read(data)
        return True

    def _read_output(self, pipe: int) -> None:
        while chunk := os.read(pipe, 65536):
            self._output += chunk
            del self._output[:-OUTPUT_KEPT]
        os.close(pipe)

    def _end(self) -> None:
        self._launcher.end(self._number)


def _reserved_port() -> socket.socket:
    """Take a port that nobody else is given, also once the process that served there has ended."""
    port = socket.socket()
    port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    port.bind(("127.0.0.1", 0))
    return port


def _in_json(folder: Path) -> bytes:
    return json.dumps(str(folder))[1:-1].encode()
