"""Whether the workbook itself is sound: its steps by the properties that must hold."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Literal

from workbook import gallery, outside, properties, prose
from workbook.course import Step
from workbook.jobs import Done, Job, Tell, run_all
from workbook.plan import Plan
from workbook.properties import Findings

State = Literal["sound", "broken", "not_checked", "not_applicable"]
Judging = properties.Property | Findings
WHOLE = "course"  # the row of what belongs to no step


@dataclass(frozen=True)
class Column:
    """A property: its name, what it says, and how it is judged, for a step and for the whole."""

    name: str
    says: str
    of_step: Callable[[Plan, Step], Judging] | None = None
    of_course: Callable[[Plan], Judging] | None = None


COLUMNS = (
    Column(
        "starts",
        "Every starter runs, and passes the checks of the steps it carries on.",
        properties.starts,
    ),
    Column("open", "Every starter is not done, as its TODO says.", properties.open_at_first),
    Column(
        "solved",
        "Every solution and variant passes all checks, also of the steps it carries on.",
        properties.solved,
    ),
    Column("grows", "Every starter is the solution before it, plus comments.", properties.grows),
    Column("worded", "Every check has a promise and two hints that fit.", properties.worded),
    Column(
        "gallery",
        "Every check is failed by something; every mistake gets exactly its feedback.",
        gallery.gallery,
        gallery.gallery_page,
    ),
    Column(
        "notebook",
        "Every notebook, executed again, gives the very bytes that are kept.",
        outside.notebook,
        outside.notebooks_index,
    ),
    Column(
        "prose",
        "Every page's links, commands and transcripts hold; the lab is covered.",
        prose.page_of,
        prose.other_pages,
    ),
    Column(
        "app",
        "The full app passes its own tests, and its checks in a container.",
        of_course=outside.app,
    ),
)


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
    """All cells, in the order of the rows and then of the columns."""

    cells: tuple[Cell, ...]

    @property
    def sound(self) -> bool:
        return not any(cell.state == "broken" for cell in self.cells)

    @property
    def rows(self) -> dict[str, list[Cell]]:
        found: dict[str, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return found


class _Judge:
    """Takes one property of one step from its jobs to its findings."""

    def __init__(self, row: str, column: Column, judging: Judging) -> None:
        self.row, self.column = row, column
        self.jobs: list[Job] = []
        self._judging, self._findings = judging, None
        if isinstance(judging, Generator):
            self._go_on(lambda: next(judging))
        else:
            self._findings = judging

    def cell(self, done: Done) -> Cell:
        judging = self._judging
        if self.jobs and isinstance(judging, Generator):
            self._go_on(lambda: judging.send([done[job] for job in self.jobs]))
        return Cell(self.row, self.column, self._findings)

    def _go_on(self, step: Callable[[], list[Job]]) -> None:
        try:
            self.jobs = step()
        except StopIteration as end:
            self._findings = end.value


def prove(plan: Plan, tell: Tell, columns: tuple[Column, ...] = COLUMNS) -> Table:
    """Return the table of the plan's steps, with the whole course as a last row when they are all.

    Raises CheckerError, OSError.
    """
    judges = list(_judges(plan, columns))
    done = run_all({job for judge in judges for job in judge.jobs}, tell)
    return Table(tuple(judge.cell(done) for judge in judges))


def jobs_of(plan: Plan) -> list[Job]:
    """Return everything that is to be done for the table."""
    return list(dict.fromkeys(job for judge in _judges(plan, COLUMNS) for job in judge.jobs))


def _judges(plan: Plan, columns: tuple[Column, ...]) -> Iterator[_Judge]:
    for step in plan.steps:
        for column in columns:
            yield _Judge(step.name, column, column.of_step(plan, step) if column.of_step else None)
    for column in columns if plan.whole else ():
        yield _Judge(WHOLE, column, column.of_course(plan) if column.of_course else None)
