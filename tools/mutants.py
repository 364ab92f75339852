"""Mutants: solutions with one small fault each, which the checks of their step should catch."""

import ast
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any, Literal

from workbook.course import Step
from workbook.errors import Reason
from workbook.soundness.trials import Plan, Tell, Trial, run_all

Fate = Literal["caught", "survived", "not_checked"]
EQUIVALENT = "tests/mutants.toml"  # those that no check can tell from the solution, and why


@dataclass(frozen=True)
class Mutant:
    """A file of a step's solution with one change: `old` became `new`, from a line on."""

    step: str
    file: str
    line: int
    old: str
    new: str
    text: str

    @property
    def where(self) -> str:
        return f"solution/{self.step}/{self.file}, line {self.line}"

    @property
    def diff(self) -> str:
        lines = list(unified_diff(self.old.splitlines(), self.new.splitlines(), lineterm="", n=0))
        return "\n".join(line for line in lines[2:] if not line.startswith("@@"))


@dataclass(frozen=True)
class Mutated:
    """The trial of a mutant, by the checks of its step, then of the steps that it carries on."""

    root: Path
    mutant: Mutant
    checks: tuple[str, ...]
    building: bool
    seconds: float = 1.0

    def run(self) -> Fate:
        """Return whether a check fails it, if it has all been checked."""
        solution = self.root / "solution" / self.mutant.step
        unknown = False
        with tempfile.TemporaryDirectory(prefix="workbook-") as room:
            file = Path(room) / self.mutant.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.mutant.text, "utf-8")
            for step in self.checks:
                layers = (solution, Path(room))
                trial = Trial(self.root, step, layers, self.building, sparing=True, quick=True)
                tried = trial.run()
                if tried.named("failed", "error"):
                    return "caught"
                unknown |= any(r.unchecked is Reason.NO_DOCKER for r in tried.results)
        return "not_checked" if unknown else "survived"


def mutants(plan: Plan, step: Step) -> Iterator[Mutant]:
    """Yield the mutants of what a step's solution adds to its starter."""
    solution = plan.kept("solution", step)
    for file in sorted(solution.rglob("*.py")):
        name = file.relative_to(solution).as_posix()
        starter = plan.kept("steps", step) / name
        known = starter.read_text("utf-8").splitlines() if starter.exists() else []
        text = file.read_text("utf-8")
        new = {n for n, line in enumerate(text.splitlines(), 1) if line not in known}
        seen = {text}
        for line, changed in changes(text):
            if line in new and changed not in seen:
                seen.add(changed)
                yield Mutant(step.name, name, line, *_changed_lines(text, changed), changed)


def _changed_lines(text: str, changed: str) -> tuple[str, str]:
    """Return the lines that differ, before and after."""
    old, new = text.splitlines(), changed.splitlines()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return "\n".join(old), "\n".join(new)


@dataclass(frozen=True)
class Equivalent:
    """A mutant that no check can tell from the solution, and why not."""

    file: str
    old: str
    new: str
    reason: str

    def is_of(self, mutant: Mutant) -> bool:
        file = f"solution/{mutant.step}/{mutant.file}"
        return self.file == file and (self.old, self.new) == (
            mutant.old.strip(),
            mutant.new.strip(),
        )


def equivalents(plan: Plan) -> list[Equivalent]:
    """Return those that are listed, each with file, old, new and reason."""
    file = plan.course.root / EQUIVALENT
    listed: list[dict[str, Any]] = (
        tomllib.loads(file.read_text("utf-8"))["equivalent"] if file.exists() else []
    )
    return [Equivalent(**each) for each in listed]


Placed = ast.expr | ast.stmt  # what says where it stands

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE,
    ast.LtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
}


def changes(text: str) -> Iterator[tuple[int, str]]:
    """Yield each changed text that is still Python, with the line of the change."""
    tree = ast.parse(text)
    untouched = {id(each) for node in ast.walk(tree) for each in _untouched(node)}
    for node in ast.walk(tree):
        if id(node) in untouched:
            continue
        for old, new in _faults(node):
            changed = _spliced(text, old, new)
            with suppress(SyntaxError):
                ast.parse(changed)
                yield old.lineno, changed


