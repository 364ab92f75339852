"""What other tools try: notebooks, executed again; tests of the pages and of the full app."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from workbook.checks.options import Options
from workbook.checks.run import check
from workbook.course import Course, Step
from workbook.docker.container import run_in_background
from workbook.environment import ROOT
from workbook.errors import CheckerError, NotChecked, Reason
from workbook.result import Blocked, State
from workbook.soundness.findings import Finding, Findings
from workbook.soundness.jobs import Run
from workbook.soundness.plan import Plan
from workbook.soundness.properties import unmet
from workbook.soundness.trials import Tried

SOURCES = "notebooks/source"
OF_PAGES, OF_APP = "tests/course", "tests/app"
WITHOUT_ENGINE = ("-m", "not engine")  # tests that need a container engine are marked so
SECONDS = 600  # for one file of tests, or all notebooks


@dataclass(frozen=True)
class Notebooks:
    """Notebooks, built again from their sources and compared with those that are kept."""

    root: Path
    names: tuple[str, ...]

    def run(self) -> list[Finding]:
        command = [sys.executable, "-m", "workbook.notebooks", str(self.root), *self.names]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if done.returncode:
            raise CheckerError(f"the notebooks could not be built\n{done.stderr}")
        return [Finding(where, why) for where, why in json.loads(done.stdout).items()]


def _built_again(plan: Plan) -> Notebooks:
    there = (step.name for step in plan.steps if _source(plan, step.name).exists())
    return Notebooks(plan.course.root, tuple(there))


def _source(plan: Plan, name: str) -> Path:
    return plan.course.root / SOURCES / f"{name}.py"


def notebook(plan: Plan, step: Step, run: Run) -> Findings:
    """Every step has a notebook, which its source gives byte for byte."""
    source = _source(plan, step.name)
    if not source.parent.is_dir():
        return None
    if not source.exists():
        return [Finding(plan.shown(source), "it is missing")]
    found: list[Finding] = run(_built_again(plan))[0]
    return [finding for finding in found if Path(finding.where).stem == step.name]


def notebooks_index(plan: Plan, run: Run) -> Findings:
    """Judge that the index is what the sources give, and that no notebook stands alone."""
    if not (plan.course.root / SOURCES).is_dir():
        return None
    found: list[Finding] = run(_built_again(plan))[0]
    names = {step.name for step in plan.course.steps}
    return [finding for finding in found if Path(finding.where).stem not in names]


@dataclass(frozen=True)
class Tests:
    """One file of tests, run by pytest; without `building`, those that need no container engine."""

    root: Path
    file: Path
    building: bool

    def run(self) -> list[Finding]:
        where = self.file.relative_to(self.root).as_posix()
        with tempfile.TemporaryDirectory() as room:
            report = Path(room) / "report.xml"
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "pytest", "-q", "--tb=short"),
                    *(f"--junit-xml={report}", str(self.file)),
                    *(() if self.building else WITHOUT_ENGINE),
                ],
                cwd=self.root,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
            if report.exists():
                return list(_cases(where, report))
        return [Finding(where, f"pytest ended with status {done.returncode}\n{done.stdout}")]


def _cases(where: str, report: Path) -> Iterator[Finding]:
    """Yield the tests that failed, and those that were skipped."""
    for case in ElementTree.parse(report).iter("testcase"):
        for kind in ("failure", "error", "skipped"):
            for told in case.iter(kind):
                text = told.get("message", "") if kind == "skipped" else told.text or ""
                why = f"{case.get('name')}: {text.strip()}"
                yield Finding(where, why, checked=kind != "skipped")


def _tests(plan: Plan, folder: str) -> list[Tests]:
    files = sorted((plan.course.root / folder).glob("test_*.py"))
    return [Tests(plan.course.root, file, plan.building) for file in files]


def pages(plan: Plan, run: Run) -> Findings:
    """Judge by the tests of the pages that what they say is so."""
    tests = _tests(plan, OF_PAGES)
    return [finding for found in run(*tests) for finding in found] if tests else None


@dataclass(frozen=True)
class Shipped:
    """A step's solution, built and run, and checked at the URL of its container."""

    root: Path
    step: str

    def run(self) -> list[Finding]:
        course, where = Course(self.root), f"solution/{self.step}/Dockerfile"
        step = course.find(self.step)
        try:
            with run_in_background(step.solution) as container:
                options = Options(url=container.address)
                report = check(course, step, self.root / "solution", options)
        except NotChecked as reason:
            return [Finding(where, str(reason), checked=False)]
        except Blocked as blocked:
            return [Finding(where, "\n".join((blocked.failure.got, *blocked.failure.why)))]
        tried = Tried(report.results, report.state is State.DONE, "")
        found = unmet(tried, f"{where}, at its container's address")
        return [finding for finding in found if finding.checked]


def container(plan: Plan, step: Step, run: Run) -> Findings:
    """Every solution with a Dockerfile is built, run, and asked in its container."""
    if not (step.solution / "Dockerfile").exists():
        return None
    if not plan.building:
        return _not_built(plan, step)
    tried = run(plan.solution(step))[0]
    return [*unmet(tried, plan.shown(step.solution))]


def _not_built(plan: Plan, step: Step) -> list[Finding]:
    dockerfile = step.solution / "Dockerfile"
    why = Reason.LEFT_OUT.value
    return [Finding(plan.shown(dockerfile), why, checked=False)] if dockerfile.exists() else []


def app(plan: Plan, run: Run) -> Findings:
    """Judge that the full app passes its own tests, and the checks of its step in a container."""
    last, jobs = plan.course.steps[-1], list[Tests | Shipped](_tests(plan, OF_APP))
    dockerfile = last.solution / "Dockerfile"
    if not jobs and not dockerfile.exists():
        return None
    if dockerfile.exists() and plan.building:
        jobs.append(Shipped(plan.course.root, last.name))
    found = [finding for each in run(*jobs) for finding in each]
    return [*found, *([] if plan.building else _not_built(plan, last))]
