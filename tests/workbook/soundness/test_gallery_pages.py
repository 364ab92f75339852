"""The gallery's index leads an instructor from what a student is told to what was done."""

import shutil

from tests.workbook.small_course import change
from workbook.course import Course
from workbook.soundness.gallery_pages import pages
from workbook.soundness.plan import Plan

OF_STEP = "tests/mistakes/01_one"


def index(root):
    course = Course(root)
    return pages(Plan(course, course.steps))[root / "tests/mistakes/README.md"].splitlines()


def test_mistakes_that_are_told_alike_share_a_line(root):
    shutil.copytree(root / OF_STEP / "other_word", root / OF_STEP / "wrong_word")

    assert (
        '- `body: "Hullo"`: [other word](01_one/README.md#other-word), '
        "[wrong word](01_one/README.md#wrong-word)"
    ) in index(root)


def test_what_is_told_is_in_the_order_of_the_alphabet_whatever_its_case(root):
    change(root, (f"{OF_STEP}/three_times/feedback.txt", 'body: "627"', "the body is 627"))
    change(root, (f"{OF_STEP}/other_word/feedback.txt", 'body: "Hullo"', "`Hullo` it is"))

    told = [line for line in index(root) if line.startswith("- ")][:3]

    assert [line.split(": [")[0] for line in told] == [
        "- `` `Hullo` it is ``",
        "- `SyntaxError: '(' was never closed`",
        "- `the body is 627`",
    ]


def test_what_a_check_draws_is_left_out(root):
    change(root, (f"{OF_STEP}/three_times/feedback.txt", '"627"', '"/a-0e3fbe/effect", 1234567'))

    assert any(line.startswith('- `body: "/a-…/effect", 1234567`') for line in index(root))
