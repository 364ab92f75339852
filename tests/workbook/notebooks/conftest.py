import shutil
from pathlib import Path

import pytest

from tests.clone import clone, run

SOURCE = """\
# %% [markdown]
# # 1. Try
#
# You will be able to try.

# %%
import sys

sorted(name for name in sys.modules if name.startswith("workbook"))

# %%
sys.path.append("..")
from workbook.walkthrough import serve

app = serve("01_try")
app.get("/")

# %% language="bash"
# curl -i http://localhost:5000/

# %% tags=["raises-exception"]
1 / 0
"""
APP = """\
from flask import Flask

app = Flask(__name__)
app.add_url_rule("/", "home", lambda: "Hi")
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook with one small notebook, just built."""
    root = clone(tmp_path_factory.mktemp("built"))
    shutil.rmtree(root / "notebooks")
    (root / "notebooks/source").mkdir(parents=True)
    (root / "notebooks/source/01_try.py").write_text(SOURCE)
    (root / "solution/01_try").mkdir()
    (root / "solution/01_try/app.py").write_text(APP)
    status, told = run(root, "notebooks")
    assert status == 0, told
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "workbook", symlinks=True)
