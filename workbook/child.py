"""What runs inside the student's own process: forked by preloaded.py, or started as a script where
something must be imported afresh. The engine never imports it.

    child.py LINK_FD SERVER_FD UNTIL serve          import app.py, serve its app on the socket
    child.py LINK_FD SERVER_FD UNTIL script FILE    run FILE as `python FILE` would
    child.py LINK_FD SERVER_FD UNTIL code TEXT      run TEXT as `python -c TEXT` would

It sends the engine facts, one JSON object a line, over LINK_FD. They explain failures; no verdict
rests on them. When the engine is gone, LINK_FD ends, and this process ends itself and its children.
"""

# pyright: basic
import gc
import os
import sys

gc.disable()  # until the libraries are imported: they leave no garbage, and looking takes time

if __name__ == "__main__":
    # Before the other imports, so that they find what `python app.py` would find in this folder: a
    # student's own json.py hides Python's here as it does there.
    sys.path[0] = os.getcwd()

import importlib
import inspect
import json
import linecache
import runpy
import select
import signal
import socket
import threading
import time
import traceback
from functools import cache
from pathlib import Path


@cache
def here():
    """Return the student's folder: where the process is when this is asked for first."""
    return Path.cwd().resolve()


class Link:
    """The way back to the engine. Facts that do not fit its buffer are dropped, not waited for."""

    def __init__(self, fd):
        self.socket = socket.socket(fileno=fd)

    def send(self, fact, **details):
        line = json.dumps({"fact": fact, **details}) + "\n"
        try:
            self.socket.send(line.encode(), socket.MSG_DONTWAIT)
        except OSError:
            return

    def watch(self, until):
        """Say where the student's code is for each byte that arrives, and when the time is nearly
        over, at `until` of time.monotonic(); end with the engine.
        """
        if not select.select([self.socket], [], [], max(0.0, until - time.monotonic()))[0]:
            self.send("stuck", place=where())
        while self.socket.recv(1):
            self.send("stuck", place=where())
        os.killpg(0, signal.SIGKILL)


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


def last_place(frames):
    """Return the innermost of the frames that is in the student's own files."""
    places = [place(f.filename, f.lineno, f.name, f.line) for f in frames]
    return next((found for found in reversed(places) if found), None)


def where():
    """Return the place in the student's code that some thread is running now."""
    stacks = [traceback.extract_stack(frame) for frame in sys._current_frames().values()]
    return next(filter(None, map(last_place, stacks)), None)


def describe(error):
    """Return what is known of an exception; a syntax error carries its place in itself."""
    found = last_place(traceback.extract_tb(error.__traceback__))
    if isinstance(error, SyntaxError) and error.filename:
        text = (error.text or "").rstrip("\n")
        found = place(error.filename, error.lineno or 0, "", text) or found
    return {
        "type": type(error).__name__,
        "message": getattr(error, "msg", None) or str(error),
        "column": getattr(error, "offset", None) or 0,
        "place": found,
    }


def routes_of(app):
    """Return the app's routes, each with the place of its view."""
    for rule in app.url_map.iter_rules():
        view = inspect.unwrap(app.view_functions.get(rule.endpoint, len))
        view = getattr(view, "view_class", view)
        code = getattr(view, "__code__", None)
        yield {
            "rule": rule.rule,
            "methods": sorted(rule.methods or ()),
            "endpoint": rule.endpoint,
            "place": code and place_of(code, view.__name__),
        }


def find_app(module):
    """Return the Flask app that the module calls `app`, or that its create_app() makes, or None."""
    from flask import Flask

    if isinstance(app := getattr(module, "app", None), Flask):
        return app
    factory = getattr(module, "create_app", None)
    made = factory() if callable(factory) else None
    return made if isinstance(made, Flask) else None


def note_runs(link, *, and_run):
    """Tell the engine which line calls app.run(), and let it run or not."""
    from flask import Flask

    gc.enable()
    run = Flask.run

    def noted(app, *arguments, **options):
        link.send("ran", place=last_place(traceback.extract_stack()))
        if and_run:
            run(app, *arguments, **options)

    Flask.run = noted  # pyright: ignore[reportAttributeAccessIssue]


def load(link):
    """Import app.py as Flask would; return its app, or tell the engine that there is none."""
    from flask import Flask

    note_runs(link, and_run=False)
    module = importlib.import_module("app")
    app = find_app(module)
    if app is None:
        names = [name for name, value in vars(module).items() if isinstance(value, Flask)]
        link.send("no app", names=names)
    return app


def tell_requests(link):
    """Tell the engine which view each request reaches, and what it raised."""
    from flask import got_request_exception, request, request_started

    def matched(sender, **extra):
        link.send("matched", endpoint=request.endpoint or "")

    def raised(sender, exception, **extra):
        link.send("raised", error=describe(exception))

    request_started.connect(matched, weak=False)
    got_request_exception.connect(raised, weak=False)


def serve(link, server_fd):
    """Serve the student's app, mountable under a prefix, on the socket the engine listens on."""
    app = load(link)
    if app is None:
        return
    from werkzeug.middleware.proxy_fix import ProxyFix
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_request(self, *details):
            pass

    tell_requests(link)
    mountable = ProxyFix(app.wsgi_app, x_for=0, x_proto=0, x_prefix=1)
    server = make_server(
        "127.0.0.1", 0, mountable, threaded=True, request_handler=Quiet, fd=server_fd
    )
    link.send("ready", routes=list(routes_of(app)), templates=app.template_folder or "")
    server.serve_forever()


def main(link_fd, server_fd, until, how, *what):
    here()
    link = Link(int(link_fd))
    threading.Thread(target=link.watch, args=[float(until)], daemon=True).start()
    sys.argv = [what[0] if how == "script" else "-c"]
    try:
        if how == "serve":
            serve(link, int(server_fd))
        elif how == "script":
            note_runs(link, and_run=True)
            runpy.run_path(what[0], run_name="__main__")
        else:
            note_runs(link, and_run=True)
            exec(what[0], {"__name__": "__main__"})
    except BaseException as error:
        ended_well = isinstance(error, SystemExit) and error.code in (None, 0)
        if how == "serve" or not ended_well:
            link.send("failed", error=describe(error))
            raise
    link.send("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
