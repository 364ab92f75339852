"""Jobs that other tools do: notebooks that are executed again, the full app's own tests."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from workbook.checker import check
from workbook.container import run_in_background
from workbook.course import Course, Step
from workbook.plan import Plan
from workbook.properties import Finding, Property, unmet
from workbook.result import NotChecked
from workbook.target import Blocked
from workbook.trials import LEFT_OUT, Tried

SOURCES, TESTS = "notebooks/source", "tests/app"
SECONDS = 600  # for one file of the app's tests


@dataclass(frozen=True)
class Notebook:
    """A notebook built again from its source, compared with the one that is kept; "": the index."""

    root: Path
    name: str
    seconds: float = 30.0

    def run(self) -> list[Finding]:
        from workbook import notebooks  # brings Jupyter
        from workbook.agreement import difference

        if not self.name:
            return [Finding("notebooks", text) for text in notebooks.check(self.root, [])]
        file = f"{self.name}.ipynb"
        kept = self.root / "notebooks" / file
        if not kept.exists():
            return []  # the index's row says so
        try:
            built = notebooks.build(self.root, [self.name])[file]
        except notebooks.NotebookError as error:
            return [Finding(f"{SOURCES}/{self.name}.py", str(error))]
        text = kept.read_text("utf-8", "replace")
        return (
            [] if text == built else [Finding(f"notebooks/{file}", difference(file, text, built))]
        )


def notebook(plan: Plan, step: Step) -> Property:
    """Every step has a notebook, which its source gives byte for byte."""
    root = plan.course.root
    if not (root / SOURCES).is_dir():
        return None
    source = f"{SOURCES}/{step.name}.py"
    if not (root / source).exists():
        return [Finding(source, "it is missing")]
    (found,) = yield [Notebook(root, step.name)]
    return found


def notebooks_index(plan: Plan) -> Property:
    """Judge that the index is what the sources give, and that no notebook stands alone."""
    if not (plan.course.root / SOURCES).is_dir():
        return None
    (found,) = yield [Notebook(plan.course.root, "")]
    return found


@dataclass(frozen=True)
class Tests:
    """One file of the full app's own tests, run by pytest."""

    root: Path
    file: Path
    seconds: float = 120.0

    def run(self) -> list[Finding]:
        with tempfile.TemporaryDirectory() as room:
            report = Path(room) / "report.xml"
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short"]
            done = subprocess.run(
                [*command, f"--junit-xml={report}", str(self.file)],
                cwd=self.root,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
            where = self.file.relative_to(self.root).as_posix()
            if not report.exists():
                return [
                    Finding(where, f"pytest ended with status {done.returncode}\n{done.stdout}")
                ]
            return list(_cases(where, report))


def _cases(where: str, report: Path) -> Iterator[Finding]:
    """Yield the tests that failed, and those that were skipped."""
    for case in ElementTree.parse(report).iter("testcase"):
        for kind in ("failure", "error", "skipped"):
            for told in case.iter(kind):
                text = told.get("message", "") if kind == "skipped" else told.text or ""
                why = f"{case.get('name')}: {text.strip()}"
                yield Finding(where, why, checked=kind != "skipped")


@dataclass(frozen=True)
class Shipped:
    """The last step's solution, built and run, and checked at the address of its container."""

    root: Path
    step: str
    seconds: float = 300.0

    def run(self) -> list[Finding]:
        course, where = Course(self.root), f"solution/{self.step}/Dockerfile"
        step = course.find(self.step)
        try:
            with run_in_background(self.root / "solution" / self.step) as container:
                report = check(course, step, self.root / "solution", url=container.address)
        except NotChecked as reason:
            return [Finding(where, str(reason), checked=False)]
        except Blocked as blocked:
            return [Finding(where, "\n".join((blocked.failure.got, *blocked.failure.why)))]
        wrong = unmet(
            Tried(report.results, report.done, ""), f"{where}, at its container's address"
        )
        return [finding for finding in wrong if finding.checked]


def app(plan: Plan) -> Property:
    """Judge that the full app passes its own tests, and the checks of its step in a container."""
    root, last = plan.course.root, plan.course.steps[-1]
    files = sorted((root / TESTS).glob("test_*.py"))
    dockerfile = plan.kept("solution", last) / "Dockerfile"
    if not files and not dockerfile.exists():
        return None
    ships = [Shipped(root, last.name)] if dockerfile.exists() and plan.building else []
    found: list[list[Finding]] = yield [*(Tests(root, file) for file in files), *ships]
    told = [finding for each in found for finding in each]
    if dockerfile.exists() and not plan.building:
        told.append(Finding(plan.shown(dockerfile), LEFT_OUT, checked=False))
    return told
