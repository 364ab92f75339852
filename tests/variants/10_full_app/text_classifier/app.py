"""The app of step 9 with one view more."""

from flask import jsonify

from reviews import app


@app.get("/health")
def health():
    return jsonify("fine")
