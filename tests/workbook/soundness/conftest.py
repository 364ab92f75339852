import pytest

from workbook.course import Course
from workbook.soundness import trials
from workbook.soundness.plan import Plan


@pytest.fixture
def run(launcher, monkeypatch):
    """Give what carries jobs out in this process, each once, and notes them in `run.jobs`."""
    monkeypatch.setattr(trials, "_launcher", lambda modules: launcher)
    done = {}

    def run(*jobs):
        for job in jobs:
            if job not in done:
                done[job] = job.run()
        return [done[job] for job in jobs]

    run.jobs = done
    return run


@pytest.fixture
def found(root, run):
    """Return what a property finds in a step, or in the whole course, as texts."""

    def judge(holds, number=None):
        trials._course.cache_clear()
        course = Course(root)
        plan = Plan(course, course.steps, building=False)
        step = () if number is None else (course.steps[number - 1],)
        return holds(plan, *step, run)

    return judge


@pytest.fixture
def told(found):
    """Return the same as texts: what is wrong, or what was not checked."""

    def tell(holds, number=None, *, checked=True):
        findings = found(holds, number) or []
        return [f"{each.where}: {each.why}" for each in findings if each.checked == checked]

    return tell
