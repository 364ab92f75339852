"""The command line: python -m workbook mutants."""

import sys
from pathlib import Path

import click

from tools.mutants import engine, solutions
from tools.mutants.tally import report
from workbook.course import Course
from workbook.environment import ROOT
from workbook.errors import CheckerError, UsageError
from workbook.soundness import table
from workbook.soundness.jobs import working
from workbook.soundness.plan import Plan


@click.command()
@click.argument("names", nargs=-1, metavar="[STEP|ROOM]…")
@click.option(
    "--course",
    "root",
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    default=ROOT,
    help="Folder with solution/ and workbook/. Default: this workbook.",
)
@click.option("--engine", "of_engine", is_flag=True, help="Spoil the engine, not the solutions.")
@click.option("--sample", type=click.IntRange(1), default=100, help="So many of the engine's.")
@click.option("--seed", type=int, default=1, help="Draws another sample.")
@click.option("--build", is_flag=True, help="Build containers too.")
def main(
    names: tuple[str, ...], root: Path, of_engine: bool, sample: int, seed: int, build: bool
) -> None:
    """Spoil solutions a little, or the engine; tell which faults nothing notices.

    Status 0: none is left; 1: some are, or one is listed in vain; 2: it could not be tried.
    """
    try:
        with table.progress() as tell, working(tell) as work:
            run = work.of("mutants")
            if of_engine:
                listed = engine.EQUIVALENT
                tallies = engine.try_engine(root, names, run, sample, seed, building=build)
            else:
                listed, course = solutions.EQUIVALENT, Course(root)
                steps = [course.find(name) for name in names] or course.steps
                tallies = solutions.try_solutions(Plan(course, steps, building=build), run)
    except (UsageError, CheckerError) as fault:
        click.echo(str(fault), err=True)
        sys.exit(2)
    click.echo("\n".join(report(tallies, listed)))
    sys.exit(any(each.survived or each.stale for each in tallies))


if __name__ == "__main__":
    main()
