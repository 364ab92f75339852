"""A pytest plugin that runs a step's checks as plain pytest would: Flask's own test client, in the
same process. It is what the checker's speed is measured against; it isolates nothing.
"""

import importlib
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix


class Client:
    def __init__(self, app):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_prefix=1)
        self.app = app.test_client()

    def get(self, path, *, prefix="", allow_redirects=True):
        headers = {"X-Forwarded-Prefix": prefix} if prefix else {}
        return self.app.get(path, headers=headers, follow_redirects=allow_redirects)


class Script:
    def __init__(self, *arguments, **settings):
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            fd = listening.fileno()
            served = {"WERKZEUG_RUN_MAIN": "true", "WERKZEUG_SERVER_FD": str(fd)}
            self.process = subprocess.Popen(
                [sys.executable, *arguments],
                env=os.environ | served | settings,
                stderr=subprocess.DEVNULL,
                pass_fds=[fd],
            )

    def get(self, path):
        try:
            with urlopen(self.address + path) as reply:
                reply.status_code = reply.status
                return reply
        except HTTPError as reply:
            reply.close()
            return SimpleNamespace(status_code=reply.code)

    def is_up(self):
        try:
            return bool(self.get("/"))
        except OSError:
            return False


@pytest.fixture(scope="session")
def client():
    sys.path.insert(0, str(Path.cwd()))
    return Client(importlib.import_module("app").app)


@pytest.fixture
def script(request):
    mark = request.node.get_closest_marker("run")
    started = Script(*mark.args, **mark.kwargs)
    yield started
    started.process.kill()
    started.process.wait()


def pytest_configure(config):
    config.addinivalue_line("markers", "bonus")
    config.addinivalue_line("markers", "run(*arguments, **settings)")
