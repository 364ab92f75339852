"""Keep past predictions, and correct them.

You can now keep what an app has answered in a database that outlives it, give each row an id that
stays, and let others correct a row with PUT. Each write is one statement, so that none is lost.
"""

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import randrange
from urllib.parse import quote

import pytest

from workbook.client import Client
from workbook.result import NotChecked, Waiting, wrong

NEEDS = ("model",)
PRELOAD = ("joblib", "pydantic", "sklearn.linear_model", "sklearn.pipeline")
SECONDS = 60  # for the whole step: the app imports scikit-learn, twice
LEAVE_OUT = ("*.db", "*.db-*", "*.sqlite*", "predictions.json*", "predictions.csv")  # what is kept

PAST = "/past_predictions"
LAST = f"{PAST}/last"
MOST = 20  # examples that are tried, at most
LABEL = "Return the list itself, or jsonify(…) of it: both say in the header that it is JSON."
NO_LIST = "A list in JSON begins with [. Return the list of rows itself, with nothing around it."
NOT_ADDED = "After one POST, the list should have one row more."
NO_DICT = "Each row should be a JSON object with names, such as an id and a prediction."
SAME_ID = (
    "GET lists a row with this id. In a route, <id> is text, and '3' is not 3: write <int:id>."
)
NOT_EMPTY = (
    "the list was not empty when the app started. Is it in a file? Delete the file, and check again"
)
NOT_CHANGED = "The answer says that it was done, and the list shows the old prediction."
TYPE_KEPT = "It came back as text. A column of the type REAL keeps a number."
NOT_JSON = "Programs read this answer: @app.errorhandler(HTTPException) makes JSON of all errors."
WORKED = "First, a PUT must work where there is a row."
IN_MEMORY = "A list of Python lives in the app's memory, and ends with it. A database is a file."
AT_ONCE = "Reading first and writing then lets another request in between. One statement does not."


def right(status, *accepted):
    """Return the status if it is accepted, else the first that is: what to compare it with."""
    return status if status in accepted else accepted[0]


def past(client, query=""):
    """Return what GET /past_predictions lists; an answer that is no list counts as one row."""
    body = client.get(PAST + query).json()
    return body if isinstance(body, list) else [body]


def predict(client, inputs):
    """POST /predict and return the prediction."""
    reply = client.post("/predict", json=inputs)
    assert reply.status_code == right(reply.status_code, 200, 201)
    body = reply.json()
    body = body if isinstance(body, dict) else {}
    assert "prediction" in body, "Step 8 asks for it. make step-8 says more."
    return body["prediction"]


def added(client, inputs):
    """Make a prediction; return it, and the rows that are in the list only since then."""
    before = past(client)
    prediction = predict(client, inputs)
    rows = past(client)
    for row in before:
        if row in rows:
            rows.remove(row)
    return prediction, rows


def keep(client, inputs):
    """Make a prediction; return its row. What is wrong with that is told by the first checks."""
    _, rows = added(client, inputs)
    if len(rows) != 1 or not isinstance(rows[0], dict) or not {"id", "prediction"} <= {*rows[0]}:
        raise Waiting
    return rows[0]


def row_and_other(client, examples):
    """Return a new row, the last, and a prediction that the model gives for another example."""
    predictions = [predict(client, inputs) for inputs in examples[:MOST]]
    row = keep(client, examples[0])
    for prediction in predictions:
        if prediction != row["prediction"]:
            return row, prediction
    expected = "examples in example.json that lead to different predictions"
    why = "To correct a prediction takes a second one that your model could give. Add an example."
    raise wrong(expected, f"all lead to {row['prediction']!r}", why, file="example.json", line=1)


def address(row):
    return f"{PAST}/{quote(str(row['id']), safe='')}"


def with_id(rows, number):
    """Return the rows of that id."""
    return [each for each in rows if isinstance(each, dict) and each.get("id") == number]


def put(client, path, prediction):
    """Correct a prediction where that must work; another check tells where it does not."""
    if client.put(path, json={"prediction": prediction}).status_code not in (200, 204):
        raise Waiting


