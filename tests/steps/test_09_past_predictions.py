"""Keep past predictions, and correct them.

You can now keep what an app has answered in a database that outlives it, give each row an id that
stays, and let others correct a row with PUT. Each write is one statement, so that none is lost.
"""

import ast
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from urllib.parse import quote

import pytest

from workbook.app.client import Client
from workbook.app.transport import NoAnswer
from workbook.errors import NotChecked
from workbook.files import files, tree
from workbook.result import Waiting, wrong

NEEDS = ("model",)
ON_REQUEST = ("pandas",)
PRELOAD = ("pydantic.root_model", "sklearn.datasets", "sklearn.linear_model", "sklearn.pipeline")
SECONDS = 60  # for the whole step: the app imports scikit-learn, twice
LEAVE_OUT = ("*.db", "*.db-*", "*.sqlite*", "predictions.json*", "predictions.csv")  # what is kept

PARTS = (
    "Part 1, which is all that the lab asks for: rows, in memory or in a file",
    "Part 2, beyond the lab: rows that outlive the app, in a database",
)

PAST = "/past_predictions"
LAST = f"{PAST}/last"
JSON = {"Content-Type": "application/json"}
MOST = 20  # examples that are tried, at most
KINDS = {dict: "an object", list: "a list", str: "a text", type(None): "null"}
SLASH = "The route ends with a slash and the address does not. Write the route without it."
LABEL = "Return the list itself, or jsonify(…) of it: both say in the header that it is JSON."
NO_LIST = "A list in JSON begins with [. Return the list of rows itself, with nothing around it."
NOT_ADDED = "After one POST, the list should have one row more. Without a commit a row is undone."
NO_OBJECT = (
    "Each row should be a JSON object, {…}, which gives each value its name. Make dicts of rows."
)
SAME_ID = (
    "GET lists a row with this id. In a route, <id> is text, and '3' is not 3: write <int:id>."
)
NOT_EMPTY = (
    "the list was not empty when the app started. Is it in a file? Delete the file, and check again"
)
ONLY_IT = "Only the row with that id should change. It keeps its id, and the list shows the change."
TEXT = "It comes back as text. In SQLite, a column of the type REAL keeps a number."
AS_TEXT = "The inputs are in it as one text. json.loads(…) makes a dict of it when the row is read."
QUOTE = (
    "A quote in the value has ended the text in your SQL. Write ? there, and hand the value over."
)
NOT_JSON = (
    "Programs read this: @app.errorhandler(HTTPException), as in step 8, makes JSON of errors."
)
NO_ROW = "No row has that id, and the answer says that all went well."
TAKEN = "There is no such value to correct with, and the answer says that all went well."
ENDED = (
    "What is in memory ends with the app; a database is a file. Does your app delete the file, or "
    "the table, when it starts?"
)
AT_ONCE = "Reading first and writing then lets another request in between. One statement does not."
ROUNDS, EACH, VISITORS = 5, 3, 8  # rounds of requests, for each visitor, from visitors at once
FEW = 5  # of the newest rows, which any list shows
LONG = 8  # seconds for the rounds, on a slow machine
PATIENCE = 10  # seconds until all visitors are connected
TEXTS = (
    "it's",
    "'; --",
    'say "no"',
    "x' || 'y",
)  # what ends a text in SQL, where it is put into it
SQL = re.compile(r"\s*(INSERT|UPDATE|DELETE|SELECT|REPLACE)\b", re.IGNORECASE)


def right(status, *accepted):
    """Return the status if it is accepted, else the first that is: what to compare it with."""
    return status if status in accepted else accepted[0]


def kind(value):
    """Return what a JSON value is, in the words of JSON."""
    return KINDS.get(type(value), "a number")


def listed(client, query=""):
    """Return the rows that GET /past_predictions lists."""
    reply = client.get(PAST + query)
    assert reply.status_code == 200
    body = reply.json()
    the_body_is = kind(body)
    assert the_body_is == "a list", NO_LIST
    return body


def predict(client, inputs):
    """POST /predict and return the prediction."""
    reply = client.post("/predict", json=inputs)
    assert reply.status_code == right(reply.status_code, 200, 201)
    body = reply.json()
    body = body if isinstance(body, dict) else {}
    assert "prediction" in body, "Step 8 asks for it."
    return body["prediction"]


def added(client, inputs):
    """Make a prediction; return it, and the rows that are in the list only since then."""
    before = listed(client)
    prediction = predict(client, inputs)
    rows = listed(client)
    for row in before:
        if row in rows:
            rows.remove(row)
    return prediction, rows


