"""The command line: `python -m workbook VERB …`. `make` calls the same verbs."""

import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from workbook import environment, maintenance
from workbook.checker import check
from workbook.course import LONG, Course, Step, UsageError
from workbook.environment import ROOT, SetupError
from workbook.faults import CheckerError, Fault, blame
from workbook.progress import Memory, Progress
from workbook.result import NotChecked, Report


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--course",
    "root",
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    default=ROOT,
    help="Folder with steps/ and tests/steps/. Default: this workbook.",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Check a Flask workbook, one step at a time."""
    context.obj = Course(root)


@main.command("check")
@click.argument("step")
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="Folder that holds NN_slug/ folders. Default: steps.",
)
@click.option("--url", help="Check this running server instead, such as http://localhost:9090.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (see README.md).")
@click.option("--check", "only", metavar="NAME", help="Run only this check.")
@click.option("--seconds", type=click.FloatRange(0.1, 3600), help="End everything after so long.")
@click.pass_obj
def check_command(
    course: Course,
    step: str,
    submission: Path | None,
    url: str | None,
    as_json: bool,
    only: str | None,
    seconds: float | None,
) -> None:
    """Check STEP (3, 03 or url_for). Status 0: done; 1: not yet; 2: not your fault."""
    try:
        found = course.find(step)
        where = _submission(course, submission)
        environment.ensure(*found.needs)
        if found.seconds > LONG and not url and not as_json:
            click.echo("This step may take some minutes, the first time.", err=True)
        report = check(course, found, where, url=_address(url), only=only, seconds=seconds)
    except (UsageError, CheckerError, SetupError, OSError) as fault:
        raise Fault(blame(fault)) from None
    folder = _shown(where / found.name)
    if as_json:
        from workbook import feedback

        click.echo(json.dumps(feedback.as_json(report, folder)))
    else:
        own = submission is None and url is None and only is None
        _show(course, found, report, folder, own)
    sys.exit(report.exit_status)


@main.command()
@click.argument("step")
@click.pass_obj
def hint(course: Course, step: str) -> None:
    """Show one more hint for the check of STEP that failed last."""
    try:
        found = course.find(step)
    except UsageError as fault:
        raise Fault(str(fault)) from None
    progress = Progress(course.root)
    memory = progress.of(found.name)
    terminal = _terminal()
    if memory.passed is not None and not memory.first:
        terminal.print(f"Nothing is open in step {found.number}: all its checks passed.")
        return
    if memory.blocked:
        terminal.print(f"Your code does not run yet: {terminal.command('check', found)} says why.")
        return
    current = next((c for c in found.checks if c.name == memory.first), found.checks[0])
    taken = min(memory.hints.get(current.name, 0) + 1, len(current.hints))
    memory.hints[current.name] = taken
    progress.remember(found.name, memory)
    terminal.hints(found, current, taken)


@main.command("docker")
@click.argument("step")
@click.pass_obj
def docker_command(course: Course, step: str) -> None:
    """Build the container of STEP and run it on port 9090 until Ctrl-C."""
    from workbook.container import run_in_foreground
    from workbook.docker import Refused

    try:
        found = course.find(step)
        folder = _submission(course, None) / found.name
        sys.exit(run_in_foreground(folder, found.name.lower()))
    except (UsageError, NotChecked, Refused) as fault:
        raise Fault(str(fault)) from None


@main.command("notebooks")
@click.argument("steps", nargs=-1)
@click.option("--check", "checking", is_flag=True, help="Write nothing; say what differs.")
@click.option("--record", is_flag=True, help="First run their Docker commands again.")
@click.pass_obj
def notebooks_command(course: Course, steps: tuple[str, ...], checking: bool, record: bool) -> None:
    """Build the notebooks of STEPS, or of all, from notebooks/source/."""
    from workbook.lab import build_or_check  # brings Jupyter, which no other verb needs

    try:
        sys.exit(build_or_check(course.root, steps, checking, record))
    except (UsageError, SetupError, NotChecked) as fault:
        raise Fault(str(fault)) from None


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def lab(course: Course, options: tuple[str, ...]) -> None:
    """Open the walkthroughs in JupyterLab, as copies that are yours to change.

    OPTIONS are JupyterLab's, such as --no-browser.
    """
    from workbook.lab import open_lab

    try:
        open_lab(course.root, options)
    except SetupError as fault:
        raise Fault(str(fault)) from None


@main.command()
@click.argument("groups", nargs=-1)
def setup(groups: tuple[str, ...]) -> None:
    """Install what the workbook needs; GROUPS: dev."""
    click.echo(f"Ready: {sys.executable}")


for _verb in (maintenance.sound, maintenance.gallery, maintenance.mutants):
    main.add_command(_verb)


def _submission(course: Course, given: Path | None) -> Path:
    """Return the folder that holds `NN_slug/` folders. Raises UsageError."""
    folder = given or course.root / "steps"
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.")
    names = {step.name for step in course.steps}
    if folder.resolve().name in names:
        raise UsageError(f"{folder} is one step. Name the folder above it: {folder.parent}")
    return folder.resolve()


def _address(url: str | None) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname or parts.path.strip("/"):
        raise UsageError(f"{url!r} is not an address such as http://localhost:9090")
    return url


def _shown(folder: Path) -> Path:
    """Return the folder as seen from here, when it is below."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _show(course: Course, step: Step, report: Report, folder: Path, own: bool) -> None:
    progress = Progress(course.root)
    memory = progress.of(step.name) if own else Memory()
    _terminal().report(report, folder, memory, course.after(step))
    if own:
        memory.passed = report.passed
        memory.first = report.first.check.name if report.first else ""
        memory.blocked = bool(report.first and report.first.blocked)
        progress.remember(step.name, memory)


def _terminal():
    from workbook.terminal import Terminal  # rich is not needed for --json

    return Terminal(make="MAKELEVEL" in os.environ)
