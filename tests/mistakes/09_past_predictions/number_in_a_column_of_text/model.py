"""How wide the petal of an iris is, from its other measures."""

from functools import cache

from sklearn.datasets import load_iris
from sklearn.linear_model import LinearRegression

FIELDS = ("sepal_length", "sepal_width", "petal_length", "petal_width")


@cache
def load():
    measures = load_iris().data
    return LinearRegression().fit(measures[:, :3], measures[:, 3])


def predict(inputs):
    row = [inputs[field] for field in FIELDS[:3]]
    return round(float(load().predict([row])[0]), 2)
