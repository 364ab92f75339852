"""What runs inside the student's own process: forked by preloaded.py, or started by itself where
something must be imported afresh. The engine never imports it.

    __main__.py child LINK_FD SERVER_FD UNTIL serve        import app.py, serve its app
    __main__.py child LINK_FD SERVER_FD UNTIL script FILE  run FILE as `python FILE` would
    __main__.py child LINK_FD SERVER_FD UNTIL code TEXT    run TEXT as `python -c TEXT` would

It sends the engine facts, one JSON object a line, over LINK_FD. They explain failures; no verdict
rests on them. When the engine is gone, LINK_FD ends, and this process ends itself and its children.
"""

# pyright: basic
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
import time
import types

from workbook.app.inside import observer


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
            self.send("stuck", place=observer.busy_with())
        while self.socket.recv(1):
            self.send("stuck", place=observer.busy_with())
        os.killpg(0, signal.SIGKILL)


def find_app(module):
    """Return the Flask app that the module calls `app`, or that its create_app() makes, or None."""
    from flask import Flask

    if isinstance(app := getattr(module, "app", None), Flask):
        return app
    factory = getattr(module, "create_app", None)
    made = factory() if callable(factory) else None
    return made if isinstance(made, Flask) else None


def load(link):
    """Import app.py as Flask would; return its app, or tell the engine that there is none."""
    from flask import Flask

    module = importlib.import_module("app")
    app = find_app(module)
    if app is None:
        names = [name for name, value in vars(module).items() if isinstance(value, Flask)]
        link.send("no app", names=names)
    return app


def serve(link, server_fd):
    """Serve the student's app, mountable under a prefix, on the socket the engine listens on."""
    asked = observer.note_routes()
    app = load(link)
    if app is None:
        return
    from werkzeug.middleware.proxy_fix import ProxyFix
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_request(self, *details):
            pass

    observer.tell_requests(link)
    mountable = ProxyFix(app.wsgi_app, x_for=0, x_proto=0, x_prefix=1)
    server = make_server(
        "127.0.0.1", 0, mountable, threaded=True, request_handler=Quiet, fd=server_fd
    )
    unused = list(observer.routes_without_use(asked, app))
    routes = list(observer.routes_of(app))
    link.send("ready", routes=routes, unused=unused, templates=app.template_folder or "")
    server.serve_forever()


def main(link_fd, server_fd, until, how, *what):
    observer.here()
    link = Link(int(link_fd))
    threading.Thread(target=link.watch, args=[float(until)], daemon=True).start()
    sys.argv = [what[0] if how == "script" else "-c"]
    sys.modules["__main__"] = types.ModuleType("__main__")  # theirs, not ours
    try:
        observer.note_warnings(link)
        observer.note_runs(link, and_run=how != "serve")
        gc.enable()
        if how == "serve":
            serve(link, int(server_fd))
        elif how == "script":
            runpy.run_path(what[0], run_name="__main__")
        else:
            exec(what[0], vars(sys.modules["__main__"]))
    except BaseException as error:
        ended_well = isinstance(error, SystemExit) and error.code in (None, 0)
        if how == "serve" or not ended_well:
            link.send("failed", error=observer.describe(error))
            raise
    link.send("done")
