"""Each verb installs what it needs, and hands over to one room what was typed."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from tests.workbook.student import FAKE
from workbook import cli, environment
from workbook.cli import main
from workbook.environment import GROUPS, ROOT
from workbook.soundness.columns import CHECK, PROVE


@pytest.fixture
def typed(monkeypatch):
    """Return what a verb installs, hands over, ends with, and says."""
    installed = []
    monkeypatch.setattr(environment, "ensure", lambda *groups: installed.extend(groups))

    def type_(*arguments, course=FAKE):
        installed.clear()
        done = CliRunner().invoke(main, ["--course", str(course), *arguments])
        return tuple(installed), done

    return type_


@pytest.fixture
def handed(monkeypatch):
    """Note what is handed over to a function, which then returns a value."""

    def over(where, returns=None):
        calls = []

        def noted(*arguments, **options):
            calls.append((*arguments, *options.values()))
            return returns

        monkeypatch.setattr(where, noted)
        return calls

    return over


ALL = tuple(GROUPS)


@pytest.mark.parametrize(
    ("verb", "columns", "groups"),
    [("check", CHECK, ("model", "lab")), ("prove", PROVE, ALL)],
)
@pytest.mark.parametrize("sound", [True, False])
def test_check_and_prove_judge_columns(typed, handed, verb, columns, groups, sound):
    calls = handed("workbook.soundness.verbs.judge", sound)
    installed, done = typed(verb, "1", "2", "--json", "--no-docker")
    typed(verb)

    assert installed == groups
    assert done.exit_code == (0 if sound else 1)
    assert [call[1:] for call in calls] == [
        (("1", "2"), columns, True, False),
        ((), columns, False, True),
    ]
    assert calls[0][0].root == FAKE


def test_the_gallery_is_written(typed, handed):
    calls = handed("workbook.soundness.verbs.write_gallery")

    assert typed("gallery", "1")[0] == ALL
    assert [call[1:] for call in calls] == [(("1",),)]


def test_notebooks_are_built_or_checked(typed, handed):
    calls = handed("workbook.notebooks.lab.build", 3)

    installed, done = typed("notebooks", "1", "2", "--check")
    assert (installed, done.exit_code) == (("model", "lab"), 3)
    typed("notebooks")
    assert calls == [(FAKE, ("1", "2"), True), (FAKE, (), False)]


def test_the_lab_is_opened_or_only_copied(typed, handed):
    calls = handed("workbook.notebooks.lab.open_lab")

    assert typed("lab", "--no-browser", "--port", "1")[0] == ("model", "lab")
    typed("lab", "--copy")
    assert calls == [(FAKE, ("--no-browser", "--port", "1"), False), (FAKE, (), True)]


def test_a_container_is_run_of_a_step_s_own_folder(typed, handed, tmp_path):
    calls = handed("workbook.docker.container.run_in_foreground", 4)
    (tmp_path / "steps").mkdir()
    (tmp_path / "tests/steps").mkdir(parents=True)
    (tmp_path / "tests/steps/test_01_Bold.py").touch()
    _, done = typed("docker", "1", course=tmp_path)

    assert done.exit_code == 4
    assert calls == [(tmp_path / "steps/01_Bold", "01_bold")]


def test_a_step_installs_what_its_checks_need(typed, handed, tmp_path):
    calls = handed("workbook.cli.run_checks", SimpleNamespace(exit_status=5))
    monkeypatched = handed("workbook.cli._show")
    (tmp_path / "steps").mkdir()
    (tmp_path / "tests/steps").mkdir(parents=True)
    (tmp_path / "tests/steps/test_01_one.py").write_text('NEEDS = ("model",)\nSECONDS = 121\n')
    arguments = ("--url", "http://127.0.0.1:9", "--check", "x", "--seconds", "2")
    installed, done = typed("step", "1", *arguments, course=tmp_path)

    assert installed == ("model",)
    assert done.exit_code == 5
    options = calls[0][3]
    assert (options.url, options.only, options.seconds) == ("http://127.0.0.1:9", "x", 2)
    assert monkeypatched[0][4] is False  # nothing is remembered of a part, or of a server
    assert done.stderr == ""
    _, done = typed("step", "1", course=tmp_path)
    assert monkeypatched[1][4] is True
    assert done.stderr == "This step may take some minutes, the first time.\n"


@pytest.mark.parametrize(
    "url", ["localhost:9090", "https://x", "http://", "http://x/path", "ftp://x"]
)
def test_an_address_is_of_a_server_of_ours(typed, url):
    _, done = typed("step", "1", "--url", url)

    assert done.exit_code == 2
    assert done.stderr == f"{url!r} is not an address such as http://localhost:9090\n"


@pytest.fixture
def ran(monkeypatch):
    """Return what is run in turn; a program whose name begins with `bad` ends with 3."""
    commands = []

    def call(command, cwd=None):
        commands.append([Path(command[0]).name, *command[1:]])
        assert cwd == ROOT
        return 3 if Path(command[0]).name.startswith("bad") else 0

    monkeypatch.setattr(cli.subprocess, "call", call)
    return commands


@pytest.mark.parametrize(
    ("arguments", "commands"),
    [
        (
            ("mutants", "1", "--build"),
            [["python", "-m", "tools.mutants", "1", "--build"]],
        ),
        (("test", "-k", "x"), [["pytest", "--numprocesses=auto", "--quiet", "-k", "x"]]),
        (
            ("lint",),
            [["ruff", "check"], ["ruff", "format", "--check"], ["basedpyright"], ["lint-imports"]],
        ),
    ],
)
def test_maintainers_verbs_run_programs_of_the_environment(typed, ran, arguments, commands):
    installed, done = typed(*arguments)

    assert installed == ALL
    assert done.exit_code == 0
    assert ran == commands


def test_the_first_program_that_fails_ends_it(typed, ran):
    with pytest.raises(SystemExit) as ended:
        cli._in_turn(["good"], ["bad"], ["good"])

    assert ended.value.code == 3
    assert ran == [["good"], ["bad"]]


def test_pins_are_locked_whatever_they_are(typed, monkeypatch):
    calls = []
    monkeypatch.setattr(cli.subprocess, "call", lambda command, cwd: calls.append(command) or 6)
    installed, done = typed("lock")

    assert (installed, done.exit_code) == ((), 6)
    assert calls == [[sys.executable, "-m", "tools.lock"]]


def test_set_up_says_with_which_python(typed):
    assert typed("setup", "dev", "lab")[1].stdout == f"Ready: {sys.executable}\n"


@pytest.fixture
def served(typed, monkeypatch, tmp_path):
    """Return what is run for the full app of a course, with what the system lacks."""
    calls = []
    folder = tmp_path / "solution/01_one"
    folder.mkdir(parents=True)
    (tmp_path / "tests/steps").mkdir(parents=True)
    (tmp_path / "tests/steps/test_01_one.py").touch()
    (folder / "Dockerfile").write_text('FROM a\nENTRYPOINT ["serve"]\nCMD ["--port", "1"]\n')
    monkeypatch.chdir(tmp_path)

    def serve(*lacking):
        monkeypatch.setattr(environment, "missing", lambda file: list(lacking))

        def become(program, command):
            calls.append((Path.cwd(), program, command))
            sys.exit(7)  # as the program that took our place

        monkeypatch.setattr(cli.os, "execv", become)
        return *typed("run", course=tmp_path), calls

    serve.folder = folder
    return serve


def test_the_full_app_is_run_as_its_dockerfile_runs_it(served):
    installed, done, ((folder, program, command),) = served()

    assert installed == ("model",)
    assert done.exit_code == 7
    assert folder == served.folder
    assert program == str(Path(sys.executable).with_name("serve"))
    assert command == [program, "--port", "1"]


def test_what_the_system_lacks_of_the_full_app_is_told(served):
    _, done, calls = served("numpy", "scipy")

    assert done.exit_code == 2
    assert calls == []
    assert done.stderr == (
        f"The app cannot be served here: Python {environment.HERE} has no wheel of numpy, scipy on "
        "this system. Delete the folder .venv and name an older one (make run PYTHON=python3.13), "
        "or build its container, as README.md shows.\n"
    )


def test_options_are_explained(typed):
    said = " ".join(typed("--help")[1].stdout.split())
    step = " ".join(typed("step", "-h")[1].stdout.split())

    assert "Folder with steps/ and tests/steps/. Default: this workbook." in said
    for text in (
        "Folder that holds NN_slug/ folders. Default: steps.",
        "Check this running server instead, such as http://localhost:9090.",
        "Print one JSON object (see",
        "Run only this check.",
        "End everything after so long.",
    ):
        assert text in step
    assert "Build no container; say what that leaves open." in typed("check", "--help")[1].stdout
    assert "Write nothing; say what differs." in typed("notebooks", "--help")[1].stdout
    assert "Only copy them, for another editor." in typed("lab", "--help")[1].stdout
