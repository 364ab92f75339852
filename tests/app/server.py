"""The full app as it ships: gunicorn with the app's own settings, in a process group of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[2]
SOLUTION = ROOT / "solution" / "10_full_app"
EXAMPLES = json.loads((SOLUTION / "example.json").read_text())
LOG_LINE = "worker %(p)s: %(s)s %(r)s"
SECONDS = 30  # for one answer; the first waits for the server to start
PAGE = 1000  # the largest limit that the app takes


class App(requests.Session):
    """Speaks to an app at an address; paths are given without it."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.trust_env = False  # no proxy

    def request(self, method: str, url: str, **options: Any) -> requests.Response:  # type: ignore[override]
        return super().request(method, self.address + url, **{"timeout": SECONDS, **options})

    def predict(self, inputs: object = EXAMPLES[0]) -> requests.Response:
        return self.post("/predict", json=inputs)

    def rows(self) -> list[dict[str, Any]]:
        """Return all past predictions, page by page, the oldest first."""
        rows: list[dict[str, Any]] = []
        while True:
            after = rows[-1]["id"] if rows else 0
            reply = self.get("/past_predictions", params={"after": after, "limit": PAGE})
            assert reply.status_code == 200, reply.text
            if not reply.json():
                return rows
            rows += reply.json()


class Server(App):
    """An app in processes of ours, which end with them."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        super().__init__(f"http://127.0.0.1:{port}")
        self.process = process
        self._log = log

    @property
    def printed(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def answers_by_worker(self) -> Counter[str]:
        """Return how many requests each worker has answered, by its process id."""
        return Counter(re.findall(r"^worker <(\d+)>: ", self.printed, re.MULTILINE))

    def stop(self) -> int:
        """Ask it to end, as `docker stop` does; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS)

    def kill(self) -> None:
        """End all its processes at once: none can finish what it does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(SECONDS)


def environment(**settings: str) -> dict[str, str]:
    """Return our environment with these settings; Python may keep what it compiles."""
    ours = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return ours | settings


def line_with(words: str, process: subprocess.Popen[str], seconds: float = 2 * SECONDS) -> str:
    """Read what a process prints until a line has these words; a silent one is ended."""
    assert process.stdout
    late = threading.Timer(seconds, process.kill)
    late.start()
    try:
        read = []
        for line in process.stdout:
            read.append(line)
            if words in line:
                return line
        raise AssertionError(f"no line with {words!r} in: {''.join(read)}")
    finally:
        late.cancel()


@contextmanager
def serving(
    folder: Path, database: str, *, workers: int = 2, inside: Sequence[str] = ()
) -> Iterator[Server]:
    """Serve the app in that folder with that database; the first request waits until it is up.

    inside: the command line of what the server runs in, if anything.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as gunicorn does for its own
    log = folder.with_name(f"{listener.getsockname()[1]}.log")
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}"]
    gunicorn += ["--access-logformat", LOG_LINE]
    with listener, log.open("wb") as printed:  # ours are closed: who dies is not waited for
        process = subprocess.Popen(
            [*inside, *gunicorn],
            cwd=folder,
            env=environment(DATABASE_URL=database, WEB_CONCURRENCY=str(workers)),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
        server = Server(listener.getsockname()[1], process, log)
    try:
        yield server
    finally:
        server.close()
        server.kill()
