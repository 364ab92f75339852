"""Whether what the pages say is so: no link is dead, every section of the lab has its place."""

from collections.abc import Iterator
from pathlib import Path

from tests.course.markdown import Page
from workbook.course import Course

LINES = 90  # of a step's page, at most
TYPED = "top folder"  # where the Makefile is; a student tries the app in the step's own
HISTORY = "CHANGELOG.md"  # names commands that there may no longer be
GALLERY = "tests/mistakes"  # quotes code and messages, so that only its links are looked at
LAB = "LAB.md"  # where each section of the lab is: a table of sections and links


def of_steps(root: Path) -> dict[Path, str]:
    """Return the page of each step, with the step's name."""
    return {step.starter / "README.md": step.name for step in Course(root).steps}


def others(root: Path) -> list[Path]:
    """Return the pages of no step whose commands are to hold."""
    found = [file for folder in (".", "docs", "notebooks") for file in root.glob(f"{folder}/*.md")]
    return sorted(file for file in found if file.name != HISTORY)


def linking(root: Path) -> list[Path]:
    """Return all pages whose links are to hold."""
    gallery = sorted((root / GALLERY).rglob("*.md"))
    return [*of_steps(root), *others(root), *root.glob(HISTORY), *gallery]


def dead_links(root: Path, file: Path) -> Iterator[str]:
    """Yield the links of a page that lead nowhere in the repository."""
    for link in Page(file).links:
        path, _, anchor = link.partition("#")
        to = file.parent / path if path else file
        if not to.exists() or not to.resolve().is_relative_to(root.resolve()):
            yield f"a dead link: {link}"
        elif anchor and to.suffix == ".md" and anchor not in Page(to).anchors:
            yield f"a dead link: {path} has no heading {anchor}"


def outgrown(file: Path) -> Iterator[str]:
    """Yield how a step's page is too long, or does not say what each page says."""
    if (lines := len(Page(file).text.splitlines())) > LINES:
        yield f"it has {lines} lines, and {LINES} is the most"
    if not Page(file).lab_sections:
        yield "it names no section of the lab: Covers lab section 1.3."
    if "`make " in Page(file).text and TYPED not in " ".join(Page(file).text.split()):
        yield f"it does not say that make is typed in the {TYPED}"


def uncovered(root: Path) -> Iterator[str]:
    """Yield where the table of the lab's sections, and what the pages cover, are not the same."""
    rows = [(section, links) for section, links in Page(root / LAB).rows if section[0].isdigit()]
    placed = {(section, page) for section, links in rows for page in links or [""]}
    pages = {page for _, page in placed if (root / page).is_file()}
    pages |= {file.relative_to(root).as_posix() for file in of_steps(root)}
    named = {(section, page) for page in pages for section in Page(root / page).lab_sections}
    for section, page in sorted(placed - named):
        why = f"{page} does not name it" if page else "no page"
        yield f"{LAB}: section {section}: {why}"
    for section, page in sorted(named - placed):
        yield f"{page}: it names section {section} of the lab, and {LAB} does not lead here"
