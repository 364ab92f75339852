"""What a student reads of a result, as labelled text and as JSON. `terminal` lays it out."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workbook.result import Place, Report, Result, State

OUR_BUG = "This is a bug of the checker, not of your work. Your code may well be right."


def parts(result: Result, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the labelled parts of what a failure says, each perhaps of several lines."""
    failure = result.failure
    labelled = [
        ("I sent", failure.sent),
        ("Expected", failure.expected),
        ("Got", failure.got),
        ("Why", "\n".join(failure.why)),
        ("Look at", _place(failure.look_at, folder)),
    ]
    yield from ((label, text) for label, text in labelled if text)


def _place(place: Place | None, folder: Path) -> str:
    if place is None:
        return ""
    inside = f", in {place.function}" if place.function.isidentifier() else ""
    code = "".join(f"\n    {line}" for line in place.code.splitlines())
    return f"{folder / place.file}, line {place.line}{inside}{code}"


def plain(result: Result, folder: Path) -> str:
    """Return a failure's feedback as plain text, for JSON and files."""
    if result.outcome == "passed":
        return "\n".join(f"Note      {note}" for note in result.failure.why)
    if result.outcome == "waiting":
        return ""
    lines: list[str] = [OUR_BUG] if result.outcome == "error" else []
    for label, text in parts(result, folder):
        first, *more = text.splitlines()
        lines += [f"{label:<9} {first}", *(f"{'':<9} {line}" for line in more)]
    return "\n".join(lines)


def as_json(report: Report, folder: Path) -> dict[str, Any]:
    """Return the report as README.md documents it for tools."""
    return {
        "step": report.step.name,
        "done": report.state is State.DONE,
        "state": report.state.value,
        "passed": report.passed,
        "required": report.required,
        "bonus_passed": report.bonus_passed,
        "parts": [{**asdict(part), "done": part.done} for part in report.parts],
        "checks": [_check_as_json(result, folder) for result in report.results],
        "seconds": round(report.seconds, 3),
    }


def _check_as_json(result: Result, folder: Path) -> dict[str, Any]:
    return {
        "name": result.check.name,
        "promise": result.check.promise,
        "outcome": result.outcome,
        "bonus": result.check.bonus,
        "feedback": plain(result, folder),
        "parts": dict(parts(result, folder)) if result.outcome != "passed" else {},
        "hints": len(result.check.hints),
    }
