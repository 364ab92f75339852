"""check, prove and gallery as they are typed: what is printed, and with which status it ends."""

import json

import pytest
from click.testing import CliRunner

from tests.workbook.small_course import change
from workbook.cli import main
from workbook.course import Course
from workbook.errors import UsageError
from workbook.soundness import verbs
from workbook.soundness.columns import CHECK, PROVE
from workbook.soundness.findings import Finding
from workbook.soundness.proof import Cell, Table

NEW_1 = "steps/01_one/app.py"


def types(root, *arguments):
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, ["--course", str(root), *arguments])


def test_a_step_is_proved_and_what_is_broken_is_told(root):
    """The whole way, once: in other processes, from the verb to the table."""
    change(root, (NEW_1, "# TODO", "# NOW"), ("notebooks/01_one.ipynb", '"1\\n"', '"2\\n"'))

    done = types(root, "prove", "--no-docker", "1")
    lines = [line.rstrip() for line in done.stdout.splitlines()]

    assert lines[:2] == [
        "       starts open solved grows worded gallery notebook pages app",
        "01_one   ✓     ✗     ✓      –     ✓       ✓       ✗       –    –",
    ]
    assert "✗ 01_one, open: Every starter is not done, as its TODO says." in lines
    assert "  steps/01_one: no file says # TODO" in lines
    assert "  notebooks/01_one.ipynb: --- notebooks/01_one.ipynb, cell 2: as kept" in lines
    assert lines[-2].startswith("CPU seconds: starts ")
    assert lines[-1].startswith("1 steps, 2 checks, 3 mistakes, 1 variants: NOT SOUND, in ")
    assert "\x1b" not in done.stdout
    assert done.exit_code == 1


@pytest.fixture
def judged(root, monkeypatch, capsys):
    """Return how a course is judged that comes out so, what is printed, and what was asked for."""

    def judge(*steps, findings=(), columns=CHECK, as_json=False, docker=True):
        asked = []

        def prove(plan, tell, columns):
            asked.append((plan, columns))
            cells = (Cell(step.name, columns[0], list(findings)) for step in plan.steps)
            return Table(tuple(cells), {columns[0].name: 1.5})

        monkeypatch.setattr(verbs, "prove", prove)
        sound = verbs.judge(Course(root), steps, columns, as_json, docker)
        return sound, capsys.readouterr().out, *asked[0]

    return judge


def test_a_sound_course_is_told_so(judged):
    sound, said, plan, columns = judged()

    assert sound
    assert said.splitlines()[:3] == ["       starts", "01_one   ✓", "02_two   ✓"]
    assert said.splitlines()[-2] == ""
    assert said.splitlines()[-1].startswith("2 steps, 5 checks: sound, in ")
    assert columns is CHECK
    assert plan.whole
    assert plan.building


def test_one_step_is_judged_alone_and_without_containers(judged):
    sound, said, plan, columns = judged(
        "two", findings=[Finding("a", "b")], columns=PROVE, docker=False
    )

    assert not sound
    assert [step.name for step in plan.steps] == ["02_two"]
    assert columns is PROVE
    assert said.splitlines()[-2] == "CPU seconds: starts 1.5; in all 1.5."
    assert not plan.building


def test_the_table_is_json_too(judged):
    _, said, *_ = judged("1", as_json=True)

    assert json.loads(said)["rows"] == {"01_one": {"starts": "sound"}}
    assert json.loads(said)["seconds"] < 9


def test_an_unknown_step_is_told(judged):
    with pytest.raises(UsageError, match="There is no step '9'"):
        judged("9")


def test_the_gallery_is_written_in_the_words_of_one_python(root, monkeypatch):
    monkeypatch.setattr("sys.version_info", (3, 99, 0))

    with pytest.raises(UsageError, match=r"has the words of Python 3\.11: use that\."):
        verbs.write_gallery(Course(root), ())


@pytest.mark.parametrize(
    ("written", "said"), [([], "Nothing has changed.\n"), (["Written: a", "b"], "Written: a\nb\n")]
)
def test_what_the_gallery_wrote_is_told(root, monkeypatch, capsys, written, said):
    asked = []
    monkeypatch.setattr("sys.version_info", (3, 11, 0))
    monkeypatch.setattr(verbs, "write_all", lambda plan, run: asked.append(plan) or written)
    verbs.write_gallery(Course(root), ("1",))

    assert capsys.readouterr().out == said
    assert [step.name for step in asked[0].steps] == ["01_one"]
