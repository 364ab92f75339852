"""What a student's process tells of itself: places in their files, and nowhere else."""

import pytest

from workbook.app.facts import Raised, Route, UnusedRoute
from workbook.app.transport import NoAnswer
from workbook.course import Run
from workbook.result import Place

BEGIN = "from flask import Flask\n\napp = Flask(__name__)\n"


@pytest.fixture
def facts(target):
    """Return what is known after the app has started, and has been asked these paths."""

    def of(source, *paths, **files):
        named = {name.replace("_dot_", "."): text for name, text in files.items()}
        with target({"app.py": source, **named}) as started:
            started._app.wait_ready()
            if started._app.facts.ready:
                with started.client() as client:
                    for path in paths:
                        client.get(path)
            return started._app.update_facts()

    return of


ROUTES = """\
from functools import wraps
from flask.views import MethodView

def wrapped(view):
    @wraps(view)
    def inner(*a):
        return view(*a)
    return inner

@app.route("/x/<name>", methods=["PUT", "POST"])
@wrapped
def view(name):
    return name

class Page(MethodView):
    def get(self):
        return ""

app.add_url_rule("/page", view_func=Page.as_view("page"))
app.add_url_rule("/none", endpoint="none")
app.add_url_rule("/len", view_func=len)
"""


def test_routes_are_told_with_the_place_of_their_view(facts):
    found = facts(BEGIN + ROUTES)
    routes = {route.rule: route for route in found.routes}

    assert routes["/x/<name>"] == Route(
        "/x/<name>",
        ("OPTIONS", "POST", "PUT"),
        "view",
        Place("app.py", 13, "view", '@app.route("/x/<name>", methods=["PUT", "POST"])'),
    )
    assert routes["/page"].endpoint == "page"
    assert routes["/none"].place is None
    assert routes["/len"].place is None
    assert "/static/<path:filename>" in routes
    assert routes["/static/<path:filename>"].place is None
    assert found.unused == ()
    assert found.templates == "templates"


def test_an_app_without_templates_is_told_so(facts):
    assert facts(BEGIN.replace("__name__", "__name__, template_folder=None")).templates == ""


UNUSED = """\
other = Flask("other")

@other.route("/there")
def there():
    return ""

app.route("/nowhere")
def nowhere():
    return ""
"""


def test_routes_that_lead_nowhere_are_told(facts):
    assert facts(BEGIN + UNUSED).unused == (
        UnusedRoute("/there", True, Place("app.py", 6, "<module>", '@other.route("/there")')),
        UnusedRoute("/nowhere", False, Place("app.py", 10, "<module>", 'app.route("/nowhere")')),
    )


def test_a_route_of_a_blueprint_is_of_use_and_one_without_text_has_none(facts):
    blueprint = """\
from flask import Blueprint
pages = Blueprint("pages", __name__)

@pages.route("/a")
def a():
    return ""

app.register_blueprint(pages)
app.route(print)
"""
    (unused,) = facts(BEGIN + blueprint).unused

    assert (unused.rule, unused.of_another, unused.place.line) == ("", False, 12)


def test_an_error_in_a_view_is_told_with_its_line_and_the_route(facts):
    view = '\n@app.route("/<int:n>")\ndef view(n):\n    return helper(n)\n\n'
    found = facts(f"{BEGIN}import more\n{view}helper = more.of\n", "/0", more_dot_py=MORE)

    assert found.raised == Raised(
        "ZeroDivisionError",
        "division by zero",
        0,
        Place("more.py", 2, "of", "return str(1 / n)"),
        Place("app.py", 8, "view", "return helper(n)"),
    )
    assert (found.endpoint, found.rule) == ("view", "/<int:n>")


MORE = "def of(n):\n    return str(1 / n)\n"


def test_an_error_below_a_library_has_the_last_line_that_is_the_student_s(facts):
    view = '\nimport json\n\n@app.route("/")\ndef root():\n    return json.loads("x")\n'
    found = facts(BEGIN + view, "/")

    assert found.raised
    assert found.raised.place == Place("app.py", 8 + 1, "root", 'return json.loads("x")')
    assert found.raised.caller is None


