"""Serve the model.

You can now let other programs ask a model over HTTP, with JSON in and JSON out, and people with a
page. What they send is looked at first, and what is wrong with it is answered, not crashed on.
"""

import json
from math import ceil
from pathlib import Path
from random import randbytes
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from workbook.files import check_pinned, imports
from workbook.result import Waiting, wrong

NEEDS = ("model",)
ON_REQUEST = ("pandas",)
SECONDS = 60  # for the whole step: it trains a few times
LEAVE_OUT = ("*.joblib", "*.pkl", "*.pickle")
PRELOAD = ("pydantic.root_model", "sklearn.datasets", "sklearn.linear_model", "sklearn.pipeline")

JSON = {"Content-Type": "application/json"}
PREDICT = "/predict"
PACKAGES = {"flask": "flask", "scikit-learn": "sklearn", "pydantic": "pydantic"}
REASONS = {
    308: "The route ends with a slash and the address does not. Write the route without it.",
    405: 'The route takes no POST. Write it behind the address: methods=["POST"]',
}
TAKEN = "This is not what the model needs, and it was taken all the same."
LABEL = "Return a dict: Flask makes JSON of it, and says in the header that it is JSON."
NO_NAME = 'The value belongs under a name: return {"prediction": …}'
AS_PAGE = (
    "An errorhandler for HTTPException, from werkzeug.exceptions, makes JSON of Flask's pages."
)
TWICE = "This is a text with JSON in it: it was made into JSON twice. Return the dict itself."
AS_TEXT = 'Return a dict, and the status behind a comma: return {"error": …}, 400'
SAYS_200 = 'The body says error, and the status that all is well: return {"error": …}, 400'
NO_ERROR = 'The text belongs under the name error, as in {"error": "petal_width is missing"}.'
NOT_NAMED = "The sender may have many fields. Which one is wrong?"
OTHERS = "Look for a value written into the code, and for values taken in the order they came in."
PLAIN = (str, int, float, bool)
NO_INPUT = "Each needs an <input>, <select> or <textarea> whose name is the field's."
NO_STEP = 'A number with a point, such as 5.1, is refused there: step="any" allows it.'
NO_F = 'Without an f before the quotes, braces stand for themselves: f"{field} is missing"'
FORCED = (
    "Content-Type does not say that this is JSON, and it was taken all the same. force=True makes "
    "get_json ignore that header."
)
NUMBERS = ("number", "range")  # types of <input> that a text does not go into
NO_SCRIPT = (
    "A form by itself sends no JSON. A script does: <script src=\"{{ url_for('static', "
    "filename='predict.js') }}\" defer></script>"
)
AGAIN = "fit learns anew here, although what was learnt before is saved."


def program(name):
    """Return a program of ours that runs in the student's folder, beside their app.py."""
    return Path(__file__).with_name("programs").joinpath(f"{name}.py").read_text("utf-8")


def told(printed):
    """Return what such a program says in its last line; above may be what the student prints."""
    return json.loads(printed.splitlines()[-1])


def right(status, *accepted):
    """Return the status if it is accepted, else the first that is: what to compare it with."""
    return status if status in accepted else accepted[0]


def post(client, inputs):
    """POST inputs as JSON, or a text as it is: requests itself sends no NaN."""
    body = inputs if isinstance(inputs, str) else json.dumps(inputs)
    return client.post(PREDICT, data=body, headers=JSON, allow_redirects=False)


def why_not(reply):
    """Return why what is right was refused, where that is certain."""
    if reply.status_code in REASONS:
        return REASONS[reply.status_code]
    says_json = "json" in reply.headers.get("Content-Type", "")
    return f"Your app says: {reply.text.strip()[:200]}" if says_json else ""


def predicted(client, inputs):
    """Return the prediction for inputs that are right."""
    reply = post(client, inputs)
    assert reply.status_code == right(reply.status_code, 200, 201), why_not(reply)
    assert "application/json" in reply.headers.get("Content-Type", ""), LABEL
    body = reply.json()
    why = TWICE if isinstance(body, str) and body.startswith("{") else NO_NAME
    assert isinstance(body, dict), f"{json.dumps(body)}\n{why}"
    assert "prediction" in body, NO_NAME
    return body["prediction"]


