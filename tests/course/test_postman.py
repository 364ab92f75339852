"""The Postman collection is real: newman runs it, and it tells a right app from wrong ones."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workbook.target import Target

ROOT = Path(__file__).resolve().parents[2]
SOLUTION = ROOT / "solution" / "04_methods"
STEP = ROOT / "steps" / "04_methods"
COLLECTION = "incomes.postman_collection.json"
PACKAGE = Path(__file__).with_name("package.json")
SECONDS = 60  # for one app and the runs against it
INSTALL_SECONDS = 300

THE_LIST = [
    "GET answers 200",
    "GET answers a list, as JSON",
    "POST answers 204",
    "POST answers no body",
    "GET shows the new income once",
    "POST answers 415 or 400 to text",
    "POST answers 400 or 415 to broken JSON",
    "GET shows the list as it was",
    "DELETE /incomes answers 405",
]
BONUS = [
    "PUT answers 204",
    "GET shows the replaced income",
    "DELETE answers 204",
    "GET no longer shows the income",
    "DELETE answers 404 where there is none",
]


@pytest.fixture(scope="session")
def newman(pytestconfig: pytest.Config) -> str:
    """Return the newman of the PATH, or one that npm installs beside pytest's cache."""
    if found := shutil.which("newman"):
        return found
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            pytest.skip(f"NOT CHECKED: {tool} is not installed, and newman needs it")
    folder = pytestconfig.cache.mkdir("newman")
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # other workers of pytest-xdist wait here
        _install(folder)
    return str(folder / "node_modules" / ".bin" / "newman")


def _install(folder: Path) -> None:
    """Install what package.json names, unless that has been done before."""
    done = folder / "installed.json"
    if done.is_file() and done.read_bytes() == PACKAGE.read_bytes():
        return
    shutil.copy(PACKAGE, folder / "package.json")
    quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
    command = ["npm", "install", "--prefix", str(folder), *quiet]
    npm = subprocess.run(
        command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
    )
    assert npm.returncode == 0, f"npm could not install newman:\n{npm.stderr}"
    shutil.copy(PACKAGE, done)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Run the app in that folder; give its address."""
    with Target(folder, set(), None, SECONDS) as target:
        yield target.client().address


def run(newman: str, address: str, told: Path, *options: str) -> tuple[list[str], list[str]]:
    """Run the collection; return its assertions' names: those that held, those that failed."""
    told.unlink(missing_ok=True)
    command = [newman, "run", str(SOLUTION / COLLECTION), "--env-var", f"base_url={address}"]
    report = ["--reporters", "json", "--reporter-json-export", str(told)]
    limits = ["--timeout-request", "5000", "--timeout-script", "5000"]
    no_proxy = {name: text for name, text in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        [*command, *report, *limits, *options],
        capture_output=True, text=True, timeout=SECONDS, env=no_proxy, check=False,
    )  # fmt: skip
    assert told.is_file(), done.stdout + done.stderr
    result = json.loads(told.read_text("utf-8"))["run"]
    made = [each for item in result["executions"] for each in item.get("assertions", [])]
    held = [each["assertion"] for each in made if "error" not in each]
    failed = [each["assertion"] for each in made if "error" in each]
    # newman and we agree: nothing failed beside the assertions, and its exit status says as much.
    assert [each["error"]["test"] for each in result["failures"]] == failed
    assert done.returncode == (1 if failed else 0)
    return held, failed


def test_the_solution_passes_again_and_again(newman, tmp_path):
    with serving(SOLUTION) as address:
        for _ in range(2):
            held, failed = run(newman, address, tmp_path / "told.json")
            assert failed == []
            assert held == [*THE_LIST, *BONUS]


def test_an_app_without_the_bonus_passes_the_first_folder(newman, tmp_path):
    app = (SOLUTION / "app.py").read_text("utf-8")
    for method in ("PUT", "DELETE"):
        app = app.replace(f'@app.route("/incomes/<int:index>", methods=["{method}"])\n', "")
    assert "<int:index>" not in app
    (tmp_path / "app.py").write_text(app, "utf-8")
    with serving(tmp_path) as address:
        for _ in range(2):
            held, failed = run(newman, address, tmp_path / "told.json", "--folder", "The list")
            assert failed == []
            assert held == THE_LIST


ADD = "incomes.append(request.get_json())"
NOT_ADDED = [THE_LIST[4], *BONUS[:4]]
WRONG = {  # what in the solution becomes what, and which assertions then fail
    "POST answers 200": (f'{ADD}\n    return "", 204', f'{ADD}\n    return "", 200', THE_LIST[2:3]),
    "POST answers a body": (f'{ADD}\n    return "", 204', f'{ADD}\n    return "ok"', THE_LIST[2:4]),
    "GET does not show the new one": (ADD, "request.get_json()", NOT_ADDED),
    "POST adds it twice": (ADD, f"{ADD}\n    {ADD}", [THE_LIST[4], BONUS[3]]),
    "POST takes text": (ADD, "incomes.append(request.get_json(silent=True))", THE_LIST[5:8]),
    "DELETE /incomes is taken": (
        '"/incomes")',
        '"/incomes", methods=["GET", "DELETE"])',
        THE_LIST[8:],
    ),
    "DELETE does not delete": ("del incomes[index]", "incomes[index] = {}", BONUS[3:4]),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_app_fails(name, newman, tmp_path):
    right, wrong, expected = WRONG[name]
    app = (SOLUTION / "app.py").read_text("utf-8")
    assert app.count(right) == 1
    (tmp_path / "app.py").write_text(app.replace(right, wrong), "utf-8")
    with serving(tmp_path) as address:
        _, failed = run(newman, address, tmp_path / "told.json")
    assert failed == expected


def test_the_starter_fails(newman, tmp_path):
    with serving(STEP) as address:
        held, failed = run(newman, address, tmp_path / "told.json")
    assert held == ["DELETE answers 404 where there is none"]
    assert failed


def test_the_collection_is_what_the_page_promises():
    shipped = (STEP / COLLECTION).read_bytes()
    collection = json.loads(shipped)

    assert shipped == (SOLUTION / COLLECTION).read_bytes()
    assert collection["info"]["schema"].endswith("/json/collection/v2.1.0/collection.json")
    assert collection["variable"] == [{"key": "base_url", "value": "http://localhost:5000"}]
    assert [folder["name"] for folder in collection["item"]] == ["The list", "Bonus"]
    for request in (item["request"] for folder in collection["item"] for item in folder["item"]):
        assert request["url"]["raw"].startswith("{{base_url}}/incomes")
