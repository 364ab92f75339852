"""Lead addresses to functions.

You can now give each address a function, take values out of an address, and say which values an
address takes. What no route matches is a 404.
"""

from random import randbytes, randrange

import pytest

TWICE = 'The number came as text, and "21" * 2 is "2121".'


def test_about(client):
    """GET /about answers 200 with the text This is the about page

    One view is one route and one function. The view for "/" shows the form.

    Write @app.route("/about") above def about(): and return "This is the about page".
    """
    reply = client.get("/about")

    assert reply.status_code == 200
    assert "This is the about page" in reply.text


def test_hello_greets_by_name(client):
    """GET /hello/<username> greets whoever the address names: /hello/john says Hello, john

    A part of a route in angle brackets is a variable. Flask hands it to the function.

    The function takes a parameter with the same name as the variable in the route.

    Write @app.route("/hello/<username>") above def hello(username): and
    return f"Hello, {username}". The f before the quotes has the name filled in.
    """
    name = f"ada-{randbytes(3).hex()}"
    reply = client.get(f"/hello/{name}")

    assert reply.status_code == 200
    assert f"Hello, {name}" in reply.text


def test_names_may_have_spaces_and_accents(client):
    """GET /hello/Zo%C3%AB%20B says Hello, Zoë B: Flask has decoded the address.

    Use the variable as it is handed to the function. It is decoded already.

    Return f"Hello, {username}" and change nothing else in the name.
    """
    assert "Hello, Zoë B" in client.get("/hello/Zo%C3%AB%20B").text


def test_double_gives_twice_the_number(client):
    """GET /double/<number> answers with twice the number: /double/21 says 42

    A variable is text unless the route says otherwise. "21" * 2 is "2121".

    Write <int:number> in the route: the function is then handed a whole number.

    A view returns text: return str(number * 2)
    """
    for number in (randrange(1000, 9999), 0, 10**12 + randrange(1000)):  # no bound is met by luck
        reply = client.get(f"/double/{number}")
        body = reply.text.strip()

        assert reply.status_code == 200
        assert body == str(number * 2), TWICE if body == f"{number}{number}" else ""


def test_double_takes_only_numbers(client):
    """GET /double/ten answers 404: no route takes a word there.

    The route itself can refuse what is not a whole number, before your function is called.

    Write the converter into the route: /double/<int:number>
    """
    assert client.get("/double/ten").status_code == 404


@pytest.mark.run("app.py")
def test_running_serves_all_of_it(script):
    """python app.py answers GET /about with 200 too: app.run() comes after all views.

    Python reads the file from top to bottom, and app.run() goes on until you stop the server. What
    stands below it is not there yet.

    Move if __name__ == "__main__": and its app.run() to the end of the file.
    """
    reply = script.get("/about")

    assert reply.status_code == 200, "a view below app.run() is made only when the server stops"


@pytest.mark.run("app.py")
def test_debugger_is_still_off(script):
    """python app.py answers 404 for GET /console: the debugger is still off.

    In debug mode that page runs any Python code that a visitor types.

    Remove debug=True from app.run(), and start the app with FLASK_DEBUG=1 while you work.
    """
    assert script.get("/console").status_code == 404, "debug mode is on"


@pytest.mark.bonus
def test_files_takes_slashes(client):
    """GET /files/<name> takes slashes too: /files/a/b.txt says You asked for a/b.txt

    A plain variable ends at the next slash. Another converter does not.

    Write @app.route("/files/<path:name>").
    """
    name = f"notes/{randbytes(3).hex()}/b.txt"
    reply = client.get(f"/files/{name}")

    assert reply.status_code == 200
    assert f"You asked for {name}" in reply.text
