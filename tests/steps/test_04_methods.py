"""Answer other methods than GET.

You can now give one address several methods, take JSON in and send JSON out, and tell 204, 400, 405
and 415 apart. Your data lives in memory: it is gone when the app ends.
"""

import json
from random import randbytes, randrange

import pytest

SALARY = {"description": "salary", "amount": 5000}
SLASH = "The route ends with a slash and the address does not. Write the route without it."
READS_BODY = "The view that answers GET asks for a JSON body. Only a POST has one."
ONLY_BODY = "A view that returns only a body answers 200. After a comma it may return the status."
LABEL = "json.dumps makes the text. jsonify also says in the header that it is JSON."
WHAT_WAS_SENT = "After the POST the list should have one more: exactly the income that was sent."
TAKEN = "This body is not JSON, and it was taken all the same."
NOT_CALLED_JSON = (
    "Content-Type says that this is text, and it was taken all the same. force=True makes get_json "
    "ignore that header."
)
IN_THE_LIST = "This body was refused, and still something is in the list now that was not before."


def new_income(least=101):
    return {"description": f"gift-{randbytes(3).hex()}", "amount": least + randrange(898)}


def listed(client):
    """Return what GET /incomes lists; an answer that is no list counts as one item."""
    body = client.get("/incomes").json()
    return body if isinstance(body, list) else [body]


def without(items, others):
    """Return the items that are left when each of the others is taken out once."""
    left = list(items)
    for item in others:
        if item in left:
            left.remove(item)
    return left


def right(status, *accepted):
    """Return the status if it is accepted, else the first that is: what to compare it with."""
    return status if status in accepted else accepted[0]


def add(client, income):
    """Add an income and one more behind it; return the address of the first."""
    client.post("/incomes", json=income)
    client.post("/incomes", json=new_income())
    incomes = listed(client)
    return f"/incomes/{incomes.index(income) if income in incomes else len(incomes)}"


def test_get_lists_the_incomes(client):
    """GET /incomes answers 200 with a list as JSON. Its first item is
    {"description": "salary", "amount": 5000}

    JSON is the text in which programs send each other data. Keep a Python list of dicts outside the
    functions. Flask's jsonify makes JSON of it.

    Write incomes = [{"description": "salary", "amount": 5000}] under app = Flask(__name__). Call
    the view get_incomes: a function called incomes would take the list's name.

    Write @app.route("/incomes") above def get_incomes(): and in it return jsonify(incomes)
    """
    reply = client.get("/incomes", allow_redirects=False)
    why = {308: SLASH, 415: READS_BODY}.get(reply.status_code, "")

    assert reply.status_code == 200, why
    body = reply.json()
    begins_with = body[:1] if isinstance(body, list) else body
    assert begins_with == [SALARY]
    assert "application/json" in reply.headers.get("Content-Type", ""), LABEL


def test_post_answers_204(client):
    """POST /incomes with a JSON body answers 204: done, and there is nothing to show.

    A route takes GET unless it says otherwise. One address may have several views, each for other
    methods.

    Write @app.route("/incomes", methods=["POST"]) above a second function, def add_income():

    A view may return two things, the body and the status. The last line of add_income is
    return "", 204
    """
    reply = client.post("/incomes", json=new_income(), allow_redirects=False)

    assert reply.status_code == 204, {200: ONLY_BODY, 308: SLASH}.get(reply.status_code, "")


def test_post_adds_the_income(client):
    """POST /incomes adds what its JSON body says: GET /incomes lists it afterwards.

    request, from flask, is what the visitor sent. It reads a JSON body for you.

    request.get_json() is the body as a dict. Append that to the list. Mind the two parentheses at
    the end: without them you append the method, not what it returns.

    In add_income, above the return: incomes.append(request.get_json())
    """
    for income in (new_income(), new_income(10**9), new_income(-(10**9))):
        before = listed(client)
        reply = client.post("/incomes", json=income)

        added = without(listed(client), before)
        if added != [income] and reply.status_code >= 500:
            reply = client.post("/incomes", json=income)  # the last request is the one that is told
            assert reply.status_code == 204
        assert added == [income], WHAT_WAS_SENT


def test_post_keeps_the_others(client):
    """POST /incomes leaves the other incomes in the list: the new one comes after them.

    Both views must use one and the same list. append puts something at its end.

    No line in add_income begins with incomes = . It says incomes.append(…) instead.
    """
    income, before = new_income(), listed(client)
    client.post("/incomes", json=income)

    incomes = listed(client)
    gone = without(before, incomes)
    assert gone == [], "These were in the list before the POST, and are not any more."
    last = incomes[-1:]
    assert last == [income], "The new income should be the last in the list."


