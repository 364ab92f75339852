"""The gallery as instructors read it: an index by what is told, and a page for each step."""

import re
from collections import defaultdict
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
DRAWN = r"\b(?=[a-f]*\d)[\da-f]{6}\b"  # what a check draws at random, so that nobody looks for it


def pages(plan: Plan) -> dict[Path, str]:
    """Return the text of each page by its file; none where there are no mistakes."""
    home = plan.course.root / "tests/mistakes"
    steps = [step for step in plan.course.steps if step.mistakes]
    each = {home / step.name / PAGE: _page(step) for step in steps}
    return {home / PAGE: _index(steps), **each} if each else {}


_HEAD = """\
# Mistakes, by what a student is told

A student's screen is before you? Go to the step, and look for the words behind `Why`; where there
is no `Why`, for those behind `Got`. The link shows what was done, and all that is told. An … is
where the rest is left out, or where a check draws something new each time.

{steps}

Each mistake is a folder here: files that are laid over the solution of a step, and `feedback.txt`,
the whole text that a student gets, with the words of Python {python} for its errors. `make gallery`
writes those texts and these pages; `make prove` compares them.
"""


def _index(steps: list[Step]) -> str:
    links = [f"[{step.number}](#{_anchor(_heading(step))})" for step in steps]
    head = _HEAD.format(steps=f"Step {', '.join(links)}", python=".".join(map(str, PYTHON)))
    return "\n".join([head, *map(_symptoms, steps)])


def _heading(step: Step) -> str:
    return f"Step {step.number}: {step.title}"


def _anchor(heading: str) -> str:
    """Return the name that code hosts give a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _symptoms(step: Step) -> str:
    """Return a list of what is told in a step, by the alphabet, and of what brings each about."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for folder in step.mistakes:
        name = folder.name.replace("_", " ")
        link = f"[{name}]({step.name}/{PAGE}#{_anchor(name)})"
        told[_symptom(kept_feedback(folder))].append(link)
    lines = [f"- {text}: {', '.join(told[text])}" for text in sorted(told, key=_letters)]
    whole = f"All of it: [{step.name}]({step.name}/{PAGE})"
    return "\n".join([f"## {_heading(step)}\n", *lines, f"\n{whole}\n"])


def _letters(text: str) -> str:
    return text.casefold().strip("` ")


def _symptom(feedback: str) -> str:
    """Return how it begins to say why, or else what came; as code, since it is quoted."""
    found = (re.search(SYMPTOM.format(label), feedback, re.M) for label in ("Why", "Got"))
    told = next((shorten(each[1], LONGEST, placeholder=" …") for each in found if each), "")
    told = re.sub(DRAWN, "…", told)
    return f"`` {told} ``" if "`" in told else f"`{told}`"


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
