"""python model.py, then model.predict(inputs) or POST /predict, while calls of fit are watched"""

import importlib
import json
import os
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
        files = [(file, line) for file, line in files if file.is_relative_to(Path.cwd())]
        own = [[file.name, line] for file, line in files if file.is_file()]
        fits.extend(own[:1])


def start():
    """Return what is asked: model.predict, or POST /predict of the app."""
    if os.environ.get("ASK") != "app":
        return importlib.import_module("model").predict
    module = importlib.import_module("app")
    app = getattr(module, "app", None) or module.create_app()
    return lambda inputs: app.test_client().post("/predict", json=inputs)


examples = json.loads(Path("example.json").read_text("utf-8"))
for inputs in examples:
    inputs.pop("prediction", None)  # what is expected is no input
runpy.run_path("model.py", run_name="__main__")
saved = any(path.suffix in ENDINGS for path in Path().rglob("*"))
sys.setprofile(watch)
ask = start()
for inputs in examples:
    ask(inputs)
sys.setprofile(None)
print(json.dumps({"fits": fits, "saved": saved}))