def keep(client, inputs):
    """Make a prediction and return its row. What goes wrong with that, the first checks tell."""
    try:
        _, rows = added(client, inputs)
    except AssertionError:
        raise Waiting from None
    if len(rows) != 1 or not isinstance(rows[0], dict) or not {"id", "prediction"} <= {*rows[0]}:
        raise Waiting
    return rows[0]


def row_and_other(client, examples):
    """Return a new row, the last, and a prediction that the model gives for another example."""
    rows = [keep(client, inputs) for inputs in [*examples[1:MOST], examples[0]]]
    for row in rows:
        if row["prediction"] != rows[-1]["prediction"]:
            return rows[-1], row["prediction"]
    expected = "examples in example.json that lead to different predictions"
    why = "To correct a prediction takes a second one that your model could give. Add an example."
    got = f"all lead to {rows[-1]['prediction']!r}"
    raise wrong(expected, got, why, file="example.json", line=1)


def address(row):
    return f"{PAST}/{quote(str(row['id']), safe='')}"


def ids_of(rows):
    """Return the ids of rows; a row that lost its id has none."""
    return [row.get("id") if isinstance(row, dict) else None for row in rows]


def with_id(rows, number):
    """Return the rows of that id."""
    return [row for row in rows if isinstance(row, dict) and row.get("id") == number]


def corrected_row(client, examples):
    """Return a row after a PUT, and the prediction it had; another check tells if PUT fails."""
    row, prediction = row_and_other(client, examples)
    reply = client.put(address(row), json={"prediction": prediction})
    if reply.status_code not in (200, 204):
        raise Waiting
    return {**row, "prediction": prediction}, row["prediction"]


def assert_corrected(client, path, row, prediction):
    """PUT must change this row, and nothing else."""
    before = listed(client)
    reply = client.put(path, json={"prediction": prediction})

    why = SAME_ID if reply.status_code == 404 and path != LAST else ""
    assert reply.status_code == right(reply.status_code, 200, 204), why
    if reply.status_code == 200:
        body = reply.json()
        shown = body.get("prediction") if isinstance(body, dict) else body
        assert shown == prediction, "200 comes with the corrected row. 204 comes with nothing."
    after = listed(client)
    number_of_rows = len(after)
    assert number_of_rows == len(before), (
        "A PUT changes what is there. It adds and removes nothing."
    )
    ids_of_changed_rows = ids_of(each for each in after if each not in before)
    assert ids_of_changed_rows == [row["id"]], ONLY_IT
    prediction_in_the_list = with_id(after, row["id"])[0]["prediction"]
    assert prediction_in_the_list == prediction, text_again(prediction_in_the_list, prediction)


def text_again(got, expected):
    return TEXT if isinstance(got, str) and not isinstance(expected, str) else ""


def assert_refused(reply, why, *accepted):
    """An error must have one of these statuses, and be JSON."""
    assert reply.status_code == right(reply.status_code, *accepted), why * reply.ok
    assert "application/json" in reply.headers.get("Content-Type", ""), NOT_JSON


def test_get_lists_them(client):
    """GET /past_predictions answers 200 with a list as JSON: [] as long as there is none.

    It is a view like get_incomes in step 4. It returns a list of dicts: one for each prediction.

    Begin with a list outside the functions: rows = []. Write @app.route("/past_predictions") above
    def past_predictions(): and return rows
    """
    reply = client.get(PAST, allow_redirects=False)

    assert reply.status_code == 200, {308: SLASH}.get(reply.status_code, "")
    the_body_is = kind(reply.json())
    assert the_body_is == "a list", NO_LIST
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
    reply = client.get(PAST)
    if reply.status_code != 200 or kind(reply.json()) != "a list":
        raise Waiting  # the first check tells
    if reply.json():
        raise NotChecked(NOT_EMPTY)
    reply = client.put(LAST, json={"prediction": "anything"})  # an app may know that it is not

    assert_refused(reply, NO_ROW, 404, 400, 422)


def test_post_adds_a_row(client, examples):
    """POST /predict adds one row to the list, with an id and the prediction that it answered:
    {"id": …, "prediction": …, …}

    The view predict makes the prediction. Before it returns, it puts a row into the list.

    A row is a dict. Its id is a number that no other row has, such as one more than the last.

    In predict: rows.append({"id": …, "inputs": …, "prediction": prediction}), above the return.
    """
    for inputs in examples[:MOST]:
        prediction, rows = added(client, inputs)
        new_rows = len(rows)
        assert new_rows == 1, NOT_ADDED
        row = rows[0]
        the_row_is = kind(row)
        assert the_row_is == "an object", NO_OBJECT
        assert "id" in row
        assert "prediction" in row
        prediction_in_the_list = row["prediction"]
        assert prediction_in_the_list == prediction, text_again(prediction_in_the_list, prediction)


