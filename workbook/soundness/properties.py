"""What must be true of each step.

A property is a function of a plan, a step, and `run`, which carries out jobs. It returns what is
wrong; None where the step has nothing of that kind.
"""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from workbook.checks import feedback
from workbook.course import Step
from workbook.errors import Reason
from workbook.result import Result
from workbook.soundness.findings import Finding, Findings
from workbook.soundness.jobs import Run
from workbook.soundness.plan import Plan, unclaimed
from workbook.soundness.trials import Tried

PROMISE, HINT, HINTS = 160, 260, 2  # characters at most, characters at most, hints at least
TODO = "# TODO"


def starts(plan: Plan, step: Step, run: Run) -> Findings:
    """Every starter runs, and passes the checks of the steps that it carries on."""
    earlier = plan.course.carried_on(step)
    tried: list[Tried] = run(*(plan.starter(step, checks) for checks in (step, *earlier)))
    where = plan.shown(step.starter)
    found = [
        Finding(where, f"it does not run\n{_told(result)}")
        for result in tried[0].named("failed")
        if _does_not_run(result)
    ]
    for checks, each in zip(earlier, tried[1:], strict=True):
        found += unmet(each, f"{where}, checked by {checks.name}")
    return found


def open_at_first(plan: Plan, step: Step, run: Run) -> Findings:
    """Every starter is not done, and names what is to do in a TODO."""
    tried: Tried = run(plan.starter(step))[0]
    folder = step.starter
    where = plan.shown(folder)
    missed = [r for r in tried.named("failed") if not r.check.bonus and not _does_not_run(r)]
    found = [Finding(where, f"a bug of the checks\n{_told(r)}") for r in tried.named("error")]
    if tried.done or not missed:
        found.append(Finding(where, "nothing is to do: it fails no check that is required"))
    if not any(TODO in _text(file) for file in plan.files(folder)):
        found.append(Finding(where, f"no file says {TODO}"))
    return found


def solved(plan: Plan, step: Step, run: Run, without: Reason | None = None) -> Findings:
    """Every solution passes all checks, bonus ones too, and those of the steps it carries on.

    without: what is not checked for this reason is the matter of another property.
    """
    earlier = [step, *plan.course.carried_on(step)]
    where = plan.shown(step.solution)
    found: list[Finding] = []
    tried = run(*(plan.solution(step, checks) for checks in earlier))
    for checks, each in zip(earlier, tried, strict=True):
        at = where if checks == step else f"{where}, checked by {checks.name}"
        found += unmet(each.without(without), at)
    return found


def solved_by_files(plan: Plan, step: Step, run: Run) -> Findings:
    """Every solution passes all checks that need no container."""
    return solved(replace(plan, building=False), step, run, Reason.LEFT_OUT)


def solved_otherwise(plan: Plan, step: Step, run: Run) -> Findings:
    """Every solution and every variant of it passes what it should."""
    variants = step.variants
    tried = run(*(plan.laid_over(step, folder, sparing=False) for folder in variants))
    found = solved(plan, step, run) or []
    for folder, each in zip(variants, tried, strict=True):
        found += unmet(each, plan.shown(folder), unclaimed(folder))
    return found


def unmet(tried: Tried, where: str, unclaimed: list[str] | None = None) -> Iterator[Finding]:
    """Yield what keeps a trial from being right in full.

    unclaimed: the bonus checks that it need not pass, and then must not.
    """
    for result in tried.results:
        name = result.check.name
        forgiven = result.check.bonus and name in (unclaimed or ())
        if result.outcome == "not_checked" and not forgiven:
            yield Finding(where, " ".join(result.failure.why), checked=False)
        elif result.outcome == "waiting" and not tried.named("failed", "error"):
            yield Finding(where, f"{name} waits, and nothing before it is wrong")
        elif result.outcome in ("failed", "error") and not forgiven:
            yield Finding(where, f"{name}\n{_told(result)}")
        elif result.outcome == "passed" and forgiven:
            yield Finding(where, f"{name} is met: take it out of unclaimed.txt")
    names = {result.check.name for result in tried.results if result.check.bonus}
    for name in set(unclaimed or ()) - names:
        yield Finding(where, f"unclaimed.txt: there is no bonus check {name}")


def grows(plan: Plan, step: Step, _: Run) -> Findings:
    """Every starter is the solution before it plus comments, in the files that they share.

    One that is no code may be shipped ready made instead, as the step's own solution has it.
    """
    before = next(iter(plan.course.carried_on(step)), None)
    if before is None:
        return None
    found: list[Finding] = []
    starter, solution = step.starter, before.solution
    for old in plan.files(solution):
        name = old.relative_to(solution)
        new, code = starter / name, old.suffix == ".py"
        if not new.exists():
            found += [Finding(plan.shown(new), "it is missing")] if code else []
        elif _bare(new) != _bare(old) and (code or not _alike(new, step.solution / name)):
            why = f"it differs from {plan.shown(old)} by more than comments"
            found.append(Finding(plan.shown(new), why))
    return found


def worded(plan: Plan, step: Step, _: Run) -> Findings:
    """Every check has a promise and two hints, none too long; every step a title and an end."""
    where = plan.shown(step.file)
    found: list[Finding] = []
    if not step.title or not step.learnt:
        found.append(Finding(where, "its docstring: a title, then what one can do afterwards"))
    for check in step.checks:
        if not check.promise or len(check.hints) < HINTS:
            found.append(Finding(f"{where}, {check.name}", f"it needs a promise and {HINTS} hints"))
        for text, most in ((check.promise, PROMISE), *((hint, HINT) for hint in check.hints)):
            if len(text) > most:
                why = f"{len(text)} characters, and {most} is the most: {text[:40]} …"
                found.append(Finding(f"{where}, {check.name}", why))
    return found


def _does_not_run(result: Result) -> bool:
    """Whether it is an error of Python's that keeps the code from doing anything."""
    return result.blocked or result.failure.stopped


def _told(result: Result) -> str:
    return feedback.plain(result, Path())


def _alike(file: Path, other: Path) -> bool:
    return other.exists() and file.read_bytes() == other.read_bytes()


def _bare(file: Path) -> str:
    """Return what a file says without its comments: Python as a syntax tree, the rest as words."""
    text = _text(file)
    if file.suffix == ".py":
        with suppress(SyntaxError, ValueError):  # whether it runs, other properties say
            return ast.dump(ast.parse(text))
    return " ".join(re.sub(COMMENTS.get(file.suffix, r"^\s*#.*$"), "", text, flags=re.M).split())


_BLOCKS = r"/\*[\s\S]*?\*/"
COMMENTS = {
    ".html": r"\{#[\s\S]*?#\}|<!--[\s\S]*?-->",
    ".css": _BLOCKS,
    ".js": rf"{_BLOCKS}|^\s*//.*$",
    ".json": r"(?!)",  # JSON has none
}


def _text(file: Path) -> str:
    return file.read_text("utf-8", "replace")
