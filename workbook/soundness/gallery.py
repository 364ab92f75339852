"""The gallery: each mistake gets exactly its feedback; every check is failed by something."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path

from workbook.course import Step
from workbook.soundness.findings import Finding, Findings
from workbook.soundness.gallery_pages import PYTHON, pages
from workbook.soundness.jobs import Run
from workbook.soundness.plan import Plan, kept_feedback
from workbook.soundness.trials import FEEDBACK, Tried

DOCKER = "docker build stopped at"
WORDS = {  # with what they mark: columns, instructions
    "Python": r"(?<=Error: ).*?(?= Look at | Next )| \^(?= )",
    "Docker": rf"(?<={DOCKER}).*?(?= Look at | Next )",
}
VERSION = r"Python/[\d.]+"  # of the base image: whichever 3.13 is the newest


def gallery(plan: Plan, step: Step, run: Run) -> Findings:
    """Every mistake gets exactly its feedback.txt, and every check is failed by something."""
    mistakes = step.mistakes
    trials = (plan.laid_over(step, folder, sparing=True) for folder in mistakes)
    starter, *tried = run(plan.starter(step), *trials)
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


def gallery_pages(plan: Plan, _: Run) -> Findings:
    """Judge that the gallery's pages are what its folders give, and that each is of a step."""
    names = {step.name for step in plan.course.steps}
    found = [
        Finding(plan.shown(folder), "there is no such step")
        for kind in ("mistakes", "variants")
        for folder in sorted(plan.course.root.glob(f"tests/{kind}/[!_.]*/"))
        if folder.name not in names
    ]
    for file, text in pages(plan).items():
        if not file.exists() or file.read_text("utf-8") != text:
            why = "it is not what the mistakes' folders give: make gallery"
            found.append(Finding(plan.shown(file), why))
    return found


def write_all(plan: Plan, run: Run) -> Iterator[str]:
    """Write the feedback of these steps' mistakes, and the pages; yield a line for what it did.

    What is new is tried twice: no trouble of a busy machine is to be written down. Raises
    CheckerError, OSError.
    """
    trials = {
        folder: plan.laid_over(step, folder, sparing=True)
        for step in plan.steps
        for folder in step.mistakes
    }
    new: dict[Path, Tried] = {}
    for folder, tried in zip(trials, run(*trials.values()), strict=True):
        if not tried.named("failed", "error"):
            yield f"Left as it is: {plan.shown(folder)}, since no check fails it here"
        elif not same(kept_feedback(folder), tried.feedback):
            new[folder] = tried
    again = run(*(replace(trials[folder], again=1) for folder in new))
    for (folder, tried), other in zip(new.items(), again, strict=True):
        if not same(tried.feedback, other.feedback):
            yield f"Left as it is: {plan.shown(folder)}, which was told two things in two runs"
            continue
        (folder / FEEDBACK).write_text(tried.feedback, "utf-8")
        yield f"Written: {plan.shown(folder / FEEDBACK)}"
    for file, text in pages(plan).items():
        if not file.exists() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8")
            yield f"Written: {plan.shown(file)}"