def settled_prediction(client, inputs):
    """Return the prediction; what goes wrong with that, another check tells."""
    try:
        return predicted(client, inputs)
    except AssertionError:
        raise Waiting from None


def assert_refused(reply):
    """What was sent is refused."""
    why = (SAYS_200 if '"error"' in reply.text else TAKEN) if reply.ok else ""
    assert reply.status_code == right(reply.status_code, 400, 422, 415), why


def assert_json_error(reply):
    """Return what JSON says for the error."""
    why = AS_PAGE if "<!doctype" in reply.text.lower() else AS_TEXT
    assert "application/json" in reply.headers.get("Content-Type", ""), why
    body = reply.json()
    error = body.get("error") if isinstance(body, dict) else None
    assert error, NO_ERROR
    return error if isinstance(error, str) else json.dumps(error, ensure_ascii=False)


def assert_explained(reply, field=""):
    """What was sent is refused, with JSON that says why, and names the field."""
    assert_refused(reply)
    error = assert_json_error(reply)
    assert field in error, NO_F if "{" in error else NOT_NAMED


def assert_answered(reply):
    """What was sent is taken or refused, but breaks nothing."""
    if not reply.ok:
        assert_explained(reply)
    assert "application/json" in reply.headers.get("Content-Type", ""), AS_PAGE
    reply.json()


def with_each(inputs, *values, other=False):
    """Yield the inputs as JSON with each field's value in turn replaced by these texts of JSON.

    other: also a number for a text, and a text for anything else.
    """
    for field, value in inputs.items():
        texts = ["5" if isinstance(value, str) else '"abc"', *values] if other else values
        own = {list: "[]", dict: "{}"}.get(type(value))
        body = json.dumps({**inputs, field: "@value"})
        yield from ((field, body.replace('"@value"', text)) for text in texts if text != own)


def numbers(inputs, *kinds):
    """Return the names of the fields that hold a number, or one of these kinds."""
    return [name for name, value in inputs.items() if type(value) in (kinds or (int, float))]


@pytest.fixture
def works(client, examples):
    """Wait until POST /predict takes what is right: before, it refuses everything."""
    if post(client, examples[0]).status_code not in (200, 201):
        raise Waiting


def test_welcome(client):
    """GET / answers 200 with a page that has a <title>, and an <h1> with the word Welcome.

    It is a page from a template, as in step 5.

    In app.py, let welcome() return render_template("index.html", fields=model.FIELDS).

    In templates/index.html, below <main>: <h1>Welcome! Which iris is it?</h1>
    """
    reply = client.get("/")
    page = LexborHTMLParser(reply.text)
    h1 = " ".join(node.text() for node in page.css("h1")).lower()
    titles = [node.text().strip() for node in page.css("title") if node.text().strip()]

    assert reply.status_code == 200
    assert "welcome" in h1, "" if h1 else "The answer has no <h1>."
    assert titles != [], "The page has no <title>, which is what the browser's tab shows."


@pytest.mark.run("-c", program("rendering"))
def test_welcome_is_a_template(client, printed):
    """The page of GET / is made from a template: a file in the folder templates.

    HTML inside of Python code is hard to read, and nobody escapes what is put into it.

    Flask looks for templates in a folder of that name, beside app.py. render_template reads them.

    In app.py: return render_template("index.html", fields=model.FIELDS)
    """
    if client.get("/").status_code != 200:
        raise Waiting
    templates = told(printed)
    assert templates != [], "The view renders no file. Its HTML stands in the Python code."


def test_predict_answers(client, examples):
    """POST /predict with the inputs as JSON answers 200 with {"prediction": …} as JSON, for each of
    the inputs in example.json.

    The view takes POST, as in step 4. request.get_json() is the body, as a dict. (request.form is
    for what a form sends without a script.)

    Hand that dict to the model: prediction = model.predict(request.get_json())

    return {"prediction": prediction}. A view may return a dict: Flask makes JSON of it.
    """
    for inputs in examples:
        prediction = predicted(client, inputs)
        is_plain = isinstance(prediction, PLAIN)
        assert is_plain, f"The prediction is {json.dumps(prediction)}: no text and no number."


