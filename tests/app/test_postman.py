"""The Postman collection covers the whole API, and newman runs it."""

import json
import re

from tests.app.server import SOLUTION, serving

COLLECTION = SOLUTION / "predictions.postman_collection.json"
FOLDERS = [folder["item"] for folder in json.loads(COLLECTION.read_text())["item"]]
REQUESTS = [item["request"] for folder in FOLDERS for item in folder]
PROMISED = [
    line.split('"')[1]
    for folder in FOLDERS
    for item in folder
    for event in item["event"]
    for line in event["script"]["exec"]
    if line.startswith("pm.test(")
]


def test_it_passes_again_and_again(newman, sqlite, serve):
    with serve(sqlite) as server:
        assert server.get("/health").status_code == 200  # it is up
        for _ in range(2):
            held, failed = newman(COLLECTION, server.address)
            assert failed == []
            assert held == PROMISED


def test_every_part_fails_with_an_app_that_does_nothing(newman, tmp_path):
    folder = tmp_path / "nothing"
    folder.mkdir()
    (folder / "app.py").write_text(
        "def app(environ, start):\n    start('418', [])\n    return [b'{}']\n"
    )
    (folder / "gunicorn.conf.py").write_text(
        "wsgi_app = 'app:app'\ncontrol_socket_disable = True\n"
    )
    with serving(folder, "") as server:
        server.get("/")  # it is up
        held, failed = newman(COLLECTION, server.address)
    assert held == []
    assert sorted(failed) == sorted(PROMISED)


def test_it_asks_for_every_route():
    routes = re.findall(
        r'@app\.route\(f?"(.+)"(?:, methods=\["(\w+)"\])?\)', (SOLUTION / "app.py").read_text()
    )
    promised = {(method or "GET", re.sub("<.*>", "{{id}}", path)) for path, method in routes}
    asked = {
        (each["method"], each["url"]["raw"].removeprefix("{{base_url}}").split("?")[0])
        for each in REQUESTS
    }

    assert len(promised) == 6
    assert promised <= asked
