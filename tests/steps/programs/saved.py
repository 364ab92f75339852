"""python model.py, then import model and model.predict(inputs), for each of example.json"""

import json
import runpy
import sys
import traceback
from pathlib import Path

TRAINING = ("fit", "fit_transform", "partial_fit")
fits = []


def watch(frame, event, _):
    code = frame.f_code
    if event == "call" and code.co_name in TRAINING and code.co_varnames[:1] == ("self",):
        stack = [each for each in traceback.extract_stack() if Path(each.filename).exists()]
        own = [e for e in stack if Path(e.filename).resolve().is_relative_to(Path.cwd())]
        fits.extend([[Path(own[-1].filename).name, own[-1].lineno]] if own else [])


examples = json.loads(Path("example.json").read_text("utf-8"))
runpy.run_path("model.py", run_name="__main__")
sys.setprofile(watch)
