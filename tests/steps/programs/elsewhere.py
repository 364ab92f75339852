"""python model.py, then import model and model.predict(inputs) from within another folder"""

import json
import os
import runpy
import sys
from pathlib import Path

examples = json.loads(Path("example.json").read_text("utf-8"))
runpy.run_path("model.py", run_name="__main__")
sys.path.insert(0, str(Path.cwd()))
Path("elsewhere").mkdir(exist_ok=True)
os.chdir("elsewhere")

import model  # noqa: E402

for inputs in examples:
    model.predict(inputs)
print(json.dumps([str(path) for path in Path().iterdir()]))
