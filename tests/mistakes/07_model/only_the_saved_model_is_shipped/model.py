"""Names the kind of an iris. The model was trained elsewhere, in a notebook."""

from pathlib import Path

import joblib

FIELDS = ("sepal_length", "sepal_width", "petal_length", "petal_width")
FILE = Path(__file__).with_name("model.joblib")


def predict(inputs):
    row = [[inputs[field] for field in FIELDS]]
    return str(joblib.load(FILE).predict(row)[0])


if __name__ == "__main__":
    print(f"It has {len(FIELDS)} fields")
