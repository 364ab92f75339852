"""python model.py, and then a look at the files that it wrote"""

import json
import runpy
from pathlib import Path


def times():
    return {str(path): path.stat().st_mtime_ns for path in Path().rglob("*") if path.is_file()}


before = times()
runpy.run_path("model.py", run_name="__main__")
print(json.dumps(sorted(name for name, time in times().items() if before.get(name) != time)))
