"""Run one step's checks against one submission, or against a server that runs already."""

import gc
import os
import sys
import time
from pathlib import Path

from workbook.app.launcher import Launcher
from workbook.app.target import Target
from workbook.checks.options import USUAL, Options
from workbook.course import Check, Course, Step
from workbook.errors import CheckerError, UsageError
from workbook.files import imports
from workbook.result import Report

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
    options: Options = USUAL,
    launcher: Launcher | None = None,
) -> Report:
    """Return the report of a step.

    submission: a folder with `NN_slug/` folders. launcher: one that has imported what the step
    preloads. Raises UsageError, CheckerError, and OSError when this machine gives us no process or
    socket.
    """
    checks = step.checks if options.only is None else (_named(step, options.only),)
    began = time.monotonic()
    serving = {check.serving for check in checks if check.serving}
    with Target(
        submission / step.name,
        serving,
        options.url,
        options.seconds or step.seconds,
        leave_out=step.leave_out,
        preload=step.preload,
        launcher=launcher,
        seed=options.seed,
    ) as target:
        import pytest  # only now, so that the student's app starts up meanwhile

        from workbook.checks.plugin import Plugin, all_results

        gc.enable()
        plugin = Plugin(step, target, options)
        ids = [f"{step.file}::{check.name}" for check in checks]
        status = pytest.main([*_options(course, step), *ids], plugins=[plugin])
        _forget(step.file)
        if status == pytest.ExitCode.INTERRUPTED:
            raise KeyboardInterrupt
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            raise CheckerError(f"pytest could not run {step.file} ({status!r})")
    return Report(step, all_results(checks, plugin), time.monotonic() - began)


def needs(step: Step, submission: Path) -> tuple[str, ...]:
    """Return the groups of packages that this submission's step needs installed."""
    wanted = (group for group in step.on_request if imports(submission / step.name, group))
    return (*step.needs, *wanted)


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
