"""Routes without decorators, views that call helpers, and plain checks of the inputs."""

import json
from json import JSONDecodeError

import flask

import model

app = flask.Flask(__name__)


def answer(status, **body):
    return flask.Response(json.dumps(body), status, mimetype="application/json")


def why_not(body):
    """Return why the model cannot be asked, or an empty text."""
    if not isinstance(body, dict):
        return "an object is expected"
    missing, extra = set(model.FIELDS) - set(body), set(body) - set(model.FIELDS)
    if missing:
        return f"missing: {', '.join(sorted(missing))}"
    if extra:
        return f"unexpected: {', '.join(sorted(extra))}"
    for field, value in body.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return f"{field} must be a number, not {type(value).__name__}"
        if not -1000 < value < 1000:
            return f"{field} is out of range"
    return ""


def index():
    return flask.render_template("start.html.j2", names=model.FIELDS)


def predict():
    if not flask.request.is_json:
        return answer(415, error="Content-Type must be application/json")
    try:
        body = json.loads(flask.request.get_data())
    except (JSONDecodeError, UnicodeDecodeError) as error:
        return answer(400, error=f"no JSON: {error}")
    if problem := why_not(body):
        return answer(400, error=problem)
    return answer(200, prediction=model.predict(body))


def error_page(error):
    if flask.request.accept_mimetypes.accept_html:
        return error
    return answer(error.code, error=error.description)


app.add_url_rule("/", "index", index)
app.add_url_rule("/predict", "predict", predict, methods=["POST"])
for code in (404, 405):
    app.register_error_handler(code, error_page)

if __name__ == "__main__":
    app.run()
