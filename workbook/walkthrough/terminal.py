"""Docker in a notebook: `%docker` and `%curl` run as in a terminal, where an engine answers.

Elsewhere they print what a real engine said, as notebooks/transcripts keeps it.
"""

import atexit
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from pkgutil import resolve_name
from threading import Timer
from typing import Any

from workbook.docker.engine import docker
from workbook.environment import ROOT
from workbook.errors import NotChecked, Refused
from workbook.walkthrough.reports import report

SECONDS = 300  # for one command
WAITS = re.compile("Press CTRL|Booting worker")  # a server's last words before it waits
CURL = "curl --silent --noproxy localhost --max-time 20 "  # without its progress bar


@dataclass
class Recorded:
    """Answers with what was recorded for a step, in its order; a command may come again."""

    step: str
    told: str = "No Docker here: each command shows what a real one answered."
    at: int = 0

    def answer(self, command: str) -> str:
        file = ROOT / f"notebooks/transcripts/{self.step}.txt"
        blocks = re.split(r"^\$ ", file.read_text("utf-8"), flags=re.M)[1:]
        order = [*range(self.at, len(blocks)), *range(self.at)]
        for number in order:
            asked, _, said = blocks[number].partition("\n")
            if asked == command:
                self.at = number + 1
                return said.strip("\n")
        return "No Docker here, and this command was not recorded."


@dataclass
class Terminal:
    """Runs commands where the notebook is; a server goes on until the next `docker run`."""

    step: str
    told: str = "Docker runs here: the commands below are carried out."
    server: subprocess.Popen[str] | None = None
    place: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="walkthrough-")))

    def answer(self, command: str) -> str:
        """Return what a command says: all of it, or what a server says before it waits."""
        if command.startswith("docker run"):
            self.press_ctrl_c()
        process = subprocess.Popen(
            self.typed(command), shell=True, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said = "".join(self._lines(process))
        if command.startswith("docker build"):
            return report(said, failed=process.wait() != 0)
        return said.rstrip()

    def typed(self, command: str) -> str:
        """Return the command as it is run, with the options that nobody need read."""
        run = f'docker run --cidfile "{self._container}"'
        return re.sub("^docker run", lambda _: run, re.sub("^curl ", CURL, command))

    @property
    def _container(self) -> Path:
        return self.place / "container"

    def _lines(self, process: subprocess.Popen[str]) -> list[str]:
        watch = Timer(SECONDS, process.kill)
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

    def press_ctrl_c(self) -> None:
        """End the server, if there is one, as Ctrl-C in its terminal would."""
        if self.server:
            docker("kill", "--signal", "INT", self._container.read_text())
            self.server.communicate(timeout=30)
        self.server = None
        self._container.unlink(missing_ok=True)


def use_docker(step: str) -> None:
    """Give the notebook `%docker` and `%curl`, and say where their answers come from."""
    from IPython.core.getipython import get_ipython  # only notebooks have it
    from IPython.core.magic import no_var_expand

    sys.path.append(str(ROOT))  # ".." is another folder now
    terminal: Terminal | Recorded = resolve_name(_kind())(step)
    atexit.register(getattr(terminal, "press_ctrl_c", lambda: None))
    shell: Any = get_ipython()
    for program in ("docker", "curl"):

        @no_var_expand
        def magic(line: str, program: str = program) -> None:
            print(terminal.answer(f"{program} {line}"))

        shell.register_magic_function(magic, "line", program)
    print(terminal.told)


def _kind() -> str:
    """Return the name of a class: what the environment says, else as an engine answers or not."""
    if named := os.environ.get("WORKBOOK_TERMINAL"):
        return named
    try:
        docker("version")
    except (NotChecked, Refused):
        return f"{__name__}:Recorded"
    return f"{__name__}:Terminal"
