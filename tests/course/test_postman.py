"""The Postman collection is real: newman runs it, and it tells a right app from wrong ones."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workbook.app.target import Target

ROOT = Path(__file__).resolve().parents[2]
SOLUTION = ROOT / "solution" / "04_methods"
STEP = ROOT / "steps" / "04_methods"
COLLECTION = SOLUTION / "incomes.postman_collection.json"
SECONDS = 60  # for one app and the runs against it

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


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Run the app in that folder; give its address."""
    with Target(folder, set(), None, SECONDS) as target:
        yield target.client().address


def test_the_solution_passes_again_and_again(newman, tmp_path):
    with serving(SOLUTION) as address:
        for _ in range(2):
            held, failed = newman(COLLECTION, address)
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
            held, failed = newman(COLLECTION, address, "--folder", "The list")
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
        _, failed = newman(COLLECTION, address)
    assert failed == expected


def test_the_starter_fails(newman, tmp_path):
    with serving(STEP) as address:
        held, failed = newman(COLLECTION, address)
    assert held == ["DELETE answers 404 where there is none"]
    assert failed


def test_the_collection_is_what_the_page_promises():
    shipped = (STEP / COLLECTION.name).read_bytes()
    collection = json.loads(shipped)

    assert shipped == COLLECTION.read_bytes()
    assert collection["info"]["schema"].endswith("/json/collection/v2.1.0/collection.json")
    assert collection["variable"] == [{"key": "base_url", "value": "http://localhost:5000"}]
    assert [folder["name"] for folder in collection["item"]] == ["The list", "Bonus"]
    for request in (item["request"] for folder in collection["item"] for item in folder["item"]):
        assert request["url"]["raw"].startswith("{{base_url}}/incomes")
