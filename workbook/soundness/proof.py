"""Whether the workbook itself is sound: each property of each step, a cell in a table."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Literal

from workbook.course import Step
from workbook.soundness.columns import Column
from workbook.soundness.findings import Findings
from workbook.soundness.jobs import Run, Tell, working
from workbook.soundness.plan import Plan

State = Literal["sound", "broken", "not_checked", "not_applicable"]
WHOLE = "course"  # the row of what belongs to no step


@dataclass(frozen=True)
class Cell:
    """A property of a step, or of the whole course."""

    row: str
    column: Column
    findings: Findings

    @property
    def state(self) -> State:
        if self.findings is None:
            return "not_applicable"
        if any(finding.checked for finding in self.findings):
            return "broken"
        return "not_checked" if self.findings else "sound"


@dataclass(frozen=True)
class Table:
    """All cells, in the order of the rows and then of the columns.

    cpu_seconds: by column; what several columns rest on counts for one of them.
    """

    cells: tuple[Cell, ...]
    cpu_seconds: dict[str, float]

    @property
    def sound(self) -> bool:
        return not any(cell.state == "broken" for cell in self.cells)

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(dict.fromkeys(cell.column for cell in self.cells))

    @property
    def rows(self) -> dict[str, list[Cell]]:
        found: dict[str, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return found


def prove(plan: Plan, tell: Tell, columns: tuple[Column, ...]) -> Table:
    """Return the table of the plan's steps, with the whole course as a last row when they are all.

    Raises CheckerError, OSError.
    """
    places = [(row, column) for row in _rows(plan) for column in columns]
    with ThreadPoolExecutor(len(places)) as threads, working(tell) as work:
        # From the end: the last rows and columns take longest, and so begin first.
        begun = {
            place: threads.submit(_judged, plan, *place, work.of(place[1].name))
            for place in reversed(places)
        }
        for cell in as_completed(begun.values()):
            cell.result()  # raises what went wrong first
        seconds = {column.name: work.seconds[column.name] for column in columns}
    return Table(tuple(begun[place].result() for place in places), seconds)


def _rows(plan: Plan) -> list[Step | None]:
    return [*plan.steps, *([None] if plan.whole else ())]


def _judged(plan: Plan, step: Step | None, column: Column, run: Run) -> Cell:
    if step is None:
        return Cell(WHOLE, column, column.of_course(plan, run) if column.of_course else None)
    return Cell(step.name, column, column.of_step(plan, step, run) if column.of_step else None)
