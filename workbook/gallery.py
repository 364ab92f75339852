"""The gallery of mistakes: each gets exactly its feedback, and one page shows them all."""

import re
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from workbook.course import Step
from workbook.jobs import Tell, run_all
from workbook.plan import Plan, kept_feedback
from workbook.properties import Finding, Findings, Property
from workbook.trials import FEEDBACK, GONE, Tried

PYTHON = (3, 11)  # whose words for errors the files have; others may word them otherwise
DOCKER = "docker build stopped at"
WORDS = {  # with what they mark: columns, instructions
    "Python": r"(?<=Error: ).*?(?= Look at | Next )| \^(?= )",
    "Docker": rf"(?<={DOCKER}).*?(?= Look at | Next )",
}
VERSION = r"Python/[\d.]+"  # of the base image: whichever 3.13 is the newest
PAGE = "tests/mistakes/README.md"
LEAST, CONTEXT = 3, 1  # backticks of a fence; lines around a change


def gallery(plan: Plan, step: Step) -> Property:
    """Every mistake gets exactly its feedback.txt, and every check is failed by something."""
    mistakes = plan.mistakes(step)
    starter, *tried = yield [
        plan.starter(step),
        *(plan.laid_over(step, folder, sparing=True) for folder in mistakes),
    ]
    found: list[Finding] = []
    for folder, each in zip(mistakes, tried, strict=True):
        found += _inexact(plan.shown(folder), kept_feedback(folder), each)
    return [*found, *_vacuous(plan, step, [starter, *tried])]


def _inexact(where: str, kept: str, tried: Tried) -> Iterator[Finding]:
    """Yield what is wrong with a mistake: its feedback, or that it is none."""
    if not tried.named("failed", "error"):
        open_ = bool(tried.named("not_checked"))
        why = "only a container can show it, and none was built" if open_ else "no check fails it"
        yield Finding(where, why, checked=not open_)
    elif not kept:
        yield Finding(where, f"it has no {FEEDBACK}: make gallery")
    elif not same(kept, tried.feedback):
        lines = kept.splitlines(), tried.feedback.splitlines()
        yield Finding(where, "\n".join(unified_diff(*lines, FEEDBACK, "feedback now", lineterm="")))


def same(kept: str, now: str) -> bool:
    """Whether two feedbacks are the same, but for words of another Python, and of any Docker."""
    kept, now = (re.sub(VERSION, "Python", text) for text in (kept, now))
    theirs = [WORDS["Docker"]] if all(DOCKER in text for text in (kept, now)) else []
    theirs += [WORDS["Python"]] if sys.version_info[:2] != PYTHON else []
    if not theirs:
        return kept == now
    one, other = (" ".join(text.split()) for text in (kept, now))
    for pattern in theirs:
        one, other = (re.sub(pattern, "", text) for text in (one, other))
    return one == other


def _vacuous(plan: Plan, step: Step, tried: list[Tried]) -> Iterator[Finding]:
    """Yield each check that neither the starter nor a mistake fails."""
    results = [result for each in tried for result in each.results]
    failed = {r.check.name for r in results if r.outcome == "failed" and not r.blocked}
    unbuilt = [each for each in tried if not each.named("failed", "error")]
    skipped = {r.check.name for each in unbuilt for r in each.named("not_checked")}
    for check in step.checks:
        if check.name not in failed:
            where = f"{plan.shown(step.file)}, {check.name}"
            why = "neither the starter nor a mistake fails it"
            if check.name in skipped:
                why += " without a container"
            yield Finding(where, why, checked=check.name not in skipped)


def gallery_page(plan: Plan) -> Findings:
    """Return what is wrong with the gallery as a whole."""
    names = {step.name for step in plan.course.steps}
    found = [
        Finding(plan.shown(folder), "there is no such step")
        for kind in ("mistakes", "variants")
        for folder in sorted(plan.course.root.glob(f"tests/{kind}/[!_.]*/"))
        if folder.name not in names
    ]
    file = plan.course.root / PAGE
    if (file.read_text("utf-8") if file.exists() else "") != page(plan):
        found.append(Finding(PAGE, "it is not what the mistakes' folders give: make gallery"))
    return found


def page(plan: Plan) -> str:
    """Return the page that lists the gallery for instructors; empty where there is none."""
    parts = [_section(plan, step) for step in plan.course.steps if plan.mistakes(step)]
    return "\n".join([_HEAD.format(*PYTHON), *parts]) if parts else ""


_HEAD = """\
# Mistakes

What beginners do, and what the workbook then says. Each mistake is a folder here: files that are
laid over the solution of a step, and `feedback.txt`, the whole text that a student gets, with the
words of Python {}.{} for its errors. `make gallery` writes those texts and this page; `make check`
compares them.
"""


def _section(plan: Plan, step: Step) -> str:
    entries = [_entry(plan, step, folder) for folder in plan.mistakes(step)]
    return "\n".join([f"## Step {step.number}: {step.title}\n", *entries])


def _entry(plan: Plan, step: Step, folder: Path) -> str:
    changed = _fenced("diff", "\n".join(_changes(plan.kept("solution", step), folder)))
    said = _fenced("text", _told(kept_feedback(folder)))
    return f"### {folder.name.replace('_', ' ')}\n\n{changed}\n{said}"


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


def write_all(plan: Plan, tell: Tell) -> Iterator[str]:
    """Write the feedback of these steps' mistakes, and the page; yield a line for what it did.

    What is new is tried twice: no trouble of a busy machine is to be written down. Raises
    CheckerError, OSError.
    """
    trials = {
        folder: plan.laid_over(step, folder, sparing=True)
        for step in plan.steps
        for folder in plan.mistakes(step)
    }
    done = run_all(trials.values(), tell)
    new: list[Path] = []
    for folder, trial in trials.items():
        if not done[trial].named("failed", "error"):
            yield f"Left as it is: {plan.shown(folder)}, since no check fails it here"
        elif not same(kept_feedback(folder), done[trial].feedback):
            new.append(folder)
    again = run_all([trials[folder] for folder in new], tell)
    for folder in new:
        text = done[trials[folder]].feedback
        if not same(text, again[trials[folder]].feedback):
            yield f"Left as it is: {plan.shown(folder)}, which was told two things in two runs"
            continue
        (folder / FEEDBACK).write_text(text, "utf-8")
        yield f"Written: {plan.shown(folder / FEEDBACK)}"
    whole = plan.course.root / PAGE
    if (text := page(plan)) and not (whole.exists() and whole.read_text("utf-8") == text):
        whole.write_text(text, "utf-8")
        yield f"Written: {PAGE}"
