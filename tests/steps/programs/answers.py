"""model.predict(inputs), for each of the inputs in example.json"""

import json
from pathlib import Path

import model


def told(answer):
    """Return what JSON makes of an answer, or how Python shows one that JSON cannot take."""
    try:
        return {"is": json.loads(json.dumps(answer, allow_nan=False))}
    except (TypeError, ValueError):
        return {"odd": repr(answer)}


examples = json.loads(Path("example.json").read_text("utf-8"))
for inputs in examples:
    inputs.pop("prediction", None)  # what is expected is no input
print(json.dumps([told(model.predict(inputs)) for inputs in examples]))
