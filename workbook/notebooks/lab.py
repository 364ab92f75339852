"""The verbs `notebooks` and `lab`: what they install first, what they print, what they open."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click

from workbook.errors import UsageError
from workbook.notebooks.copies import COPIES, copy_notebooks

# JupyterLab as it is, but for these: a Markdown file opens as a page, and nothing asks for news.
OVERRIDES = {
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False, "doNotDisturbMode": True, "fetchNews": "false",
    },
}  # fmt: skip


def build(root: Path, steps: tuple[str, ...], *, checking: bool) -> int:
    """Build notebooks or check them, and print what came of it. Return the exit status."""
    from workbook.notebooks import build  # brings Jupyter, which `lab` does not need here

    names = [_find(step, build.sources(root)) for step in steps] or build.sources(root)
    if checking:
        wrong = build.check(root, names)
        fine = f"{len(names)} notebook{'s'[: len(names) != 1]} as the sources give them."
        click.echo("\n\n".join(f"{file}: {why}" for file, why in wrong.items()) or fine)
        return 1 if wrong else 0
    try:
        written = build.write(root, names)
    except build.NotebookError as fault:
        raise UsageError(str(fault)) from None
    click.echo(
        "\n".join(f"Written: notebooks/{file}" for file in written) or "Nothing has changed."
    )
    return 0


def _find(step: str, names: list[str]) -> str:
    for name in names:
        number, _, slug = name.partition("_")
        if step in (name, slug) or (step.isdecimal() and int(step) == int(number)):
            return name
    raise UsageError(f"There is no notebook {step!r}. The notebooks are: {', '.join(names)}")


def open_lab(root: Path, options: tuple[str, ...], *, only_copy: bool) -> None:
    """Open JupyterLab at the index, on copies, with this Python as the only kernel."""
    home = root / ".workbook" / "jupyter"
    for line in copy_notebooks(root, home):
        click.echo(line)
    if only_copy:
        click.echo(f"Open a notebook of {COPIES}/ in your editor, and choose the kernel .venv.")
        return
    settings = home / "config/labconfig/default_setting_overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(OVERRIDES))
    command = [
        sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root / COPIES}",
        "--LabApp.default_url=/lab/tree/README.md",
        "--KernelSpecManager.allowed_kernelspecs=python3", "--allow-root", *options,
    ]  # fmt: skip
    if os.name == "nt":  # execve there returns to the shell before the new process has ended
        sys.exit(subprocess.call(command, env=_environment(home)))
    os.execve(command[0], command, _environment(home))


def _environment(home: Path) -> dict[str, str]:
    """Return settings with which this Python comes first, and no kernel of the user's."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    kept = {name: value for name, value in os.environ.items() if name != "JUPYTER_PATH"}
    own = {"PATH": path, "JUPYTER_DATA_DIR": str(home), "JUPYTER_CONFIG_PATH": str(home / "config")}
    return kept | own | {"JUPYTER_PREFER_ENV_PATH": "1"}
