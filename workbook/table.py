"""Shows how sound the workbook is: a table and what is wrong below it, or the same as JSON."""

import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn
from rich.table import Table as Grid

from workbook.jobs import Tell
from workbook.plan import Plan
from workbook.properties import Finding
from workbook.soundness import COLUMNS, Cell, State, Table

MARKS: dict[State, tuple[str, str, str]] = {  # Unicode, ASCII, colour: the mark alone tells
    "sound": ("✓", "+", "green"),
    "broken": ("✗", "x", "red"),
    "not_checked": ("?", "?", "yellow"),
    "not_applicable": ("–", "-", "bright_black"),
}


@contextmanager
def progress() -> Generator[Tell]:
    """Give what shows, on a line of a terminal that is gone afterwards, how far it has come."""
    console = Console(stderr=True)
    quiet = not console.is_terminal
    parts = ("[progress.description]{task.description}", BarColumn(), MofNCompleteColumn())
    with Progress(
        *parts, TimeElapsedColumn(), console=console, transient=True, disable=quiet
    ) as bar:
        task = bar.add_task("Checking the workbook", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


class Printer:
    """Prints to the standard output, in ASCII where that takes no more."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._ascii = not (sys.stdout.encoding or "").lower().startswith("utf")

    def table(self, table: Table) -> None:
        """Print the table, and below it each finding once, first what is wrong."""
        grid = Grid(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        grid.add_column(no_wrap=True)
        for column in COLUMNS:
            grid.add_column(column.name, justify="center")
        for row, cells in table.rows.items():
            grid.add_row(row, *(self._mark(cell.state) for cell in cells))
        self._console.print(grid)
        for state in ("broken", "not_checked"):
            for cell in table.cells:
                self._findings(cell, state)

    def line(self, text: str, **style: Any) -> None:
        """Print text as it is, however long its lines are."""
        plain = text.encode("ascii", "backslashreplace").decode() if self._ascii else text
        self._console.print(plain, markup=False, soft_wrap=True, **style)

    def _mark(self, state: State) -> str:
        unicode, ascii_, colour = MARKS[state]
        return f"[{colour}]{ascii_ if self._ascii else unicode}[/]"

    def _findings(self, cell: Cell, state: State) -> None:
        found = [f for f in cell.findings or [] if f.checked == (state == "broken")]
        if not found:
            return
        unicode, ascii_, colour = MARKS[state]
        mark = ascii_ if self._ascii else unicode
        self.line(f"\n{mark} {cell.row}, {cell.column.name}: {cell.column.says}", style=colour)
        for where, why in _once(found):
            first, *more = why.splitlines() or [""]
            self.line(f"  {where}: {first}")
            for line in more:
                self.line(f"      {line}")


def _once(findings: list[Finding]) -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys((finding.where, finding.why) for finding in findings)


def summary(plan: Plan, table: Table, seconds: float) -> str:
    """Return how much was proved, and in how long."""
    counted = {
        "steps": len(plan.steps),
        "checks": sum(len(step.checks) for step in plan.steps),
        "mistakes": sum(len(plan.mistakes(step)) for step in plan.steps),
        "variants": sum(len(plan.variants(step)) for step in plan.steps),
    }
    words = ", ".join(f"{number} {what}" for what, number in counted.items())
    open_ = sum(cell.state == "not_checked" for cell in table.cells)
    verdict = "sound" if table.sound else "NOT SOUND"
    also = f", NOT CHECKED {open_}" if open_ else ""
    return f"{words}: {verdict}{also}, in {seconds:.1f} s."


def as_json(plan: Plan, table: Table, seconds: float) -> dict[str, Any]:
    """Return the table for tools."""
    return {
        "sound": table.sound,
        "seconds": round(seconds, 1),
        "summary": summary(plan, table, seconds),
        "properties": {column.name: column.says for column in COLUMNS},
        "rows": {
            row: {cell.column.name: cell.state for cell in cells}
            for row, cells in table.rows.items()
        },
        "findings": [
            {"row": cell.row, "property": cell.column.name, **vars(finding)}
            for cell in table.cells
            for finding in cell.findings or []
        ],
    }
