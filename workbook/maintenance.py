"""The verbs of those who keep the workbook: they prove that it is sound."""

import json
import sys
import time

import click

from workbook import environment
from workbook.course import Course, Step
from workbook.faults import Fault, blamed

_steps = click.argument("steps", nargs=-1)


@click.command()
@_steps
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--no-docker", is_flag=True, help="Build no container; say what that leaves open.")
@click.pass_obj
def sound(course: Course, steps: tuple[str, ...], as_json: bool, no_docker: bool) -> None:
    """Check the workbook itself: STEPS, or all. Status 0: sound; 1: not; 2: the checker broke."""
    began = time.monotonic()
    with blamed():
        environment.ensure(*environment.GROUPS)
        from workbook import table  # what it imports has just been installed
        from workbook.plan import Plan
        from workbook.soundness import prove

        plan = Plan(course, _find(course, steps), building=not no_docker)
        with table.progress() as tell:
            proved = prove(plan, tell)
        seconds = time.monotonic() - began
        if as_json:
            click.echo(json.dumps(table.as_json(plan, proved, seconds)))
        else:
            printer = table.Printer()
            printer.table(proved)
            printer.line(f"\n{table.summary(plan, proved, seconds)}", style="bold")
    sys.exit(not proved.sound)


@click.command()
@_steps
@click.pass_obj
def gallery(course: Course, steps: tuple[str, ...]) -> None:
    """Write the feedback of the mistakes of STEPS, or of all, and the page that lists them."""
    with blamed():
        environment.ensure(*environment.GROUPS)
        from workbook import table
        from workbook.gallery import PYTHON, write_all
        from workbook.plan import Plan

        if sys.version_info[:2] != PYTHON:
            raise Fault("The gallery has the words of Python {}.{}: use that.".format(*PYTHON))
        with table.progress() as tell:
            written = list(write_all(Plan(course, _find(course, steps)), tell))
    click.echo("\n".join(written) or "Nothing has changed.")


@click.command()
@_steps
@click.option("--build", is_flag=True, help="Build containers where only they can tell: slow.")
@click.pass_obj
def mutants(course: Course, steps: tuple[str, ...], build: bool) -> None:
    """Change the solutions of STEPS, or of all, a little; tell which changes no check notices."""
    with blamed():
        environment.ensure(*environment.GROUPS)
        from workbook import survivors, table
        from workbook.plan import Plan

        plan = Plan(course, _find(course, steps), building=build)
        with table.progress() as tell:
            tried = survivors.find(plan, tell)
        printer = table.Printer()
        for line in survivors.report(plan, tried):
            printer.line(line)
    sys.exit(survivors.any_left(tried))


def _find(course: Course, steps: tuple[str, ...]) -> list[Step]:
    return [course.find(step) for step in steps] or course.steps
