"""Run one step's checks against one submission, or against a server that runs already."""

import gc
import os
import sys
import time
from pathlib import Path

from workbook.course import Check, Course, Step, UsageError
from workbook.faults import CheckerError
from workbook.launcher import Launcher
from workbook.result import Report
from workbook.target import Target

# Parts of pytest that no check needs; each costs start-up time.
NOT_NEEDED = (
    *("cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "logging", "pastebin"),
    *("setuponly", "setupplan", "stepwise", "terminal", "threadexception", "unittest"),
    "unraisableexception",
)


def check(
    course: Course,
    step: Step,
    submission: Path,
    *,
    url: str | None = None,
    only: str | None = None,
    seconds: float | None = None,
    launcher: Launcher | None = None,
    seed: str | None = None,
    unbuilt: str = "",
    quick: bool = False,
) -> Report:
    """Return the report of a step.

    submission: a folder with `NN_slug/` folders. url: check that server instead. only: one check's
    name. seconds: for all of it, instead of the step's own. launcher: one that has imported what
    the step preloads. seed: makes what checks and apps draw at random the same each time.
    unbuilt: why no container is built; empty where they are. quick: stop at the first that is not
    met. Raises UsageError, CheckerError, and OSError when this machine gives us no process or
    socket.
    """
    checks = step.checks if only is None else (_named(step, only),)
    began = time.monotonic()
    serving = {check.serving for check in checks if check.serving}
    with Target(
        submission / step.name,
        serving,
        url,
        seconds or step.seconds,
        leave_out=step.leave_out,
        preload=step.preload,
        launcher=launcher,
        seed=seed,
    ) as target:
        import pytest  # only now, so that the student's app starts up meanwhile

        from workbook.plugin import Plugin, all_results

        gc.enable()
        plugin = Plugin(step, target, seed=seed, unbuilt=unbuilt, quick=quick)
        ids = [f"{step.file}::{check.name}" for check in checks]
        status = pytest.main([*_options(course, step), *ids], plugins=[plugin])
        _forget(step.file)
        if status == pytest.ExitCode.INTERRUPTED:
            raise KeyboardInterrupt
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            raise CheckerError(f"pytest could not run {step.file} ({status!r})")
    return Report(step, all_results(checks, plugin), time.monotonic() - began)


def _options(course: Course, step: Step) -> list[str]:
    """Return how pytest is started: with its own parts alone, and no more of them than needed."""
    off = [part for name in NOT_NEEDED for part in ("-p", f"no:{name}")]
    # Without --confcutdir, pytest looks at all that lies beside each folder above the checks.
    folders = ["--rootdir", str(course.root), "--confcutdir", str(step.file.parent)]
    return [
        "--disable-plugin-autoload",
        *off,
        "-c",
        os.devnull,
        *folders,
        "--import-mode=importlib",
    ]


def _forget(file: Path) -> None:
    """Let go of a module of checks, which pytest would not read again in this process."""
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) == str(file):
            del sys.modules[name]


def _named(step: Step, name: str) -> Check:
    for check in step.checks:
        if name in (check.name, check.name.removeprefix("test_")):
            return check
    names = "\n".join(f"    {check.name}" for check in step.checks)
    raise UsageError(f"{step.name} has no check {name!r}. Its checks are:\n{names}")
