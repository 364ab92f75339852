"""The same model and the same store behind FastAPI, which validates through pydantic as well."""

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

import model
from store import open_store

app = FastAPI()
store = open_store("sqlite:///predictions.db")
model.load()


class Flower(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)

    sepal_length: float = Field(gt=0, le=30)
    sepal_width: float = Field(gt=0, le=30)
    petal_length: float = Field(gt=0, le=30)
    petal_width: float = Field(gt=0, le=30)


def answer(flower: Flower):
    inputs = flower.model_dump()
    prediction = model.predict(inputs)
    return {"id": store.add(inputs, prediction), "prediction": prediction}


@app.post("/predict")
def in_a_thread(flower: Flower):
    return answer(flower)


@app.post("/predict/async")
async def in_the_loop(flower: Flower):
    return answer(flower)