def test_rows_have_the_inputs(client, examples):
    """Each row of GET /past_predictions has the inputs too, under a name of your choice.

    Without them nobody can say later whether the prediction was right.

    Put the dict of the inputs into the row. A database has no column for a dict: json.dumps makes
    text of it, json.loads a dict again.
    """
    inputs = examples[-1]
    row = keep(client, inputs)
    missing_inputs = [value for value in values(inputs) if value not in values(row)]

    why = AS_TEXT if any(is_json_text(value) for value in values(row)) else ""
    shown = json.dumps(row, ensure_ascii=False)
    assert missing_inputs == [], f"{why} The row is {shown}".strip()


def is_json_text(value):
    """Whether a value is a text in which there is an object, as Python or JSON writes it."""
    return isinstance(value, str) and value.startswith("{") and value.endswith("}")


def values(data):
    """Return all values inside of JSON data."""
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
    last_two_ids = ids_of(listed(client)[-2:])

    assert last_two_ids == [first["id"], second["id"]]


def test_ids_are_unique_and_stay(client, examples):
    """No two rows have the same id, and a row has the same id and place whenever you ask.

    An id is given once, when the row is made, and kept in the row.

    A number that counts up, outside the functions, is never given twice: next(ids), with
    ids = itertools.count(1). A database counts by itself: id INTEGER PRIMARY KEY
    """
    rows = [keep(client, inputs) for inputs in (examples[0], examples[-1], examples[0])]
    ids = [row["id"] for row in rows]
    ids_given_twice = [each for n, each in enumerate(ids) if each in ids[:n]][:1]
    assert ids_given_twice == [], f"Three rows were added. Their ids are {ids}."

    last_three_rows = listed(client)[-3:]
    assert last_three_rows == rows


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
    _, prediction = corrected_row(client, examples)
    rows = listed(client)
    missing = [number for number in (123_456_789, 0, -1) if not with_id(rows, number)]

    for number in missing:
        reply = client.put(f"{PAST}/{number}", json={"prediction": prediction})
        assert_refused(reply, NO_ROW, 404)
    rows_afterwards = listed(client)
    assert rows_afterwards == rows, "There is no such id. Nothing should change."


def test_a_body_without_prediction_is_refused(client, examples):
    """PUT with another body than {"prediction": value} answers 400, 415 or 422 (as JSON, where the
    body was JSON), and changes nothing.

    It is as with POST /predict in step 8: look at what was sent before you use it.

    request.get_json() refuses what is not JSON. What is JSON may still be a list, or have no
    "prediction".

    With pydantic: a class like Flower, with the one field prediction. Without it: if "prediction"
    not in body, abort(400, "prediction is missing")
    """
    row, _ = corrected_row(client, examples)
    rows = listed(client)
    unreadable = (('{"prediction": ', "application/json"), ("prediction", "text/plain"))

    for path in (address(row), LAST):
        for body in ("{}", '["setosa"]', "null"):
            assert_refused(client.put(path, data=body, headers=JSON), TAKEN, 400, 415, 422)
        for body, kind_of_body in unreadable:
            reply = client.put(path, data=body, headers={"Content-Type": kind_of_body})
            assert reply.status_code == right(reply.status_code, 400, 415, 422), TAKEN * reply.ok
    rows_afterwards = listed(client)
    assert rows_afterwards == rows, "The body was refused. Nothing should change."


@pytest.mark.part(2)
def test_a_huge_id_is_404(client, examples):
    """PUT /past_predictions/9223372036854775808 answers 404, as JSON (400 is right too).

    A whole number of Python has no end. One of SQLite has 64 bits: the largest is
    9223372036854775807, and a larger one raises an OverflowError.

    The route can refuse it: /past_predictions/<int(max=9223372036854775807):id>
    """
    _, prediction = corrected_row(client, examples)
    for number in (2**63, 10**30):
        reply = client.put(f"{PAST}/{number}", json={"prediction": prediction})
        assert_refused(reply, NO_ROW, 404, 400, 422)