@pytest.mark.run("-c", program("answers"))
def test_predict_is_the_model_s(client, examples, printed):
    """What POST /predict answers is what model.predict answers for the same inputs.

    The app adds nothing to the model. It reads, asks, and answers.

    Every field of the body goes to the model, under its own name: JSON's fields have no order.

    prediction = model.predict(inputs), with the dict from the body
    """
    for inputs, answer in zip(examples, told(printed), strict=True):
        expected = answer.get("is")
        if isinstance(expected, float):
            expected = pytest.approx(expected)
        for body in (inputs, dict(reversed(inputs.items()))):
            prediction = settled_prediction(client, body)
            assert prediction == expected, OTHERS


@pytest.mark.run("-c", program("saved"), ASK="app")
def test_predict_does_not_train(examples, printed):
    """Once the model is saved, neither import app nor POST /predict trains anything.

    Training for each visitor makes all of them wait, and a server starts more than one app.

    Only model.py calls train, in load, and only where there is no saved model.

    At the top of app.py: model.load(). In the view: model.predict(inputs)
    """
    said = told(printed)
    if not said["saved"]:
        raise Waiting
    if said["fits"]:
        (file, line), sent = said["fits"][0], "import app, and then POST /predict"
        raise wrong("no call of fit", "fit is called", AGAIN, sent=sent, file=file, line=line)


def test_missing_field(client, examples, works):
    """POST /predict without one of the fields answers 400, 415 or 422, and {"error": …} as JSON
    that names the field.

    400 says: what you sent is wrong. 500 says: my code is. inputs["petal_width"] raises a KeyError
    when it is not there, and makes a 500.

    Look before you ask the model: for field in model.FIELDS: if field not in inputs:

    return {"error": f"{field} is missing"}, 400. With pydantic, the class looks by itself.
    """
    inputs = examples[0]
    for field in inputs:
        reply = post(client, {name: inputs[name] for name in inputs if name != field})
        assert_explained(reply, field)


def test_wrong_type(client, examples, works):
    """POST /predict with a value of another type, such as "abc" for a number, answers 400, 415 or
    422, and {"error": …} as JSON that names the field.

    A text for a number, a number for a text, a list, an object, null: all of them may come.

    A model calculates with what it is given. "abc" raises a ValueError in it: a 500.

    isinstance(value, (int, float)) is true for a number, isinstance(value, str) for a text.

    return {"error": f"{field} is not a number"}, 400. With pydantic, petal_width: float in the
    class, and strict=True.
    """
    for field, body in with_each(examples[0], "[]", "{}", "null", other=True):
        assert_explained(post(client, body), field)


def test_whole_numbers(client, examples, works):
    """POST /predict takes a whole number, such as 6, where an example has one such as 5.1.

    JSON has one kind of number: a browser writes 6.0 as 6. In Python that is an int, and no float.

    isinstance(value, (int, float)) is true for both, and type(value) in (int, float) too.

    With pydantic: petal_width: float takes an int, also with strict=True.
    """
    inputs = examples[0]
    whole = [{**inputs, name: ceil(inputs[name])} for name in numbers(inputs, float)]
    refused = [reply for reply in (post(client, each) for each in whole) if not reply.ok]
    if len(refused) == len(whole) > 0:  # one that has no whole number to take is as right
        assert refused[-1].status_code == 200, why_not(refused[-1])


def test_no_object(client, examples, works):
    """POST /predict with JSON that is no object answers 400, 415 or 422, and {"error": …} as JSON:
    a list, a text, a number, null, {}.

    request.get_json() returns whatever JSON was sent. It is a dict only if an object was sent.

    First of all: if not isinstance(inputs, dict):

    return {"error": "Send an object, in braces"}, 400
    """
    for body in ("[]", json.dumps([examples[0]]), '"abc"', "5", "null", "true", "{}"):
        assert_explained(post(client, body))


