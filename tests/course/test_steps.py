"""The workbook's steps: starters run and are not done, solutions are, each leads to the next."""

import ast
import json
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from workbook.course import Course

ROOT = Path(__file__).resolve().parents[2]
COURSE = Course(ROOT)
STEPS = [step.name for step in COURSE.steps]
CARRIED_ON = [
    (earlier.name, later.name)
    for earlier, later in pairwise(COURSE.steps)
    if COURSE.carries_on(earlier, later)
]


def check(step: str, submission: Path) -> dict:
    command = [sys.executable, "-m", "workbook", "check", step, "--json"]
    done = subprocess.run(
        [*command, "--submission", str(submission)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def wrong(report: dict) -> list[str]:
    fine = ("passed", "not_checked")
    return [check["name"] for check in report["checks"] if check["outcome"] not in fine]


@pytest.mark.parametrize("step", STEPS)
def test_the_solution_passes_every_check_and_bonus(step):
    report = check(step, ROOT / "solution")

    assert report["done"]
    assert wrong(report) == []


@pytest.mark.parametrize("step", STEPS)
def test_the_starter_runs_and_is_not_done_for_a_named_reason(step):
    report = check(step, ROOT / "steps")
    outcomes = {check["outcome"] for check in report["checks"]}

    assert not report["done"]
    assert outcomes <= {"passed", "failed", "not_checked", "waiting"}
    assert not any("nothing: " in check["feedback"] for check in report["checks"])
    assert "TODO" in "".join(
        file.read_text() for file in (ROOT / "steps" / step).rglob("*") if file.is_file()
    )


@pytest.mark.parametrize(("earlier", "later"), CARRIED_ON)
def test_what_was_done_stays_done(earlier, later, tmp_path):
    """The next starter, and solution, pass the checks of the step before."""
    for kind in ("steps", "solution"):
        shutil.copytree(ROOT / kind / later, tmp_path / kind / earlier)
        assert wrong(check(earlier, tmp_path / kind)) == []


@pytest.mark.parametrize(("earlier", "later"), CARRIED_ON)
def test_a_starter_is_the_solution_before_plus_comments(earlier, later):
    starter = ROOT / "steps" / later
    for file in (ROOT / "solution" / earlier).glob("*.py"):
        assert ast.dump(ast.parse((starter / file.name).read_text())) == ast.dump(
            ast.parse(file.read_text())
        )


@pytest.mark.parametrize(("before", "step"), list(pairwise(STEPS)))
def test_what_the_starter_ships_ready_made_is_a_solution_s(before, step):
    """It is this step's, or still the one of the step before."""
    for file in (ROOT / "steps" / step).glob("static/*"):
        solutions = [ROOT / "solution" / name / "static" / file.name for name in (before, step)]
        assert file.read_bytes() in [each.read_bytes() for each in solutions if each.exists()]


@pytest.mark.parametrize("step", COURSE.steps, ids=STEPS)
def test_every_check_has_a_promise_and_two_hints_that_fit(step):
    assert step.title
    assert step.learnt
    for each in step.checks:
        assert each.promise, each.name
        assert len(each.hints) >= 2, each.name
        assert len(each.promise) <= 160, each.name
        assert all(len(hint) <= 260 for hint in each.hints), each.name


@pytest.mark.parametrize("step", STEPS)
def test_a_step_has_its_page(step):
    page = (ROOT / "steps" / step / "README.md").read_text()

    assert "lab section" in page.lower()
    assert len(page.splitlines()) <= 90
