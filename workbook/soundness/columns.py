"""What is proved of the workbook, a column each: for `make prove` all, for `make check` less."""

from collections.abc import Callable
from dataclasses import dataclass

from workbook.course import Step
from workbook.soundness import gallery, properties, whole
from workbook.soundness.findings import Findings
from workbook.soundness.jobs import Run
from workbook.soundness.plan import Plan


@dataclass(frozen=True)
class Column:
    """A property: its name, what it says, how to mend it, and how to judge it.

    of_step, of_course: what judges it for a step, and for the whole.
    """

    name: str
    says: str
    mend: str
    of_step: Callable[[Plan, Step, Run], Findings] | None = None
    of_course: Callable[[Plan, Run], Findings] | None = None


_STARTS = Column(
    "starts",
    "Every starter runs, and passes the checks of the steps it carries on.",
    "git status shows which files differ from the workbook's; git checkout FILE brings one back.",
    properties.starts,
)
_OPEN = Column(
    "open",
    "Every starter is not done, as its TODO says.",
    "Is steps/ where somebody has done the steps? Check a fresh clone.",
    properties.open_at_first,
)
_SOLVED = "Every solution {}passes all {}checks, also of the steps it carries on."
_NOTEBOOK = Column(
    "notebook",
    "Every notebook, executed again, gives the very bytes that are kept.",
    "Delete .venv and repeat: another version of a package prints other things.",
    whole.notebook,
    whole.notebooks_index,
)

CHECK = (
    _STARTS,
    _OPEN,
    Column("solved", _SOLVED.format("", "other "), _STARTS.mend, properties.solved_by_files),
    _NOTEBOOK,
    Column(
        "container",
        "Every solution with a Dockerfile is built, run, and asked in its container.",
        "docker system prune frees space; docker pull python:3.13-slim brings the base image.",
        whole.container,
    ),
)
PROVE = (
    _STARTS,
    _OPEN,
    Column("solved", _SOLVED.format("and variant ", ""), _STARTS.mend, properties.solved_otherwise),
    Column(
        "grows",
        "Every starter is the solution before it, plus comments.",
        "Copy the solution over the starter, then add the comments again.",
        properties.grows,
    ),
    Column(
        "worded",
        "Every check has a promise and two hints that fit.",
        "Shorten it, or split the check in two.",
        properties.worded,
    ),
    Column(
        "gallery",
        "Every check is failed by something; every mistake gets exactly its feedback.",
        "make gallery writes what is told now: read its diff.",
        gallery.gallery,
        gallery.gallery_pages,
    ),
    _NOTEBOOK,
    Column(
        "pages",
        "Every page's links, commands and transcripts hold; the lab is covered.",
        "python -m pytest tests/course tells it in full.",
        of_course=whole.pages,
    ),
    Column(
        "app",
        "The full app passes its own tests, and its checks in a container.",
        "python -m pytest tests/app tells it in full.",
        of_course=whole.app,
    ),
)
