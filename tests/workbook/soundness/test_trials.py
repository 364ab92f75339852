"""A trial: the checks of a step, run on folders that are laid one over the other."""

from pathlib import Path

import pytest

from tests.workbook.small_course import change
from workbook.errors import Reason
from workbook.result import Failure
from workbook.soundness import trials
from workbook.soundness.trials import Trial, _moved, lay


@pytest.fixture
def trial(root, run):
    """Return what comes of a trial of a step's solution, with files laid over it."""
    trials._course.cache_clear()

    def tried(step="01_one", over=None, **options):
        layers = (root / "solution" / step, *(() if over is None else (root / over,)))
        return run(Trial(root, step, layers, **options))[0]

    return tried


def outcomes(tried):
    return {result.check.name: result.outcome for result in tried.results}


def test_a_solution_passes(trial):
    tried = trial()

    assert outcomes(tried) == {"test_root": "passed", "test_double": "passed"}
    assert tried.done
    assert tried.named("failed", "error") == []
    assert len(tried.named("passed")) == 2
    assert tried.feedback.startswith("Step 1: Say a word.\n\n✓ GET / says Hello.\n")


def test_a_mistake_is_told_as_a_student_reads_it(root, trial):
    folder = "tests/mistakes/01_one/other_word"
    tried = trial(over=folder)

    assert tried.feedback == (root / folder / "feedback.txt").read_text("utf-8")
    assert not tried.done
    assert max(map(len, tried.feedback.splitlines())) <= trials.COLUMNS == 80


def test_quick_ends_at_the_first_that_fails(trial):
    tried = trial(over="tests/mistakes/01_one/other_word", quick=True)

    assert outcomes(tried) == {"test_root": "failed", "test_double": "waiting"}


def test_no_container_is_built_where_none_is_asked_for(trial):
    (open_,) = trial("02_two").named("not_checked")
    (sparing,) = trial("02_two", sparing=True).named("not_checked")

    assert open_.unchecked is Reason.LEFT_OUT
    assert sparing.unchecked is Reason.NO_DOCKER


def test_what_was_not_checked_for_a_reason_can_be_left_out(trial):
    tried = trial("02_two")

    assert tried.without(None) == tried
    assert tried.without(Reason.NO_DOCKER) == tried
    left = tried.without(Reason.LEFT_OUT)
    assert left.named("not_checked") == []
    assert len(left.results) == len(tried.results) - 1
    assert left.feedback == tried.feedback


@pytest.fixture
def built(monkeypatch):
    """Return whether each run of the checks may build, with a stand-in for all that is built."""
    asked = []
    once = Trial._once

    def noted(self, *, building):
        asked.append(building)
        return once(self, building=False)

    monkeypatch.setattr(Trial, "_once", noted)
    return asked


@pytest.mark.parametrize(
    ("over", "options", "runs"),
    [
        (None, {"building": True}, [True]),
        (None, {"building": False, "sparing": True}, [False]),
        (None, {"building": True, "sparing": True}, [False, True]),
        ("tests/mistakes/02_two/by_hand", {"building": True, "sparing": True}, [False]),
    ],
)
def test_sparing_builds_only_where_nothing_else_is_wrong(trial, built, over, options, runs):
    trial("02_two", over, **options)

    assert built == runs


def test_a_trial_has_more_time_than_a_student_and_draws_the_same(root, run, monkeypatch):
    seen = []

    def check(course, step, submission, options, launcher):
        seen.append((step.name, submission, options))
        raise KeyError

    monkeypatch.setattr(trials, "check", check)
    trials._course.cache_clear()
    with pytest.raises(KeyError):
        Trial(root, "01_one", (root / "solution/01_one",), quick=True).run()
    ((name, submission, options),) = seen

    assert name == "01_one"
    assert (options.seconds, options.seed, options.quick) == (30.0, "gallery", True)
    assert submission.name.startswith("workbook-")
    assert not submission.exists()


def test_one_launcher_does_for_all_that_preload_something(root, run, monkeypatch):
    asked = []
    change(
        root,
        ("tests/steps/test_01_one.py", "import pytest", 'import pytest\nPRELOAD = ("b", "a")'),
    )
    trials._course.cache_clear()
    given = trials._launcher(())
    monkeypatch.setattr(trials, "_launcher", lambda modules: asked.append(modules) or given)
    for step in ("01_one", "02_two"):
        Trial(root, step, (root / "solution" / step,)).run()

    assert asked == [("a", "b"), ()]


def test_each_process_makes_its_launcher_once():
    launcher = trials._launcher(())
    try:
        assert trials._launcher(()) is launcher
    finally:
        launcher.__exit__()
        trials._launcher.cache_clear()


def test_layers_lie_one_over_the_other(tmp_path):
    change(
        tmp_path,
        ("a/app.py", "", "one"),
        ("a/kept.db", "", "left"),
        ("a/gone/x.txt", "", "x"),
        ("a/old.txt", "", "x"),
        ("b/app.py", "", "two"),
        ("b/kept.db", "", "laid"),
        ("b/gone.gone", "", " "),
        ("b/old.txt.gone", "", " "),
        ("b/feedback.txt", "", "x"),
        ("b/unclaimed.txt", "", "x"),
        ("b/__pycache__/x.pyc", "", "x"),
    )
    lay((tmp_path / "a",), tmp_path / "one", ("*.db",))
    lay((tmp_path / "a", tmp_path / "b"), tmp_path / "two", ("*.db",))

    assert names(tmp_path / "one") == ["app.py", "gone", "gone/x.txt", "old.txt"]
    assert names(tmp_path / "two") == ["app.py", "kept.db"]
    assert (tmp_path / "two/app.py").read_text() == "two"


def names(folder: Path):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_folder_of_ours_is_named_as_the_student_s():
    failure = Failure("GET /r/x", "/r/x", "in /r/x", ("at /r/y", "b"))

    assert _moved(failure, "/r") == Failure(
        "GET steps/x", "steps/x", "in steps/x", ("at steps/y", "b")
    )
