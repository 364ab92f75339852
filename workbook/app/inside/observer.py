"""What can be seen of a student's code from inside its own process. child.py sends it on as facts.

Nothing here changes what the code does. The engine never imports it.
"""

# pyright: basic
import inspect
import linecache
import socket
import sys
import traceback
import warnings
from functools import cache
from pathlib import Path

LAST_PORT = 65535
SOON = 0.0001  # seconds, not 0.005: a loop that never ends is to let us look at files in between


@cache
def here():
    """Return the student's folder: where the process is when this is asked for first."""
    return Path.cwd().resolve()


def place(file, line, function, code):
    """Return a place with its file relative to the student's folder, or None outside of it."""
    path = Path(file).resolve()
    if file.startswith("<") or not path.is_relative_to(here()):
        return None
    function = function if path.suffix == ".py" else ""  # Jinja names parts of its own
    return {"file": str(path.relative_to(here())), "line": line, "function": function, "code": code}


def place_of(code, function):
    line = code.co_firstlineno
    return place(code.co_filename, line, function, linecache.getline(code.co_filename, line))


def places(frames):
    """Yield the frames that are in the student's own files, the innermost first."""
    yield from filter(None, (place(f.filename, f.lineno, f.name, f.line) for f in reversed(frames)))


def last_place(frames):
    """Return the innermost of them, or None."""
    return next(places(frames), None)


def caller():
    """Return the student's line that is being carried out."""
    return last_place(traceback.extract_stack(limit=8))


def busy_with():
    """Return the place in the student's code that some thread is running now."""
    sys.setswitchinterval(SOON)
    stacks = [traceback.extract_stack(frame) for frame in sys._current_frames().values()]
    return next(filter(None, map(last_place, stacks)), None)


def describe(error):
    """Return what is known of an exception; a syntax error carries its place in itself."""
    mine = [*places(traceback.extract_tb(error.__traceback__))]
    found = mine[0] if mine else None
    if isinstance(error, SyntaxError) and error.filename:
        text = (error.text or "").rstrip("\n")
        found = place(error.filename, error.lineno or 0, "", text) or found
    return {
        "type": type(error).__name__,
        "message": getattr(error, "msg", None) or str(error),
        "column": getattr(error, "offset", None) or 0,
        "place": found,
        "caller": next((each for each in mine if each["file"] != mine[0]["file"]), None),
    }


def routes_of(app):
    """Return the app's routes, each with the place of its view."""
    for rule in app.url_map.iter_rules():
        view = inspect.unwrap(app.view_functions.get(rule.endpoint, len))
        code = getattr(view, "__code__", None)
        yield {
            "rule": rule.rule,
            "methods": sorted(rule.methods or ()),
            "endpoint": rule.endpoint,
            "place": code and place_of(code, view.__name__),
        }


def note_runs(link, *, and_run):
    """Tell the engine which line calls app.run(), and let it run or not."""
    from flask import Flask

    run = Flask.run

    def noted(app, *arguments, **options):
        link.send("ran", place=caller())
        if and_run:
            asked = inspect.signature(run).bind(app, *arguments, **options).arguments
            try_to_listen(asked.get("host") or "127.0.0.1", asked.get("port") or 0)
            run(app, *arguments, **options)

    Flask.run = noted  # pyright: ignore[reportAttributeAccessIssue]


def try_to_listen(host, port):
    """Raise OSError where no server can listen: ours serves elsewhere, whatever it is told.

    The port is not taken, since somebody else may have it just now.
    """
    from werkzeug.serving import get_sockaddr, select_address_family

    if not 0 <= int(port) <= LAST_PORT:
        raise OSError(f"port={port}: there are ports from 0 to {LAST_PORT}")
    family = select_address_family(host, 0)
    try:
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.bind(get_sockaddr(host, 0, family))
    except OSError:
        raise OSError(f"host={host!r}: this computer has no such name or address") from None


def note_warnings(link):
    """Tell the engine what Python warns of while it reads the student's files."""
    show = warnings.showwarning

    def noted(message, category, filename, lineno, *more):
        if category is SyntaxWarning:
            line = linecache.getline(filename, lineno).strip()
            found = place(filename, lineno, "", line)
            error = {"type": category.__name__, "message": str(message), "column": 0}
            link.send("warned", error=error | {"place": found})
        show(message, category, filename, lineno, *more)

    warnings.showwarning = noted


def note_routes():
    """Return a list that will hold each route asked for: its rule, app, place, and view or None."""
    from flask.sansio.scaffold import Scaffold

    route, asked = Scaffold.route, []

    def noted(scaffold, *rule, **options):
        decorate = route(scaffold, *rule, **options)
        mine = {"rule": rule[:1], "app": scaffold, "place": caller(), "view": None}
        asked.append(mine)

        def decorator(view):
            mine["view"] = view
            return decorate(view)

        return decorator

    Scaffold.route = noted  # pyright: ignore[reportAttributeAccessIssue]
    return asked


def routes_without_use(asked, app):
    """Yield what was asked for and leads nowhere: a route without a view, or of another app."""
    from flask import Flask

    for route in asked:
        of_another = isinstance(route["app"], Flask) and route["app"] is not app
        if route["view"] is None or of_another:
            rule = next((rule for rule in route["rule"] if isinstance(rule, str)), "")
            yield {"rule": rule, "of_another": of_another, "place": route["place"]}


def tell_requests(link):
    """Tell the engine which view each request reaches, and what it raised."""
    from flask import got_request_exception, request, request_started

    def matched(sender, **extra):
        rule = request.url_rule.rule if request.url_rule else ""
        link.send("matched", endpoint=request.endpoint or "", rule=rule)

    def raised(sender, exception, **extra):
        link.send("raised", error=describe(exception))

    request_started.connect(matched, weak=False)
    got_request_exception.connect(raised, weak=False)
