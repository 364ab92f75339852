"""Pin the newest versions in requirements*.txt, then prove that they install from wheels alone.

    python -m tools.lock [--prove]     --prove: pin nothing, prove what is pinned

All groups are resolved together, so that they agree, and for every Python from the oldest up:
where these need different versions, each has its own line with a marker. The proof asks uv to
install every group for every Python and system that the workbook is for, without building and
without that interpreter. Prints a line for each; status 1 where one does not install.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from workbook.environment import GROUPS, ONLY_WHEELS, PYTHONS, ROOT

SYSTEMS = {
    "Linux x86_64": "x86_64-manylinux_2_28",
    "macOS 14 arm64": "aarch64-apple-darwin",
    "Windows amd64": "x86_64-pc-windows-msvc",
}
PINS = {group: ROOT / f"requirements{group and f'-{group}'}.txt" for group in GROUPS}
RESOLVE = (
    *("--quiet", "--universal", "--fork-strategy", "requires-python", *ONLY_WHEELS),
    *("--python-version", PYTHONS[0], "--annotation-style", "line"),
    *("--custom-compile-command", "make lock"),
)


def uv(*arguments: str | Path) -> str:
    """Run uv; return what it says against it, empty when it did as asked."""
    found = shutil.which(
        "uv", path=os.pathsep.join((os.environ["PATH"], str(Path(sys.executable).parent)))
    )
    if not found:
        sys.exit("uv is missing: python -m workbook setup brings it.")
    done = subprocess.run(
        [found, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stderr.strip() if done.returncode else ""


def resolve(groups: list[str], pins: Path, *options: str) -> None:
    """Pin groups in a file; what it holds already is kept, if `options` do not say otherwise."""
    named = [word for group in groups if group for word in ("--group", group)]
    if trouble := uv(
        "pip", "compile", *RESOLVE, *options, "pyproject.toml", *named, "--output-file", pins
    ):
        sys.exit(trouble)


def pin() -> None:
    with TemporaryDirectory() as folder:
        together = Path(folder) / "together.txt"
        resolve(list(GROUPS), together, "--upgrade")
        for group, pins in PINS.items():
            shutil.copy(together, pins)
            resolve([group], pins)


def refused(python: str, system: str, *groups: str) -> str:
    """Return why these groups do not install together, as uv says it; empty when they do."""
    files = [word for group in groups for word in ("--requirements", PINS[group])]
    with TemporaryDirectory() as nowhere:
        return uv(
            *("pip", "install", "--dry-run", "--quiet", "--target", nowhere, *ONLY_WHEELS),
            *("--python-version", python, "--python-platform", SYSTEMS[system], *files),
        )


def faults(python: str, system: str) -> list[str]:
    """Return what stands against this Python on this system, group by group where one does."""
    together = refused(python, system, *GROUPS)
    if not together:
        return []
    each = {group or "core": refused(python, system, group) for group in GROUPS}
    return [f"{group}: {why}" for group, why in each.items() if why] or [f"together: {together}"]


def proof() -> Iterator[tuple[str, list[str]]]:
    pairs = list(product(PYTHONS, SYSTEMS))
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(faults, *zip(*pairs, strict=True))
        for (python, system), against in zip(pairs, found, strict=True):
            yield f"Python {python}  {system:14}", against


def main() -> None:
    os.environ["MACOSX_DEPLOYMENT_TARGET"] = "14.0"  # else uv takes 13, which Apple has given up
    if "--prove" not in sys.argv[1:]:
        pin()
    failed = 0
    for name, against in proof():
        failed += bool(against)
        said = "\n".join(["DOES NOT INSTALL", *against])
        print(name, said if against else "all groups install from wheels", flush=True)
    if failed:
        sys.exit(f"{failed} of {len(PYTHONS) * len(SYSTEMS)} do not install from wheels alone.")


if __name__ == "__main__":
    main()
