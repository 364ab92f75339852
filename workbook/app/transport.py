"""How answers come in: each within one deadline and one size, however a server may send it."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from socket import SHUT_RDWR, socket
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool

CAP = 2 << 20  # bytes of one answer's body, after decompression


class NoAnswer(Exception):
    """No whole answer came back; `why` is "timeout", "closed", "garbled" or "too big"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Deadline:
    """Cuts a connection that has not brought its whole answer in time, even a dripping one."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._sockets: list[socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    @property
    def over(self) -> bool:
        return time.monotonic() >= self._ends

    def guard(self, connection: HTTPConnection) -> None:
        """Cut this one too. It lets go of its socket while a body without a length is read."""
        if isinstance(connection.sock, socket):
            self._sockets.append(connection.sock)

    def _cut(self) -> None:
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(SHUT_RDWR)


class Adapter(HTTPAdapter):
    """Reads answers up to the cap, and tells of each connection so that a deadline can end it."""

    def __init__(self, connected: Callable[[HTTPConnection], None]) -> None:
        class Connection(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                connected(self)

        class Pool(HTTPConnectionPool):
            ConnectionCls = Connection  # type: ignore[assignment]

        super().__init__()
        self.poolmanager.pool_classes_by_scheme = {"http": Pool}

    def send(self, *request: Any, **options: Any) -> requests.Response:
        """Send one request and read its answer up to the cap."""
        reply = super().send(*request, **{**options, "stream": True})
        body = bytearray()
        with reply:
            for chunk in reply.iter_content(65536):
                body += chunk
                if len(body) > CAP:
                    raise NoAnswer("too big")
        reply._content = bytes(body)  # what requests itself does, without a cap
        return reply
