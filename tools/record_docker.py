"""Runs the Docker commands of a notebook with a real engine, and keeps what all engines say alike.

Names, ports, ids and addresses are put back to those of the notebook. Of a build only a line for
each layer is kept, as Docker's terminal shows it, or else the fault: the rest differs between
Docker's two builders, and from version to version.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from time import time_ns

from workbook.docker.container import docker
from workbook.notebooks.normalise import without_this_run
from workbook.notebooks.source import NotebookError, cut, prompted, transcript

SECONDS = 300  # for one command
PORT = "9090"  # on this machine, in the commands; a free one stands for it while they run
NAMES = re.compile(r" (?:-t|--name) (\S+)")  # what a command calls an image or a container
BUILD = re.compile(r"docker build .*")
WAITS = re.compile("Press CTRL|Booting worker")  # a server's last words before it waits
MADE = shutil.ignore_patterns("__pycache__", "*.joblib", "*.db*")

CURL = 'silent\nnoproxy = "*"'  # what it prints in a terminal, without progress

STEP = re.compile(
    r"^(?:Step \d+/\d+ : |#(\d+) \[[^\]]*?(\d+)/\d+\] )((?:FROM|WORKDIR|COPY|ADD|RUN) .*)", re.M
)
FAULTS = {  # why a build stops, in the words of each builder: the words that are kept
    r"dockerfile parse error (?:on )?(line \d+: .*?)\.?$": r"dockerfile parse error \1",
    r"\bstat /?(\S+): file does not exist": r'"/\1": not found',
    r"\"/(\S+)\":? not found": r'"/\1": not found',
}
TEXTS = [
    (r"docker\.io/library/|@sha256:\w+", ""),
    (r"\b[0-9a-f]{64}\b", "<id>"),
    (r"(?m)^(?:\d+\.){3}\d+ - - ", "172.17.0.1 - - "),
    (r"(?<=http://)(?!127\.|0\.)(?:\d+\.){3}\d+", "172.17.0.2"),
    (r", (?:::|\[::\]):\d+->\d+/tcp", ""),  # the same port again, for IPv6
    (r"\[\d+\] (\[INFO\] Booting worker with pid:) \d+", r"[7] \1 7"),
]


def write(root: Path, name: str) -> None:
    """Keep what Docker says to the commands of a source. Raises NotChecked where none is."""
    source = root / f"notebooks/source/{name}.py"
    if text := record(root, source):
        transcript(source).write_text(text, "utf-8")
    else:
        transcript(source).unlink(missing_ok=True)


def record(root: Path, source: Path) -> str:
    """Run a source's Docker commands beside its step's solution; return the transcript."""
    asked = [text for kind, _, text in cut(source) if kind == "docker"]
    if not asked:
        return ""
    docker("version")  # raises NotChecked, and says why
    with TemporaryDirectory() as place, ExitStack() as opened:
        home = Path(place)
        (home / ".curlrc").write_text(CURL)
        if (lab := root / "notebooks/lab" / source.stem).exists():
            shutil.copytree(lab, home / "lab")
        shutil.copytree(root / "solution" / source.stem, home / source.stem, ignore=MADE)
        for file in (home / source.stem).glob("*.py"):  # no layer with it is kept from another day
            file.write_text(f"{file.read_text('utf-8')}# {home.name}\n", "utf-8")
        terminal = Terminal(home / source.stem, *_of_its_own(asked))
        opened.callback(terminal.clean)
        blocks = [f"{prompted(command)}\n{terminal.answer(command)}" for command in asked]
    return "\n\n".join(block.rstrip() for block in blocks) + "\n"


def _of_its_own(asked: list[str]) -> tuple[dict[str, str], str]:
    """Return what stands for names and ports while they are used, and a label for all of it."""
    label = f"flask-workbook-record-{time_ns()}"
    names = NAMES.findall("\n".join(asked))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    return {PORT: port} | {name: f"{label}-{name}" for name in names}, label


@dataclass
class Terminal:
    """Runs commands in a folder, one after the other; a server goes on until the next is run."""

    folder: Path
    own: dict[str, str]
    label: str
    built: set[str] = field(default_factory=set[str])
    server: subprocess.Popen[str] | None = None

    def answer(self, command: str) -> str:
        """Return what a command says: all of it, or what a server says before it waits."""
        if "docker run" in command:
            self._press_ctrl_c()
        process = self._start(command)
        said = "".join(self._lines(process))
        if build := BUILD.search(command):
            return self._built(build[0], process.wait(), said)
        return plain(_replaced(said, {here: shown for shown, here in self.own.items()}))

    def _built(self, build: str, status: int, said: str) -> str:
        """Return what is kept of a build: its fault, or its layers; none is old in a first one."""
        if status:
            return fault(said)
        first = build not in self.built
        self.built.add(build)
        return layers(said).replace("CACHED ", "") if first else layers(said)

    def _start(self, command: str) -> subprocess.Popen[str]:
        """Start it, with a label on what it makes; a first build takes no layers of another day."""
        here = _replaced(command, self.own)
        here = re.sub("docker (build|run)", rf"docker \1 --label {self.label}", here)
        if (build := BUILD.search(command)) and build[0] not in self.built:
            here = here.replace("docker build", "docker build --no-cache")
        return subprocess.Popen(
            ["bash", "-c", here], cwd=self.folder, text=True, start_new_session=True,
            env=os.environ | {"LC_ALL": "C.UTF-8", "CURL_HOME": str(self.folder.parent)},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def _lines(self, process: subprocess.Popen[str]) -> list[str]:
        watch = Timer(SECONDS, os.killpg, [process.pid, signal.SIGKILL])
        watch.start()
        lines: list[str] = []
        for line in process.stdout or ():
            lines.append(line)
            if WAITS.search(line):
                self.server = process
                break
        else:
            process.communicate()
        watch.cancel()
        return lines

    def _press_ctrl_c(self) -> None:
        if self.server:
            os.killpg(self.server.pid, signal.SIGINT)
            self.server.communicate(timeout=30)
        self.server = None

    def clean(self) -> None:
        """Remove what the commands have made, and end what goes on."""
        for kind in ("container", "image"):
            ours = docker(kind, "ls", "--all", "--quiet", "--filter", f"label={self.label}")
            if ours:
                docker(kind, "rm", "--force", *dict.fromkeys(ours.split()))
        self._press_ctrl_c()


def _replaced(text: str, pairs: dict[str, str]) -> str:
    return re.sub("|".join(map(re.escape, pairs)), lambda found: pairs[found[0]], text)


def plain(said: str) -> str:
    """Return what a command said without what differs between runs and between machines."""
    for pattern, instead in TEXTS:
        said = re.sub(pattern, instead, said)
    return without_this_run(said).rstrip()


def fault(said: str) -> str:
    """Return why a build stopped. Raises NotebookError for a reason that no notebook is about."""
    for words, shown in FAULTS.items():
        if found := re.search(words, said, re.M):
            return found.expand(shown)
    raise NotebookError({"docker build": f"it failed\n{said[-2000:]}"})


def layers(said: str) -> str:
    """Return of a build a line for each layer, in the form of BuildKit's terminal."""
    lines: dict[int, tuple[str, str]] = {}
    for found in STEP.finditer(said):
        vertex, at, what = found.groups()
        mark = rf"^#{vertex} CACHED$" if vertex else re.escape(found[0]) + "\n ---> Using cache"
        cached = not what.startswith("FROM") and re.search(mark, said, re.M)
        lines[int(at or len(lines) + 1)] = "CACHED " if cached else "", plain(what)
    total = len(lines)
    return "\n".join(f" => {old}[{at}/{total}] {what}" for at, (old, what) in sorted(lines.items()))


if __name__ == "__main__":  # python -m tools.record_docker [NUMBER…]
    for asked in sorted(Path("notebooks/source").glob("*.py")):
        if not sys.argv[1:] or asked.name[:2] in sys.argv[1:]:
            write(Path(), asked.stem)
