"""Builds notebooks in a process of its own, whose environment they change, and prints them as JSON.

    python -c "from workbook import rebuilt; rebuilt.main()" ROOT NAME…

Run as a module it would be imported once more by each kernel, which that kills.
"""

import json
import sys
from pathlib import Path

from workbook import notebooks


def main() -> None:
    """Print an object: each file's text by its name, or under "" what could not be built."""
    root, *names = sys.argv[1:]
    try:
        built = notebooks.build(Path(root), names)
    except notebooks.NotebookError as error:
        built = {"": str(error)}
    print(json.dumps(built))
