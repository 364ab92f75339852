"""A small model that names the kind of an iris. `python model.py` trains and saves it."""

import os
import warnings
from functools import cache
from pathlib import Path

import joblib
import numpy as np
from sklearn.datasets import load_iris
from sklearn.exceptions import InconsistentVersionWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

FIELDS = ("sepal_width", "sepal_length", "petal_length", "petal_width")
FILE = Path(__file__).with_name("model.joblib")


def train():
    """Return a model trained on one half of the flowers, and its accuracy on the other."""
    flowers = load_iris()
    kinds = flowers.target_names[flowers.target]
    seen, unseen, seen_kinds, unseen_kinds = train_test_split(
        flowers.data, kinds, test_size=0.5, stratify=kinds, random_state=0
    )
    model = LogisticRegression(max_iter=1000).fit(seen, seen_kinds)
    return model, model.score(unseen, unseen_kinds)


def save(model):
    """Write the model's file in one move, so that nobody ever reads half of it."""
    draft = FILE.with_suffix(f".{os.getpid()}")
    joblib.dump(model, draft)
    draft.replace(FILE)


@cache
def load():
    """Return the saved model; train it first when there is none.

    A file from another version of scikit-learn raises InconsistentVersionWarning.
    """
    if not FILE.exists():
        save(train()[0])
    with warnings.catch_warnings():
        warnings.simplefilter("error", InconsistentVersionWarning)
        return joblib.load(FILE)


def predict(inputs):
    """Return the kind of one flower, a dict with the four FIELDS in centimetres."""
    row = np.array([[inputs[field] for field in FIELDS]])
    return str(load().predict(row)[0])


if __name__ == "__main__":
    model, accuracy = train()
    save(model)
    print(f"Accuracy on flowers that it has not seen: {accuracy:.3f}")
