"""The gallery's pages: an index by what is told, and a page for each step."""

import shutil

import pytest

from tests.workbook.small_course import change
from workbook.course import Course
from workbook.soundness.gallery_pages import pages
from workbook.soundness.plan import Plan

OF_STEP = "tests/mistakes/01_one"
MISTAKE = f"{OF_STEP}/other_word"
FEEDBACK = """\
Step 1: Say a word.

✗ GET / says Hello.
    Expected  Hello
    Got       {got}
    Why       {why}
    Next      edit

0 of 1.
"""


@pytest.fixture
def made(root):
    """Return the lines of the index, or of a step's page."""

    def make(page="01_one/README.md"):
        course = Course(root)
        found = pages(Plan(course, course.steps))
        return found[root / "tests/mistakes" / page].splitlines()

    return make


def test_the_pages_are_those_that_are_kept(root):
    course = Course(root)
    found = pages(Plan(course, course.steps))

    assert {file.relative_to(root).as_posix() for file in found} == {
        "tests/mistakes/README.md",
        "tests/mistakes/01_one/README.md",
        "tests/mistakes/02_two/README.md",
    }
    for file, text in found.items():
        assert file.read_text("utf-8") == text


def test_without_mistakes_there_are_no_pages(tmp_path):
    change(tmp_path, ("tests/steps/test_01_one.py", "", '"""One."""'))
    course = Course(tmp_path)

    assert pages(Plan(course, course.steps)) == {}


@pytest.mark.parametrize(
    ("told", "symptom"),
    [
        (FEEDBACK.format(got="Hullo", why="because"), "`because`"),
        (FEEDBACK.format(got="Hullo", why="two\n              lines"), "`two lines`"),
        (FEEDBACK.format(got="`Hullo`", why="a `b`"), "`` a `b` ``"),
        (FEEDBACK.replace("    Why       {why}\n", "").format(got="Hullo"), "`Hullo`"),
        (
            FEEDBACK.format(got="x", why="word " * 30),
            f"`{'word ' * 19}…`",
        ),
        ("nothing known", "``"),
    ],
)
def test_the_index_is_by_what_is_told(root, made, told, symptom):
    (root / MISTAKE / "feedback.txt").write_text(told)

    assert f"- {symptom}: [other word](01_one/README.md#other-word)" in made("README.md")


def test_mistakes_that_are_told_alike_share_a_line(root, made):
    shutil.copytree(root / OF_STEP / "other_word", root / OF_STEP / "wrong_word")

    assert (
        '- `body: "Hullo"`: [other word](01_one/README.md#other-word), '
        "[wrong word](01_one/README.md#wrong-word)"
    ) in made("README.md")


def test_what_is_told_is_in_the_order_of_the_alphabet_whatever_its_case(root, made):
    change(root, (f"{OF_STEP}/three_times/feedback.txt", 'body: "627"', "the body is 627"))
    change(root, (f"{OF_STEP}/other_word/feedback.txt", 'body: "Hullo"', "`Hullo` it is"))

    told = [line for line in made("README.md") if line.startswith("- ")][:3]

    assert [line.split(": [")[0] for line in told] == [
        "- `` `Hullo` it is ``",
        "- `SyntaxError: '(' was never closed`",
        "- `the body is 627`",
    ]


def test_what_a_check_draws_is_left_out(root, made):
    change(root, (f"{OF_STEP}/three_times/feedback.txt", '"627"', '"/a-0e3fbe/effect", 1234567'))

    assert any(line.startswith('- `body: "/a-…/effect", 1234567`') for line in made("README.md"))


def test_an_entry_has_what_was_done_and_what_is_said(root, made):
    (root / MISTAKE / "feedback.txt").write_text(FEEDBACK.format(got="Hullo", why="a\n```\nb"))
    lines = made()
    entry = lines[lines.index("## other word") :]
    ends = entry.index("```") + 1

    assert entry[:ends] == [
        "## other word",
        "",
        "```diff",
        "# app.py",
        "",
        " def root():",
        '-    return "Hello"',
        '+    return "Hullo"',
        " ",
        "```",
    ]
    assert entry[ends:][:2] == ["", "````text"] or "text" in entry[ends + 1]


CHANGES = {
    "a file is taken away": (("templates/page.html.gone", ""), "- templates/page.html is missing"),
    "a file is new": (("more.py", "x = 1"), "+ more.py is there"),
    "a file is another": (("app.py", "x = 1"), "# app.py"),
}


@pytest.mark.parametrize(("file", "line"), CHANGES.values(), ids=CHANGES)
def test_each_file_of_a_mistake_is_named(root, made, file, line):
    name, text = file
    target = root / "tests/mistakes/02_two/new" / name
    target.parent.mkdir(parents=True)
    target.write_text(text)
    (root / "tests/mistakes/02_two/new/feedback.txt").write_text("told")
    lines = made("02_two/README.md")
    entry = lines[lines.index("## new") :]

    assert entry[2:4] == ["```diff", line]
    if name == "more.py":
        assert entry[4] == "```"


TOLD = """\
Step 1: Say a word.

✓ It is there.
✗ A promise that needs
  more than one line.
    Got       less
    Next      edit
· The next one.

1 of 3.
"""


def test_only_what_is_told_in_full_is_shown(root, made):
    (root / MISTAKE / "feedback.txt").write_text(TOLD)
    lines = made()
    entry = lines[lines.index("## other word") :]
    begins = entry.index("```text")

    assert entry[begins : begins + 6] == [
        "```text",
        "✗ A promise that needs",
        "  more than one line.",
        "    Got       less",
        "    Next      edit",
        "```",
    ]