def assert_corrected(client, path, row, prediction):
    """PUT must change this row, and nothing else."""
    before = past(client)
    reply = client.put(path, json={"prediction": prediction})

    why = SAME_ID if reply.status_code == 404 and path != LAST else ""
    assert reply.status_code == right(reply.status_code, 200, 204), why
    if reply.status_code == 200:
        body = reply.json()
        shown = body.get("prediction") if isinstance(body, dict) else body
        assert shown == prediction, "200 comes with the corrected row. 204 comes with nothing."
    after = past(client)
    corrected = [each.get("prediction") for each in with_id(after, row["id"])]
    text = [str(prediction)] if not isinstance(prediction, str) else None
    assert corrected == [prediction], TYPE_KEPT if corrected == text else NOT_CHANGED
    other_rows = [each for each in after if each not in with_id(after, row["id"])]
    assert other_rows == [each for each in before if each not in with_id(before, row["id"])]


def assert_refused(reply, *accepted):
    """An error must have one of these statuses, and be JSON."""
    assert reply.status_code == right(reply.status_code, *accepted)
    assert "application/json" in reply.headers.get("Content-Type", ""), NOT_JSON


def test_get_lists_them(client):
    """GET /past_predictions answers 200 with a list as JSON: [] as long as there is none.

    It is a view like get_incomes in step 4. It returns a list of dicts: one for each prediction.

    Begin with a list outside the functions: rows = []. Write @app.route("/past_predictions") above
    def past_predictions(): and return rows
    """
    reply = client.get(PAST, allow_redirects=False)

    assert reply.status_code == 200
    kind = type(reply.json()).__name__
    assert kind == "list", NO_LIST
    assert "application/json" in reply.headers.get("Content-Type", ""), LABEL


def test_there_is_none_yet(client):
    """PUT /past_predictions/last answers 404, as JSON, while there is no prediction (400 is right
    too).

    An empty list has no last row: rows[-1] raises an IndexError, and the answer is a 500.

    abort, from flask, ends a view at once with a status.

    In correct_last, above the line that looks for the last row: if not rows: and below it
    abort(404, "There is no prediction yet.")
    """
    if "PUT" not in client.options(LAST).headers.get("Allow", ""):
        raise Waiting  # a later check asks for the view
    if past(client):
        raise NotChecked(NOT_EMPTY)
    reply = client.put(LAST, json={"prediction": "anything"})  # an app may know that it is not

    assert_refused(reply, 404, 400, 422)


def test_post_adds_a_row(client, examples):
    """POST /predict adds one row to the list, with an id and the prediction that it answered:
    {"id": …, "prediction": …, …}

    The view predict makes the prediction. Before it returns, it puts a row into the list.

    A row is a dict. Its id is a number that no other row has, such as one more than the last.

    In predict: rows.append({"id": …, "inputs": …, "prediction": prediction}), above the return.
    """
    prediction, rows = added(client, examples[0])
    new_rows = len(rows)

    assert new_rows == 1, NOT_ADDED
    row = rows[0]
    kind = type(row).__name__
    assert kind == "dict", NO_DICT
    assert "id" in row
    assert "prediction" in row
    assert row["prediction"] == prediction, (
        TYPE_KEPT if row["prediction"] == f"{prediction}" else ""
    )


def test_rows_have_the_inputs(client, examples):
    """Each row of GET /past_predictions has the inputs too, under a name of your choice.

    Without them nobody can say later whether the prediction was right.

    Put the dict of the inputs into the row. A database has no column for a dict: json.dumps makes
    text of it, json.loads a dict again.
    """
    inputs = examples[-1]
    row = keep(client, inputs)
    missing = [value for value in values(inputs) if value not in values(row)]

    assert missing == [], f"These inputs were sent, and are not in the row {json.dumps(row)}"


def values(data):
    """Return all values inside of JSON data, also inside of a text that is JSON."""
    if isinstance(data, str) and data[:1] in ("{", "["):
        with suppress(ValueError):
            return values(json.loads(data))
    if isinstance(data, dict | list):
        parts = data.values() if isinstance(data, dict) else data
        return [value for part in parts for value in values(part)]
    return [data]


def test_the_newest_is_last(client, examples):
    """The newest row is the last in the list.

    append puts a row at the end of a list. A database gives rows in any order, unless told one.

    In SQL: ORDER BY id
    """
    first, second = keep(client, examples[0]), keep(client, examples[-1])
    last_two_rows = past(client)[-2:]

    assert last_two_rows == [first, second]


def test_ids_are_unique_and_stay(client, examples):
    """No two rows have the same id, and a row has the same id and place whenever you ask.

    An id is given once, when the row is made, and kept in the row.

    A number that counts up, outside the functions, is never given twice: next(ids), with
    ids = itertools.count(1). A database counts by itself: id INTEGER PRIMARY KEY
    """
    rows = [keep(client, inputs) for inputs in (examples[0], examples[-1], examples[0])]
    ids = [row["id"] for row in rows]
    twice = sorted({str(each) for each in ids if ids.count(each) > 1})
    assert twice == [], f"Three rows were added. Their ids are {ids}."

    same_rows = [each for row in rows for each in with_id(past(client), row["id"])]
    assert same_rows == rows


