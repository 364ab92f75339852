"""Lays feedback out for a terminal: any width, with or without colour, Unicode or ASCII."""

from pathlib import Path

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from workbook import feedback
from workbook.course import Check, Step
from workbook.progress import Memory
from workbook.result import Report, Result

MARKS = {  # outcome: Unicode, ASCII, colour
    "passed": ("✓", "+", "green"),
    "failed": ("✗", "x", "red"),
    "waiting": ("·", ".", "dim"),
    "not_checked": ("?", "?", "yellow"),
    "error": ("!", "!", "magenta"),
}


class Terminal:
    """Prints to the standard output. make: whether commands are written `make step-3`."""

    def __init__(self, *, make: bool) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._ascii = not self._console.encoding.lower().startswith("utf")
        self._make = make

    def command(self, verb: str, step: Step) -> str:
        if self._make:
            return f"make {'step' if verb == 'check' else verb}-{step.number}"
        return f"python -m workbook {verb} {step.number}"

    def print(self, what: RenderableType = "") -> None:
        if self._ascii and isinstance(what, str):
            what = _to_ascii(what)
        self._console.print(what, soft_wrap=False)

    def report(self, report: Report, folder: Path, memory: Memory, next_step: Step | None) -> None:
        """Print every check in one line, the first wrong one in full, and where that leaves them."""
        self.print(self._line(f"Step {report.step.number}: {report.step.title}", "bold"))
        self.print()
        for result in report.results:
            self._result(result, report, folder, memory)
        self.print()
        self._verdict(report, memory)
        if report.done:
            self._after(report.step, next_step)

    def hints(self, step: Step, check: Check, taken: int) -> None:
        """Print the hints taken so far for a check; the newest is the last."""
        self.print(self._line(check.promise, "bold"))
        for number, hint in enumerate(check.hints[:taken], 1):
            self.print(self._labelled([(f"Hint {number}", hint)]))
        left = len(check.hints) - taken
        more = f"{left} more: {self.command('hint', step)}" if left else "That was the last hint."
        self.print(f"\n{more}  Then edit, save, and: {self.command('check', step)}")

    def _result(self, result: Result, report: Report, folder: Path, memory: Memory) -> None:
        unicode, ascii_, colour = MARKS[result.outcome]
        mark = Text(ascii_ if self._ascii else unicode, style=colour)
        bonus = "Bonus: " if result.check.bonus else ""
        told = result is report.first or result.outcome == "error"
        line = Table.grid(padding=(0, 1))
        line.add_row(mark, self._line(bonus + result.check.promise, "bold" if told else ""))
        self.print(line)
        if told:
            rows = list(feedback.parts(result, folder))
            self.print(self._labelled([*rows, ("Next", self._next(result, report.step, memory))]))
        elif result.outcome == "not_checked":
            self.print(self._labelled([("NOT CHECKED", "\n".join(result.failure.why))]))

    def _next(self, result: Result, step: Step, memory: Memory) -> str:
        if result.outcome == "error":
            return "show this to your instructor, or report it"
        again, taken = self.command("check", step), memory.hints.get(result.check.name, 0)
        if taken >= len(result.check.hints):
            return f"edit, save, {again}"
        number = f"hint {taken + 1} of {len(result.check.hints)}"
        return f"edit, save, {again}   ({number}: {self.command('hint', step)})"

    def _labelled(self, rows: list[tuple[str, str]]) -> RenderableType:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(min_width=9, no_wrap=True)
        grid.add_column(overflow="fold")
        for label, text in rows:
            grid.add_row(Text(label, style="cyan"), self._line(text))
        return Padding(grid, (0, 0, 0, 4))

    def _verdict(self, report: Report, memory: Memory) -> None:
        bonus = sum(result.check.bonus for result in report.results)
        text = f"{report.passed} of {report.required}"
        if memory.passed is not None and memory.passed < report.passed:
            text += f" (you were at {memory.passed})"
        if bonus:
            text += f", bonus {report.bonus_passed} of {bonus}"
        if report.done:
            text = f"Step {report.step.number} is done: {text}"
        if unchecked := sum(result.outcome == "not_checked" for result in report.results):
            text += f", NOT CHECKED {unchecked}"
        self.print(self._line(f"{text}.", "bold green" if report.done else "bold"))

    def _after(self, step: Step, next_step: Step | None) -> None:
        self.print(self._line(step.learnt))
        if next_step is None:
            self.print("That was the last step.")
        else:
            page = f"steps/{next_step.name}/README.md"
            self.print(f"Next: read {page}, then {self.command('check', next_step)}")

    def _line(self, text: str, style: str = "") -> Text:
        return Text(_to_ascii(text) if self._ascii else text, style=style)


def _to_ascii(text: str) -> str:
    for character, plain in (("…", "..."), ("→", "->"), ("’", "'"), ("–", "-")):
        text = text.replace(character, plain)
    return text.encode("ascii", "backslashreplace").decode()
