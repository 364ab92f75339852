"""A student's folder, run in copies; or a server that runs already, of which less can be asked."""

import time

import pytest

from workbook.app.target import NotRunning, Target
from workbook.course import Run
from workbook.errors import NotChecked, Reason
from workbook.result import Wrong

APP = """\
import os
from pathlib import Path
from flask import Flask

app = Flask(__name__)


@app.route("/")
def root():
    Path("visits.kept").open("a").write("x")
    return Path("visits.kept").read_text() + os.environ.get("GREETING", "")


if __name__ == "__main__":
    app.run()
"""
SCRIPT = Run(("app.py",), (("GREETING", "Salut"),))


def test_the_app_is_asked_in_a_copy_and_the_folder_is_as_it_was(target):
    with target({"app.py": APP, "visits.kept": "old"}, leave_out=("*.kept",)) as started:
        with started.client() as client:
            assert client.get("/").text == "x"
            assert client.ran == ""
        with started.client() as other:
            assert other.get("/").text == "xx"
        assert (started.folder / "visits.kept").read_text() == "old"
        room = started._room
        assert room.name.startswith("workbook-")
    assert not room.exists()


def test_a_restarted_app_has_what_it_kept(target):
    with target({"app.py": APP}) as started:
        with started.client() as client:
            client.get("/")
        before = client.process
        started.restart()
        assert before.ended or not before._reader.is_alive()
        with started.client() as client:
            assert client.get("/").text == "xx"


def test_what_serves_by_a_command_line_is_asked_with_its_settings(target):
    with target({"app.py": APP}, SCRIPT) as started, started.script(SCRIPT) as client:
        assert 10 < client._next_seconds < 20  # what is left of the target's time
        assert client.get("/").text == "xSalut"
        assert client.ran == str(SCRIPT) == "GREETING=Salut python app.py"
        with started.client() as app:
            assert app.get("/").text == "x"  # each in a copy of its own


def test_a_command_line_is_run_once_in_the_copy_that_others_have_left(target):
    writes = Run(("-c", "open('kept', 'a').write('x'); print(open('kept').read())"))
    reads = Run(("read.py",))
    with target({"read.py": "print(len(open('kept').read()))"}) as started:
        assert started.printed(writes) == started.printed(writes) == "x\n"
        assert started.printed(reads) == "1\n"


@pytest.mark.parametrize("arguments", [("gone.py",), ("-c", "raise SystemExit(3)")])
def test_a_command_line_that_does_not_end_well_is_told(target, arguments):
    run = Run(arguments)
    with target({"read.py": ""}) as started, pytest.raises(NotRunning) as caught:
        started.printed(run)
    assert caught.value.run is run
    assert (caught.value.process is None) == (arguments == ("gone.py",))
    assert str(caught.value) == str(run)


@pytest.mark.parametrize("files", [{}, {"app.py": "ap = 1"}, {"app.py": "1 / 0"}])
def test_an_app_that_does_not_serve_is_told_with_its_process(target, files):
    with target(files, SCRIPT) as started:
        with pytest.raises(NotRunning, match=r"^app\.py$") as caught:
            started.client()
        assert (caught.value.process is None) == (not files)
        assert caught.value.run is None
        with pytest.raises(NotRunning):
            started.script(SCRIPT)
        started.restart()


def test_no_folder_is_an_app_that_does_not_run(tmp_path):
    run = Run(("-c", "1"))
    with Target(tmp_path / "gone", set(), None, 20) as started:
        with pytest.raises(NotRunning):
            started.client()
        with pytest.raises(NotRunning):
            started.printed(run)


def test_all_is_ended_when_the_time_is_over(target):
    with target({"app.py": "while True: pass"}, seconds=0.4) as started:
        began = time.monotonic()
        with pytest.raises(NotRunning):
            started.client()
        assert time.monotonic() - began < 9


def test_a_server_that_runs_already_is_asked_as_it_is(tmp_path):
    (tmp_path / "example.json").write_text('[{"a": 1}, {"a": 2}]')
    run = Run(("-c", "1"))
    with Target(tmp_path, {SCRIPT}, "http://127.0.0.1:9", 20) as started:
        with started.client() as client:
            assert client.address == "http://127.0.0.1:9"
            assert client.process is None
        assert started.examples == [{"a": 1}, {"a": 2}]
        asked = {
            Reason.ONLY_A_URL: [
                lambda: started.folder,
                lambda: started.script(SCRIPT),
                lambda: started.printed(run),
            ],
            Reason.NOT_OURS: [started.restart],
        }
        for reason, calls in asked.items():
            for call in calls:
                with pytest.raises(NotChecked) as caught:
                    call()
                assert caught.value.reason is reason


def test_nothing_is_started_where_a_server_runs_already(tmp_path, monkeypatch):
    monkeypatch.setattr(Target, "_start", lambda *started: pytest.fail("it is started"))
    (tmp_path / "app.py").write_text(APP)
    with Target(tmp_path, set(), "http://127.0.0.1:9", 20):
        pass


def test_without_examples_there_are_none(tmp_path):
    with Target(tmp_path, set(), None, 20) as started, pytest.raises(Wrong):
        _ = started.examples


@pytest.fixture
def drawn(target):
    """Return what two processes draw that are forked from one which has imported a library."""

    def draw(library: str, seed: str | None = None) -> list[str]:
        code = f"import random, {library}; print({library}.random(), random.random())"
        runs = [Run(("-c", f"{code}{end}")) for end in ("", ";")]
        with target({"app.py": ""}, launcher=None, preload=(library,), seed=seed) as started:
            return [started.printed(run) for run in runs]

    return draw


@pytest.mark.parametrize("library", ["random", "numpy.random"])
def test_every_process_draws_other_values(drawn, library):
    one, other = drawn(library)

    assert one != other


@pytest.mark.parametrize("library", ["random", "numpy.random"])
def test_a_seed_repeats_them_without_making_processes_alike(drawn, library):
    one, other = drawn(library, "seed")

    assert one != other
    assert drawn(library, "seed") == [one, other]


def test_a_restarted_app_draws_other_values_than_before(target):
    app = f"import random\n{APP.replace('return Path', 'return str(random.random()) or Path')}"
    with target({"app.py": app}, seed="seed") as started:
        said = []
        for _ in range(2):
            with started.client() as client:
                said.append(client.get("/").text)
            started.restart()
    assert said[0] != said[1]
