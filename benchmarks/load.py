"""Starts a server, waits for its first answer, and loads it with wrk."""

import json
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from peers import APPS, NotServedError, Server, last_words
from processes import Family, running

LONGEST_START = 120  # seconds
CONNECTIONS = 8


@dataclass(frozen=True)
class Served:
    server: Server
    url: str
    family: Family
    start: float  # seconds to the first answer


@dataclass(frozen=True)
class Load:
    requests: int
    rate: float  # requests per second
    per_core: float  # requests per second of CPU time that the server took
    p50: float  # milliseconds
    p99: float


@contextmanager
def serve(server: Server, folder: Path) -> Iterator[Served]:
    """Start a server with an empty store, and yield it when it has answered."""
    for old in folder.glob("predictions.db*"):
        old.unlink()
    port, log = free_port(), folder / "log"
    url = f"http://127.0.0.1:{port}{server.path}"
    command = server.command.format(port=port).split()
    with (
        log.open("w") as output,
        running(command, cwd=folder, env=server.variables, stdout=output, stderr=output) as family,
    ):
        began = time.perf_counter()
        wait_for_answer(server, url, family, log)
        yield Served(server, url, family, time.perf_counter() - began)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def wait_for_answer(server: Server, url: str, family: Family, log: Path) -> None:
    deadline = time.monotonic() + LONGEST_START
    headers = {"Content-Type": "application/json"}
    while time.monotonic() < deadline and family.process.poll() is None:
        try:
            reply = requests.request(
                "POST" if server.body else "GET", url, data=server.body, headers=headers, timeout=5
            )
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.01)  # it does not listen yet
            continue
        if reply.ok and server.answer in reply.text:
            return
        raise NotServedError(f"it answered {reply.status_code} {last_words(reply.text)}")
    ended = family.process.poll()
    why = f"no answer in {LONGEST_START} s" if ended is None else f"it ended with status {ended}"
    raise NotServedError(f"{why}: {last_words(log.read_text())}")


def load(served: Served, seconds: int) -> Load:
    """Send the same request again and again, over each connection as soon as it is answered."""
    wrk = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", APPS / "load.lua", served.url]
    body = ["--", served.server.body] if served.server.body else []
    before = served.family.cpu_seconds()
    done = subprocess.run(
        [*wrk, *body], capture_output=True, text=True, check=True, timeout=seconds + 30
    )
    spent = served.family.cpu_seconds() - before
    seen = json.loads(done.stdout.splitlines()[-1])
    answered = seen["requests"]
    if seen["failed"] or not answered:
        raise NotServedError(f"{seen['failed']} of {answered} requests failed under load")
    return Load(answered, answered / seen["seconds"], answered / spent, seen["p50"], seen["p99"])


def rows(folder: Path) -> int:
    """Return how many predictions were kept."""
    with closing(sqlite3.connect(folder / "predictions.db")) as database:
        return database.execute("SELECT count(*) FROM predictions").fetchone()[0]
