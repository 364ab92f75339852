"""What is asked of a container that runs: its health, its last error, an earlier step's checks."""

import json
import re
import sys
from pathlib import Path
from subprocess import run
from typing import Any, cast

from workbook.docker import Refused, docker
from workbook.result import Waiting, wrong

SECONDS = 120  # for an earlier step's checks
TOLD = 300  # characters of what a command printed
ERRORS = re.compile(r"^ +.*\n([\w.]+(?:: .*)?)$", re.MULTILINE)  # the last lines of tracebacks


def last_error(name: str) -> list[str]:
    """Return the last error that the app in a container has printed, if there is one."""
    return ERRORS.findall(docker("logs", "--tail", "200", name))[-1:]


def health_check_succeeds(name: str) -> None:
    """Require that the command of HEALTHCHECK ends well. Raises Wrong, and Waiting without one."""
    said = docker("inspect", "-f", "{{with .Config.Healthcheck}}{{json .Test}}{{end}}", name)
    kind, *words = cast("list[str]", json.loads(said or "null") or ["NONE"])
    if kind == "NONE":
        raise Waiting
    command = ["/bin/sh", "-c", *words] if kind == "CMD-SHELL" else words
    try:
        docker("exec", name, *command)
    except Refused as refused:
        expected = "a command that ends with status 0"
        raise wrong(expected, " ".join(words), str(refused)[-TOLD:]) from None


def failed_check(root: Path, step: str, address: str, *options: str) -> dict[str, Any] | None:
    """Ask a step's checks of a server; return the first required one that failed, as in --json."""
    command = [sys.executable, "-m", "workbook", "check", step, "--json", "--url", address]
    done = run([*command, *options], cwd=root, capture_output=True, timeout=SECONDS, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout + done.stderr)
    checks = json.loads(done.stdout)["checks"]
    failed = (each for each in checks if each["outcome"] == "failed" and not each["bonus"])
    return next(failed, None)
