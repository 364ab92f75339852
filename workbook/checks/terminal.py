"""Lays feedback out for a terminal: any width, with or without colour, Unicode or ASCII."""

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import click

from workbook.checks import feedback
from workbook.checks.progress import Memory
from workbook.course import Check, Step
from workbook.result import Report, Result, State

MARKS = {  # outcome: Unicode, ASCII, colour. The mark alone tells; the colour only helps.
    "passed": ("✓", "+", "green"),
    "failed": ("✗", "x", "red"),
    "waiting": ("·", ".", "bright_black"),
    "not_checked": ("?", "?", "yellow"),
    "error": ("!", "!", "magenta"),
    "absent": ("–", "-", "bright_black"),  # in a table, where there is nothing of a kind
}
LABEL = 10  # columns of "Expected" and its like
NARROWEST, WIDEST = 40, 100


class Terminal:
    """Prints to the standard output, or into a text, whose lines then have `width` columns.

    make: whether commands are written `make step-3`; as they were typed, unless it is said.
    """

    def __init__(
        self, *, make: bool | None = None, into: StringIO | None = None, width: int = 0
    ) -> None:
        self._make = "MAKELEVEL" in os.environ if make is None else make
        self._into = into
        self._ascii = into is None and not (sys.stdout.encoding or "").lower().startswith("utf")
        self._colour = False if os.environ.get("NO_COLOR") else None  # None: click looks for a tty
        self._width = min(max(width or shutil.get_terminal_size().columns, NARROWEST), WIDEST)

    def command(self, verb: str = "", number: int | str | None = None) -> str:
        """Return a verb as it is typed here, for the step of a number, or N, where it takes one."""
        if self._make:
            return f"make {verb}".rstrip() + ("" if number is None else f"-{number}")
        python = "python" if os.name == "nt" else "python3"
        return " ".join([f"{python} -m workbook", *filter(None, [verb, f"{number or ''}"])])

    def print(self, text: str = "", *, first: str = "", rest: str = "", **style: object) -> None:
        """Print text, wrapped between its own line ends, after `first` and then under `rest`."""
        for line in text.splitlines() or [""]:
            indent = " " * (len(line) - len(line.lstrip()))
            wrapped = textwrap.wrap(
                line.strip(),
                self._width - len(click.unstyle(first)) - len(indent),
                break_on_hyphens=False,
            )
            for part in wrapped or [""]:
                shown = click.style(indent + part, **style) if style else indent + part  # type: ignore[arg-type]
                self._echo(first + shown)
                first = rest

    def line(self, text: str = "", **style: object) -> None:
        """Print text as it is, however long its lines are."""
        self._echo(click.style(text, **style))  # type: ignore[arg-type]

    def mark(self, outcome: str, width: int = 1) -> str:
        """Return the mark of an outcome, in the middle of so many columns."""
        unicode, ascii_, colour = MARKS[outcome]
        mark = ascii_ if self._ascii else unicode
        return f"{mark:^{width}}".replace(mark, click.style(mark, fg=colour))

    def report(self, report: Report, folder: Path, memory: Memory, next_step: Step | None) -> None:
        """Print every check in a line, the first wrong one in full, and where that leaves them."""
        self.print(f"Step {report.step.number}: {report.step.title}", bold=True)
        self.print()
        for result in report.results:
            self._result(result, report, folder, memory)
        self.print()
        self._verdict(report, memory)
        if report.state is not State.OPEN:
            self._after(report.step, next_step)

    def hints(self, step: Step, check: Check, taken: int) -> None:
        """Print the hints taken so far for a check; the newest is the last."""
        self.print(check.promise, bold=True)
        self._labelled((f"Hint {n}", hint) for n, hint in enumerate(check.hints[:taken], 1))
        left = len(check.hints) - taken
        more = (
            f"{left} more: {self.command('hint', step.number)}"
            if left
            else "That was the last hint."
        )
        self.print(f"\n{more}\nThen edit, save, and: {self.command('step', step.number)}")

    def _result(self, result: Result, report: Report, folder: Path, memory: Memory) -> None:
        told = result is report.first or result.outcome == "error"
        mark = self.mark(result.outcome)
        bonus = "Bonus: " if result.check.bonus else ""
        style = {"bold": True} if told else {}
        self.print(bonus + result.check.promise, first=f"{mark} ", rest="  ", **style)
        if told:
            if result.outcome == "error":
                self.print(feedback.OUR_BUG, first="    ", rest="    ")
            self._labelled(feedback.parts(result, folder))
            self._labelled([("Next", self._next(result, report.step, memory))])
        elif result.outcome == "passed":
            self._labelled(("Note", note) for note in result.failure.why)
        elif result.outcome == "not_checked":
            same = next(r for r in report.results if r.failure == result.failure)
            why = "\n".join(result.failure.why) if same is result else "for the same reason"
            self._labelled([("NOT CHECKED", why)])

    def _next(self, result: Result, step: Step, memory: Memory) -> str:
        if result.outcome == "error":
            return "show this to your instructor, or report it"
        again, taken = self.command("step", step.number), memory.hints.get(result.check.name, 0)
        if taken >= len(result.check.hints) or result.blocked:
            return f"edit, save, {again}"
        number = f"hint {taken + 1} of {len(result.check.hints)}"
        return f"edit, save, {again}   ({number}: {self.command('hint', step.number)})"

    def _labelled(self, rows: Iterable[tuple[str, str]]) -> None:
        rest = " " * (4 + LABEL)
        for label, text in rows:
            self.print(text, first=f"    {label:<{LABEL - 1}} ", rest=rest)

    def _verdict(self, report: Report, memory: Memory) -> None:
        for part in report.parts:
            text = f"{part.name}: {part.passed} of {part.required}"
            self.print(text, first=f"{self.mark('passed' if part.done else 'failed')} ", rest="  ")
        bonus = sum(result.check.bonus for result in report.results)
        text = f"{report.passed} of {report.required}"
        if memory.passed is not None and memory.passed < report.passed:
            text += f" (you were at {memory.passed})"
        if bonus:
            text += f", bonus {report.bonus_passed} of {bonus}"
        if report.state is not State.OPEN:
            text = f"Step {report.step.number} is {report.state.value}: {text}"
        if unchecked := sum(result.outcome == "not_checked" for result in report.results):
            text += f", NOT CHECKED {unchecked}"
        self.print(f"{text}.", bold=True)

    def _after(self, step: Step, next_step: Step | None) -> None:
        self.print(step.learnt)
        if next_step is None:
            self.print("That was the last step.")
        else:
            page = f"steps/{next_step.name}/README.md"
            self.print(f"Next: read {page}, then {self.command('step', next_step.number)}")

    def _echo(self, line: str) -> None:
        click.echo(_to_ascii(line) if self._ascii else line, self._into, color=self._colour)


def _to_ascii(text: str) -> str:
    for character, plain in (("…", "..."), ("→", "->"), ("’", "'"), ("–", "-")):
        text = text.replace(character, plain)
    return text.encode("ascii", "backslashreplace").decode()
