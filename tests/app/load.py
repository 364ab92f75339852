"""Many clients at once, each on a connection that stays open, which note what they were told."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from math import inf
from selectors import EVENT_READ, DefaultSelector
from typing import Any, Self
from urllib.parse import urlsplit

from tests.app.server import SECONDS, App

HEAD = "POST /predict HTTP/1.1\r\nHost: app\r\nContent-Type: application/json\r\nContent-Length: "
LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n")


def flower(client: int, number: int) -> dict[str, float]:
    """Return inputs that no other request has."""
    return {
        "sepal_length": 5 + client / 1000,
        "sepal_width": 3 + number / 1_000_000,
        "petal_length": 1.4,
        "petal_width": 0.2,
    }


class Load:
    """Clients that predict without a pause, until this is left or the server ends.

    acknowledged: id and inputs of each prediction that was answered with 200.
    refused: each other answer.
    """

    def __init__(self, app: App, clients: int = 16) -> None:
        address = urlsplit(app.address)
        self.acknowledged: list[tuple[int, dict[str, float]]] = []
        self.refused: list[tuple[bytes, Any]] = []
        self._to = address.hostname, address.port
        self._clients = clients
        self._over = threading.Event()
        self._changed, self._wanted, self._ended = threading.Condition(), inf, False
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(2 * SECONDS)
        assert not self._thread.is_alive(), "a request was never answered"

    def wait_for(self, number: int, seconds: float = 300) -> None:
        """Wait until that many predictions have been acknowledged."""
        with self._changed:
            self._wanted = number
            self._changed.wait_for(lambda: self._ended or len(self.acknowledged) >= number, seconds)
            self._wanted = inf
        got = len(self.acknowledged)
        assert got >= number, f"{got} acknowledged; refused: {self.refused[:5]}"

    def _run(self) -> None:
        """Let each client go on when its answer arrives; one thread does for all of them."""
        with DefaultSelector() as arrived, ExitStack() as opened:
            opened.callback(self._tell, ended=True)
            for client in range(self._clients):
                connection = opened.enter_context(socket.create_connection(self._to, SECONDS))
                talk = self._talk(connection, client)
                next(talk)
                arrived.register(connection, EVENT_READ, talk)
            while arrived.get_map() and (ready := arrived.select(SECONDS)):
                for key, _ in ready:
                    if next(key.data, "ended") == "ended":
                        arrived.unregister(key.fileobj)

    def _talk(self, connection: socket.socket, client: int) -> Iterator[None]:
        """Ask and read answers, one after the other; give way where one has yet to arrive."""
        for number in count():
            inputs = flower(client, number)
            body = json.dumps(inputs)
            try:
                connection.sendall(f"{HEAD}{len(body)}\r\n\r\n{body}".encode())
                answer = b""
                while not _is_whole(answer):
                    yield
                    received = connection.recv(65536)
                    if not received:
                        return
                    answer += received
            except ConnectionError:
                return
            self._note(answer, inputs)
            if self._over.is_set():
                return

    def _note(self, answer: bytes, inputs: dict[str, float]) -> None:
        head, _, body = answer.partition(b"\r\n\r\n")
        status, told = head.split()[1], json.loads(body)
        if status == b"200":
            self.acknowledged.append((told["id"], inputs))
        else:
            self.refused.append((status, told))
        if len(self.acknowledged) >= self._wanted:
            self._tell()

    def _tell(self, ended: bool = False) -> None:
        with self._changed:
            self._ended = ended
            self._changed.notify_all()


def _is_whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    return bool(end) and len(body) >= int(LENGTH.search(head + b"\r\n")[1])  # type: ignore[index]


def missing(app: App, *loads: Load) -> list[tuple[int, dict[str, float]]]:
    """Return what was acknowledged and is not stored as it was. No id may be there twice."""
    rows = app.rows()
    stored = {row["id"]: row["inputs"] for row in rows}
    assert len(stored) == len(rows), "two rows have one id"
    told = [each for load in loads for each in load.acknowledged]
    assert len({number for number, _ in told}) == len(told), "two predictions were told one id"
    return [(number, inputs) for number, inputs in told if stored.get(number) != inputs]
