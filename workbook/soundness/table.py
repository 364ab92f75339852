"""Shows how sound the workbook is: a table and what is wrong below it, or the same as JSON."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import click

from workbook.checks.terminal import Terminal
from workbook.soundness.jobs import Tell
from workbook.soundness.plan import Plan
from workbook.soundness.proof import Cell, State, Table

MARKS: dict[State, str] = {  # marked as the outcomes of checks are
    "sound": "passed",
    "broken": "failed",
    "not_checked": "not_checked",
    "not_applicable": "absent",
}


@contextmanager
def progress() -> Generator[Tell]:
    """Give what shows, on a line of a terminal, how far it has come."""
    quiet = not sys.stderr.isatty()
    with click.progressbar(
        length=1, label="Checking the workbook", file=sys.stderr, hidden=quiet
    ) as bar:

        def tell(done: int, of: int) -> None:
            bar.length, bar.finished = of, False  # more may come after all that was known
            bar.update(done - bar.pos)

        yield tell


def show(table: Table, terminal: Terminal) -> None:
    """Print the table, what its columns say, and each finding once, first what is wrong."""
    widest = max(len(row) for row in table.rows)
    names = [column.name for column in table.columns]
    terminal.line(" ".join([" " * widest, *names]))
    for row, cells in table.rows.items():
        marks = [terminal.mark(MARKS[cell.state], len(cell.column.name)) for cell in cells]
        terminal.line(" ".join([f"{row:<{widest}}", *marks]).rstrip())
    terminal.print()
    longest = max(map(len, names))
    for column in table.columns:
        terminal.print(column.says, first=f"{column.name:<{longest}}  ", rest=" " * (longest + 2))
    for state in ("broken", "not_checked"):
        for cell in table.cells:
            _findings(cell, state, terminal)


def _findings(cell: Cell, state: State, terminal: Terminal) -> None:
    found = [f for f in cell.findings or [] if f.checked == (state == "broken")]
    if not found:
        return
    mark = terminal.mark(MARKS[state])
    terminal.line(f"\n{mark} {cell.row}, {cell.column.name}: {cell.column.says}")
    for where, why in dict.fromkeys((finding.where, finding.why) for finding in found):
        first, *more = why.splitlines() or [""]
        terminal.line(f"  {where}: {first}")
        for line in more:
            terminal.line(f"      {line}")
    if state == "broken":
        terminal.line(f"  What to do: {cell.column.mend}")


def summary(plan: Plan, table: Table, seconds: float) -> str:
    """Return how much was proved, and in how long."""
    counted = {
        "steps": len(plan.steps),
        "checks": sum(len(step.checks) for step in plan.steps),
    }
    if any(column.name == "gallery" for column in table.columns):
        counted["mistakes"] = sum(len(step.mistakes) for step in plan.steps)
        counted["variants"] = sum(len(step.variants) for step in plan.steps)
    words = ", ".join(f"{number} {what}" for what, number in counted.items())
    open_ = sum(cell.state == "not_checked" for cell in table.cells)
    verdict = "sound" if table.sound else "NOT SOUND"
    also = f", NOT CHECKED {open_}" if open_ else ""
    return f"{words}: {verdict}{also}, in {seconds:.1f} s."


def bill(table: Table) -> str:
    """Return the CPU seconds that each column has cost."""
    each = ", ".join(f"{name} {seconds:.1f}" for name, seconds in table.cpu_seconds.items())
    return f"CPU seconds: {each}; in all {sum(table.cpu_seconds.values()):.1f}."


def as_json(plan: Plan, table: Table, seconds: float) -> dict[str, Any]:
    """Return the table for tools."""
    return {
        "sound": table.sound,
        "seconds": round(seconds, 1),
        "cpu_seconds": {name: round(cpu, 1) for name, cpu in table.cpu_seconds.items()},
        "summary": summary(plan, table, seconds),
        "properties": {column.name: column.says for column in table.columns},
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
