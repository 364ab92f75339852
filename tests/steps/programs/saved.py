"""python model.py, then import model and model.predict(inputs), while calls of fit are watched"""

import importlib
import json
import runpy
import sys
import traceback
from pathlib import Path

ENDINGS = (".joblib", ".pkl", ".pickle")
NAMES = ("fit", "fit_transform", "partial_fit")
fits = []  # the student's files and lines that call one


def watch(frame, event, _):
    code = frame.f_code
    if event == "call" and code.co_name in NAMES and code.co_varnames[:1] == ("self",):
        files = [(Path(each.filename).resolve(), each.lineno) for each in traceback.extract_stack()]
        own = [[file.name, line] for file, line in files if file.is_relative_to(Path.cwd())]
        fits.extend(own[-1:])


examples = json.loads(Path("example.json").read_text("utf-8"))
runpy.run_path("model.py", run_name="__main__")
saved = any(path.suffix in ENDINGS for path in Path().rglob("*"))
sys.setprofile(watch)
model = importlib.import_module("model")
for inputs in examples:
    model.predict(inputs)
sys.setprofile(None)
print(json.dumps({"fits": fits, "saved": saved}))
