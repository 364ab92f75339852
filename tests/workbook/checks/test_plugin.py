"""What checks are given, and how what they raise is told."""

import os

import pytest

from tests.workbook.student import GOOD
from workbook.checks.options import Options
from workbook.checks.run import check
from workbook.course import Course
from workbook.errors import Reason
from workbook.result import Failure, Place

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


def test_examples_that_are_missing_are_told(done):
    (done.step / "example.json").unlink()

    assert "Got       no file example.json" in done.feedback(check="examples", step="4")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("json", "Your file json.py hides the library json"),
        ("werkzeug", "Your file werkzeug.py hides the library werkzeug"),
    ],
)
def test_a_student_s_module_that_hides_a_library_is_told(done, name, why):
    done.writes(f"import {name}\n{COUNT}".replace("again() - 1", f"{name}.ONE"), "count.py")
    done.writes("ONE = 1\n", f"{name}.py")

    feedback = done.feedback(check="prints", step="4")

    assert why in feedback


def test_odd_things_in_the_folder_do_no_harm(done):
    (done.step / "gone").symlink_to("nowhere")
    os.mkfifo(done.step / "pipe")
    with (done.step / "large").open("wb") as file:
        file.truncate(1 << 40)

    assert done.checks(step="4")["done"]


@pytest.fixture
def told(student, tmp_path):
    """Return the results of checks, written for a test, of a submission whose app is good."""
    student.writes(GOOD)

    def run(checks: str, **options):
        file = tmp_path / "course/tests/steps/test_01_first.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("import pytest\n\n" + checks)
        course = Course(tmp_path / "course")
        options = Options(**options)
        report = check(course, course.steps[0], student.submission, options, student.launcher)
        return report.results

    return run


def test_what_a_check_raises_is_its_outcome(told):
    checks = """\
from workbook.errors import NotChecked, Reason
from workbook.result import Waiting, wrong

def test_passes(client):
    pass

def test_misses(client):
    assert client.get("/").text == "x"

def test_wrong(folder):
    raise wrong("a", "b", "why", file="app.py", line=2)

def test_wrong_again(folder):
    raise wrong("a", "b", "why", file="app.py", line=2, sent="other")

def test_wrong_otherwise(folder):
    raise wrong("a", "c")

def test_no_docker(folder):
    raise NotChecked(Reason.NO_DOCKER)

def test_full(folder):
    raise NotChecked("disk full")

def test_skipped(folder):
    pytest.skip("not today")

def test_waits(folder):
    raise Waiting

def test_no_json(client):
    client.get("/").json()

def test_bug(folder):
    {}["x"]
"""
    results = {result.check.name: result for result in told(checks)}

    assert {name: result.outcome for name, result in results.items()} == {
        "test_passes": "passed",
        "test_misses": "failed",
        "test_wrong": "failed",
        "test_wrong_again": "waiting",
        "test_wrong_otherwise": "failed",
        "test_no_docker": "not_checked",
        "test_full": "not_checked",
        "test_skipped": "not_checked",
        "test_waits": "waiting",
        "test_no_json": "failed",
        "test_bug": "error",
    }
    assert results["test_misses"].failure.sent == "GET http://localhost:5000/"
    assert results["test_wrong"].failure == Failure("", "a", "b", ("why",), Place("app.py", 2))
    assert results["test_wrong_again"].failure == Failure()
    assert results["test_no_docker"].unchecked is Reason.NO_DOCKER
    assert results["test_no_docker"].failure.why == (Reason.NO_DOCKER.value,)
    assert results["test_full"].unchecked is None
    assert results["test_skipped"].failure.why == ("not today",)
    assert results["test_bug"].failure == Failure(
        got="KeyError: 'x'", why=("raised at test_01_first.py, line 37",)
    )
    assert not any(result.blocked for result in results.values())


def test_quick_ends_at_a_bug_of_ours_too(told):
    checks = "def test_a(folder):\n    {}['x']\n\n\ndef test_b(folder):\n    pass\n"

    assert [result.outcome for result in told(checks, quick=True)] == ["error", "waiting"]


def test_an_app_that_does_not_run_is_told_once(told, student):
    student.writes("app = 3")
    first, second = told("def test_a(client):\n    pass\n\n\ndef test_b(client):\n    pass\n")

    assert (first.outcome, second.outcome) == ("failed", "waiting")
    assert first.blocked
    assert second.blocked
    assert second.failure == Failure()


def test_what_fails_at_its_end_has_not_passed(told):
    (result,) = told("""\
@pytest.fixture
def ends():
    yield
    assert False

def test_a(ends):
    pass
""")

    assert result.outcome == "failed"


def test_a_check_is_told_by_its_first_fault(told):
    (result,) = told("""\
from workbook.result import wrong

@pytest.fixture
def ends():
    yield
    {}["x"]

def test_a(ends):
    raise wrong("a", "b")
""")

    assert (result.outcome, result.failure) == ("failed", Failure("", "a", "b"))


BUILDS = """\
def test_a(client):
    assert {}

@pytest.mark.bonus
def test_b(client):
    assert {}

def test_c(to_build):
    assert to_build.name == "01_first"
"""


@pytest.mark.parametrize(
    ("required", "bonus", "unbuilt", "outcome"),
    [
        (True, True, None, "passed"),
        (True, False, None, "passed"),
        (False, True, None, "waiting"),
        (True, True, Reason.LEFT_OUT, "not_checked"),
        (False, True, Reason.LEFT_OUT, "waiting"),
    ],
)
def test_a_container_is_built_once_all_else_is_right(told, required, bonus, unbuilt, outcome):
    last = told(BUILDS.format(required, bonus), unbuilt=unbuilt)[-1]

    assert last.outcome == outcome
    assert last.unchecked is (unbuilt if outcome == "not_checked" else None)


def test_a_client_that_a_check_makes_itself_can_be_noted(told, answers):
    checks = """\
from workbook.app.client import Client

def test_a(noted):
    client = noted(Client("{}", shown="http://shown:1"))
    assert client.get("/x").status_code == 200
"""
    said = b"HTTP/1.1 404 NOT FOUND\r\nContent-Length: 0\r\n\r\n"
    with answers(said) as (address, _):
        (result,) = told(checks.format(address))

    assert result.failure.sent == "GET http://shown:1/x"


def test_one_check_s_requests_and_comparison_are_not_the_next_one_s(told):
    _, second = told("""\
def test_a(client):
    assert client.get("/").text == "x"

def test_b(folder):
    assert not folder
""")

    assert second.failure.sent == ""
    assert second.failure.expected == ""


def test_what_came_before_a_restart_can_be_missed_too(done):
    done.writes(GOOD + NOTES.replace('else ""', 'else "old"'))

    feedback = done.feedback(check="keeps", step="4")

    assert 'Got       before: "old"' in feedback


def test_a_helper_s_assert_is_told_where_it_stands(told):
    (result,) = told("""\
def helper(reply):
    assert reply.text == "x", "not greeted"

def test_a(client):
    helper(client.get("/"))
""")

    assert result.failure.why == ("not greeted",)
