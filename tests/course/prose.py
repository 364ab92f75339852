"""Whether what the pages say is so: no link is dead, every section of the lab has its place."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.course.markdown import Page
from tests.course.shown import Commands, Transcript
from workbook.course import Step
from workbook.soundness.properties import Finding, Property
from workbook.soundness.trials import Plan

LINES = 90  # of a step's page, at most
HISTORY = "CHANGELOG.md"  # names commands that there may no longer be
LAB = "LAB.md"  # where each section of the lab is: a table of sections and links
ROW = re.compile(r"^\| *(\d[\d.]*) *\|(.*)$", re.MULTILINE)


def page_of(plan: Plan, step: Step) -> Property:
    """Every step has a page; it names sections of the lab, and what it shows is so."""
    file = plan.kept("steps", step) / "README.md"
    where = plan.shown(file)
    if not file.exists():
        return [Finding(where, "it is missing")]
    found = list(_dead_links(plan, file))
    page = Page(file)
    if not page.lab_sections:
        found.append(Finding(where, "it names no section of the lab: Covers lab section 1.3."))
    if (lines := len(page.text.splitlines())) > LINES:
        found.append(Finding(where, f"it has {lines} lines, and {LINES} is the most"))
    (wrong,) = yield [Commands(plan.course.root, file, step.name)]
    return [*found, *wrong]


def other_pages(plan: Plan) -> Property:
    """Judge that the pages of no step show what is so, and that the lab is covered."""
    root = plan.course.root
    pages = sorted([*root.glob("*.md"), *root.glob("notebooks/*.md")])
    found = [dead for file in pages for dead in _dead_links(plan, file)]
    shown = [file for file in pages if file.name != HISTORY]
    wrong: list[list[Finding]] = yield [
        *(Commands(root, file) for file in shown),
        *(Transcript(root, file, *each) for file in shown for each in Page(file).transcripts),
    ]
    return [*found, *_uncovered(plan), *(finding for each in wrong for finding in each)]


def _dead_links(plan: Plan, file: Path) -> Iterator[Finding]:
    for link in Page(file).links:
        path, _, anchor = link.partition("#")
        to = file.parent / path if path else file
        if not to.exists() or not to.resolve().is_relative_to(plan.course.root.resolve()):
            yield Finding(plan.shown(file), f"a dead link: {link}")
        elif anchor and to.suffix == ".md" and anchor not in Page(to).anchors:
            yield Finding(plan.shown(file), f"a dead link: {path} has no heading {anchor}")


def _uncovered(plan: Plan) -> Iterator[Finding]:
    """Yield where the table of the lab's sections, and what the pages cover, are not the same."""
    root = plan.course.root
    if not (root / LAB).exists():
        yield Finding(LAB, "it is missing: a table of the lab's sections, each with its page")
        return
    placed = {
        (section, page)
        for section, rest in ROW.findall(Page(root / LAB).text)
        for page in re.findall(r"\]\(([^)]+)\)", rest) or [""]
    }
    pages = {page for _, page in placed} | {
        plan.shown(plan.kept("steps", step) / "README.md") for step in plan.course.steps
    }
    named = {
        (section, page)
        for page in pages
        if page and (root / page).is_file()
        for section in Page(root / page).lab_sections
    }
    for section, page in sorted(placed - named):
        yield Finding(
            LAB, f"section {section}: {f'{page} does not name it' if page else 'no page'}"
        )
    for section, page in sorted(named - placed):
        yield Finding(page, f"it names section {section} of the lab, and {LAB} does not lead here")