@pytest.mark.part(2)
def test_rows_outlive_the_app(client, examples, restart):
    """When the app ends and starts again, GET lists the same rows, and the next row gets a new id.

    What is in the app's memory ends with it, and each worker of a server has a memory of its own.

    SQLite comes with Python: import sqlite3. It keeps a database in one file, which all workers
    share.

    INSERT, SELECT and UPDATE take the place of append, of the list and of the search in it.
    Without commit() an INSERT is undone when the app ends.
    """
    corrected_row(client, examples)
    rows = listed(client)
    again = restart()
    rows_afterwards = listed(again)

    number_of_rows_after_the_restart = len(rows_afterwards)
    assert number_of_rows_after_the_restart == len(rows), ENDED
    assert rows_afterwards == rows
    _, new_rows = added(again, examples[-1])
    ids_given_twice = [number for number in ids_of(new_rows) if with_id(rows, number)]
    assert ids_given_twice == [], "A counter in memory begins anew. The database's own does not."


@pytest.mark.part(2)
def test_a_quote_is_part_of_the_text(client, examples):
    """PUT with {"prediction": "it's"} keeps it's, or refuses it with 400 or 422; nothing else
    changes. So does POST /predict with a text.

    A value that is written into SQL by an f-string becomes SQL: its quote ends the text, and what
    comes behind it is carried out.

    In SQL, a ? stands for each value. The values come in a tuple behind the SQL:
    execute("UPDATE … SET prediction = ? WHERE id = ?", (prediction, id))
    """
    row, _ = corrected_row(client, examples)
    for text in TEXTS:
        before = listed(client)
        reply = client.put(address(row), json={"prediction": text})
        assert reply.status_code == right(reply.status_code, 200, 204, 400, 422), QUOTE
        changed = {**row, "prediction": text} if reply.ok else with_id(before, row["id"])[0]
        rows = [changed if each["id"] == row["id"] else each for each in before]
        rows_afterwards = listed(client)
        assert rows_afterwards == rows, QUOTE
    for inputs in with_quotes(examples[-1]):
        before = listed(client)
        reply = client.post("/predict", json=inputs)
        assert reply.status_code == right(reply.status_code, 200, 201, 400, 422), QUOTE
        rows = listed(client)
        changed_rows = [each for each in before[-FEW:] if each not in rows]
        assert changed_rows == [], QUOTE
        kept = [value for row in rows if row not in before for value in values(row)]
        lost_texts = [text for text in values(inputs) if reply.ok and text not in kept]
        assert lost_texts == [], QUOTE


def with_quotes(inputs):
    """Yield the inputs with each text in turn replaced by texts with quotes."""
    for field, value in inputs.items():
        yield from ({**inputs, field: text} for text in TEXTS if isinstance(value, str))


@pytest.mark.bonus
def test_limit(client, examples):
    """GET /past_predictions?limit=2 answers with the two newest rows; the newest is still last.

    What stands behind the ? is in request.args, as text. A list grows, and nobody reads it whole.

    request.args.get("limit", 100, type=int) is a number, and 100 when there is none.

    In SQL: ORDER BY id DESC LIMIT ? gives the newest first. Turn the rows round: rows[::-1]
    """
    rows = [keep(client, inputs) for inputs in (examples[0], examples[-1], examples[0])]
    ids = ids_of(listed(client, "?limit=2"))

    assert ids == ids_of(rows[-2:])


@pytest.mark.bonus
def test_after(client, examples):
    """GET /past_predictions?after=<id> answers with the rows behind that one, oldest first. With
    &limit=1 it is only the first of them.

    So a program reads on from where it was, page by page, whatever has come in meanwhile.

    In SQL: WHERE id > ? ORDER BY id LIMIT ?
    """
    first, *rest = (keep(client, inputs) for inputs in (examples[0], examples[-1], examples[0]))
    start = quote(str(first["id"]), safe="")
    ids = ids_of(listed(client, f"?after={start}"))
    assert ids == ids_of(rest)
    ids = ids_of(listed(client, f"?after={start}&limit=1"))
    assert ids == ids_of(rest[:1])


@pytest.mark.bonus
@pytest.mark.parametrize("query", ["limit=ten", "limit=-1", "after=ten"])
def test_a_bad_limit_is_refused(client, query):
    """GET /past_predictions?limit=ten answers 400 (or 422), as JSON; so do limit=-1 and after=ten.

    request.args.get("limit", type=int) is None for what is no number: your default is used, and
    nobody learns of the mistake. And a limit of -1 means no limit in SQLite.

    Read the text yourself: int() in a try, and abort(400, "limit: a number from 1") in the except.
    """
    reply = client.get(f"{PAST}?{query}")

    assert_refused(reply, "It was taken for something else, or left out.", 400, 422)


