"""Who is to blame when a verb cannot do what it was asked, and what was meant by a mistyped one."""

import click
import pytest
from click.testing import CliRunner

from workbook import verbs
from workbook.errors import CheckerError, NotChecked, Reason, Refused, SetupError, UsageError
from workbook.verbs import Verbs, blame, what_was_meant

OURS = "This is a bug of the workbook, not of your work: "
MACHINE = "This machine stopped the checker (not your work's fault): "


@pytest.mark.parametrize(
    ("fault", "told", "foreseen"),
    [
        (UsageError("no step"), "no step", True),
        (NotChecked(Reason.LEFT_OUT), Reason.LEFT_OUT.value, True),
        (Refused("no"), "no", True),
        (
            SetupError("no space left"),
            "Set-up stopped: the disk is full. Free about 300 MB and repeat.",
            True,
        ),
        (OSError("no socket"), f"{MACHINE}no socket", True),
        (CheckerError("pytest"), f"{OURS}pytest", True),
        (KeyError("x"), f"{OURS}'x'", False),
    ],
)
def test_each_fault_says_who_can_mend_it(fault, told, foreseen):
    assert blame(fault) == told

    @click.group(cls=Verbs)
    def group():
        pass

    @group.command()
    def fails():
        raise fault

    done = CliRunner().invoke(group, ["fails"])
    assert done.exit_code == 2
    assert done.stderr.endswith(f"{told}\n")
    assert ("Traceback" in done.stderr) == (not foreseen)


@click.group(cls=Verbs)
def typed():
    """Try it."""


@typed.command()
@click.argument("step")
def step(step):
    """Check step N."""


@typed.command()
@click.argument("steps", nargs=-1)
def check(steps):
    """Check it all, in a sentence so long that others would cut it somewhere: not here."""


@typed.command(hidden=True)
def stop():
    """Nobody types it."""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("step1", "make step-1"),
        ("step 2", "make step-2"),
        ("STEP-10", "make step-10"),
        ("stepp", "make step-N"),
        ("--step_3", "make step-3"),
        ("4", "make step-4"),
        ("chek", "make check"),
        ("check-1", "make check"),
        ("stop", "make step-N"),
    ],
)
def test_the_nearest_verb_was_meant(monkeypatch, text, meant):
    monkeypatch.setenv("MAKELEVEL", "1")

    assert what_was_meant(typed, text) == f"There is no verb {text!r}. Did you mean: {meant}"


@pytest.mark.parametrize("text", ["xyz", "", "!"])
def test_a_verb_like_no_other_was_none(monkeypatch, text):
    monkeypatch.setenv("MAKELEVEL", "1")

    assert what_was_meant(typed, text) == f"There is no verb {text!r}. make alone lists them."


def test_a_mistyped_verb_is_told_with_all_that_was_typed(monkeypatch):
    monkeypatch.delenv("MAKELEVEL", raising=False)
    done = CliRunner().invoke(typed, ["stepp", "3"])

    assert done.exit_code == 2
    assert done.stderr == ("There is no verb 'stepp 3'. Did you mean: python3 -m workbook step 3\n")


def test_verbs_are_listed_in_the_order_of_the_file_and_not_cut():
    said = CliRunner().invoke(typed, ["--help"], terminal_width=200).stdout
    listed = said[said.index("Verbs:") :].splitlines()

    assert [" ".join(line.split()) for line in listed] == [
        "Verbs:",
        "step N Check step N.",
        "check Check it all, in a sentence so long that others would cut it somewhere: not here.",
    ]
    assert verbs.WHOLE == 999


def test_ctrl_c_is_no_fault():
    @click.group(cls=Verbs)
    def group():
        pass

    @group.command()
    def wait():
        raise KeyboardInterrupt

    done = CliRunner().invoke(group, ["wait"])
    assert done.exit_code == 1
    assert "bug" not in done.stderr
