"""model.predict(inputs), with a saved model that scikit-learn 1.0 has written"""

import importlib
import json
import pickle
import runpy
import warnings
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import joblib

ENDINGS = (".joblib", ".pkl", ".pickle")
ARRAYS = {"joblib", "numpy"}  # what the pickle of an array names


def saved():
    return {path: path.read_bytes() for path in Path().rglob("*") if path.suffix in ENDINGS}


def says(file):
    """Return whether scikit-learn warns of it, and whether it has anything but plain arrays."""
    libraries = set()

    def find(self, module, name, find=pickle._Unpickler.find_class):
        libraries.add(module.partition(".")[0])
        return find(self, module, name)

    with (
        patch.object(pickle._Unpickler, "find_class", find),  # joblib reads with that one
        warnings.catch_warnings(record=True) as caught,
        suppress(Exception),
    ):
        warnings.simplefilter("always")
        joblib.load(file)
    return any("version" in str(each.message) for each in caught), bool(libraries - ARRAYS)


def answered():
    """Return whether the old file was used, and no complaint came of it."""
    warnings.simplefilter("ignore")
    try:
        importlib.import_module("model").predict(inputs)
    except Exception:
        return False
    return saved() == old


inputs = json.loads(Path("example.json").read_text("utf-8"))[0]
inputs.pop("prediction", None)  # what is expected is no input
with patch("sklearn.base.__version__", "1.0"):  # what a model's file says of itself
    runpy.run_path("model.py", run_name="__main__")
old = saved()
said, more = (any(each) for each in zip(*map(says, old), strict=True)) if old else (False, False)
print(json.dumps({"saved": bool(old), "says": said, "more": more, "used": answered()}))
for file in saved():
    file.unlink()  # what runs in this folder next shall not find it
