"""Jobs that other tools do: notebooks that are executed again, the full app's own tests."""

import json
import os
import re
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
from workbook.environment import ROOT
from workbook.faults import CheckerError
from workbook.plan import Plan
from workbook.properties import Finding, Property, unmet
from workbook.result import NotChecked
from workbook.target import Blocked
from workbook.trials import LEFT_OUT, Tried

SOURCES, TESTS = "notebooks/source", "tests/app"
NO_ENGINE, SAYS_SO = {"DOCKER_HOST": "unix:///nowhere"}, "Docker is not running"
SECONDS = 600  # for one file of the app's tests, or all notebooks


@dataclass(frozen=True)
class Notebooks:
    """Notebooks, built again from their sources and compared with those that are kept."""

    root: Path
    names: tuple[str, ...]
    seconds: float = 200.0

    def run(self) -> list[Finding]:
        from workbook.agreement import difference, without_partner

        built = self._built()
        if "" in built:  # told one by one, each beginning with the name of its source
            parts = re.split(rf"^(?={SOURCES}/\w+\.py: )", built[""], flags=re.MULTILINE)
            told = (part.strip().partition(": ") for part in parts if part.strip())
            return [Finding(where, why) for where, _, why in told]
        sources = sorted(file.stem for file in (self.root / SOURCES).glob("[0-9]*.py"))
        found = [Finding("notebooks", text) for text in without_partner(self.root, sources)]
        for file, text in built.items():
            path = self.root / "notebooks" / file
            kept = path.read_text("utf-8", "replace") if path.exists() else text
            if kept != text:
                found.append(Finding(f"notebooks/{file}", difference(file, kept, text)))
        return found

    def _built(self) -> dict[str, str]:
        """Return the files' texts. Raises CheckerError."""
        code = "from workbook import rebuilt; rebuilt.main()"
        command = [sys.executable, "-c", code, str(self.root), *self.names]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if done.returncode:
            raise CheckerError(f"the notebooks could not be built\n{done.stderr}")
        return json.loads(done.stdout)


def _built_again(plan: Plan) -> Notebooks:
    there = (step.name for step in plan.steps if _source(plan, step.name).exists())
    return Notebooks(plan.course.root, tuple(there))


def _source(plan: Plan, name: str) -> Path:
    return plan.course.root / SOURCES / f"{name}.py"


def notebook(plan: Plan, step: Step) -> Property:
    """Every step has a notebook, which its source gives byte for byte."""
    source = _source(plan, step.name)
    if not source.parent.is_dir():
        return None
    if not source.exists():
        return [Finding(plan.shown(source), "it is missing")]
    found: list[list[Finding]] = yield [_built_again(plan)]
    return [finding for finding in found[0] if Path(finding.where).stem == step.name]


def notebooks_index(plan: Plan) -> Property:
    """Judge that the index is what the sources give, and that no notebook stands alone."""
    if not (plan.course.root / SOURCES).is_dir():
        return None
    found: list[list[Finding]] = yield [_built_again(plan)]
    names = {step.name for step in plan.course.steps}
    return [finding for finding in found[0] if Path(finding.where).stem not in names]


@dataclass(frozen=True)
class Tests:
    """One file of the full app's own tests, run by pytest, with the container engine or without."""

    root: Path
    file: Path
    building: bool
    seconds: float = 120.0

    def run(self) -> list[Finding]:
        with tempfile.TemporaryDirectory() as room:
            report = Path(room) / "report.xml"
            command = [sys.executable, "-m", "pytest", "-q", "--tb=short"]
            done = subprocess.run(
                [*command, f"--junit-xml={report}", str(self.file)],
                cwd=self.root,
                env=os.environ | ({} if self.building else NO_ENGINE),
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
            return list(_cases(where, report, self.building))


def _cases(where: str, report: Path, building: bool) -> Iterator[Finding]:
    """Yield the tests that failed, and those that were skipped."""
    for case in ElementTree.parse(report).iter("testcase"):
        for kind in ("failure", "error", "skipped"):
            for told in case.iter(kind):
                text = told.get("message", "") if kind == "skipped" else told.text or ""
                if kind == "skipped" and SAYS_SO in text and not building:
                    text = LEFT_OUT  # it may run: the tests were kept from it
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
    found: list[list[Finding]] = yield [
        *(Tests(root, file, plan.building) for file in files),
        *ships,
    ]
    told = [finding for each in found for finding in each]
    if dockerfile.exists() and not plan.building:
        told.append(Finding(plan.shown(dockerfile), LEFT_OUT, checked=False))
    return told
