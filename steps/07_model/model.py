"""A small model that names the kind of an iris. `python model.py` trains and saves it."""

# TODO 0: this step needs more: joblib, and train_test_split from sklearn.model_selection.
from pathlib import Path

from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

FIELDS = ("sepal_length", "sepal_width", "petal_length", "petal_width")
FILE = Path(__file__).with_name("model.joblib")


def train():
    """Return a trained model, and its accuracy."""
    flowers = load_iris()
    kinds = flowers.target_names[flowers.target]
    # TODO 1: split flowers and kinds in two, the same way each time. Train with the one part,
    # and score with the other.
    model = LogisticRegression(max_iter=1000).fit(flowers.data, kinds)
    return model, model.score(flowers.data, kinds)


def save(model):
    """Write the model to FILE."""
    # TODO 2: let joblib write it


def load():
    """Return the saved model; train and save it first when there is no FILE."""
    # TODO 3: let joblib read it, and train only when FILE does not exist


def predict(inputs):
    """Return the kind of one flower, a dict with the four FIELDS in centimetres."""
    # TODO 4: make a table of one row, [[…]]. Ask the loaded model. Return its answer, as text.


if __name__ == "__main__":
    model, accuracy = train()
    save(model)
    print(f"Accuracy: {accuracy:.3f}")
