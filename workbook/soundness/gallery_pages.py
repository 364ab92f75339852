"""The gallery as instructors read it: an index by what is told, and a page for each step."""

import re
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from textwrap import shorten

from workbook.course import Step
from workbook.soundness.plan import Plan, kept_feedback
from workbook.soundness.trials import FEEDBACK, GONE

PYTHON = (3, 11)  # whose words for errors the files have; others may word them otherwise
PAGE = "README.md"
LEAST, CONTEXT = 3, 1  # backticks of a fence; lines around a change
SYMPTOM = r"^    {} +(\S.*(?:\n {{14}}.*)*)"  # a label of a failure, and what stands beside it
LONGEST = 100  # characters of a symptom in the index


def pages(plan: Plan) -> dict[Path, str]:
    """Return the text of each page by its file; none where there are no mistakes."""
    home = plan.course.root / "tests/mistakes"
    steps = [step for step in plan.course.steps if step.mistakes]
    each = {home / step.name / PAGE: _page(step) for step in steps}
    return {home / PAGE: _index(steps), **each} if each else {}


_HEAD = """\
# Mistakes

What beginners do, and what the workbook then says. Each mistake is a folder here: files that are
laid over the solution of a step, and `feedback.txt`, the whole text that a student gets, with the
words of Python {}.{} for its errors. `make gallery` writes those texts and these pages;
`make prove` compares them.

Look here for what a student is told; the link shows what was done. A step's page has all of it.
"""


def _index(steps: list[Step]) -> str:
    return "\n".join([_HEAD.format(*PYTHON), *map(_symptoms, steps)])


def _symptoms(step: Step) -> str:
    """Return a list of what is told in a step, in the order of the alphabet."""
    told = sorted((_symptom(kept_feedback(folder)), folder.name) for folder in step.mistakes)
    lines = [
        f"- {text} [{name.replace('_', ' ')}]({step.name}/{PAGE}#{name.replace('_', '-')})"
        for text, name in told
    ]
    return "\n".join([f"## [Step {step.number}: {step.title}]({step.name}/{PAGE})\n", *lines, ""])


def _symptom(feedback: str) -> str:
    """Return how it begins to say why, or else what came; as code, since it is quoted."""
    found = (re.search(SYMPTOM.format(label), feedback, re.M) for label in ("Why", "Got"))
    told = next((shorten(each[1], LONGEST, placeholder=" …") for each in found if each), "")
    fence = "``" if "`" in told else "`"
    return f"{fence}{told}{fence}"


def _page(step: Step) -> str:
    entries = [_entry(step, folder) for folder in step.mistakes]
    return "\n".join([f"# Mistakes of step {step.number}: {step.title}\n", *entries])


def _entry(step: Step, folder: Path) -> str:
    changed = _fenced("diff", "\n".join(_changes(step.solution, folder)))
    said = _fenced("text", _told(kept_feedback(folder)))
    return f"## {folder.name.replace('_', ' ')}\n\n{changed}\n{said}"


def _fenced(language: str, text: str) -> str:
    longest = max(map(len, re.findall(r"^`+", text, re.M)), default=0)
    fence = "`" * max(LEAST, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}\n"


def _changes(solution: Path, folder: Path) -> Iterator[str]:
    """Yield what a mistake changes, as a short diff of each file."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if name == FEEDBACK:
            continue
        if name.endswith(GONE):
            yield f"- {name.removesuffix(GONE)} is missing"
            continue
        old, new = _lines(solution / name), _lines(file)
        yield f"# {name}" if old else f"+ {name} is there"
        difference = unified_diff(old, new, lineterm="", n=CONTEXT)
        yield from ("" if line.startswith("@@") else line for line in list(difference)[2:] if old)


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8", "replace").splitlines() if file.exists() else []


def _told(feedback: str) -> str:
    """Return the part of a feedback that is told in full."""
    lines = feedback.splitlines()
    begins = next((n for n, line in enumerate(lines) if line.startswith("    ")), len(lines))
    while begins > 0 and lines[begins - 1].startswith("  "):  # a promise of several lines
        begins -= 1
    ends = next((n for n in range(begins, len(lines)) if not lines[n].startswith(" ")), len(lines))
    return "\n".join(lines[max(0, begins - 1) : ends])