def test_a_template_s_line_has_no_function(facts):
    view = '\nfrom flask import render_template\n\n@app.route("/")\ndef root():\n    '
    found = facts(f'{BEGIN}{view}return render_template("a.html")\n', "/", **{
        "templates/a.html": "<p>\n{{ gone.x }}\n</p>"
    })  # fmt: skip

    assert found.raised
    assert found.raised.type == "UndefinedError"
    assert found.raised.place == Place("templates/a.html", 2, "", "{{ gone.x }}")
    assert found.raised.caller
    assert found.raised.caller.file == "app.py"


def test_a_page_that_is_not_there_is_matched_by_nothing(facts):
    found = facts(BEGIN, "/gone")

    assert (found.endpoint, found.rule, found.raised) == ("", "", None)


@pytest.mark.parametrize(
    ("source", "raised"),
    [
        (
            "def f(:\n    pass\n",
            Raised("SyntaxError", "invalid syntax", 7, Place("app.py", 1, "", "def f(:")),
        ),
        (
            "\nimport more\n",
            Raised("SyntaxError", "invalid syntax", 7, Place("more.py", 1, "", "1 + + ")),
        ),
        (
            "import nothing_like_it\n",
            Raised(
                "ModuleNotFoundError",
                "No module named 'nothing_like_it'",
                0,
                Place("app.py", 1, "<module>", "import nothing_like_it"),
            ),
        ),
        (
            "exec('1 +')\n",
            Raised(
                "SyntaxError", "invalid syntax", 4, Place("app.py", 1, "<module>", "exec('1 +')")
            ),
        ),
    ],
)
def test_code_that_cannot_be_imported_is_told(facts, source, raised):
    found = facts(source, more_dot_py="1 + + \n")

    assert not found.ready
    assert found.failed == raised


def test_an_error_of_a_line_that_nobody_has_shows_none(facts):
    failed = facts('raise SyntaxError("so", (__file__, 7, 1, None))\n').failed

    assert failed == Raised("SyntaxError", "so", 1, Place("app.py", 7))


def test_what_python_warns_of_is_told_with_its_line(facts):
    (warned,) = facts(f"{BEGIN}\nif app is 1:\n    pass\n").warned

    assert warned.type == "SyntaxWarning"
    assert warned.message.startswith('"is" with ')
    assert warned.place == Place("app.py", 5, "", "if app is 1:")


def test_other_warnings_are_not_told_but_printed(target):
    source = f"import warnings\nwarnings.warn('old')\n{BEGIN}"
    with target({"app.py": source}) as started:
        started.client().close()
        app = started._app
        assert app.facts.warned == ()
    assert any("UserWarning: old" in line for line in app.last_words())


def test_app_run_is_told_and_does_not_run_where_the_app_is_served(facts):
    found = facts(f"{BEGIN}app.run()\n")

    assert found.ready
    assert found.ran_at == Place("app.py", 4, "<module>", "app.run()")


def test_app_run_runs_in_a_script(target):
    run = Run(("app.py",))
    source = f"{BEGIN}app.run(port=5050)\n"
    with target({"app.py": source}, run) as started, started.script(run) as client:
        assert client.get("/").status_code == 404
        assert client.facts().ran_at == Place("app.py", 4, "<module>", "app.run(port=5050)")


def test_a_view_that_does_not_end_is_found_in_its_thread(target):
    view = '\n@app.route("/")\ndef root():\n    while True:\n        pass\n'
    with target({"app.py": BEGIN + view}) as started, started.client() as client:
        with pytest.raises(NoAnswer):
            client.get("/", timeout=0.3)
        client.ask_where()
        stuck = client.facts().stuck_at
    assert stuck
    assert (stuck.file, stuck.function) == ("app.py", "root")
    assert stuck.line in (7, 8)
