"""The command line: `python -m workbook VERB …`. `make VERB` is the same verb."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from workbook import environment
from workbook.checks.options import Options
from workbook.checks.progress import Memory, Progress
from workbook.checks.run import check as run_checks
from workbook.checks.run import needs
from workbook.checks.terminal import Terminal
from workbook.course import LONG, Course, Step
from workbook.environment import ROOT
from workbook.errors import UsageError
from workbook.result import Report
from workbook.verbs import Fault, Verbs, what_was_meant

_settings = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@click.group(cls=Verbs, context_settings=_settings)
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


@main.command()
@click.argument("step")
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="Folder that holds NN_slug/ folders. Default: steps.",
)
@click.option("--url", help="Check this running server instead, such as http://localhost:9090.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object (see docs/tools.md).")
@click.option("--check", "only", metavar="NAME", help="Run only this check.")
@click.option("--seconds", type=click.FloatRange(0.1, 3600), help="End everything after so long.")
@click.pass_obj
def step(
    course: Course,
    step: str,
    submission: Path | None,
    url: str | None,
    as_json: bool,
    only: str | None,
    seconds: float | None,
) -> None:
    """Check your work on step N: make step-1."""
    found = course.find(step)
    where = _submission(course, submission)
    environment.ensure(*needs(found, where))
    if found.seconds > LONG and not url and not as_json:
        click.echo("This step may take some minutes, the first time.", err=True)
    options = Options(url=_address(url), only=only, seconds=seconds)
    report = run_checks(course, found, where, options)
    folder = _shown(where / found.name)
    if as_json:
        from workbook.checks import feedback

        click.echo(json.dumps(feedback.as_json(report, folder)))
    else:
        own = submission is None and url is None and only is None
        _show(course, found, report, folder, own)
    sys.exit(report.exit_status)


@main.command()
@click.argument("step")
@click.pass_obj
def hint(course: Course, step: str) -> None:
    """One more hint for the check of step N that failed last."""
    found = course.find(step)
    progress = Progress(course.root)
    memory = progress.of(found.name)
    terminal = Terminal()
    if memory.passed is not None and not memory.first:
        terminal.print(f"Nothing is open in step {found.number}: no check has failed.")
        return
    if memory.blocked:
        terminal.print(
            f"Your code does not run yet: {terminal.command('step', found.number)} says why."
        )
        return
    current = next((c for c in found.checks if c.name == memory.first), found.checks[0])
    taken = min(memory.hints.get(current.name, 0) + 1, len(current.hints))
    memory.hints[current.name] = taken
    progress.remember(found.name, memory)
    terminal.hints(found, current, taken)


@main.command()
@click.argument("step")
@click.pass_obj
def docker(course: Course, step: str) -> None:
    """Build and run the container of step N on port 9090."""
    from workbook.docker.container import run_in_foreground

    found = course.find(step)
    sys.exit(run_in_foreground(_submission(course, None) / found.name, found.name.lower()))


@main.command()
@click.pass_obj
def run(course: Course) -> None:
    """Serve the full app at http://localhost:8080 (PORT=9000 make run: elsewhere)."""
    environment.ensure("model")
    from workbook.docker.command import command, words
    from workbook.docker.dockerfile import Dockerfile

    folder = course.steps[-1].solution
    if lacking := environment.missing(folder / "requirements.txt"):
        raise Fault(
            f"The app cannot be served here: Python {environment.HERE} has no wheel of "
            f"{', '.join(lacking)} on this system. Delete the folder .venv and name an older one "
            "(make run PYTHON=python3.13), or build its container, as README.md shows."
        )
    program, *arguments = words(command(Dockerfile(folder), "CMD"))
    os.chdir(folder)
    started = str(Path(sys.executable).with_name(program))
    os.execv(started, [started, *arguments])  # in our place: Ctrl-C is for the server alone


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.option("--copy", "only_copy", is_flag=True, help="Only copy them, for another editor.")
@click.pass_obj
def lab(course: Course, options: tuple[str, ...], only_copy: bool) -> None:
    """Open the walkthrough notebooks in JupyterLab.

    They are copies, yours to change. OPTIONS are JupyterLab's, such as --no-browser.
    """
    environment.ensure("model", "lab")
    from workbook.notebooks.lab import open_lab

    open_lab(course.root, options, only_copy=only_copy)


