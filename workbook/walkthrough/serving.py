"""Serves a step's app for a notebook, which asks it things and edits it.

A notebook works in a copy of the step's solution, in a folder that is deleted at the end: whatever
the app writes or the notebook edits, the workbook's files stay as they are.
"""

import atexit
import importlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import requests
from flask import Flask
from werkzeug.debug import DebuggedApplication
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import WSGIRequestHandler, make_server

from workbook.environment import ROOT
from workbook.walkthrough.exchange import Exchange
from workbook.walkthrough.pages import Shown, framed, last_frame, with_styles

COPIES = "walkthrough-"  # in the name of every folder that a notebook works in
SECONDS = 20  # for one answer, and for a server to start or to restart


@dataclass
class Served:
    """An app that answers at `address`, and curl at http://localhost:5000."""

    address: str
    folder: Path
    stop: Callable[[], None]
    module: ModuleType | None = None
    log: io.StringIO = field(default_factory=io.StringIO)  # what a terminal would have shown

    def ask(self, method: str, path: str, **options: Any) -> Exchange:
        """Send any request; `options` are those of requests. Redirects are not followed."""
        with requests.Session() as session:
            session.trust_env = False  # a proxy knows nothing of this computer's servers
            session.headers["Host"] = "localhost:5000"
            given: dict[str, Any] = {"timeout": SECONDS, "allow_redirects": False} | options
            return Exchange(session.request(method, self.address + path, **given))

    def get(self, path: str, **options: Any) -> Exchange:
        return self.ask("GET", path, **options)

    def post(self, path: str, **options: Any) -> Exchange:
        return self.ask("POST", path, **options)

    def put(self, path: str, **options: Any) -> Exchange:
        return self.ask("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> Exchange:
        return self.ask("DELETE", path, **options)

    def page(self, path: str, height: int = 160) -> Shown:
        """Show a page's source, and the page itself in a frame of `height` pixels."""
        source = self._text(path)
        return framed(source, with_styles(source, self._text), height)

    def debugger(self, path: str, height: int = 260) -> Shown:
        """Show the debugger's page, of all frames only the last: the view's own."""
        page, text = last_frame(self._text(path))
        return framed(text, with_styles(page, self._text), height)

    def edit(self, old: str, new: str, file: str = "app.py") -> None:
        """Replace a text in the app's file, as in an editor that then saves."""
        path = self.folder / file
        before = path.read_text("utf-8")
        if old not in before:
            raise ValueError(f"{file} has no {old!r}")
        path.write_text(before.replace(old, new), "utf-8")

    def terminal(self, lines: int = 1) -> None:
        """Print the last lines that a terminal would show: those of the latest error."""
        print(*self.log.getvalue().splitlines()[-lines:], sep="\n")

    def _text(self, path: str) -> str:
        return self.get(path).reply.text


def copy_of(step: str, *, lab: bool = False) -> Path:
    """Copy the solution of a step, or the lab's example, to a folder of its own, and go there."""
    home = tempfile.mkdtemp(prefix=COPIES)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    made = shutil.ignore_patterns("__pycache__", "*.joblib", "*.db*")
    folder = shutil.copytree(
        ROOT / ("notebooks/lab" if lab else "solution") / step, Path(home, step), ignore=made
    )
    os.chdir(folder)
    return folder


def load(folder: Path, name: str = "app") -> ModuleType:
    """Import a module of a copied step, and nothing left over from another copy."""
    sys.dont_write_bytecode = True  # an edit within a second would go unseen
    for known, module in list(sys.modules.items()):
        if COPIES in (getattr(module, "__file__", None) or ""):
            del sys.modules[known]
    sys.path[:] = [str(folder), *(place for place in sys.path if COPIES not in place)]
    importlib.invalidate_caches()
    return importlib.import_module(name)


def serve(
    what: str | Flask, *, debugger: bool = False, lab: bool = False, under: str = ""
) -> Served:
    """Serve the solution of a step, or an app of the notebook's own, on any free port.

    With `debugger`, an error answers with the debugger's page; its console is off. With `lab`, it
    is the lab's example for that step. With `under`, the app is mounted at that path.
    """
    folder = copy_of(what, lab=lab) if isinstance(what, str) else Path.cwd()
    module = load(folder) if isinstance(what, str) else None
    app: Flask = module.app if module else what  # pyright: ignore[reportAssignmentType]
    app.config["PROPAGATE_EXCEPTIONS"] = debugger
    log = io.StringIO()
    inner = DebuggedApplication(app, evalex=False) if debugger else app.wsgi_app
    inner = DispatcherMiddleware(NotFound(), {under: inner}) if under else inner

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return inner({**environ, "wsgi.errors": log}, start_response)

    server = make_server("127.0.0.1", 0, wsgi, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    return _told(Served(f"http://127.0.0.1:{server.port}", folder, server.shutdown, module, log))


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Print no line for each request."""


def _told(served: Served) -> Served:
    """Let curl in a %%bash cell find the app at http://localhost:5000, and say where it is."""
    atexit.register(served.stop)
    home = tempfile.mkdtemp(prefix=COPIES)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    here = served.address.removeprefix("http://")
    lines = ["silent", "show-error", 'noproxy = "*"', f"max-time = {SECONDS}"]
    lines += [f'connect-to = "{host}:5000:{here}"' for host in ("localhost", "127.0.0.1")]
    Path(home, ".curlrc").write_text("\n".join(lines))
    os.environ.update(CURL_HOME=home, PORT=here.rpartition(":")[2])
    print(f"Serving at {served.address}")
    return served


@dataclass
class Developed(Served):
    """A step's app under `flask run`, in a process of its own, as from a terminal."""

    process: subprocess.Popen[str] | None = None
    debug: bool = False

    def edit(self, old: str, new: str, file: str = "app.py") -> None:
        """Edit and save; in debug mode, return when the old app has ended."""
        super().edit(old, new, file)
        if self.debug:
            print(self.wait_for("Detected change in"))
            self.wait_for("Restarting with")  # from now on a request waits for the new app

    def wait_for(self, words: str) -> str:
        """Return the next line that the server logs with these words. Raises EOFError."""
        assert self.process and self.process.stdout
        watch = threading.Timer(SECONDS, self.process.terminate)
        watch.start()
        try:
            return next(line.strip() for line in self.process.stdout if words in line)
        except StopIteration:
            raise EOFError(f"The server ended without saying {words!r}") from None
        finally:
            watch.cancel()


def develop(step: str, *, debug: bool) -> Served:
    """Run `flask --app app run` on a step's solution; with `debug`, an edit restarts it."""
    folder = copy_of(step)
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "run", "--port", "0"],
        env=os.environ | {"FLASK_DEBUG": str(int(debug)), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    server = Developed("", folder, process.terminate, process=process, debug=debug)
    server.address = server.wait_for("Running on").split()[-1]
    server.get("/")  # once it answers, the reloader has noted the times of the files
    return _told(server)
