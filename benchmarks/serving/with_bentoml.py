"""The same model behind BentoML, without a store."""

import bentoml

import model


@bentoml.service(workers=2)
class Iris:
    def __init__(self):
        model.load()

    @bentoml.api
    def predict(
        self, sepal_length: float, sepal_width: float, petal_length: float, petal_width: float
    ) -> dict[str, str]:
        row = (sepal_length, sepal_width, petal_length, petal_width)
        return {"prediction": model.predict(dict(zip(model.FIELDS, row, strict=True)))}
