"""What tries our pages finds nothing in a small course that is sound, and all that is broken."""

import pytest

from tests.course import commands, pages, transcripts
from tests.course.markdown import Page
from tests.workbook.small_course import change

PAGE_1, PAGE_2 = "steps/01_one/README.md", "steps/02_two/README.md"
APP_2 = "solution/02_two/app.py"

BROKEN = {  # what is changed, and what is said
    "a link is dead": (
        [("README.md", "steps/01_one/README.md", "steps/1_one/README.md")],
        "README.md: a dead link: steps/1_one/README.md",
    ),
    "a link leaves the course": (
        [("README.md", "steps/01_one/README.md", "../../")],
        "README.md: a dead link: ../../",
    ),
    "a picture is gone": (
        [("README.md", "It has", "![a step](docs/step.svg) It has")],
        "README.md: a dead link: docs/step.svg",
    ),
    "a heading is gone": (
        [(PAGE_1, "# Step 1: Say a word", "# Say a word")],
        f"{PAGE_2}: a dead link: ../01_one/README.md has no heading step-1-say-a-word",
    ),
    "a link of the gallery is dead": (
        [("tests/mistakes/README.md", "#other-word", "#another-word")],
        "tests/mistakes/README.md: a dead link: 01_one/README.md has no heading another-word",
    ),
    "a page names no verb": (
        [("README.md", "make step-N", "make stop-N")],
        "README.md: make stop-N: make: *** No rule to make target 'stop-1'.",
    ),
    "a page names no verb, wrapped": (
        [("README.md", "make step-N", "make\nstop-N")],
        "README.md: make stop-N: make: *** No rule to make target 'stop-1'.",
    ),
    "the last rule of the Makefile takes any verb": (
        [("README.md", "make step-N", "make stop-N"),
         ("Makefile", "lab:", ".DEFAULT:\n\t@:\nlab:")],
        "README.md: make stop-N: make: *** No rule to make target 'stop-1'.",
    ),
    "the Makefile hands over what is no verb": (
        [("Makefile", "@echo step $*", "@python3 -m workbook stop $*; true")],
        "README.md: make step-N: There is no verb 'stop 1'.",
    ),
    "a page names no step": (
        [("README.md", "make step-N", "make step-3"),
         ("Makefile", "@echo step $*", "@python3 -m workbook step $*")],
        "README.md: make step-3: There is no step '3'.",
    ),
    "a page names no verb of Python's": (
        [("README.md", "workbook step N", "workbook stop N")],
        "README.md: python3 -m workbook stop N: There is no verb 'stop 1'.",
    ),
    "a page names no option": (
        [("README.md", "step N`", "step N --loud`")],
        "README.md: python3 -m workbook step N --loud: No such option",
    ),
    "a page names no file": (
        [(PAGE_1, "python app.py", "python hello.py")],
        f"{PAGE_1}: python hello.py: there is no hello.py",
    ),
    "a page names no module": (
        [(PAGE_1, "python app.py", "python -m hello")],
        f"{PAGE_1}: python -m hello: there is no module hello",
    ),
    "a page's code raises": (
        [(PAGE_2, "print(app.page)", "print(app.side)")],
        "AttributeError: module 'app' has no attribute 'side'",
    ),
    "a page's server serves nothing": (
        [("solution/01_one/app.py", "app.run", "print"),],
        f"{PAGE_1}: python app.py: it serves nothing",
    ),
    "a page's request makes the app fail": (
        [(APP_2, 'return "Hello"', "return 1 / 0"), (PAGE_2, "/page     # the page", "/")],
        f"{PAGE_2}: curl -i http://localhost:5000/: the app answered 500",
    ),
    "a page maps another port": (
        [(PAGE_2, "9090:8080", "9090:5000")],
        f"{PAGE_2}: docker run -p 9090:5000 small: the container's port is 8080",
    ),
    "a transcript is edited": (
        [("README.md", "\nHello\n", "\nHullo\n")],
        "README.md: $ make hello\n--- page\n+++ now\n@@ -1 +1 @@\n-Hullo\n+Hello",
    ),
    "a section of the lab has no page": (
        [("LAB.md", "| 1 | One |", "| 2 | Two | |\n| 1 | One |")],
        "LAB.md: section 2: no page",
    ),
    "a page leaves out a section of the lab": (
        [(PAGE_1, "sections 1 and 1.1", "section 1")],
        f"LAB.md: section 1.1: {PAGE_1} does not name it",
    ),
    "a page covers what the table does not say": (
        [(PAGE_2, "section 1.1", "sections 1.1 and 3")],
        f"{PAGE_2}: it names section 3 of the lab, and LAB.md does not lead here",
    ),
    "a page is long": (
        [(PAGE_1, "Covers", "\n" * 90 + "Covers")],
        f"{PAGE_1}: it has 97 lines, and 90 is the most",
    ),
    "a page does not say where make is typed": (
        [(PAGE_1, "Start the app", "Type `make step-1`. Start the app")],
        f"{PAGE_1}: it does not say that make is typed in the top folder",
    ),
    "a page names no section of the lab": (
        [(PAGE_2, "lab section", "section")],
        f"{PAGE_2}: it names no section of the lab",
    ),
}  # fmt: skip


def told(root, room):
    """Return all that is found in the pages of a course."""
    of_steps, others = pages.of_steps(root), pages.others(root)
    found = {
        **{file: [*pages.outgrown(file), *commands.wrong(root, file, of_steps[file])]
           for file in of_steps},
        **{file: list(commands.wrong(root, file)) for file in others},
    }  # fmt: skip
    for file in pages.linking(root):
        found.setdefault(file, []).extend(pages.dead_links(root, file))
    for number, file in enumerate(others):
        found[file] += transcripts.outdated(root, file, room / str(number))
    named = ((file.relative_to(root).as_posix(), each) for file in found for each in found[file])
    return [*pages.uncovered(root), *(f"{name}: {each}" for name, each in named)]


def test_nothing_is_found_where_all_is_sound(root, tmp_path):
    assert told(root, tmp_path / "room") == []


@pytest.mark.parametrize(("changes", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_found(root, tmp_path, changes, said):
    change(root, *changes)

    found = told(root, tmp_path / "room")

    assert any(said in each for each in found), found


def test_headings_of_the_same_words_are_told_apart(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Try it\n\n## Try it\n\n## `make run`, *then*?\n\n```\n# no heading\n```\n")

    assert Page(page).anchors == {"try-it", "try-it-1", "make-run-then"}


def test_only_what_somebody_types_is_a_command(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "Type `make\nrun`, not `app.run()`; `PORT=9000 make run` does too.\n\n"
        "1. In a list:\n\n       git status     # a remark\n\n"
        "```bash\n# a remark\ncurl -i \\\n  localhost\n```\n\n"
        "```console\n$ python app.py\nmake is printed here\n```\n\n"
        "```python\nmake = 1\n```\n"
    )

    assert [command.words for command in Page(page).commands] == [
        ("git", "status"), ("curl", "-i", "localhost"), ("python", "app.py"),
        ("make", "run"), ("make", "run"),
    ]  # fmt: skip
