"""The pytest plugin: gives checks their fixtures, and turns their outcomes into Results."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from workbook import explain
from workbook.client import Client, NoAnswer
from workbook.course import Check, Step
from workbook.result import Failure, NotChecked, Outcome, Result, Waiting, Wrong
from workbook.target import Blocked, Target

if TYPE_CHECKING:
    from workbook.container import Container

MISSED = (AssertionError, NoAnswer, requests.JSONDecodeError)


class Plugin:
    """Runs one step's checks against one target. `results` grows in the order of the checks."""

    def __init__(self, step: Step, target: Target) -> None:
        self.results: dict[str, Result] = {}
        self._step = step
        self._checks = {check.name: check for check in step.checks}
        self._target = target
        self._compared: explain.Compared | None = None

    @pytest.fixture
    def client(self) -> Iterator[Client]:
        """Give a client of the student's app: a requests.Session that knows the address."""
        with self._target.client() as client:
            yield client

    @pytest.fixture
    def script(self, request: pytest.FixtureRequest) -> Iterator[Client]:
        """Give a client of what the check's @pytest.mark.run("app.py", NAME="value") serves."""
        run = self._checks[request.node.originalname].run
        assert run is not None, "the script fixture needs @pytest.mark.run(…)"
        with self._target.script(run) as client:
            yield client

    @pytest.fixture
    def folder(self) -> Path:
        """Give the student's folder of this step."""
        return self._target.folder

    @pytest.fixture(scope="session")
    def container(self) -> "Iterator[Container]":
        """Give the student's folder, built and running in a container, once the rest is right."""
        if any(r.outcome == "failed" and not r.check.bonus for r in self.results.values()):
            raise Waiting
        from workbook.container import run_in_background  # few steps need it

        with run_in_background(self._target.folder) as container:
            yield container

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "bonus: goes beyond the lab; never blocks done")
        config.addinivalue_line("markers", "run(*arguments, **settings): python command line")

    def pytest_runtest_setup(self) -> None:
        self._compared = None

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
            outcome, failure = self._told(item, call.excinfo)
            blocked = isinstance(call.excinfo.value, Blocked)
            self.results[check.name] = Result(check, outcome, failure, blocked)
        elif call.when == "call" and known is None:
            self.results[check.name] = Result(check, "passed")
        return report

    def _told(
        self, item: pytest.Function, caught: pytest.ExceptionInfo[BaseException]
    ) -> tuple[Outcome, Failure]:
        error = caught.value
        match error:
            case Blocked():
                told = any(result.blocked for result in self.results.values())
                return ("waiting", Failure()) if told else ("failed", error.failure)
            case NotChecked() | pytest.skip.Exception():
                return "not_checked", Failure(why=(str(error),))
            case Waiting():
                return "waiting", Failure()
            case Wrong():
                return "failed", error.failure
            case _ if isinstance(error, MISSED):
                return "failed", self._missed(item, caught)
            case _:
                return "error", self._our_bug(caught)

    def _missed(
        self, item: pytest.Function, caught: pytest.ExceptionInfo[BaseException]
    ) -> Failure:
        clients = [value for value in item.funcargs.values() if isinstance(value, Client)]
        lines = [e.lineno + 1 for e in caught.traceback if e.path == self._step.file]
        line = lines[-1] if lines else 0  # a helper's assert may stand above its check
        asserted = explain.assert_at(self._step.file, line)
        return explain.wrong_answer(clients, caught.value, asserted, self._compared)

    def _our_bug(self, caught: pytest.ExceptionInfo[BaseException]) -> Failure:
        last = caught.traceback[-1]
        where = f"raised at {Path(last.path).name}, line {last.lineno + 1}"
        return Failure(got=f"{caught.typename}: {caught.value}", why=(where,))


def all_results(checks: tuple[Check, ...], plugin: Plugin) -> tuple[Result, ...]:
    """Return the results in the order of the checks; one that never ran is waiting."""
    return tuple(plugin.results.get(c.name, Result(c, "waiting")) for c in checks)
