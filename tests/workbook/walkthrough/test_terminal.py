"""%docker in a notebook: carried out where an engine answers, else as it was recorded."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from workbook.walkthrough import terminal
from workbook.walkthrough.terminal import Recorded, Terminal, use_docker

TRANSCRIPT = """\
$ docker build -t x .
 => [1/1] FROM python

$ docker run x
Hi

there

$ docker build -t x .
 => CACHED [1/1] FROM python
"""


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    (tmp_path / "notebooks/transcripts").mkdir(parents=True)
    (tmp_path / "notebooks/transcripts/06_docker.txt").write_text(TRANSCRIPT)
    monkeypatch.setattr(terminal, "ROOT", tmp_path)
    return Recorded("06_docker")


def test_answers_come_in_the_order_in_which_they_were_recorded(recorded):
    build, run = "docker build -t x .", "docker run x"
    said = [recorded.answer(command) for command in (build, run, build)]

    assert said == [" => [1/1] FROM python", "Hi\n\nthere", " => CACHED [1/1] FROM python"]


def test_a_cell_may_be_run_again(recorded):
    assert {recorded.answer("docker run x") for _ in range(3)} == {"Hi\n\nthere"}


def test_a_command_of_one_s_own_is_told_to_need_docker(recorded):
    assert recorded.answer("docker ps") == "No Docker here, and this command was not recorded."


@pytest.fixture
def shell(monkeypatch):
    shell = InteractiveShell.instance()
    yield shell
    InteractiveShell.clear_instance()


@pytest.fixture
def engine(monkeypatch, tmp_path):
    """Put a docker first on the PATH that says what it was told."""

    def fake(script):
        (tmp_path / "docker").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "docker").chmod(0o700)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        monkeypatch.delenv("WORKBOOK_TERMINAL", raising=False)

    return fake


def test_where_docker_runs_commands_are_carried_out(shell, engine, capsys):
    engine('echo "$@"')
    use_docker("06_docker")
    shell.run_line_magic("docker", "ps {x} $y | tr a-z A-Z")

    assert capsys.readouterr().out == (
        "Docker runs here: the commands below are carried out.\nPS {X}\n"
    )


def test_where_docker_does_not_run_that_is_told(shell, engine, capsys):
    engine("echo Cannot connect to the Docker daemon; exit 1")
    use_docker("06_docker")

    assert capsys.readouterr().out.startswith("No Docker here: each command shows")


def test_a_server_goes_on_until_the_next_is_run(engine, tmp_path):
    engine(
        'case "$1" in\n'
        f'run) echo me > "$3"; echo $$ > {tmp_path}/pid; echo Press CTRL; exec sleep 60;;\n'
        f'kill) echo "$@" >> {tmp_path}/killed; kill $(cat {tmp_path}/pid);;\nesac'
    )
    docker = Terminal("06_docker")
    assert docker.answer("docker run -p 9090:8080 x") == "Press CTRL"
    server = docker.server
    assert server.poll() is None

    docker.press_ctrl_c()

    assert server.poll() is not None
    assert (tmp_path / "killed").read_text() == "kill --signal INT me\n\n"


def test_curl_shows_no_progress(engine, tmp_path):
    assert Terminal("x").typed("curl http://localhost:9090/a || echo no") == (
        "curl --silent --noproxy localhost --max-time 20 http://localhost:9090/a || echo no"
    )
