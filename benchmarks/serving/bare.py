"""The least that Flask can do: one route, one constant answer. All else is compared to it."""

from flask import Flask

app = Flask(__name__)


@app.route("/")
def hello():
    return "Hello, World!"
