"""The steps of a course, found in its folders: nothing here knows a step by name."""

import ast
from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc
from pathlib import Path
from typing import Any

from workbook.errors import UsageError

ENTRY = "app.py"  # the file that holds a student's app
SECONDS = 10.0  # for a step whose checks say nothing else
LONG = 120  # seconds; a step that may take longer says so


@dataclass(frozen=True)
class Run:
    """A command line that a check asks for: `python ARGUMENTS`, with environment settings."""

    arguments: tuple[str, ...]
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def is_code(self) -> bool:
        return self.arguments[0] == "-c"

    @property
    def what(self) -> str:
        """The file, or the code, that it runs."""
        return self.arguments[-1]

    def is_in(self, folder: Path) -> bool:
        """Whether there is what it runs."""
        return folder.is_dir() and (self.is_code or (folder / self.what).is_file())

    def __str__(self) -> str:
        if "\n" in self.what:  # a whole program, too long to be shown
            return ast.get_docstring(ast.parse(self.what)) or self.what
        quoted = (f'"{part}"' if " " in part else part for part in self.arguments)
        return " ".join([*(f"{name}={value}" for name, value in self.settings), "python", *quoted])


@dataclass(frozen=True)
class Check:
    """One check: the behaviour asked for (promise), hints, weakest first, and what serves it.

    part: of the step, counted from 0.
    """

    name: str
    promise: str
    hints: tuple[str, ...]
    bonus: bool
    serving: Run | None  # the command line that it asks for answers
    part: int = 0


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

    @property
    def starter(self) -> Path:
        """The folder with its page, and with what a student begins with."""
        return self._root / "steps" / self.name

    @property
    def solution(self) -> Path:
        return self._root / "solution" / self.name

    @property
    def mistakes(self) -> list[Path]:
        """The folders of wrong submissions, each laid over the solution."""
        return _folders(self._root / "tests/mistakes" / self.name)

    @property
    def variants(self) -> list[Path]:
        """The folders of other right submissions, each laid over the solution."""
        return _folders(self._root / "tests/variants" / self.name)

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
        return float(self._setting("SECONDS", SECONDS))

    @property
    def needs(self) -> tuple[str, ...]:
        """The groups of packages that it needs installed: NEEDS = ("model",)."""
        return tuple(self._setting("NEEDS", ()))

    @property
    def on_request(self) -> tuple[str, ...]:
        """The groups that it needs only where files import a module of that name: ON_REQUEST."""
        return tuple(self._setting("ON_REQUEST", ()))

    @property
    def preload(self) -> tuple[str, ...]:
        """The slow modules that students' code imports, to be imported once: PRELOAD = (…,)."""
        return tuple(self._setting("PRELOAD", ()))

    @property
    def parts(self) -> tuple[str, ...]:
        """What its parts are called, where it has several: PARTS = ("…", "…")."""
        return tuple(self._setting("PARTS", ()))

    @property
    def leave_out(self) -> tuple[str, ...]:
        """The files that a checked copy starts without: LEAVE_OUT = ("*.joblib",)."""
        return tuple(self._setting("LEAVE_OUT", ()))

    @property
    def _root(self) -> Path:
        return self.file.parents[2]

    def _setting(self, name: str, otherwise: Any) -> Any:
        """Read a constant of the checks' file without running it."""
        for node in self._module.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
                return ast.literal_eval(node.value)
        return otherwise

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

    @property
    def left_behind(self) -> tuple[str, ...]:
        """Return the patterns of what running any step's app leaves in its folder."""
        return tuple(sorted({name for step in self.steps for name in step.leave_out}))

    def after(self, step: Step) -> Step | None:
        return next((other for other in self.steps if other.number > step.number), None)

    def carried_on(self, step: Step) -> list[Step]:
        """Return the earlier steps whose files this one carries on, the latest first."""
        found = [step]
        for earlier in reversed(self.steps[: self.steps.index(step)]):
            if not _carries_on(earlier, found[-1]):
                break
            found.append(earlier)
        return found[1:]


def _carries_on(earlier: Step, later: Step) -> bool:
    """Whether the later step goes on with the earlier one's code, or begins anew."""
    code, kept = ({file.name for file in step.solution.glob("*.py")} for step in (earlier, later))
    return bool(code) and code <= kept


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("[!_.]*") if path.is_dir())


def _check(node: ast.FunctionDef) -> Check:
    promise, *hints = _paragraphs(node)
    marks = {ast.unparse(mark).partition("(")[0]: mark for mark in node.decorator_list}
    asks = any(argument.arg == "script" for argument in node.args.args)
    serving = _run(marks.get("pytest.mark.run")) if asks else None
    part = marks.get("pytest.mark.part")
    number = ast.literal_eval(part.args[0]) - 1 if isinstance(part, ast.Call) else 0
    return Check(node.name, promise, tuple(hints), "pytest.mark.bonus" in marks, serving, number)


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
