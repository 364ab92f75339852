"""The full app under load, beside a bare Flask route and other ways to serve the same model.

    .venv/bin/python benchmarks/serving.py [ROUNDS [NAME…]]

Needs Linux, and wrk (Debian: apt install wrk). All servers have two workers and stay up. In every
round each is loaded in turn over 8 connections while the others rest, so that all see the same
machine. Each writes its log to a file, a line for each request where that is its default. Prints
medians, and what the full app is to reach. The other servers are installed into environments of
their own in .workbook/serving/; one that cannot be served is named, with the reason.

What came out, and what gunicorn was chosen by: in a second of CPU time the full app answers 1.3
times as many predictions as FastAPI with the same store on uvicorn, and 0.75 times as many where
uvicorn has its [standard] extras. granian, with the same app, answers 1.7 times as many as
gunicorn; give it --respawn-failed-workers, or a worker that dies is never replaced.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from statistics import median

import psutil
from load import Load, Served, load, rows, serve
from peers import APP, BARE, FULL, GRANIAN, SERVERS, UNKEPT, NotServedError, Server, run

STARTS = 3  # of each server, in turn
SECONDS = 2  # of load in a round
OURS = (BARE, FULL, UNKEPT, GRANIAN)


@dataclass
class Seen:
    """What was measured of one server: seconds to the first answer, each round's load, MiB."""

    server: Server
    folder: Path
    starts: list[float] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    pss: float = 0
    rss: float = 0
    up: Served | None = None

    def prepare(self) -> None:
        self.server.prepare(self.folder)

    def start(self) -> None:
        with serve(self.server, self.folder) as served:
            self.starts.append(served.start)

    def stay_up(self, stack: ExitStack) -> None:
        self.up = stack.enter_context(serve(self.server, self.folder))
        load(self.up, 1)

    def load(self) -> None:
        self.loads.append(load(self.up, SECONDS))

    def finish(self) -> None:
        self.pss, self.rss = self.up.family.mebibytes()
        if self.server.keeps and rows(self.folder) < sum(each.requests for each in self.loads):
            raise NotServedError("it answered more often than it kept a row")

    def of(self, other: "Seen", figure: str) -> list[float]:
        """Return the ratio of a figure to another server's, round by round."""
        pairs = zip(self.loads, other.loads, strict=True)
        return [getattr(ours, figure) / getattr(theirs, figure) for ours, theirs in pairs]


class Comparison(dict[str, Seen]):
    """The servers that can be measured, by name; and the reasons why others cannot."""

    def __init__(self, names: list[str], app: Path):
        super().__init__()
        self.reasons: dict[str, str] = {}
        for name in names:
            folder = app.with_name(f"{len(self)}")
            shutil.copytree(app, folder)
            self[name] = Seen(SERVERS[name], folder)

    def measure(self, rounds: int) -> None:
        self._each(Seen.prepare)
        for _ in range(STARTS):
            self._each(Seen.start)
        with ExitStack() as stack:
            self._each(lambda seen: seen.stay_up(stack))
            for _ in range(rounds):
                self._each(Seen.load)
            self._each(Seen.finish)

    def _each(self, act: Callable[[Seen], None]) -> None:
        for name, seen in list(self.items()):
            try:
                act(seen)
            except (NotServedError, psutil.Error, subprocess.SubprocessError) as reason:
                self.reasons[name] = str(reason)
                del self[name]


def spread(values: list[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f}-{max(values):.2f})"


def middle(seen: Seen, figure: str) -> float:
    return median(getattr(each, figure) for each in seen.loads)


def print_table(compared: Comparison) -> None:
    print(f"{'':22} req/s  per core  of bare (min-max)     p50    p99  start   PSS   RSS")
    for name, seen in compared.items():
        print(
            f"{name:22}{middle(seen, 'rate'):6.0f}{middle(seen, 'per_core'):10.0f}"
            f"  {spread(seen.of(compared[BARE], 'per_core')):17}"
            f"{middle(seen, 'p50'):7.1f}{middle(seen, 'p99'):7.1f}"
            f"{median(seen.starts):7.2f}{seen.pss:6.0f}{seen.rss:6.0f}"
        )
    for name, reason in compared.reasons.items():
        print(f"{name:22} NOT MEASURED: {reason}")
    print("per core: in each second of CPU time; p50, p99: ms; start: s; PSS, RSS: MiB")


def print_targets(compared: Comparison) -> None:
    full, bare, unkept = (compared[name] for name in (FULL, BARE, UNKEPT))
    storage = [1 - ratio for ratio in full.of(unkept, "per_core")]
    target("per core, of the bare route", full.of(bare, "per_core"), least=0.5)
    target("storage, of the time it takes", storage, most=0.2)
    target("p99, ms", [each.p99 for each in full.loads], most=25)
    target("first answer, s", full.starts, most=2)
    target("memory of two workers, MiB", [full.pss], most=200)
    for ours in [each for each in (FULL, GRANIAN) if each in compared]:
        print(f"  {ours}, beside")
        for name, peer in compared.items():
            if name not in OURS:
                target(f"{name}, per core", compared[ours].of(peer, "per_core"), least=1)
                target(f"{name}, p99", compared[ours].of(peer, "p99"), most=1)


def target(text: str, values: list[float], least: float = -inf, most: float = inf) -> None:
    bound = f"at least {least}" if least > -inf else f"at most {most}"
    verdict = "met" if least <= median(values) <= most else "MISSED"
    print(f"  {text:31} {bound:13} {spread(values):22} {verdict}")


def main() -> None:
    if not shutil.which("wrk"):
        sys.exit("wrk is missing (Debian: apt install wrk). Nothing was installed or measured.")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    names = sys.argv[2:] or list(SERVERS)
    with tempfile.TemporaryDirectory() as made:
        app = Path(made) / "app"
        shutil.copytree(APP, app, ignore=shutil.ignore_patterns("*.db*", "*.joblib"))
        run([sys.executable, "model.py"], cwd=app)
        compared = Comparison(names, app)
        compared.measure(rounds)
    print(f"Two workers each, 8 connections, median of {rounds} rounds\n")
    print_table(compared)
    print(f"\nWhat {FULL} is to reach: median (min-max)")
    print_targets(compared)


if __name__ == "__main__":
    main()
