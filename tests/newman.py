"""newman, which runs a Postman collection: found on the PATH, or installed by npm."""

import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGE = Path(__file__).with_name("package.json")
SECONDS, INSTALL_SECONDS = 60, 300  # for one run; to install it


class Newman:
    """Runs collections against an app."""

    def __init__(self, program: str, told: Path) -> None:
        self._program = program
        self._told = told

    def __call__(
        self, collection: Path, address: str, *options: str
    ) -> tuple[list[str], list[str]]:
        """Run it; return its assertions' names: those that held, those that failed."""
        self._told.unlink(missing_ok=True)
        command = [self._program, "run", str(collection), "--env-var", f"base_url={address}"]
        report = ["--reporters", "json", "--reporter-json-export", str(self._told)]
        limits = ["--timeout-request", "5000", "--timeout-script", "5000"]
        no_proxy = {name: text for name, text in os.environ.items() if "proxy" not in name.lower()}
        done = subprocess.run(
            [*command, *report, *limits, *options],
            capture_output=True, text=True, timeout=SECONDS, env=no_proxy, check=False,
        )  # fmt: skip
        assert self._told.is_file(), done.stdout + done.stderr
        result = json.loads(self._told.read_text("utf-8"))["run"]
        made = [each for item in result["executions"] for each in item.get("assertions", [])]
        held = [each["assertion"] for each in made if "error" not in each]
        failed = [each["assertion"] for each in made if "error" in each]
        # We agree: nothing failed beside the assertions, and its exit status says as much.
        assert [each["error"]["test"] for each in result["failures"]] == failed
        assert done.returncode == (1 if failed else 0)
        return held, failed


def find(cache: pytest.Cache) -> str:
    """Return the newman of the PATH, or one that npm installs beside pytest's cache."""
    if found := shutil.which("newman"):
        return found
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            pytest.skip(f"NOT CHECKED: {tool} is not installed, and newman needs it")
    folder = cache.mkdir("newman")
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # other workers of pytest-xdist wait here
        _install(folder)
    return str(folder / "node_modules" / ".bin" / "newman")


def _install(folder: Path) -> None:
    """Install what package.json names, unless that has been done before."""
    done = folder / "installed.json"
    if done.is_file() and done.read_bytes() == PACKAGE.read_bytes():
        return
    shutil.copy(PACKAGE, folder / "package.json")
    quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
    command = ["npm", "install", "--prefix", str(folder), *quiet]
    npm = subprocess.run(
        command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
    )
    assert npm.returncode == 0, f"npm could not install newman:\n{npm.stderr}"
    shutil.copy(PACKAGE, done)