_steps = click.argument("steps", nargs=-1)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
_no_docker = click.option(
    "--no-docker", is_flag=True, help="Build no container; say what that leaves open."
)


@main.command()
@_steps
@_json
@_no_docker
@click.pass_obj
def check(course: Course, steps: tuple[str, ...], as_json: bool, no_docker: bool) -> None:
    """See whether everything works on this machine, the evening before class (instructors).

    STEPS: only these. Status 0: it does; 1: something does not; 2: the checker broke.
    """
    environment.ensure("model", "lab")
    from workbook.soundness import columns, verbs

    sys.exit(not verbs.judge(course, steps, columns.CHECK, as_json, not no_docker))


@main.command()
@_steps
@_json
@_no_docker
@click.pass_obj
def prove(course: Course, steps: tuple[str, ...], as_json: bool, no_docker: bool) -> None:
    """Prove that the workbook is sound, in all its properties (maintainers).

    STEPS: only these. Status 0: it is; 1: it is not; 2: the checker broke.
    """
    environment.ensure(*environment.GROUPS)
    from workbook.soundness import columns, verbs

    sys.exit(not verbs.judge(course, steps, columns.PROVE, as_json, not no_docker))


@main.command()
@_steps
@click.pass_obj
def gallery(course: Course, steps: tuple[str, ...]) -> None:
    """Write what each mistake in tests/mistakes gets told (maintainers)."""
    environment.ensure(*environment.GROUPS)
    from workbook.soundness.verbs import write_gallery

    write_gallery(course, steps)


@main.command()
@_steps
@click.option("--check", "checking", is_flag=True, help="Write nothing; say what differs.")
@click.pass_obj
def notebooks(course: Course, steps: tuple[str, ...], checking: bool) -> None:
    """Build the notebooks from notebooks/source/ (maintainers)."""
    environment.ensure("model", "lab")
    from workbook.notebooks.lab import build

    sys.exit(build(course.root, steps, checking=checking))


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def mutants(arguments: tuple[str, ...]) -> None:
    """Spoil solutions and engine a little; see which faults nothing notices (maintainers)."""
    _in_turn(["python", "-m", "tools.mutants", *arguments])


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """The project's own tests (maintainers)."""
    _in_turn(["pytest", "--numprocesses=auto", "--quiet", *arguments])


@main.command()
def lint() -> None:
    """Run ruff, pyright, and what holds the rooms apart (maintainers)."""
    _in_turn(["ruff", "check"], ["ruff", "format", "--check"], ["basedpyright"], ["lint-imports"])


@main.command()
def lock() -> None:
    """Pin the newest versions in requirements*.txt; prove that they install (maintainers)."""
    sys.exit(subprocess.call([sys.executable, "-m", "tools.lock"], cwd=ROOT))  # whatever the pins


@main.command(hidden=True)
@click.argument("groups", nargs=-1)
def setup(groups: tuple[str, ...]) -> None:
    """Install what the workbook needs; GROUPS: model, lab, dev."""
    click.echo(f"Ready: {sys.executable}")


@main.command(hidden=True)
@click.argument("typed", nargs=-1)
@click.pass_context
def meant(context: click.Context, typed: tuple[str, ...]) -> None:
    """Say what was meant by a verb that there is not."""
    raise Fault(what_was_meant(main, " ".join(typed)))


def _in_turn(*commands: list[str]) -> None:
    """Run programs of the environment in turn; the status is the first that is not 0."""
    environment.ensure(*environment.GROUPS)
    for program, *arguments in commands:
        if status := subprocess.call(
            [Path(sys.executable).with_name(program), *arguments], cwd=ROOT
        ):
            sys.exit(status)


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
    Terminal().report(report, folder, memory, course.after(step))
    if own:
        memory.passed = report.passed
        memory.first = report.first.check.name if report.first else ""
        memory.blocked = bool(report.first and report.first.blocked)
        progress.remember(step.name, memory)