def test_no_json(client, examples, works):
    """POST /predict with a body that is no JSON, or not said to be JSON, answers 400, 415 or 422.

    request.get_json() makes Flask answer 415 without the header Content-Type: application/json,
    and 400 when the body cannot be read.

    Leave that to Flask: no force=True, no silent=True, and no try around it.

    With pydantic: if not request.is_json: abort(415). Then model_validate_json reads the body.
    """
    for body in ('{"a": ', "", "abc", b"\xff\xfe{}"):
        assert_refused(client.post(PREDICT, data=body, headers=JSON))
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        for body in ("abc", json.dumps(examples[0])):
            reply = client.post(PREDICT, data=body, headers={"Content-Type": kind})
            assert reply.status_code == right(reply.status_code, 415, 400, 422), FORCED * reply.ok
    assert_refused(client.post(PREDICT))


def test_no_number(client, examples, works):
    """POST /predict with NaN, Infinity or 1e999 in a field answers 400, 415 or 422, and
    {"error": …} as JSON.

    JSON knows none of them. Python reads NaN (not a number) and Infinity all the same, and takes
    1e999 for Infinity. They pass for numbers, and then raise a ValueError in the model.

    Ask for more than a number: -1000 < value < 1000 is false for NaN, too.

    With pydantic: allow_inf_nan=False in the ConfigDict.
    """
    for _, body in with_each(examples[0], "NaN", "Infinity", "-Infinity", "1e999"):
        assert_explained(post(client, body))


def test_no_500(client, examples, works):
    """POST /predict with a number or a text that is huge or odd answers no 500, and never with a
    page: a prediction, or an error, as JSON.

    JSON's whole numbers have no end. Python's float has one: from about 1.8e308 on it raises an
    OverflowError. Some models end sooner.

    What is the largest value that makes sense? Refuse what is larger: if not 0 < value < 1000:

    With pydantic: petal_width: float = Field(gt=0, le=30)
    """
    for field, body in with_each(examples[0], "1e300", "-1e300", f"1{'0' * 309}"):
        if field in numbers(examples[0]):
            assert_answered(post(client, body))
    for _, body in with_each(examples[0], '""', '"\\u0000"', '"\\ud800"', f'"{"a " * 200}"'):
        assert_answered(post(client, body))


def test_requirements_are_pinned(folder):
    """requirements.txt names flask, and what else the app imports, each with its exact version:
    flask==3.1.3

    pip installs what stands there, and nothing else, where your app is to run.

    pip list says which versions you have. scikit-learn is there from step 7.
    """
    for package, module in PACKAGES.items():
        if package == "flask" or imports(folder, module):
            check_pinned(folder, package, module)


@pytest.mark.bonus
def test_extra_field(client, examples, works):
    """POST /predict with a field too many answers 400, 415 or 422, and {"error": …} as JSON that
    names it.

    Who misspells a field, or sends one that you dropped, should hear of it.

    for field in inputs: if field not in model.FIELDS: and return an error, as for a missing one.

    With pydantic: extra="forbid" in the ConfigDict.
    """
    extra = f"extra_{randbytes(3).hex()}"
    assert_explained(post(client, {**examples[0], extra: 1}), extra)


@pytest.mark.bonus
def test_almost_numbers(client, examples, works):
    """POST /predict with true in a field, or "5.1" for a number, answers 400, 415 or 422, and
    {"error": …} as JSON that names the field.

    In Python True counts as 1, and float("5.1") is a number. Whoever sends them has made a mistake.

    type(value) in (int, float) is false for True. And change no value before you look at it.

    With pydantic: strict=True in the ConfigDict.
    """
    inputs = examples[0]
    for field, value in inputs.items():
        if not isinstance(value, bool):
            assert_explained(post(client, {**inputs, field: True}), field)
        if field in numbers(inputs):
            assert_explained(post(client, {**inputs, field: str(value)}), field)