def test_text_is_refused(client):
    """POST /incomes with Content-Type: text/plain answers 415 (400 is right too) and adds nothing.

    The header Content-Type says what a body is. request.get_json() reads only what is said to be
    JSON, and otherwise makes Flask answer 415.

    Leave that to Flask: no force=True and no silent=True in the parentheses of get_json, and no try
    around it.

    Write incomes.append(request.get_json()) and nothing more before the return.
    """
    before, header = listed(client), {"Content-Type": "text/plain"}
    for body, taken in (("a gift", TAKEN), (json.dumps(new_income()), NOT_CALLED_JSON)):
        reply = client.post("/incomes", data=body, headers=header)

        assert reply.status_code == right(reply.status_code, 415, 400), taken
        added = without(listed(client), before)
        assert added == [], IN_THE_LIST


def test_broken_json_is_refused(client):
    """POST /incomes with JSON that has no end answers 400 (415 is right too) and adds nothing.

    400 says that the request was wrong; 500, that your code was. request.get_json() makes Flask
    answer 400 when it cannot read the body.

    Leave that to Flask: get_json instead of json.loads, no silent=True, and no try around it.

    Write incomes.append(request.get_json()) and nothing more before the return.
    """
    before, header = listed(client), {"Content-Type": "application/json"}
    reply = client.post("/incomes", data='{"description": "gift"', headers=header)

    assert reply.status_code == right(reply.status_code, 400, 415), TAKEN
    added = without(listed(client), before)
    assert added == [], IN_THE_LIST


def test_other_methods_are_refused(client):
    """DELETE /incomes answers 405: there is such an address, but it does not take this method.

    Flask answers 405 by itself when an address has views, but none for the method.

    Look at methods=[…] of the routes for "/incomes". Only GET and POST belong there.

    Write @app.route("/incomes") above get_incomes, and
    @app.route("/incomes", methods=["POST"]) above add_income.
    """
    reply = client.delete("/incomes", allow_redirects=False)
    why = {308: SLASH}.get(reply.status_code, "A view of yours takes DELETE at this address.")

    assert reply.status_code == 405, why


@pytest.mark.bonus
def test_put_replaces_an_income(client):
    """PUT /incomes/<index> with a JSON body answers 204 and puts it in the place of that income.
    Python counts from 0: the salary is /incomes/0

    The view has a variable that is a whole number, like /double/<int:number>, and takes PUT.

    Write @app.route("/incomes/<int:index>", methods=["PUT"]) above def replace_income(index): and
    in it incomes[index] = request.get_json()
    """
    old, new = new_income(), new_income()
    address, before = add(client, old), listed(client)

    assert client.put(address, json=new).status_code == 204
    incomes = listed(client)
    gone, added = without(before, incomes), without(incomes, before)
    assert gone == [old], "The income at that index should be gone, and no other."
    assert added == [new], "The body of the PUT should be in the list."
    place = f"/incomes/{incomes.index(new)}"
    assert place == address, "It should be where the old one was."


@pytest.mark.bonus
def test_delete_takes_an_income_out(client):
    """DELETE /incomes/<index> answers 204 and takes that income out of the list, and no other.

    It is one more view for the address that takes PUT, with its own method.

    Write @app.route("/incomes/<int:index>", methods=["DELETE"]) above def delete_income(index): and
    in it del incomes[index]
    """
    income = new_income()
    address, before = add(client, income), listed(client)

    assert client.delete(address).status_code == 204
    incomes = listed(client)
    gone, added = without(before, incomes), without(incomes, before)
    assert gone == [income], "The income at that index should be gone, and no other."
    assert added == [], "DELETE should put nothing in its place."


@pytest.mark.bonus
def test_an_index_with_no_income_is_404(client):
    """PUT and DELETE /incomes/<index> answer 404 where the list has no such income.

    Past the end of the list incomes[index] raises an IndexError, and the answer is 500: your code's
    fault. Compare index with len(incomes) first.

    abort, from flask, ends a view at once with the status you name.

    At the top of both views: if index >= len(incomes): and below it abort(404)
    """
    address = add(client, new_income())

    assert client.delete(address).status_code == 204, "First, DELETE must work where there is one."
    for index in (randrange(10**6, 10**7), len(listed(client))):  # the last one is at len() - 1
        missing = f"/incomes/{index}"
        assert client.delete(missing).status_code == 404
        assert client.put(missing, json=new_income()).status_code == 404