def _untouched(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what changes nothing, and the parts of f-strings, which say not where they stand."""
    match node:
        case (
            ast.Module(body=[ast.Expr(value=ast.Constant(value=str())) as docstring, *_])
            | ast.FunctionDef(body=[ast.Expr(value=ast.Constant(value=str())) as docstring, *_])
            | ast.ClassDef(body=[ast.Expr(value=ast.Constant(value=str())) as docstring, *_])
        ):
            yield from ast.walk(docstring)
        case ast.JoinedStr():
            yield from (part for value in node.values for part in ast.walk(value))
        case _:
            return


def _faults(node: ast.AST) -> Iterator[tuple[Placed, str]]:
    """Yield what a part of the code could be by mistake: which part, and the text for it."""
    if isinstance(node, ast.stmt):
        yield from _statement(node)
    if isinstance(node, ast.expr):
        yield from ((node, text) for text in _expression(node))
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield node.test, f"(not ({ast.unparse(node.test)}))"


def _statement(node: ast.stmt) -> Iterator[tuple[Placed, str]]:
    match node:
        case ast.Expr() | ast.Assign() | ast.AugAssign() | ast.Delete() | ast.Raise():
            yield node, "pass"
        case ast.Return(value=ast.expr()):
            yield node, "return None"
        case _:
            return


def _expression(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant():
            yield from (repr(value) for value in _other(node.value))
        case ast.JoinedStr():
            yield ast.unparse(ast.JoinedStr(node.values[1:]))
        case ast.List(elts=[_, *_]) | ast.Tuple(elts=[_, _, *_], ctx=ast.Load()):
            yield ast.unparse(type(node)(elts=node.elts[:-1], ctx=ast.Load()))
        case ast.Compare(ops=[operator, *more]) if type(operator) in COMPARISONS:
            ops = [COMPARISONS[type(operator)](), *more]
            yield f"({ast.unparse(ast.Compare(node.left, ops, node.comparators))})"
        case ast.BinOp() if type(node.op) in OPERATORS:
            swapped = OPERATORS[type(node.op)]()
            yield f"({ast.unparse(ast.BinOp(node.left, swapped, node.right))})"
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield f"({ast.unparse(ast.BoolOp(other, node.values))})"
        case ast.Call(keywords=[*kept, _]):
            yield ast.unparse(ast.Call(node.func, node.args, kept))
        case _:
            return


def _other(value: object) -> Iterator[object]:
    """Yield another value of the same kind."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    elif isinstance(value, str):
        yield value[:-1] if len(value) > 1 else f"{value}x"


def _spliced(text: str, node: Placed, new: str) -> str:
    """Return a text in which another stands for a node; columns count bytes."""
    lines = text.encode().splitlines(keepends=True)
    before = b"".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]
    last = (node.end_lineno or node.lineno) - 1
    after = lines[last][node.end_col_offset :] + b"".join(lines[last + 1 :])
    return (before + new.encode() + after).decode()


@dataclass(frozen=True)
class Tried:
    """All mutants of a step, by what became of them.

    unknown: those that only a container could show. stale: those listed as equivalent in vain.
    """

    step: Step
    caught: tuple[Mutant, ...]
    survived: tuple[Mutant, ...]
    equivalent: tuple[Mutant, ...]
    unknown: tuple[Mutant, ...]
    stale: tuple[Equivalent, ...]

    @property
    def share(self) -> float:
        """Return the share that is caught of those that change what can be seen."""
        return len(self.caught) / max(1, len(self.caught) + len(self.survived))


def find(plan: Plan, tell: Tell) -> list[Tried]:
    """Try the mutants of the plan's steps. Raises CheckerError, OSError."""
    jobs: dict[Mutant, Mutated] = {}
    for step in plan.steps:
        checks = tuple(each.name for each in (step, *plan.carried_on(step)))
        for mutant in mutants(plan, step):
            jobs[mutant] = Mutated(plan.course.root, mutant, checks, plan.building)
    done = run_all(jobs.values(), tell)
    fates: dict[Mutant, Fate] = {mutant: done[job] for mutant, job in jobs.items()}
    return [_of_step(step, fates, equivalents(plan)) for step in plan.steps]


def _of_step(step: Step, fates: dict[Mutant, Fate], listed: list[Equivalent]) -> Tried:
    own = {mutant: fate for mutant, fate in fates.items() if mutant.step == step.name}
    left = [mutant for mutant, fate in own.items() if fate == "survived"]
    same = [mutant for mutant in left if any(each.is_of(mutant) for each in listed)]
    here = [each for each in listed if each.file.startswith(f"solution/{step.name}/")]
    return Tried(
        step,
        tuple(mutant for mutant, fate in own.items() if fate == "caught"),
        tuple(mutant for mutant in left if mutant not in same),
        tuple(same),
        tuple(mutant for mutant, fate in own.items() if fate == "not_checked"),
        tuple(each for each in here if not any(each.is_of(mutant) for mutant in same)),
    )


def report(plan: Plan, tried: list[Tried]) -> Iterator[str]:
    """Yield the lines of the report: survivors with their place, then a line for each step."""
    for each in tried:
        for mutant in each.survived:
            yield f"{mutant.where}: no check notices"
            yield from (f"    {line}" for line in mutant.diff.splitlines())
        for listed in each.stale:
            yield f"{EQUIVALENT}: no such survivor in {listed.file}: {listed.old} -> {listed.new}"
    yield ""
    width = max(len(each.step.name) for each in tried)
    for each in tried:
        yield f"{each.step.name:<{width}}  {_counts(each)}"


def _counts(tried: Tried) -> str:
    total = len(tried.caught) + len(tried.survived)
    words = [f"caught {len(tried.caught)} of {total} ({tried.share:.0%})"] if total else []
    words += [f"{len(tried.equivalent)} equivalent"] if tried.equivalent else []
    words += [f"NOT CHECKED {len(tried.unknown)} without a container"] if tried.unknown else []
    return ", ".join(words) or "nothing to spoil"


def any_left(tried: list[Tried]) -> bool:
    """Whether a mutant survived, or one is listed as equivalent in vain."""
    return any(each.survived or each.stale for each in tried)