def test_put_corrects_a_row(client, examples):
    """PUT /past_predictions/<id> with {"prediction": value} answers 200 with the row, or 204, and
    GET then shows value in that row, and no other change.

    The view has a variable that is a whole number, like /double/<int:number>, and takes PUT.

    Look for the row whose id was asked for, and change it: row["prediction"] = …

    In SQL: UPDATE predictions SET prediction = ? WHERE id = ?
    """
    row, prediction = row_and_other(client, examples)
    keep(client, examples[-1])

    assert_corrected(client, address(row), row, prediction)


def test_put_corrects_the_last_row(client, examples):
    """PUT /past_predictions/last with {"prediction": value} answers 200 with the row, or 204, and
    GET then shows value in the last row, and no other change.

    It is a view of its own. <int:id> does not match the word last; <id> would.

    The last row of a list is rows[-1].

    In SQL: UPDATE … WHERE id = (SELECT max(id) FROM predictions). In one statement, no row can come
    between the reading and the writing.
    """
    row, prediction = row_and_other(client, examples)

    assert_corrected(client, LAST, row, prediction)


def test_an_unknown_id_is_404(client, examples):
    """PUT /past_predictions/<id> answers 404, as JSON, where no row has that id, and changes
    nothing.

    An id is not a place in the list: rows[id] finds another row, or none. In Python rows[-1] is the
    last one.

    When the search has found no row: abort(404, f"There is no prediction {id}.")

    In SQL, RETURNING * behind an UPDATE gives the rows that it changed: none, when there is none.
    """
    row, prediction = row_and_other(client, examples)
    put(client, address(row), prediction)
    rows = past(client)
    missing = [number for number in (randrange(10**8, 10**9), 0, -1) if not with_id(rows, number)]

    for number in missing:
        reply = client.put(f"{PAST}/{number}", json={"prediction": prediction})
        assert_refused(reply, 404)
    rows_afterwards = past(client)
    assert rows_afterwards == rows, "There is no such id. Nothing should change."


def test_a_huge_id_is_404(client, examples):
    """PUT /past_predictions/9223372036854775808 answers 404, as JSON (400 is right too).

    A whole number of Python has no end. One of SQLite has 64 bits: the largest is
    9223372036854775807, and a larger one raises an OverflowError.

    The route can refuse it: /past_predictions/<int(max=9223372036854775807):id>
    """
    row, prediction = row_and_other(client, examples)
    put(client, address(row), prediction)
    for number in (2**63, 10**30):
        reply = client.put(f"{PAST}/{number}", json={"prediction": prediction})
        assert_refused(reply, 404, 400, 422)


def test_a_body_without_prediction_is_refused(client, examples):
    """PUT with another body than {"prediction": value} answers 400, 415 or 422, as JSON, and
    changes nothing.

    It is as with POST /predict in step 8: look at what was sent before you use it.

    request.get_json() refuses what is not JSON. What is JSON may still be a list, or have no
    "prediction".

    With pydantic: a class like Flower, with the one field prediction. Without it: if "prediction"
    not in body, abort(400, "prediction is missing")
    """
    row, prediction = row_and_other(client, examples)
    put(client, address(row), prediction)
    rows = past(client)
    bodies = ("{}", '["setosa"]', "null", '{"prediction": ')

    for path in (address(row), LAST):
        for body, kind in [*((body, "application/json") for body in bodies), ("{}", "text/plain")]:
            reply = client.put(path, data=body, headers={"Content-Type": kind})
            assert_refused(reply, 400, 415, 422)
    rows_afterwards = past(client)
    assert rows_afterwards == rows, "The body was refused. Nothing should change."


def test_rows_outlive_the_app(client, examples, restart):
    """When the app ends and starts again, GET lists the same rows, and the next row gets a new id.

    What is in the app's memory ends with it, and each worker of a server has a memory of its own.

    SQLite comes with Python: import sqlite3. It keeps a database in one file, which all workers
    share.

    INSERT, SELECT and UPDATE take the place of append, of the list and of the search in it.
    Without commit() an INSERT is undone when the app ends.
    """
    row, prediction = row_and_other(client, examples)
    put(client, address(row), prediction)
    rows = past(client)
    again = restart()

    rows_afterwards = past(again)
    assert rows_afterwards == rows, IN_MEMORY
    new = keep(again, examples[-1])
    assert new["id"] not in [each["id"] for each in rows]


