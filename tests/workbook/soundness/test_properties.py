"""Each property of a small course that is sound is broken by something, and says where."""

import pytest

from tests.workbook.small_course import change
from workbook.soundness import properties

ONE, TWO = "tests/steps/test_01_one.py", "tests/steps/test_02_two.py"
APP_1, APP_2 = "solution/01_one/app.py", "solution/02_two/app.py"
NEW_1, NEW_2 = "steps/01_one/app.py", "steps/02_two/app.py"
RULE = "tests/variants/01_one/add_url_rule"
HINTS = '    First hint.\n\n    Second hint.\n    """\n    assert client.get("/").text'

BROKEN = {  # property, step, what is changed, what is said
    "a starter has a syntax error": (
        "starts", 1, [(NEW_1, "app = ", "app == (")],
        "steps/01_one: it does not run\nGot       nothing: Python cannot read app.py",
    ),
    "a starter loses what was done": (
        "starts", 2, [(NEW_2, '"Hello"', '"Hullo"')],
        "steps/02_two, checked by 01_one: test_root\nI sent    GET http://localhost:5000/",
    ),
    "a starter is done already": (
        "open_at_first", 1, [(NEW_1, "# TODO 1: say Hello at /.", '@app.get("/")\n'
                              'def root():\n    return "Hello"\n\n# TODO')],
        "steps/01_one: nothing is to do: it fails no check that is required",
    ),
    "a starter names nothing to do": (
        "open_at_first", 2, [(NEW_2, "# TODO", "# NOW")], "steps/02_two: no file says # TODO",
    ),
    "a check is broken": (
        "open_at_first", 1, [(ONE, 'assert client.get("/")', '{}["x"]; assert client.get("/")')],
        "steps/01_one: a bug of the checks\nThis is a bug of the checker",
    ),
    "a starter only does not run": (
        "open_at_first", 1, [(NEW_1, "app = ", "app == (")],
        "steps/01_one: nothing is to do: it fails no check that is required",
    ),
    "a solution is changed": (
        "solved", 2, [(APP_2, 'url_for("page")', '"/page"')],
        'solution/02_two: test_moves\nI sent    GET /lab/old, with the app mounted under /lab',
    ),
    "a solution forgets the step before": (
        "solved", 2, [(APP_2, '"Hello"', '"Hullo"')],
        "solution/02_two, checked by 01_one: test_root",
    ),
    "a solution does not do the bonus": (
        "solved", 1, [(APP_1, "* 2", "* 3")], "solution/01_one: test_double",
    ),
    "a check of ours is broken": (
        "solved", 1, [(ONE, 'assert client.get("/")', '{}["x"]; assert client.get("/")')],
        "solution/01_one: test_root\nThis is a bug of the checker",
    ),
    "a check waits for nothing": (
        "solved", 1, [(ONE, 'assert client.get("/")', "from workbook.result import Waiting\n"
                       '    raise Waiting\n    assert client.get("/")')],
        "solution/01_one: test_root waits, and nothing before it is wrong",
    ),
    "a check is too narrow for another right answer": (
        "solved_otherwise", 2, [(TWO, '"Page" in', '"<h1>Page" in')],
        "tests/variants/02_two/blueprint: test_page",
    ),
    "a variant's solution is wrong": (
        "solved_otherwise", 1, [(APP_1, "* 2", "* 3")], "solution/01_one: test_double",
    ),
    "a variant does what it does not claim": (
        "solved_otherwise", 1,
        [(f"{RULE}/app.py", "    return app", "    app.add_url_rule('/double/<int:n>', "
          "view_func=lambda n: str(2 * n))\n    return app")],
        f"{RULE}: test_double is met: take it out of unclaimed.txt",
    ),
    "a variant leaves out what there is not": (
        "solved_otherwise", 1,
        [(f"{RULE}/unclaimed.txt", "test_double", "test_double test_root")],
        f"{RULE}: unclaimed.txt: there is no bonus check test_root",
    ),
    "a variant misses a bonus that it claims": (
        "solved_otherwise", 1, [(f"{RULE}/unclaimed.txt", "all", "")],
        f"{RULE}: test_double\nI sent",
    ),
    "a starter has more than comments": (
        "grows", 2, [(NEW_2, "number * 2", "2 * number")],
        "steps/02_two/app.py: it differs from solution/01_one/app.py by more than comments",
    ),
    "a starter that carries on has a syntax error": (
        "grows", 2, [(NEW_2, "app = ", "app == (")],
        "steps/02_two/app.py: it differs from solution/01_one/app.py by more than comments",
    ),
    "a starter misses code": (
        "grows", 2, [("solution/01_one/more.py", "", "x = 1"),
                     ("solution/02_two/more.py", "", "x = 1")],
        "steps/02_two/more.py: it is missing",
    ),
    "a page differs from before and after": (
        "grows", 2, [("solution/01_one/templates/a.html", "", "<p>1"),
                     ("steps/02_two/templates/a.html", "", "<p>2"),
                     ("solution/02_two/templates/a.html", "", "<p>3")],
        "steps/02_two/templates/a.html: it differs from solution/01_one/templates/a.html by more",
    ),
    "a page differs from before and there is none after": (
        "grows", 2, [("solution/01_one/templates/a.html", "", "<p>1"),
                     ("steps/02_two/templates/a.html", "", "<p>2")],
        "steps/02_two/templates/a.html: it differs from solution/01_one/templates/a.html by more",
    ),
    "a hint is missing": (
        "worded", 1, [(ONE, HINTS, HINTS.replace("Second hint.", "").rstrip())],
        f"{ONE}, test_root: it needs a promise and 2 hints",
    ),
    "a promise is missing": (
        "worded", 1, [(ONE, "GET / says Hello.", "\n    GET / says Hello.")], None,
    ),
    "a promise is too long": (
        "worded", 1, [(ONE, "GET / says Hello.", "GET / says " + "Hello " * 30)],
        f"{ONE}, test_root: 190 characters, and 160 is the most: "
        "GET / says Hello Hello Hello Hello Hello …",
    ),
    "a hint is too long": (
        "worded", 1, [(ONE, HINTS, HINTS.replace("First hint.", "x" * 261))],
        f"{ONE}, test_root: 261 characters, and 260 is the most: {'x' * 40} …",
    ),
    "a step has no title": (
        "worded", 1, [(ONE, '"""Say a word.\n\nYou', '"""You')],
        f"{ONE}: its docstring: a title, then what one can do afterwards",
    ),
    "a step has no end": (
        "worded", 1, [(ONE, "\nYou can now say a word.\n", "\n")],
        f"{ONE}: its docstring: a title, then what one can do afterwards",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("holds", "step", "changes", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_told_with_its_place(root, told, holds, step, changes, said):
    change(root, *changes)

    findings = told(getattr(properties, holds), step)

    if said is None:
        assert findings == []
    else:
        assert any(each.startswith(said) for each in findings), findings


@pytest.mark.parametrize(
    "holds", ["starts", "open_at_first", "solved_otherwise", "grows", "worded"]
)
def test_a_sound_course_has_all_properties(found, holds):
    for step in (1, 2):
        findings = found(getattr(properties, holds), step)
        if (holds, step) == ("grows", 1):
            assert findings is None  # there is no step before
        else:
            assert not [each for each in findings if each.checked]


def test_what_was_not_built_is_not_checked(told):
    why = "no container was built, as --no-docker asked"

    assert told(properties.solved_otherwise, 2, checked=False) == [
        f"solution/02_two: {why}",
        f"tests/variants/02_two/blueprint: {why}",
    ]


def test_by_its_files_alone_what_needs_a_container_is_another_matter(root, run, told):
    assert told(properties.solved_by_files, 2, checked=False) == []
    assert told(properties.solved_by_files, 2) == []
    change(root, (APP_2, '"Hello"', '"Hullo"'))
    run.jobs.clear()

    assert len(told(properties.solved_by_files, 2)) == 1


SHARED = {
    "templates/a.html": ("<p>1", "<!-- TODO -->\n<p>1 {# two\nlines #}"),
    "static/a.css": ("p { }", "/* TODO */ p { }"),
    "static/a.js": ("let a = 1", "// TODO\nlet a = 1 /* so */"),
    "a.json": ('{"a": "# 1"}', '{"a":\n "# 1"}'),
    "Dockerfile": ("FROM a", "# TODO\nFROM a"),
    "more.py": ("x = 1", "# TODO\nx = 1  # so"),
}


def test_comments_may_be_added_to_any_file(root, told):
    for name, (before, after) in SHARED.items():
        change(root, (f"solution/01_one/{name}", "", before), (f"steps/02_two/{name}", "", after))
    change(root, ("solution/02_two/more.py", "", "x = 2"))

    assert told(properties.grows, 2) == []


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("a.json", '{"a": "#"}'),
        ("static/a.js", "let a = 1 // 2"),
        ("templates/a.html", "<p># 1"),
        ("more.py", "x = 2"),
    ],
)
def test_what_is_no_comment_is_told(root, told, name, after):
    before = SHARED[name][0]
    change(root, (f"solution/01_one/{name}", "", before), (f"steps/02_two/{name}", "", after))
    change(root, (f"solution/02_two/{name}", "", after + " "))

    assert [each.partition(":")[0] for each in told(properties.grows, 2)] == [
        f"steps/02_two/{name}"
    ]


def test_a_file_that_is_no_code_may_be_shipped_ready_made_or_left_out(root, told):
    change(root, ("solution/01_one/a.css", "", "p {}"), ("solution/01_one/notes.txt", "", "a"))
    for folder in ("steps", "solution"):
        change(root, (f"{folder}/02_two/a.css", "", "p { color: red }"))

    assert told(properties.grows, 2) == []


@pytest.mark.parametrize("holds", ["starts", "solved", "grows"])
def test_what_somebody_s_run_has_left_is_nobody_s_fault(root, told, holds):
    """Each step's app remembers; only the last step's checks say how that file is called."""
    remembers = '"Hello" if not __import__("os").path.exists("kept.db") else "Again"'
    change(root, *((app, '"Hello"', remembers) for app in (APP_1, APP_2, NEW_2)))
    change(root, (TWO, "import pytest", 'import pytest\n\nLEAVE_OUT = ("*.db",)'))
    for number, app in enumerate((APP_1, APP_2, NEW_1, NEW_2)):
        folder = (root / app).parent
        (folder / "__pycache__").mkdir(exist_ok=True)
        for name in ("kept.db", "__pycache__/app.cpython-311.pyc"):
            (folder / name).write_text(str(number))

    assert told(getattr(properties, holds), 1) == []
    assert told(getattr(properties, holds), 2) == []
