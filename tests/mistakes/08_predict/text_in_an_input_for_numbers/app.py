"""Each address is a class, with a method for each method of HTTP."""

from flask import Flask, jsonify, render_template, request
from flask.views import MethodView

import model

app = Flask(__name__)


class Home(MethodView):
    def get(self):
        return render_template("spam.html")


class Predict(MethodView):
    init_every_request = False

    def post(self):
        if request.mimetype != "application/json":
            return jsonify({"error": "the body must be application/json"}), 415
        data = request.get_json(silent=True)
        if not isinstance(data, dict) or "message" not in data:
            return jsonify({"error": "message is missing"}), 400
        too_many = [name for name in data if name != "message"]
        if too_many:
            return jsonify({"error": "not known: " + ", ".join(too_many)}), 400
        if not isinstance(data["message"], str):
            return jsonify({"error": "message must be a text"}), 400
        return jsonify({"prediction": model.predict(data)})


app.add_url_rule("/", view_func=Home.as_view("home"))
app.add_url_rule("/predict", view_func=Predict.as_view("predict"))


@app.errorhandler(404)
@app.errorhandler(405)
def failed(error):
    return jsonify({"error": str(error)}), error.code


if __name__ == "__main__":
    app.run()
