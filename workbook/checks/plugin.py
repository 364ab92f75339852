"""The pytest plugin: gives checks their fixtures, and turns their outcomes into Results."""

import random
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from workbook.app import copies
from workbook.app.client import Client
from workbook.app.target import NotRunning, Target
from workbook.app.transport import NoAnswer
from workbook.checks.options import Options
from workbook.course import Check, Run, Step
from workbook.diagnosis import explain, startup
from workbook.errors import NotChecked
from workbook.files import files, read_expected
from workbook.result import Blocked, Failure, Outcome, Result, Waiting, Wrong

NOT_FOUND = "FileNotFoundError"
LEFT_OUT = (
    "{0} is in your folder, but a check starts without it, as a new machine does. Have your code "
    "make it where it is missing."
)
MISSED = (AssertionError, NoAnswer, requests.JSONDecodeError)


class Plugin:
    """Runs one step's checks against one target. `results` grows in the order of the checks."""

    def __init__(self, step: Step, target: Target, options: Options) -> None:
        self.results: dict[str, Result] = {}
        self._step = step
        self._checks = {check.name: check for check in step.checks}
        self._target = target
        self._options = options
        self._compared: explain.Compared | None = None
        self._notes: list[str] = []
        self._clients: list[Client] = []

    @pytest.fixture
    def client(self) -> Client:
        """Give a client of the student's app: a requests.Session that knows the address."""
        return self._noted(self._target.client())

    @pytest.fixture
    def restart(self) -> Callable[[], Client]:
        """Give a function that ends the app at once, starts it again, and returns a new client."""

        def again() -> Client:
            self._target.restart()
            return self._noted(self._target.client())

        return again

    @pytest.fixture
    def script(self, request: pytest.FixtureRequest) -> Client:
        """Give a client of what the check's @pytest.mark.run("app.py", NAME="value") serves."""
        return self._noted(self._target.script(_run(request)))

    @pytest.fixture
    def printed(self, request: pytest.FixtureRequest) -> str:
        """Give what the check's @pytest.mark.run("app.py") printed until it ended."""
        return self._target.printed(_run(request))

    @pytest.fixture
    def folder(self) -> Path:
        """Give the student's folder of this step."""
        return self._target.folder

    @pytest.fixture
    def examples(self) -> list[dict[str, Any]]:
        """Give the inputs in the submission's example.json."""
        return self._target.examples

    @pytest.fixture
    def expected(self) -> list[Any]:
        """Give the prediction that each example is said to lead to, or None."""
        return read_expected(self._target.folder)

    @pytest.fixture
    def note(self) -> Callable[[str], None]:
        """Give what tells a student something beside a check that passes all the same."""
        return self._notes.append

    @pytest.fixture(scope="session")
    def to_build(self) -> Path:
        """Give the student's folder, for a container, once the rest of the step is right."""
        if any(r.outcome == "failed" and not r.check.bonus for r in self.results.values()):
            raise Waiting
        if self._options.unbuilt:
            raise NotChecked(self._options.unbuilt)
        return self._target.folder

    @pytest.fixture
    def noted(self) -> Callable[[Client], Client]:
        """Give what has a client's requests be told where the check is not met."""
        return self._noted

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "bonus: goes beyond the lab; never blocks done")
        config.addinivalue_line("markers", "part(number): of a step that has PARTS, from 1")
        config.addinivalue_line("markers", "run(*arguments, **settings): python command line")
        config.option.tbstyle = "native"  # nobody reads them, and others are slow to make

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if self._options.seed is not None:
            random.seed(f"{self._options.seed} {item.name}")
        self._compared = None
        self._notes = []
        self._clients = []

    def pytest_runtest_teardown(self) -> None:
        for client in self._clients:
            client.close()

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        self._compared = (op, left, right)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Function, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        check = self._checks[item.originalname]
        known = self.results.get(check.name)
        if call.excinfo is not None and (known is None or known.outcome == "passed"):
            outcome = self._note(check, call.excinfo)
            if self._options.quick and outcome in ("failed", "error"):
                item.session.shouldfail = "one is enough"
        elif call.when == "call" and known is None:
            self.results[check.name] = Result(check, "passed", Failure(why=tuple(self._notes)))
        return report

    def _noted(self, client: Client) -> Client:
        self._clients.append(client)
        return client

    def _note(self, check: Check, caught: pytest.ExceptionInfo[BaseException]) -> Outcome:
        """Note what a check that raised is told."""
        error, blocked, reason = caught.value, False, None
        if isinstance(error, NotRunning):
            error = startup.why(self._target.folder, error)
        match error:
            case Blocked():
                told = any(result.blocked for result in self.results.values())
                outcome, failure, blocked = *_once(error.failure, told), True
            case Wrong():
                told = any(_same_cause(error.failure, r.failure) for r in self.results.values())
                outcome, failure = _once(error.failure, told)
            case NotChecked() | pytest.skip.Exception():
                outcome, failure = "not_checked", Failure(why=(str(error),))
                reason = getattr(error, "reason", None)
            case Waiting():
                outcome, failure = "waiting", Failure()
            case _ if isinstance(error, MISSED):
                outcome, failure = "failed", self._missed(caught)
            case _:
                outcome, failure = "error", self._our_bug(caught)
        failure = replace(failure, why=(*failure.why, *self._left_out(failure)))
        self.results[check.name] = Result(check, outcome, failure, blocked, reason)
        return outcome

    def _left_out(self, failure: Failure) -> Iterator[str]:
        """Say so where the code looked for a file that is there, and that checks start without."""
        ours = self._options.url is None and NOT_FOUND in " ".join(failure.why)
        for file in files(self._target.folder) if ours else ():
            named = any(file.name in why for why in failure.why)
            if named and copies.matches(file.name, self._step.leave_out):
                yield LEFT_OUT.format(file.name)

    def _missed(self, caught: pytest.ExceptionInfo[BaseException]) -> Failure:
        lines = [e.lineno + 1 for e in caught.traceback if e.path == self._step.file]
        line = lines[-1] if lines else 0  # a helper's assert may stand above its check
        asserted = explain.assert_at(self._step.file, line)
        return explain.wrong_answer(self._clients, caught.value, asserted, self._compared)

    def _our_bug(self, caught: pytest.ExceptionInfo[BaseException]) -> Failure:
        last = caught.traceback[-1]
        where = f"raised at {Path(last.path).name}, line {last.lineno + 1}"
        return Failure(got=f"{caught.typename}: {caught.value}", why=(where,))


def _once(failure: Failure, told: bool) -> tuple[Outcome, Failure]:
    """Return how a failure counts, which waits where an earlier check has told the same."""
    return ("waiting", Failure()) if told else ("failed", failure)


def _same_cause(one: Failure, other: Failure) -> bool:
    return replace(one, sent="") == replace(other, sent="")


def _run(request: pytest.FixtureRequest) -> Run:
    mark = request.node.get_closest_marker("run")
    return Run(mark.args, tuple(mark.kwargs.items()))


def all_results(checks: tuple[Check, ...], plugin: Plugin) -> tuple[Result, ...]:
    """Return the results in the order of the checks; one that never ran is waiting."""
    return tuple(plugin.results.get(c.name, Result(c, "waiting")) for c in checks)