@pytest.mark.bonus
@pytest.mark.parametrize("name", ["limit", "after"])
def test_a_huge_limit_is_no_error(client, examples, name):
    """GET /past_predictions?limit=9223372036854775808 answers 400, 422, or a list, and so does
    after=9223372036854775808

    That is one more than the largest whole number of SQLite: an OverflowError, and a 500.

    Refuse a number above a largest of your own, or take min(limit, 1000).
    """
    first, second = keep(client, examples[0]), keep(client, examples[-1])
    if listed(client, f"?after={quote(str(first['id']), safe='')}&limit=1") != [second]:
        raise Waiting  # the two are not there yet
    reply = client.get(f"{PAST}?{name}={2**63}")

    assert reply.status_code == right(reply.status_code, 400, 200, 422)


@pytest.mark.bonus
def test_a_value_of_another_kind_is_refused(client, examples):
    """PUT with a value of another kind than your predictions (null, a list, an object) answers 400
    or 422, as JSON, and changes nothing.

    Whoever reads the list expects what your model gives: a number, or a text.

    isinstance(value, str) is true for a text. pydantic: prediction: str, or float, with strict=True
    """
    row, prediction = corrected_row(client, examples)
    rows = listed(client)
    other = 5 if isinstance(prediction, str) else "high"

    for value in (None, [prediction], {"value": prediction}, other):
        reply = client.put(address(row), json={"prediction": value})
        assert_refused(reply, TAKEN, 400, 422)
    rows_afterwards = listed(client)
    assert rows_afterwards == rows, "The value was refused. Nothing should change."


@pytest.mark.bonus
def test_no_sql_is_put_together(folder):
    """No value is written into SQL: neither by an f-string, nor by %, + or format.

    This time no request tells, since your model's own values have no quotes. The next model's may.

    Write ? where a value goes, and hand the values over behind the SQL. What is no value, such as
    the name of a table, can be a constant in capital letters.
    """
    for file in files(folder):
        for node in ast.walk(tree(file)) if file.suffix == ".py" else ():
            if is_put_together(node):
                got = ast.unparse(node)
                raise wrong("SQL with ? for each value", got, file=file.name, line=node.lineno)


def is_put_together(node):
    """Whether it is SQL, with a part that is no constant."""
    match node:
        case ast.JoinedStr(values=[ast.Constant(value=sql), *parts]):
            return is_sql(sql) and not all(is_constant(part) for part in parts)
        case ast.BinOp(left=ast.Constant(value=sql), op=ast.Add() | ast.Mod(), right=part):
            return is_sql(sql) and not is_constant(part)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=sql), attr="format")):
            return is_sql(sql)
    return False


def is_sql(text):
    return isinstance(text, str) and SQL.match(text) is not None


def is_constant(node):
    """Whether it is a text as it stands, or a name in capital letters."""
    value = node.value if isinstance(node, ast.FormattedValue) else node
    return isinstance(value, ast.Constant) or (isinstance(value, ast.Name) and value.id.isupper())


@pytest.mark.part(2)
def test_none_is_lost_when_many_come_at_once(client, examples):
    """When 24 predictions are asked for at once, the list has 24 rows more, each with its own id.

    A server answers many visitors at the same time. Between your reading and your writing, another
    request may do the same, and get the same id.

    Let the database give the id, in the statement that writes: INSERT … RETURNING id
    """
    end = time.monotonic() + LONG
    for number in range(ROUNDS):  # whether two meet in one round is chance
        if number and time.monotonic() > end:
            break
        keep(client, examples[0])
        before = listed(client)
        answered = at_once(client.address, examples[0])
        new_rows = [each for each in listed(client) if each not in before]
        ids = [json.dumps(each) for each in ids_of(new_rows)]
        lost_rows = "none" if len(ids) >= answered else "some"
        assert answered > 0
        keep(client, examples[0])  # a list that shows no new row at all is another matter
        assert lost_rows == "none", AT_ONCE
        ids_given_twice = "none" if len(ids) == len(set(ids)) else "some"
        assert ids_given_twice == "none", AT_ONCE


def is_answered(visitor, inputs):
    """Ask for a prediction; a machine that is too busy to answer in time loses no row."""
    try:
        predict(visitor, inputs)
    except NoAnswer:
        return False
    return True


def at_once(address, inputs):
    """Have visitors ask for predictions at the same time; return how many were answered."""
    together = Barrier(VISITORS)

    def visit(_):
        with Client(address) as visitor:
            listed(visitor)  # so that it is connected
            with suppress(BrokenBarrierError):  # on a busy machine, they come when they can
                together.wait(PATIENCE)
            return sum(is_answered(visitor, inputs) for _ in range(EACH))

    with ThreadPoolExecutor(VISITORS) as threads:
        return sum(threads.map(visit, range(VISITORS)))
