"""Every mistake gets exactly its feedback, and every check is failed by something."""

import pytest

from tests.workbook.small_course import change
from workbook.course import Course
from workbook.soundness import trials
from workbook.soundness.gallery import gallery, gallery_pages, same, write_all
from workbook.soundness.gallery_pages import PYTHON
from workbook.soundness.plan import Plan

ONE = "tests/steps/test_01_one.py"
WORD = "tests/mistakes/01_one/other_word"

BROKEN = {  # what is changed, what is said
    "a check is loosened": (
        [(ONE, '.text == "Hello"', ".text is not None")],
        f"{ONE}, test_root: neither the starter nor a mistake fails it",
    ),
    "a loosened check lets a mistake pass": (
        [(ONE, '.text == "Hello"', ".text is not None")],
        f"{WORD}: no check fails it",
    ),
    "a feedback is edited": (
        [(f"{WORD}/feedback.txt", "Hullo", "Hollo")],
        f"{WORD}: --- feedback.txt\n+++ feedback now\n@@",
    ),
    "a message changes": (
        [(ONE, '.text == "Hello"', '.text == "Hello", "other words"')],
        f"{WORD}: --- feedback.txt",
    ),
    "a mistake has no feedback": (
        [(f"{WORD}/feedback.txt", "all", "")],
        f"{WORD}: it has no feedback.txt: make gallery",
    ),
}


@pytest.mark.parametrize(("changes", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_told_with_its_place(root, told, changes, said):
    change(root, *changes)

    findings = told(gallery, 1)

    assert any(each.startswith(said) for each in findings), findings


def test_a_sound_gallery_has_nothing_to_tell(told):
    assert told(gallery, 1) == told(gallery, 1, checked=False) == []
    assert told(gallery, 2) == []


def test_what_only_a_container_can_show_is_not_known_without_one(told):
    assert told(gallery, 2, checked=False) == [
        "tests/mistakes/02_two/built_from_nothing: only a container can show it, and none was "
        "built",
        "tests/steps/test_02_two.py, test_in_a_container: neither the starter nor a mistake fails "
        "it without a container",
    ]


WHY = (
    "    Why       SyntaxError: {}\n    Look at   steps/01_one/app.py, line 6\n    Next      save\n"
)


@pytest.mark.parametrize(("python", "alike"), [(PYTHON, False), ((3, 99), True)])
def test_only_another_python_may_word_its_errors_otherwise(monkeypatch, python, alike):
    monkeypatch.setattr("sys.version_info", (*python, 0))

    assert same(WHY.format("one thing"), WHY.format("another")) == alike
    assert same(WHY.format("one thing"), WHY.format("one thing"))
    assert not same(WHY.format("one thing"), WHY.format("one thing").replace("line 6", "line 7"))


def test_another_python_may_mark_another_column(monkeypatch):
    monkeypatch.setattr("sys.version_info", (3, 99, 0))

    assert same("    x = (\n       ^\n    Next", "    x = (\n    Next")


def test_docker_may_word_its_errors_otherwise():
    told = "    Got       docker build stopped at {}\n    Next      save\n"

    assert same(told.format("COPY"), told.format("[3/4] COPY\n    Why       no such file"))
    assert not same(told.format("COPY"), told.format("COPY") + "more")
    assert not same(told.format("COPY"), "    Got       another\n    Next      save\n")


def test_any_version_of_python_may_be_the_base_image_s():
    assert same("Server: Python/3.13.1", "Server: Python/3.13.7")


@pytest.mark.parametrize("page", ["README.md", "01_one/README.md"])
def test_a_page_that_is_edited_is_told(root, told, page):
    change(root, (f"tests/mistakes/{page}", "Hullo", "Hollo"))

    assert told(gallery_pages) == [
        f"tests/mistakes/{page}: it is not what the mistakes' folders give: make gallery"
    ]


def test_a_page_that_is_missing_is_told_and_a_sound_one_is_not(root, told):
    assert told(gallery_pages) == []
    change(root, ("tests/mistakes/README.md", "all", ""))

    assert len(told(gallery_pages)) == 1


@pytest.mark.parametrize("kind", ["mistakes", "variants"])
def test_what_is_of_no_step_is_told(root, told, kind):
    change(root, (f"tests/{kind}/03_three/one/app.py", "", "wrong"))
    change(root, (f"tests/{kind}/_notes/x", "", ""))

    assert told(gallery_pages) == [f"tests/{kind}/03_three: there is no such step"]


@pytest.fixture
def written(root, run):
    """Return what is written, in the course or in some of its steps."""

    def write(*numbers, run=run):
        trials._course.cache_clear()
        course = Course(root)
        steps = [course.steps[number - 1] for number in numbers] or course.steps
        return list(write_all(Plan(course, steps, building=False), run))

    return write


def test_the_gallery_is_written_where_it_differs(root, run, written):
    change(root, (f"{WORD}/app.py", "Hullo", "Hollo"))

    assert written(1) == [
        f"Written: {WORD}/feedback.txt",
        "Written: tests/mistakes/README.md",
        "Written: tests/mistakes/01_one/README.md",
    ]
    assert 'body: "Hollo"' in (root / WORD / "feedback.txt").read_text("utf-8")
    for page in ("README.md", "01_one/README.md"):
        assert 'body: "Hollo"' in (root / "tests/mistakes" / page).read_text("utf-8")
    run.jobs.clear()
    assert written(1) == []


def test_what_no_check_fails_is_left_as_it_is(root, written):
    change(root, (f"{WORD}/app.py", "Hullo", "Hello"))

    assert written(1)[0] == f"Left as it is: {WORD}, since no check fails it here"
    assert written(2) == [
        "Left as it is: tests/mistakes/02_two/built_from_nothing, since no check fails it here"
    ]


def test_what_was_told_two_things_is_left_as_it_is(root, run, written):
    change(root, (f"{WORD}/feedback.txt", "Hullo", "Hollo"))
    kept = (root / WORD / "feedback.txt").read_text("utf-8")

    def two_things(*jobs):
        tried = run(*jobs)
        return [
            trials.Tried(each.results, each.done, each.feedback + "?") if job.again else each
            for job, each in zip(jobs, tried, strict=True)
        ]

    assert written(1, run=two_things)[0] == (
        f"Left as it is: {WORD}, which was told two things in two runs"
    )
    assert (root / WORD / "feedback.txt").read_text("utf-8") == kept
