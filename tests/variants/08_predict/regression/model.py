"""What a flat costs a month, in euros, learnt from the flats in flats.csv."""

import csv
import pickle
import warnings
from pathlib import Path

from sklearn.exceptions import InconsistentVersionWarning
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor

HERE = Path(__file__).parent
SAVED = HERE / "rent.pkl"
NUMBERS = ["area", "rooms"]

warnings.filterwarnings("error", category=InconsistentVersionWarning)


def row(flat):
    return [float(flat[name]) for name in NUMBERS] + [float(flat["lift"] in (True, "yes"))]


def train():
    with (HERE / "flats.csv").open(encoding="utf-8", newline="") as file:
        flats = list(csv.DictReader(file))
    rows, rents = [row(flat) for flat in flats], [float(flat["rent"]) for flat in flats]
    known, new, known_rents, new_rents = train_test_split(rows, rents, random_state=3)
    tree = DecisionTreeRegressor(max_depth=4, random_state=3)
    tree.fit(known, known_rents)
    with SAVED.open("wb") as file:
        pickle.dump(tree, file)
    return mean_absolute_error(new_rents, tree.predict(new))


def predict(flat):
    if not SAVED.exists():
        train()
    with SAVED.open("rb") as file:
        tree = pickle.load(file)
    return round(float(tree.predict([row(flat)])[0]), 2)


if __name__ == "__main__":
    print("On average it is wrong by", round(train()), "euros.")