@pytest.mark.bonus
def test_all_errors_are_json(client):
    """All errors are JSON with {"error": …}: GET /nowhere answers 404 so, GET /predict 405, and a
    POST that is no JSON 400 or 415.

    Flask answers errors with pages for people. Programs that ask your app read JSON.

    All these errors are of the type HTTPException, from werkzeug.exceptions. An errorhandler is
    called for each, and returns what is answered instead.

    @app.errorhandler(HTTPException), and below it def answer_in_json(error): with
    return {"error": error.description}, error.code
    """
    json_please = {"Accept": "application/json"}
    nowhere = client.get(f"/nowhere-{randbytes(3).hex()}", headers=json_please)
    assert nowhere.status_code == 404
    assert_json_error(nowhere)
    wrong_method = client.get(PREDICT, headers=json_please)
    assert wrong_method.status_code == 405
    assert_json_error(wrong_method)
    for body, kind in (("abc", "text/plain"), ('{"a": ', "application/json")):
        reply = client.post(PREDICT, data=body, headers={"Content-Type": kind, **json_please})
        assert_refused(reply)
        assert_json_error(reply)


@pytest.mark.bonus
def test_page_has_a_form(client, examples):
    """The page of GET / has a form with a labelled field for each field of the inputs.

    A form's fields are <input>, <select> or <textarea>. A label says what belongs into one, and a
    click on it leads there.

    In templates/index.html, in the form: {% for field in fields %} … {% endfor %}

    <label for="{{ field }}">{{ field }}</label>
    <input id="{{ field }}" name="{{ field }}" type="number" step="any" required>
    """
    form = LexborHTMLParser(client.get("/").text)
    labels = {node.attributes["for"] for node in form.css("form label[for]")}
    inside = {node.attributes.get("name") for node in form.css("form label [name]")}
    named = {node.attributes["name"]: node.attributes.get("id") for node in form.css("form [name]")}
    fields_without_input = [name for name in examples[0] if name not in named]
    fields_without_label = [
        name for name in examples[0] if name not in inside and named.get(name) not in labels
    ]

    assert fields_without_input == [], NO_INPUT
    assert fields_without_label == [], "A label's for is the input's id."
    whole = {node.attributes.get("name") for node in form.css("form [type=number]:not([step])")}
    refused_by_the_browser = [
        name for name in numbers(examples[0], float) if name in whole and examples[0][name] % 1
    ]
    assert refused_by_the_browser == [], NO_STEP
    types = {node.attributes.get("name"): node.attributes.get("type") for node in form.css("input")}
    texts_in_inputs_for_numbers = [
        name
        for name, value in examples[0].items()
        if isinstance(value, str) and types.get(name) in NUMBERS
    ]
    assert texts_in_inputs_for_numbers == [], 'A browser takes only numbers there: type="text"'


@pytest.mark.bonus
def test_page_has_its_script(client, examples):
    """The page of GET / has a script that sends its form as JSON, and the file it names is there.

    A browser looks for the file of a <script src="…"> at that URL. If it is not there, nothing on
    the page says so: the button does nothing.

    The starter has static/predict.js. Compare the name in the page with the name of the file.
    """
    page = LexborHTMLParser(client.get("/").text)
    if not page.css("form"):
        raise Waiting
    scripts = page.css("script")
    if not scripts:  # then the app takes what a form itself sends
        assert client.post(PREDICT, data=examples[0]).status_code == 200, NO_SCRIPT
    sources = [urljoin("/", node.attributes.get("src") or "/") for node in scripts]
    for path in sources:
        if path.startswith("/"):  # else it is of another server
            assert client.get(path).status_code == 200


@pytest.mark.bonus
def test_form_moves_with_the_app(client):
    """Mounted under /lab, the form of GET /lab/ leads to /lab/predict.

    Its address stands in the attribute action, from where the script takes it.

    A template can ask url_for for an address, as in step 5.

    <form action="{{ url_for('predict') }}">, with the name of the view's function
    """
    page = LexborHTMLParser(client.get("/", prefix="/lab").text)
    addresses = [urljoin("/lab/", node.attributes.get("action") or "") for node in page.css("form")]

    assert "/lab/predict" in addresses, "These are the addresses that the page's forms lead to."
