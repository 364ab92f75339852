"""The example inputs that come with a submission, for checks that know no fields by name."""

import json
from pathlib import Path
from typing import Any, cast

from workbook.facts import Place
from workbook.result import Failure, Wrong
from workbook.values import begin

FILE = "example.json"
SHOWN = 80  # characters
FEWEST = 2  # one cannot tell a model from a constant
EXPECTED = f'{FILE}: a list of two or more objects, such as [{{"height": 1.5}}, {{"height": 2}}]'


def read(folder: Path) -> list[dict[str, Any]]:
    """Return the objects in the folder's example.json. Raises Wrong where there are none."""
    try:
        found: Any = json.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        raise _wrong(f"no file {FILE}", 0) from None
    except json.JSONDecodeError as error:
        raise _wrong(f"a text that is no JSON: {error.msg}", error.lineno) from None
    except (UnicodeDecodeError, RecursionError):
        raise _wrong("something that is no JSON", 1) from None
    rows = cast("list[Any]", found if isinstance(found, list) else [])
    if len(rows) < FEWEST or not all(isinstance(row, dict) for row in rows):
        raise _wrong(f"JSON of another form: {begin(json.dumps(found), SHOWN)}", 1)
    return rows


def _wrong(got: str, line: int) -> Wrong:
    return Wrong(Failure("", EXPECTED, got, (), Place(FILE, line) if line else None))
