from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException

import model

app = Flask(__name__)

model.load()  # now, so that no visitor waits for it


@app.errorhandler(HTTPException)
def answer_in_json(error):
    return {"error": error.description}, error.code


@app.route("/")
def welcome():
    return render_template("index.html", fields=model.FIELDS)


@app.route("/predict", methods=["POST"])
def predict():
    inputs = request.get_json()
    try:
        return {"prediction": model.predict(inputs)}
    except Exception:
        return {"error": "Bad input"}, 400


if __name__ == "__main__":
    app.run()
