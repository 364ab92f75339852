"""The pytest plugin: gives checks their fixtures, and turns their outcomes into Results."""

import random
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from workbook import explain
from workbook.client import Client
from workbook.course import Check, Run, Step
from workbook.result import Failure, NotChecked, Outcome, Result, Waiting, Wrong
from workbook.target import Blocked, Target
from workbook.transport import NoAnswer

if TYPE_CHECKING:
    from workbook.container import Container

MISSED = (AssertionError, NoAnswer, requests.JSONDecodeError)


class Plugin:
    """Runs one step's checks against one target. `results` grows in the order of the checks.

    seed: of what each check draws at random. unbuilt: why no container is built, if none is. quick:
    whether the first check that is not met ends the run.
    """

    def __init__(
        self,
        step: Step,
        target: Target,
        *,
        seed: str | None = None,
        unbuilt: str = "",
        quick: bool = False,
    ) -> None:
        self.results: dict[str, Result] = {}
        self._step = step
        self._checks = {check.name: check for check in step.checks}
        self._target = target
        self._seed = seed
        self._unbuilt = unbuilt
        self._quick = quick
        self._compared: explain.Compared | None = None
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

    @pytest.fixture(scope="session")
    def container(self) -> "Iterator[Container]":
        """Give the student's folder, built and running in a container, once the rest is right."""
        if any(r.outcome == "failed" and not r.check.bonus for r in self.results.values()):
            raise Waiting
        from workbook.container import run_in_background  # few steps need it

        if self._unbuilt:
            raise NotChecked(self._unbuilt)
        with run_in_background(self._target.folder) as container:
            yield container

    @pytest.fixture
    def server(self, request: pytest.FixtureRequest) -> Client:
        """Give a client of the container or, with an address, of the server there."""
        client = self._target.client()
        if client.process is not None:
            from workbook.inside import error_of_an_answer  # few steps need it

            container = request.getfixturevalue("container")
            told = partial(error_of_an_answer, container.name)
            client = Client(container.address, shown=container.shown, last_error=told)
        return self._noted(client)

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "bonus: goes beyond the lab; never blocks done")
        config.addinivalue_line("markers", "run(*arguments, **settings): python command line")
        config.option.tbstyle = "native"  # nobody reads them, and others are slow to make

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if self._seed is not None:
            random.seed(f"{self._seed} {item.name}")
        self._compared = None
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
            outcome, failure = self._told(call.excinfo)
            blocked = isinstance(call.excinfo.value, Blocked)
            self.results[check.name] = Result(check, outcome, failure, blocked)
            if self._quick and outcome in ("failed", "error"):
                item.session.shouldfail = "one is enough"
        elif call.when == "call" and known is None:
            self.results[check.name] = Result(check, "passed")
        return report

    def _noted(self, client: Client) -> Client:
        self._clients.append(client)
        return client

    def _told(self, caught: pytest.ExceptionInfo[BaseException]) -> tuple[Outcome, Failure]:
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
                told = any(_same_cause(error.failure, r.failure) for r in self.results.values())
                return ("waiting", Failure()) if told else ("failed", error.failure)
            case _ if isinstance(error, MISSED):
                return "failed", self._missed(caught)
            case _:
                return "error", self._our_bug(caught)

    def _missed(self, caught: pytest.ExceptionInfo[BaseException]) -> Failure:
        lines = [e.lineno + 1 for e in caught.traceback if e.path == self._step.file]
        line = lines[-1] if lines else 0  # a helper's assert may stand above its check
        asserted = explain.assert_at(self._step.file, line)
        return explain.wrong_answer(self._clients, caught.value, asserted, self._compared)

    def _our_bug(self, caught: pytest.ExceptionInfo[BaseException]) -> Failure:
        last = caught.traceback[-1]
        where = f"raised at {Path(last.path).name}, line {last.lineno + 1}"
        return Failure(got=f"{caught.typename}: {caught.value}", why=(where,))


def _same_cause(one: Failure, other: Failure) -> bool:
    return replace(one, sent="") == replace(other, sent="")


def _run(request: pytest.FixtureRequest) -> Run:
    mark = request.node.get_closest_marker("run")
    return Run(mark.args, tuple(mark.kwargs.items()))


def all_results(checks: tuple[Check, ...], plugin: Plugin) -> tuple[Result, ...]:
    """Return the results in the order of the checks; one that never ran is waiting."""
    return tuple(plugin.results.get(c.name, Result(c, "waiting")) for c in checks)
