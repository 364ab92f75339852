"""The verbs `check`, `prove` and `gallery`, which look at the workbook itself."""

import json
import sys
import time

import click

from workbook.checks.terminal import Terminal
from workbook.course import Course, Step
from workbook.errors import UsageError
from workbook.soundness import table
from workbook.soundness.columns import PROVE, Column
from workbook.soundness.gallery import PYTHON, write_all
from workbook.soundness.jobs import working
from workbook.soundness.plan import Plan
from workbook.soundness.proof import prove


def judge(
    course: Course, steps: tuple[str, ...], columns: tuple[Column, ...], as_json: bool, docker: bool
) -> bool:
    """Print the table of STEPS, or of all; return whether it is sound."""
    began = time.monotonic()
    plan = Plan(course, _find(course, steps), building=docker)
    with table.progress() as tell:
        proved = prove(plan, tell, columns)
    seconds = time.monotonic() - began
    if as_json:
        click.echo(json.dumps(table.as_json(plan, proved, seconds)))
    else:
        terminal = Terminal()
        table.show(proved, terminal)
        terminal.line()
        if columns == PROVE:
            terminal.line(table.bill(proved))
        terminal.line(table.summary(plan, proved, seconds), bold=True)
    return proved.sound


def write_gallery(course: Course, steps: tuple[str, ...]) -> None:
    """Write the feedback of the mistakes of STEPS, or of all, and the pages that show them."""
    if sys.version_info[:2] != PYTHON:
        raise UsageError("The gallery has the words of Python {}.{}: use that.".format(*PYTHON))
    with table.progress() as tell, working(tell) as work:
        written = list(write_all(Plan(course, _find(course, steps)), work.of("gallery")))
    click.echo("\n".join(written) or "Nothing has changed.")


def _find(course: Course, steps: tuple[str, ...]) -> list[Step]:
    return [course.find(step) for step in steps] or course.steps
