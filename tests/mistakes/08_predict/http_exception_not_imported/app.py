from flask import Flask, render_template, request

import model

app = Flask(__name__)

model.load()  # now, so that no visitor waits for it


@app.errorhandler(HTTPException)
def answer_in_json(error):
    return {"error": error.description}, error.code


def problem(inputs):
    """Return what is wrong with the inputs, or None."""
    if not isinstance(inputs, dict):
        return "Send an object, in braces"
    for field in model.FIELDS:
        if field not in inputs:
            return f"{field} is missing"
        if type(inputs[field]) not in (int, float):
            return f"{field} is not a number"
        if not 0 < inputs[field] < 30:
            return f"{field} is not between 0 and 30"
    for field in inputs:
        if field not in model.FIELDS:
            return f"{field} is not known"
    return None


@app.route("/")
def welcome():
    return render_template("index.html", fields=model.FIELDS)


@app.route("/predict", methods=["POST"])
def predict():
    inputs = request.get_json()
    if wrong := problem(inputs):
        return {"error": wrong}, 400
    return {"prediction": model.predict(inputs)}


if __name__ == "__main__":
    app.run()
