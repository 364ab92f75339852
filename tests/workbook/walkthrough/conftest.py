import os
import sys
from unittest import mock

import pytest


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    """Put back what a notebook changes of its process: folder, path, modules, environment."""
    monkeypatch.chdir(os.getcwd())  # noqa: PTH109
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", sys.dont_write_bytecode)
    with mock.patch.dict(os.environ), mock.patch.dict(sys.modules):
        yield
