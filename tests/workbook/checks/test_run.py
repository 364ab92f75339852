"""Command lines that print, a submission's examples, restarts, and the copy that all run in."""

import os

import pytest

from tests.workbook.student import GOOD

COUNT = """\
def again():
    return 2


if __name__ == "__main__":
    print(again() - 1)
"""
NOTES = """

from pathlib import Path

KEPT = Path("note.kept")


@app.get("/notes")
def notes():
    return KEPT.read_text() if KEPT.exists() else ""


@app.post("/notes")
def add_note():
    KEPT.write_text("note")
    return "", 204
"""
EXAMPLES = '[{"height": 1.5}, {"height": 2}]'
ASKED = {"prints": "python count.py", "code": 'python -c "import count; print(count.again())"'}


@pytest.fixture
def done(student):
    """Return a student who has done the whole fourth step."""
    student.writes(GOOD + NOTES)
    student.writes(COUNT, "count.py")
    student.writes(EXAMPLES, "example.json")
    return student


def test_all_is_well_and_the_folder_is_as_it_was(done):
    done.writes("from before", "note.kept")
    before = {file.name: file.read_bytes() for file in done.step.iterdir()}

    report = done.checks(step="4")

    assert [check["outcome"] for check in report["checks"]] == ["passed"] * 5
    assert {file.name: file.read_bytes() for file in done.step.iterdir()} == before


def test_an_address_is_checked_with_the_submission_s_examples_and_never_restarted(done):
    checks = done.checks("--url", "http://127.0.0.1:9", step="4")["checks"]

    assert [check["outcome"] for check in checks] == [
        "not_checked", "not_checked", "not_checked", "failed", "failed",
    ]  # fmt: skip
    assert '{"height": 1.5}\' http://127.0.0.1:9/items' in checks[3]["feedback"]


COMMANDS = {
    "missing": (
        "prints",
        None,
        """\
Expected  a file called count.py
Got       no count.py in that folder
""",
    ),
    "syntax": (
        "prints",
        COUNT.replace("):", ")"),
        """\
I sent    python count.py
Got       nothing: Python cannot read count.py
Why       SyntaxError: expected ':'
Look at   01_first/count.py, line 1
              def again()
                         ^
""",
    ),
    "error in the script": (
        "prints",
        COUNT.replace("again() - 1", "again() - one"),
        """\
I sent    python count.py
Got       nothing: it stopped with an error
Why       NameError: name 'one' is not defined
Look at   01_first/count.py, line 6
              print(again() - one)
""",
    ),
    "error in a function": (
        "code",
        COUNT.replace("return 2", "return 2 / 0"),
        """\
I sent    python -c "import count; print(count.again())"
Got       nothing: it stopped with an error
Why       ZeroDivisionError: division by zero
Look at   01_first/count.py, line 2, in again
              return 2 / 0
""",
    ),
    "error in a program": (
        "program",
        COUNT.replace("return 2", "return {}['two']"),
        """\
I sent    count.again(), and its place
Got       nothing: it stopped with an error
Why       KeyError: 'two'
          The dict has no such key. Compare the names letter by letter, or ask first: if "two" in …
Look at   01_first/count.py, line 2, in again
              return {}['two']
""",
    ),
    "a path of the copy": (
        "prints",
        COUNT.replace("print(again() - 1)", "open(__import__('os').getcwd() + '/gone.csv')"),
        """\
I sent    python count.py
Got       nothing: it stopped with an error
Why       FileNotFoundError: [Errno 2] No such file or directory: '01_first/gone.csv'
Look at   01_first/count.py, line 6
              open(__import__('os').getcwd() + '/gone.csv')
""",
    ),
}


@pytest.mark.parametrize(("check", "source", "feedback"), COMMANDS.values(), ids=COMMANDS)
def test_a_command_line_that_fails_is_told_with_its_place(done, check, source, feedback):
    if source is None:
        (done.step / "count.py").unlink()
    else:
        done.writes(source, "count.py")

    said = done.feedback(check=check, step="4").replace("04_fourth", "01_first")

    assert said == feedback.strip()


def test_one_cause_is_told_once(done):
    done.writes(COUNT.replace("return 2", "return 2 / 0"), "count.py")

    checks = done.checks(step="4")["checks"]

    assert [check["outcome"] for check in checks[:3]] == ["failed", "waiting", "waiting"]


def test_data_that_is_read_as_text_is_no_fault_of_the_code_s_own_encoding(done):
    done.writes(b"\x80\x04", "data.bin")
    done.writes(
        COUNT.replace("return 2", "return open('data.bin', encoding='utf-8').read()"), "count.py"
    )

    feedback = done.feedback(check="code", step="4")

    assert "UnicodeDecodeError: 'utf-8' codec can't decode byte 0x80" in feedback
    assert "count.py, line 2, in again" in feedback


def test_an_endless_command_line_is_ended_and_its_line_named(done):
    done.writes(COUNT.replace("print(again() - 1)", "while True: pass"), "count.py")

    feedback = done.feedback("--seconds", "4", check="prints", step="4")

    assert "it was still running when the time was over" in feedback
    assert "count.py, line 6" in feedback


@pytest.mark.parametrize(
    ("text", "got"),
    [
        (None, "no file example.json"),
        ("[1", "a text that is no JSON"),
        ("[1, 2]", "JSON of another form: [1, 2]"),
        ("[{}]", "JSON of another form: [{}]"),
        ("[" * 100_000, "something that is no JSON"),
    ],
)
def test_examples_that_cannot_be_used(done, text, got):
    (done.step / "example.json").unlink()
    if text is not None:
        done.writes(text, "example.json")

    feedback = done.feedback(check="examples", step="4")

    assert f"Got       {got}" in feedback


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("json", "Your file json.py hides the library json"),
        ("werkzeug", "Your file werkzeug.py hides the library werkzeug"),
        ("child", ""),
        ("observer", ""),
        ("preloaded", ""),
    ],
)
def test_a_student_s_module_is_what_they_import(done, name, why):
    """Whatever the process that forks theirs has imported before."""
    done.writes(f"import {name}\n{COUNT}".replace("again() - 1", f"{name}.ONE"), "count.py")
    done.writes("ONE = 1\n", f"{name}.py")

    feedback = done.feedback(check="prints", step="4")

    assert why in feedback
    assert bool(why) == bool(feedback)


def test_odd_things_in_the_folder_do_no_harm(done):
    (done.step / "gone").symlink_to("nowhere")
    os.mkfifo(done.step / "pipe")
    with (done.step / "large").open("wb") as file:
        file.truncate(1 << 40)

    assert done.checks(step="4")["done"]
