"""Says what is wrong with notebooks, as JSON, by file.

    python -m workbook.notebooks ROOT NAME…

It is a process of its own, since building changes the environment.
"""

import json
import sys
from pathlib import Path

from workbook.notebooks.build import check

if __name__ == "__main__":
    root, *names = sys.argv[1:]
    print(json.dumps(check(Path(root), names)))
