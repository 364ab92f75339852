"""The full app under load, beside a bare Flask route and other ways to serve the same model.

    .venv/bin/python benchmarks/serving.py [ROUNDS [NAME…]]

Needs Linux, and wrk (Debian: apt install wrk). In every round each server starts afresh with two
workers, is asked until it answers, is loaded over 8 connections, and is ended, so that all see the
same machine. Each writes its log to a file, with a line for each request where that is its default.
Prints medians, and what the full app is to reach. The other servers are installed into environments
of their own in .workbook/serving/; one that cannot be served is named, with the reason.
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
from dataclasses import astuple, dataclass
from math import inf
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
        running(command, cwd=folder, env=server.variables, stdout=output, stderr=output) as family,
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


Rounds = dict[str, list[Measured]]  # by the server's name, a list as long as there were rounds


def measure_all(names: list[str], rounds: int, folder: Path) -> tuple[Rounds, dict[str, str]]:
    """Return what was measured, and the reasons why some servers were not."""
    measured: Rounds = {name: [] for name in names}
    reasons: dict[str, str] = {}
    for turn in range(rounds + 1):
        for name in list(measured):
            try:
                if turn == 0:
                    SERVERS[name].prepare(folder)
                else:
                    measured[name].append(measure(SERVERS[name], folder))
            except NotServedError as reason:
                reasons[name] = str(reason)
                del measured[name]
    return measured, reasons


def ratios(measured: Rounds, figure: str, name: str, of: str) -> list[float]:
    """Return one server's figure divided by another's, round by round."""
    pairs = zip(measured[name], measured[of], strict=True)
    return [getattr(one, figure) / getattr(other, figure) for one, other in pairs]


def spread(values: list[float]) -> str:
    return f"{median(values):6.2f} ({min(values):.2f}-{max(values):.2f})"


def print_table(measured: Rounds) -> None:
    print(f"{'':24}  req/s  per core  of bare (min-max)      p50    p99  start   PSS   RSS")
    for name, rounds in measured.items():
        rate, per_core, *rest = map(median, zip(*map(astuple, rounds), strict=True))
        of_bare = spread(ratios(measured, "per_core", name, BARE))
        times = "{:7.1f}{:7.1f}{:7.2f}{:6.0f}{:6.0f}".format(*rest)
        print(f"{name:24}{rate:7.0f}{per_core:10.0f}  {of_bare:18}{times}")
    print("per core: in each second of CPU time; p50, p99 in ms; start in s; PSS, RSS in MiB")


def print_targets(measured: Rounds) -> None:
    """Say for each target what was measured, and whether the median meets it."""
    full = measured[FULL]
    kept = ratios(measured, "per_core", FULL, UNKEPT)
    target("of the bare route, per core", ratios(measured, "per_core", FULL, BARE), least=0.5)
    target("of it storage", [1 - each for each in kept], most=0.2)
    target("p99, ms", [each.p99 for each in full], most=25)
    target("first answer, s", [each.start for each in full], most=2)
    target("memory of two workers, MiB", [each.pss for each in full], most=200)
    for name in measured.keys() - {BARE, FULL, UNKEPT}:
        target(f"per core, of {name}'s", ratios(measured, "per_core", FULL, name), least=1)
        target(f"p99, of {name}'s", ratios(measured, "p99", FULL, name), most=1)


def target(text: str, values: list[float], least: float = -inf, most: float = inf) -> None:
    bound = f"at least {least}" if least > -inf else f"at most {most}"
    verdict = "met" if least <= median(values) <= most else "MISSED"
    print(f"  {text:36} {bound:14} {spread(values):22} {verdict}")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    names = sys.argv[2:] or list(SERVERS)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "app"
        shutil.copytree(APP, folder, ignore=shutil.ignore_patterns("*.db*", "*.joblib"))
        run([sys.executable, "model.py"], cwd=folder)
        measured, reasons = measure_all(names, rounds, folder)
    print(f"Two workers each, 8 connections, median of {rounds} rounds\n")
    print_table(measured)
    for name, reason in reasons.items():
        print(f"{name:24} NOT MEASURED: {reason}")
    print(f"\nWhat {FULL} is to reach (median, min-max)")
    print_targets(measured)


if __name__ == "__main__":
    main()
