"""Who is to blame when a verb cannot do what it was asked: each in words for its reader."""

import traceback
from collections.abc import Generator
from contextlib import contextmanager

import click

from workbook import environment
from workbook.course import UsageError
from workbook.environment import SetupError
from workbook.result import NotChecked


class CheckerError(Exception):
    """The checks themselves could not be run: our bug, not the student's."""


class Fault(click.ClickException):
    """The machine or the workbook is at fault, or was asked for what does not exist."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


def blame(fault: Exception) -> str:
    """Return the sentence that says whose fault it is, and the way out where one is known."""
    match fault:
        case UsageError() | NotChecked():
            return str(fault)
        case SetupError():
            return environment.stopped(fault)
        case OSError():
            return f"This machine stopped the checker (not your work's fault): {fault}"
        case _:
            return f"This is a bug of the workbook, not of your work: {fault}"


@contextmanager
def blamed() -> Generator[None]:
    """Turn what goes wrong into a Fault; what nobody foresaw is shown in full."""
    try:
        yield
    except (UsageError, CheckerError, SetupError, OSError) as fault:
        raise Fault(blame(fault)) from None
    except Exception as fault:
        traceback.print_exc()
        raise Fault(blame(fault)) from None
