"""Runs a notebook's Docker commands with a real engine, and keeps what all engines say alike.

    .venv/bin/python -m tools.record_docker 06

The notebook itself is run. Names, a port and a label of their own stand for its own meanwhile;
these, ids and addresses are put back to those of the notebook.
"""

import re
import socket
import sys
from dataclasses import dataclass, field
from functools import cached_property
from os import environ
from pathlib import Path
from time import time_ns

from nbformat import NotebookNode

from workbook.docker.engine import docker
from workbook.errors import NotChecked
from workbook.notebooks.build import execute
from workbook.notebooks.normalise import without_this_run
from workbook.notebooks.source import COMMANDS, NotebookError, transcript
from workbook.walkthrough.terminal import SECONDS, Terminal

ROOT = Path(__file__).resolve().parent.parent
PORT = "9090"  # on this machine, in the commands; a free one stands for it while they run
NAMES = re.compile(r" (?:-t|--name) (\S+)")  # what a command calls an image or a container
TEXTS = [
    (r"\b[0-9a-f]{64}\b", "<id>"),
    (r"(?m)^(?:\d+\.){3}\d+ - - ", "172.17.0.1 - - "),
    (r"(?<=http://)(?!127\.|0\.)(?:\d+\.){3}\d+", "172.17.0.2"),
    (r", (?:::|\[::\]):\d+->\d+/tcp", ""),  # the same port again, for IPv6
    (r"\[\d+\] (\[INFO\] Booting worker with pid:) \d+", r"[7] \1 7"),
]


@dataclass
class Recording(Terminal):
    """A terminal whose commands meet nothing of this machine's."""

    built: set[tuple[Path, str]] = field(default_factory=set[tuple[Path, str]])

    @cached_property
    def own(self) -> dict[str, str]:
        """Return what stands for names and ports while they are used."""
        source = ROOT / f"notebooks/source/{self.step}.py"
        names = NAMES.findall("\n".join(COMMANDS.findall(source.read_text("utf-8"))))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        return {PORT: port} | {name: f"{environ['WORKBOOK_LABEL']}-{name}" for name in names}

    def answer(self, command: str) -> str:
        said = super().answer(command)
        if command.startswith("docker build") and (Path.cwd(), command) not in self.built:
            self.built.add((Path.cwd(), command))
            said = said.replace("CACHED ", "")  # none is old in a first one
        return plain(_replaced(said, {here: shown for shown, here in self.own.items()}))

    def typed(self, command: str) -> str:
        """Put a label on what it makes; let a first build take no layers of another day."""
        own = re.sub(
            "docker (build|run)",
            rf"docker \1 --label {environ['WORKBOOK_LABEL']}",
            super().typed(_replaced(command, self.own)),
        )
        if not command.startswith("docker build") or (Path.cwd(), command) in self.built:
            return own
        for file in Path.cwd().glob("*.py"):  # nor any later build
            file.write_text(f"{file.read_text('utf-8')}# {environ['WORKBOOK_LABEL']}\n", "utf-8")
        return own.replace("docker build", "docker build --no-cache")


def _replaced(text: str, pairs: dict[str, str]) -> str:
    return re.sub("|".join(map(re.escape, pairs)), lambda found: pairs[found[0]], text)


def plain(said: str) -> str:
    """Return what a command said without what differs between runs and between machines."""
    for pattern, instead in TEXTS:
        said = re.sub(pattern, instead, said)
    return without_this_run(said).rstrip()


def record(root: Path, name: str) -> str:
    """Run a notebook where Docker runs; return the transcript. Raises NotChecked, NotebookError."""
    docker("version")  # raises NotChecked, and says why
    label = f"flask-workbook-record-{time_ns()}"
    settings = {"WORKBOOK_TERMINAL": "tools.record_docker:Recording", "WORKBOOK_LABEL": label}
    try:
        cells = execute(root, [name], SECONDS, **settings)[name].cells
    finally:
        _remove(label)
    asked = [
        cell for cell in cells if cell.cell_type == "code" and COMMANDS.match(f"# {cell.source}")
    ]
    blocks = [f"$ {cell.source[1:]}\n{_said(cell)}".rstrip() for cell in asked]
    return "\n\n".join(blocks) + "\n"


def _said(cell: NotebookNode) -> str:
    return "".join(output.text for output in cell.outputs)


def _remove(label: str) -> None:
    """Remove what the commands have made."""
    for kind in ("container", "image"):
        if ours := docker(kind, "ls", "--all", "--quiet", "--filter", f"label={label}"):
            docker(kind, "rm", "--force", *dict.fromkeys(ours.split()))


def main(arguments: list[str]) -> str:
    """Write the transcript of the notebook that is named; return what is wrong, or nothing."""
    sources = sorted(ROOT.glob("notebooks/source/[0-9]*.py"))
    with_docker = [file.stem for file in sources if COMMANDS.search(file.read_text("utf-8"))]
    chosen = [name for name in with_docker if arguments in ([name], [name[:2]])]
    if not chosen:
        return (
            f"Usage: python -m tools.record_docker STEP, which is one of: {', '.join(with_docker)}"
        )
    try:
        text = record(ROOT, chosen[0])
    except (NotChecked, NotebookError) as why:
        return str(why)
    transcript(ROOT / f"notebooks/source/{chosen[0]}.py").write_text(text, "utf-8")
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or 0)