@pytest.mark.bonus
def test_limit(client, examples):
    """GET /past_predictions?limit=2 answers with the two newest rows; the newest is still last.

    What stands behind the ? is in request.args, as text. A list grows, and nobody reads it whole.

    request.args.get("limit", 100, type=int) is a number, and 100 when there is none.

    In SQL: ORDER BY id DESC LIMIT ? gives the newest first. Turn the rows round: rows[::-1]
    """
    rows = [keep(client, inputs) for inputs in (examples[0], examples[-1], examples[0])]
    limited = past(client, "?limit=2")

    assert limited == rows[-2:]


@pytest.mark.bonus
def test_after(client, examples):
    """GET /past_predictions?after=<id> answers with the rows behind that one, oldest first. With
    &limit=1 it is only the first of them.

    So a program reads on from where it was, page by page, whatever has come in meanwhile.

    In SQL: WHERE id > ? ORDER BY id LIMIT ?
    """
    first, *rest = (keep(client, inputs) for inputs in (examples[0], examples[-1], examples[0]))
    start = quote(str(first["id"]), safe="")
    rows_after = past(client, f"?after={start}")
    assert rows_after == rest
    one_row_after = past(client, f"?after={start}&limit=1")
    assert one_row_after == rest[:1]


@pytest.mark.bonus
@pytest.mark.parametrize("query", ["limit=ten", "limit=-1", "after=ten"])
def test_a_bad_limit_is_refused(client, query):
    """GET /past_predictions?limit=ten answers 400 (or 422), as JSON; so do limit=-1 and after=ten.

    request.args.get("limit", type=int) is None for what is no number: your default is used, and
    nobody learns of the mistake. And a limit of -1 means no limit in SQLite.

    Read the text yourself: int() in a try, and abort(400, "limit: a number from 1") in the except.
    """
    reply = client.get(f"{PAST}?{query}")

    assert_refused(reply, 400, 422)


@pytest.mark.bonus
@pytest.mark.parametrize("name", ["limit", "after"])
def test_a_huge_limit_is_no_error(client, name):
    """GET /past_predictions?limit=9223372036854775808 answers 400, 422, or a list, and so does
    after=9223372036854775808

    That is one more than the largest whole number of SQLite: an OverflowError, and a 500.

    Refuse a number above a largest of your own, or take min(limit, 1000).
    """
    reply = client.get(f"{PAST}?{name}={2**63}")

    assert reply.status_code == right(reply.status_code, 400, 200, 422, 404)


@pytest.mark.bonus
def test_a_value_of_another_kind_is_refused(client, examples):
    """PUT with a value of another kind than your predictions (null, a list, an object) answers 400
    or 422, as JSON, and changes nothing.

    Whoever reads the list expects what your model gives: a number, or a text.

    isinstance(value, str) is true for a text. pydantic: prediction: str, or float, with strict=True
    """
    row, prediction = row_and_other(client, examples)
    put(client, address(row), prediction)
    rows = past(client)
    other = 5 if isinstance(prediction, str) else secrets.token_hex(4)

    for value in (None, [prediction], {"value": prediction}, other):
        reply = client.put(address(row), json={"prediction": value})
        assert_refused(reply, 400, 422)
    rows_afterwards = past(client)
    assert rows_afterwards == rows, "The value was refused. Nothing should change."


@pytest.mark.bonus
def test_none_is_lost_when_many_come_at_once(client, examples):
    """When 24 predictions are asked for at once, the list has 24 rows more, each with its own id.

    A server answers many visitors at the same time. Between your reading and your writing, another
    request may do the same, and get the same id.

    Let the database give the id, in the statement that writes: INSERT … RETURNING id
    """
    before = {json.dumps(each.get("id")) for each in (keep(client, examples[0]), *past(client))}

    def many(_):
        with Client(client.address) as other:
            for inputs in (examples[0], examples[-1], examples[0]):
                predict(other, inputs)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(many, range(8)))
    new_rows = [each for each in past(client) if json.dumps(each["id"]) not in before]
    new_ids = {json.dumps(each["id"]) for each in new_rows}
    assert len(new_rows) == 24, AT_ONCE
    assert len(new_ids) == 24, AT_ONCE
