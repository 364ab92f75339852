"""What is asked of a container that runs: its health, its last error, an earlier step's checks."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen, run
from threading import Timer
from typing import Any, Protocol, cast

from workbook.app.facts import Raised
from workbook.diagnosis.lessons import teach
from workbook.docker.engine import PORT, docker
from workbook.errors import Refused
from workbook.result import STATUS, Waiting, wrong

SECONDS = 120  # for an earlier step's checks
MOMENT = 1.0  # seconds, in which Docker passes on what an app has printed
TOLD = 300  # characters of what a command printed
LOOKED_AT, SHOWN = 200, 5  # lines of what the app printed
TIME = re.compile(r"^\[[\d:+ -]{19,}\] \[\d+\] ")  # when, and which process: so gunicorn's begin
ROUTINE = re.compile(
    r"^\[.*\] (Starting gunicorn|Using worker|Booting|Worker|Handling|Shutting|Reason|Control)\b"
)
# The last lines of tracebacks, what Flask's logger has at its start, and gunicorn's word.
ERRORS = re.compile(
    r"^(?: +.*\n|\[[^]]*\] ERROR in \w+: |(?=Failed to find))"
    r"(?!WARNING|gunicorn\.errors\.)([\w.]+(?:: .*)?|.* failed: .*|Failed to find .*)$",
    re.MULTILINE,
)


class Addressed(Protocol):
    """A server: where it is asked, and the address that a student is told instead."""

    @property
    def address(self) -> str: ...
    @property
    def shown(self) -> str: ...


def last_words(name: str) -> list[str]:
    """Return the last lines that the app in a container printed, but for a server's own routine."""
    lines = docker("logs", "--tail", f"{LOOKED_AT}", name).splitlines()
    return [TIME.sub("", line) for line in lines if not ROUTINE.search(line)][-SHOWN:]


def last_error(name: str) -> list[str]:
    """Return the last error that the app in a container has printed, if any, and what it means."""
    return error_in(docker("logs", "--tail", f"{LOOKED_AT}", name))


def error_in(printed: str) -> list[str]:
    """Return the last error in what was printed, if any, and what it means."""
    errors: list[str] = ERRORS.findall(printed)
    if errors and errors[-1].startswith("Failed to find"):
        return [*teach(Raised("gunicorn", errors[-1], 0, None))]
    kind, colon, message = errors[-1].partition(": ") if errors else ("", "", "")
    return [*teach(Raised(kind, message, 0, None))] if colon else errors[-1:]


def error_of_an_answer(name: str) -> list[str]:
    """Return the last error, which Docker may take a moment to pass on after the answer."""
    return last_error(name) or _next_error(name)


def _next_error(name: str) -> list[str]:
    """Read on in what the app prints until there is an error in it, for a moment at most."""
    printed = ""
    with Popen(
        ["docker", "logs", "--follow", "--tail", f"{LOOKED_AT}", name],
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
        errors="replace",
    ) as logs:
        end = Timer(MOMENT, logs.kill)
        end.start()
        for line in logs.stdout or ():
            printed += line
            if error_in(printed):
                break
        end.cancel()
        logs.kill()
    return error_in(printed)


def health_check_succeeds(name: str) -> None:
    """Require that the command of HEALTHCHECK ends well. Raises Wrong, and Waiting without one."""
    said = docker("inspect", "-f", "{{with .Config.Healthcheck}}{{json .Test}}{{end}}", name)
    kind, *words = cast("list[str]", json.loads(said or "null") or ["NONE"])
    if kind == "NONE":
        raise Waiting
    command = ["/bin/sh", "-c", *words] if kind == "CMD-SHELL" else words
    try:
        docker("exec", name, *command, theirs=True)
    except Refused as refused:
        said, ports = str(refused)[-TOLD:], set(re.findall(r":(\d+)\b", " ".join(words)))
        why = [said.splitlines()[-1] if "File" in said else said]  # of a traceback, its end
        if ports and str(PORT) not in ports:
            why.append(f"It is run inside, where the app listens on {PORT}.")
        raise wrong("a command that ends with status 0", " ".join(words), *why) from None


def passes_again(
    root: Path, step: str, at: Addressed, why: Callable[[], list[str]], *options: str
) -> None:
    """Require that a server passes an earlier step's required checks. Raises Wrong.

    why: gives what tells it better than those checks can, if anything does.
    """
    failed = _failed_check(root, step, at.address, *options)
    if failed is None:
        return
    parts = {label: text.replace(at.address, at.shown) for label, text in failed["parts"].items()}
    expected = f"step {int(step[:2])}: {failed['promise']}\n{parts.get('Expected', '')}".strip()
    whys = why() or parts.get("Why", "").splitlines()
    raise wrong(expected, parts.get("Got", ""), *whys, sent=parts.get("I sent", ""))


def _failed_check(root: Path, step: str, address: str, *options: str) -> dict[str, Any] | None:
    """Ask a step's checks of a server; return the first required one that failed, as in --json."""
    command = [sys.executable, "-m", "workbook", "step", step, "--json", "--url", address]
    done = run([*command, *options], cwd=root, capture_output=True, timeout=SECONDS, check=False)
    if done.returncode not in STATUS.values():
        raise RuntimeError(done.stdout + done.stderr)
    checks = json.loads(done.stdout)["checks"]
    failed = (each for each in checks if each["outcome"] == "failed" and not each["bonus"])
    return next(failed, None)
