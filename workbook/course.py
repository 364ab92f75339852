"""The steps of a course, found in its folders: nothing here knows a step by name."""

import ast
from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc
from pathlib import Path

SECONDS = 10.0  # for a step whose checks say nothing else


class UsageError(Exception):
    """What was asked for does not exist; the message says what does."""


@dataclass(frozen=True)
class Run:
    """A command line that a check asks for: `python ARGUMENTS`, with environment settings."""

    arguments: tuple[str, ...]
    settings: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        quoted = (f'"{part}"' if " " in part else part for part in self.arguments)
        return " ".join([*(f"{name}={value}" for name, value in self.settings), "python", *quoted])


@dataclass(frozen=True)
class Check:
    """One check: the behaviour asked for (promise), hints, weakest first, and what it runs."""

    name: str
    promise: str
    hints: tuple[str, ...]
    bonus: bool
    run: Run | None


@dataclass(frozen=True)
class Step:
    """One numbered step, known by the file of its checks, `tests/steps/test_NN_slug.py`."""

    file: Path

    @property
    def name(self) -> str:
        return self.file.stem.removeprefix("test_")

    @property
    def number(self) -> int:
        return int(self.name.split("_")[0])

    @cached_property
    def title(self) -> str:
        return _paragraphs(self._module)[0]

    @cached_property
    def learnt(self) -> str:
        """What a student can do after it: the rest of the checks' docstring."""
        return "\n".join(_paragraphs(self._module)[1:])

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        return tuple(
            _check(node)
            for node in self._module.body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        )

    @cached_property
    def seconds(self) -> float:
        """How long the whole step may take: the checks' own SECONDS = …, or the usual time."""
        for node in self._module.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SECONDS":
                return float(ast.literal_eval(node.value))
        return SECONDS

    @cached_property
    def _module(self) -> ast.Module:
        return ast.parse(self.file.read_text("utf-8"), self.file)


@dataclass(frozen=True)
class Course:
    """A folder with `steps/`, `solution/` and `tests/steps/`."""

    root: Path

    @cached_property
    def steps(self) -> list[Step]:
        return [Step(file) for file in sorted(self.root.glob("tests/steps/test_[0-9]*_*.py"))]

    def find(self, wanted: str) -> Step:
        """Return the step called `3`, `03`, `url_for` or `03_url_for`. Raises UsageError."""
        for step in self.steps:
            if wanted in (step.name, step.name.partition("_")[2]) or (
                wanted.isascii() and wanted.isdigit() and int(wanted[:9]) == step.number
            ):
                return step
        names = "\n".join(f"    {step.name}" for step in self.steps)
        raise UsageError(f"There is no step {wanted!r}. The steps are:\n{names}")

    def after(self, step: Step) -> Step | None:
        return next((other for other in self.steps if other.number > step.number), None)


def _check(node: ast.FunctionDef) -> Check:
    promise, *hints = _paragraphs(node)
    marks = {ast.unparse(mark).partition("(")[0]: mark for mark in node.decorator_list}
    run = _run(marks.get("pytest.mark.run"))
    return Check(node.name, promise, tuple(hints), "pytest.mark.bonus" in marks, run)


def _run(mark: ast.expr | None) -> Run | None:
    """Read @pytest.mark.run("app.py", NAME="value"), so that it can start before pytest does."""
    if not isinstance(mark, ast.Call):
        return None
    return Run(
        tuple(ast.literal_eval(argument) for argument in mark.args),
        tuple((str(word.arg), ast.literal_eval(word.value)) for word in mark.keywords),
    )


def _paragraphs(node: ast.Module | ast.FunctionDef) -> list[str]:
    """Split a docstring at its empty lines; each paragraph becomes one line."""
    text = cleandoc(ast.get_docstring(node) or "")
    return [" ".join(part.split()) for part in text.split("\n\n")]
