"""Says what is wrong with notebooks, as JSON, by file.

    python -m workbook.notebooks ROOT NAME…

It is a process of its own, since building changes the environment. Each kernel that is started
imports this file once more, and so nothing but what stands behind the `if`.
"""

if __name__ == "__main__":
    import json
    import sys
    from pathlib import Path

    from workbook.notebooks.build import check

    root, *names = sys.argv[1:]
    print(json.dumps(check(Path(root), names)))
