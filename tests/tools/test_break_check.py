"""Columns of make check that are broken by hand: each cell was green, and must turn red."""

import json
from types import SimpleNamespace

import pytest

from tools import break_check
from tools.break_check import BREAKAGES, Breakage, lines
from workbook.environment import ROOT
from workbook.soundness.columns import CHECK

ONE = Breakage("open", "01_one", "app.py", "# TODO", "# DONE")


def test_every_column_of_check_is_broken():
    assert [each.column for each in BREAKAGES] == [column.name for column in CHECK]


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda each: each.column)
def test_there_is_what_is_broken(breakage):
    assert breakage.old in (ROOT / breakage.file).read_text("utf-8")


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Have `check --json` tell a state for a text; return the commands."""
    commands = []
    (tmp_path / "app.py").write_text("# TODO")

    def tells(**states):
        def run(command, **options):
            commands.append(command[3:])
            state = states[(tmp_path / "app.py").read_text()[2:]]
            said = json.dumps({"rows": {"01_one": {"open": state}}})
            return SimpleNamespace(returncode=0, stdout=said, stderr="")

        monkeypatch.setattr(break_check.subprocess, "run", run)
        return commands

    return tells


@pytest.mark.parametrize(
    ("before", "after", "red"),
    [
        ("sound", "broken", True),
        ("sound", "sound", False),
        ("broken", "broken", False),
        ("sound", "not_checked", False),
    ],
)
def test_a_cell_turns_red_when_it_was_green_before(check, tmp_path, before, after, red):
    commands = check(TODO=before, DONE=after)
    ((good, line),) = lines(tmp_path, (ONE,))

    assert good == red
    word = "turns red" if red else f"DOES NOT TURN RED: {before}, then {after}"
    assert line == f"open       {word}   app.py: '# TODO' -> '# DONE'"
    assert commands == [["check", "--json", "--no-docker", "01_one"]] * 2
    assert (tmp_path / "app.py").read_text() == "# TODO"


def test_a_container_is_broken_only_where_there_is_an_engine(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    ((good, line),) = lines(tmp_path, BREAKAGES[-1:])

    assert good
    assert line.startswith("container  NOT CHECKED: Docker is not installed")
