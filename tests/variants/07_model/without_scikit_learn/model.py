"""The nearest of three means: a model of nobody's library."""

import json
from pathlib import Path

import joblib
import numpy as np

FILE = Path(__file__).with_name("means.joblib")
SIZES = ("small", "middle", "large")


def boxes():
    """Return boxes of three sizes: width and height in centimetres."""
    random = np.random.default_rng(1)
    return {size: random.normal(20 * (n + 1), 4, (40, 2)) for n, size in enumerate(SIZES)}


def nearest(means, box):
    return min(means, key=lambda size: np.sum((means[size] - box) ** 2))


def main():
    means = {size: rows[:30].mean(axis=0) for size, rows in boxes().items()}
    joblib.dump(means, FILE)
    kept_back = [(size, box) for size, rows in boxes().items() for box in rows[30:]]
    right = sum(nearest(means, box) == size for size, box in kept_back)
    print(json.dumps({"right": right, "of": len(kept_back)}))


def predict(inputs):
    if not FILE.exists():
        main()
    return nearest(joblib.load(FILE), np.array([inputs["width"], inputs["height"]]))


if __name__ == "__main__":
    main()
