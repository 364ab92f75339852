"""The full app under load, beside a bare Flask route and other ways to serve the same model.

    .venv/bin/python benchmarks/serving.py [ROUNDS [NAME…]]

Needs Linux, and wrk (Debian: apt install wrk). In every round each server starts afresh with two
workers, is asked until it answers, is loaded over 8 connections, and is ended, so that all see the
same machine. Prints medians, and what the full app is to reach. Other servers are installed into
environments of their own in .workbook/serving/; one that cannot be served is named, with the reason.
"""

import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import requests
from peers import APP, APPS, BARE, FULL, SERVERS, UNKEPT, NotServedError, Server, last_words, run
from processes import Family, running

SECONDS = 3  # of load in a round, after one that is not measured
LONGEST_START = 60  # seconds


@dataclass(frozen=True)
class Measured:
    rate: float  # requests per second
    per_core: float  # requests per second of CPU time that the server took
    p50: float  # milliseconds
    p99: float
    start: float  # seconds to the first answer
    pss: float  # MiB
    rss: float


def measure(server: Server, folder: Path) -> Measured:
    for old in folder.glob("predictions.db*"):
        old.unlink()
    port, log = free_port(), folder / "log"
    command = server.command.format(port=port).split()
    url = f"http://127.0.0.1:{port}{server.path}"
    with (
        log.open("w") as output,
        running(
            command, cwd=folder, env=server.variables, stdout=output, stderr=output
        ) as family,
    ):
        start = first_answer(server, url, family, log)
        warm = load(server, url, 1)
        before = family.cpu_seconds()
        seen = load(server, url, SECONDS)
        spent = family.cpu_seconds() - before
        pss, rss = family.mebibytes()
    if server.keeps and rows(folder) < warm["requests"] + seen["requests"]:
        raise NotServedError("it answered more often than it kept a row")
    return Measured(
        seen["requests"] / seen["seconds"],
        seen["requests"] / spent,
        seen["p50"],
        seen["p99"],
        start,
        pss,
        rss,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def first_answer(server: Server, url: str, family: Family, log: Path) -> float:
    """Ask until the server answers, and return the seconds that it took."""
    began = time.perf_counter()
    headers = {"Content-Type": "application/json"}
    while time.perf_counter() < began + LONGEST_START and family.process.poll() is None:
        try:
            method = "POST" if server.body else "GET"
            reply = requests.request(method, url, data=server.body, headers=headers, timeout=10)
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.01)  # not listening yet
            continue
        if reply.ok and server.answer in reply.text:
            return time.perf_counter() - began
        raise NotServedError(f"it answered {reply.status_code} {last_words(reply.text)}")
    raise NotServedError(f"it did not start: {last_words(log.read_text())}")


def load(server: Server, url: str, seconds: int) -> dict[str, float]:
    """Send the same request over 8 connections, each as soon as the last is answered."""
    wrk = ["wrk", "-t1", "-c8", f"-d{seconds}s", "-s", APPS / "load.lua", url]
    body = ["--", server.body] if server.body else []
    done = subprocess.run(
        [*wrk, *body], capture_output=True, text=True, check=True, timeout=seconds + 30
    )
    seen = json.loads(done.stdout.splitlines()[-1])
    if seen["failed"] or not seen["requests"]:
        raise NotServedError(f"{seen['failed']} of {seen['requests']} requests failed under load")
    return seen


def rows(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "predictions.db")) as database:
        return database.execute("SELECT count(*) FROM predictions").fetchone()[0]


def ratios(measured: dict[str, list[Measured]], name: str, of: str, figure: str) -> list[float]:
    """Return one server's figure divided by another's, round by round."""
    return [
        getattr(a, figure) / getattr(b, figure)
        for a, b in zip(measured[name], measured[of], strict=False)
    ]


def middle(measured: list[Measured], figure: str) -> float:
    return median(getattr(each, figure) for each in measured)


def print_table(measured: dict[str, list[Measured]]) -> None:
    print(f"{'':23}{'req/s':>6} {'x bare':>6}   per core   x bare (min-max)    p50 ms p99 ms")
    for name, rounds in measured.items():
        per_core = ratios(measured, name, BARE, "per_core")
        print(rounds, per_core)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    names = sys.argv[2:] or list(SERVERS)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "app"
        shutil.copytree(APP, folder, ignore=shutil.ignore_patterns("*.db*", "*.joblib"))
        run([sys.executable, "model.py"], cwd=folder)
        measured = {name: [] for name in names}
        for name in names:
            SERVERS[name].prepare(folder)
        for _ in range(rounds):
            for name in names:
                m = measure(SERVERS[name], folder)
                measured[name].append(m)
                print(f"{name:25}", m, flush=True)


if __name__ == "__main__":
    main()
