"""import model and model.predict(inputs), where no saved model is"""

import json
from pathlib import Path

ENDINGS = (".joblib", ".pkl", ".pickle")


def saved():
    return [str(path) for path in Path().rglob("*") if path.suffix in ENDINGS]


for file in saved():
    Path(file).unlink()

import model  # noqa: E402

inputs = json.loads(Path("example.json").read_text("utf-8"))[0]
inputs.pop("prediction", None)  # what is expected is no input
print(json.dumps([model.predict(inputs) is not None, saved()]))
