"""What is random: other values in every process, the same ones where a trial asks for it."""

import pytest

from workbook.app.target import Target
from workbook.course import Run
from workbook.soundness.gallery import PYTHON, same


@pytest.fixture
def drawn(tmp_path):
    """Return what two processes draw that are forked from one which has imported a library."""
    (tmp_path / "app.py").write_text("")

    def draw(library: str, seed: str | None = None) -> list[str]:
        code = f"import random, {library}; print({library}.random(), random.random())"
        runs = [Run(("-c", f"{code}{end}")) for end in ("", ";")]
        with Target(tmp_path, set(), None, 60, preload=(library,), seed=seed) as target:
            return [target.printed(run) for run in runs]

    return draw


@pytest.mark.parametrize("library", ["random", "numpy.random"])
def test_every_process_draws_other_values(drawn, library):
    one, other = drawn(library)

    assert one != other


@pytest.mark.parametrize("library", ["random", "numpy.random"])
def test_a_seed_repeats_them_without_making_processes_alike(drawn, library):
    one, other = drawn(library, "seed")

    assert one != other
    assert drawn(library, "seed") == [one, other]


WHY = (
    "    Why       SyntaxError: {}\n    Look at   steps/01_one/app.py, line 6\n    Next      save\n"
)


@pytest.mark.parametrize(("python", "alike"), [(PYTHON, False), ((3, 99), True)])
def test_only_another_python_may_word_its_errors_otherwise(monkeypatch, python, alike):
    monkeypatch.setattr("sys.version_info", (*python, 0))

    assert same(WHY.format("one thing"), WHY.format("another")) == alike
    assert not same(WHY.format("one thing"), WHY.format("one thing").replace("line 6", "line 7"))


def test_docker_may_word_its_errors_otherwise():
    told = "    Got       docker build stopped at {}\n    Next      save\n"

    assert same(told.format("COPY"), told.format("[3/4] COPY\n    Why       no such file"))
    assert not same(told.format("COPY"), told.format("COPY") + "more")
