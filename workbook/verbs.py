"""How the verbs are listed, what was meant by one that there is not, and who is to blame."""

import re
from typing import Any

import click

from workbook import environment
from workbook.checks.terminal import Terminal
from workbook.errors import CheckerError, NotChecked, Refused, SetupError, UsageError

FORESEEN = (UsageError, NotChecked, Refused, CheckerError, SetupError, OSError)
WHOLE = 999  # characters of a verb's line in the list: it is not cut


class Fault(click.ClickException):
    """The machine or the workbook is at fault, or was asked for what does not exist."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


class Verbs(click.Group):
    """Verbs that say whose fault it is when they cannot do what they were asked."""

    def invoke(self, ctx: click.Context) -> Any:
        """Turn what goes wrong into a Fault; what nobody foresaw is shown in full."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as fault:
            if not isinstance(fault, FORESEEN):
                import traceback  # as everything below that few calls need

                traceback.print_exc()
            raise Fault(blame(fault)) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; say what was meant by one that there is not."""
        if self.get_command(ctx, args[0]) is None:
            raise Fault(what_was_meant(self, " ".join(args)))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs as `make` does: in the order of the file, students' first."""
        with formatter.section("Verbs"):
            formatter.write_dl(
                (f"{name} N" if _takes_step(verb) else name, verb.get_short_help_str(WHOLE))
                for name, verb in self.commands.items()
                if not verb.hidden
            )


def blame(fault: Exception) -> str:
    """Return the sentence that says whose fault it is, and the way out where one is known."""
    match fault:
        case UsageError() | NotChecked() | Refused():
            return str(fault)
        case SetupError():
            return environment.stopped(fault)
        case OSError():
            return f"This machine stopped the checker (not your work's fault): {fault}"
        case _:
            return f"This is a bug of the workbook, not of your work: {fault}"


def what_was_meant(verbs: click.Group, typed: str) -> str:
    """Return what to tell somebody who typed a verb that there is not: the nearest one."""
    from difflib import get_close_matches

    found = re.match(r"[\W_]*([a-z]*)[\W_]*(\d*)", typed.lower())
    word, number = found.groups() if found else ("", "")
    shown = {name: verb for name, verb in verbs.commands.items() if not verb.hidden}
    near = get_close_matches(word or "step" * bool(number), shown, 1)
    there_is_none = f"There is no verb {typed!r}."
    if not near:
        return f"{there_is_none} {Terminal().command()} alone lists them."
    meant = Terminal().command(near[0], (number or "N") if _takes_step(shown[near[0]]) else None)
    return f"{there_is_none} Did you mean: {meant}"


def _takes_step(verb: click.Command) -> bool:
    return any(each.name == "step" for each in verb.params)
