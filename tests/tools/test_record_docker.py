"""Docker transcripts: what is kept is what any engine says; nothing of this machine is met."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.record_docker import ROOT, Recording, main, plain

BUILD = "docker build -t my-flask-app ."


def test_machines_agree_on_addresses_and_ids():
    said = (
        f"{'1a' * 32}\r\n * Running on http://127.0.0.1:8080\n * Running on http://10.3.0.7:8080\n"
    )

    assert plain(said) == (
        "<id>\n * Running on http://127.0.0.1:8080\n * Running on http://172.17.0.2:8080"
    )


@pytest.fixture
def recording(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBOOK_LABEL", "label-1")
    (tmp_path / "app.py").write_text("x = 1\n")
    return Recording("06_docker")


def test_names_and_ports_are_its_own(recording):
    typed = recording.typed("docker run --rm -p 9090:8080 my-flask-app flask run --port=8080")

    assert re.search(
        r"^docker run --label label-1 .* -p \d+:8080 label-1-my-flask-app flask run --port=8080$",
        typed,
    )
    assert "9090" not in typed


def test_a_first_build_takes_nothing_of_another_day(recording):
    first = recording.typed(BUILD)
    recording.built.add((Path.cwd(), BUILD))
    second = recording.typed(BUILD)

    assert first == "docker build --no-cache --label label-1 -t label-1-my-flask-app ."
    assert second == "docker build --label label-1 -t label-1-my-flask-app ."
    assert Path("app.py").read_text() == "x = 1\n# label-1\n"


@pytest.mark.parametrize("arguments", [[], ["07"], ["06", "10"], ["docker"]])
def test_what_it_cannot_record_is_told_with_what_it_can(arguments):
    assert main(arguments) == (
        "Usage: python -m tools.record_docker STEP, which is one of: 06_docker, 10_full_app"
    )


def test_without_an_engine_nothing_is_written_and_the_reason_is_told(tmp_path):
    docker = tmp_path / "docker"
    docker.write_text("#!/bin/sh\necho cannot connect to the docker daemon\nexit 1\n")
    docker.chmod(0o700)
    done = subprocess.run(
        [sys.executable, "-m", "tools.record_docker", "06"], cwd=ROOT, text=True, check=False,
        capture_output=True, env=os.environ | {"PATH": str(tmp_path)},
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.startswith("Docker is not running, so nothing was built.")
    assert "Traceback" not in done.stderr
