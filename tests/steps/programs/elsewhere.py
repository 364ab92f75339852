"""python model.py, then import model and model.predict(inputs) from within another folder"""

import json
import os
import runpy
import sys
from pathlib import Path

ENDINGS = (".joblib", ".pkl", ".pickle")

examples = json.loads(Path("example.json").read_text("utf-8"))
for inputs in examples:
    inputs.pop("prediction", None)  # what is expected is no input
runpy.run_path("model.py", run_name="__main__")
saved = any(path.suffix in ENDINGS for path in Path().rglob("*"))
sys.path.insert(0, str(Path.cwd()))
Path("elsewhere").mkdir(exist_ok=True)
os.chdir("elsewhere")

import model  # noqa: E402

for inputs in examples:
    model.predict(inputs)
written = [str(path) for path in Path().iterdir()]
print(json.dumps({"saved": saved, "written": written}))
