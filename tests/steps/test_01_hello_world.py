"""Say hello.

You can now make a Flask app, lead an address to a function, and start the app as a script, with the
debugger on only where you ask for it.
"""

import pytest


def test_root_says_hello(client):
    """GET / answers 200 with the text Hello, World!

    Flask calls a function for an address once a route leads from the one to the other. Which line
    of the example on the page does that?

    The route stands directly above the function, without an empty line between them, and names the
    address in quotes.

    Write @app.route("/") on the line above def hello_world(): and let the function
    return "Hello, World!"
    """
    reply = client.get("/")

    assert reply.status_code == 200
    assert "Hello, World!" in reply.text


@pytest.mark.run("-c", "import app")
def test_importing_starts_no_server(script):
    """import app starts no server. Only python app.py does.

    Tests, Docker and production servers import your file to get at app. If app.run() runs then, the
    import never ends. What differs between a file that is run and one that is imported?

    In the file that you run, Python sets __name__ to "__main__". In an imported file it does not.

    Put app.run() inside: if __name__ == "__main__":
    """
    assert not script.is_up(), "app.run() ran although nobody ran the file: the import never ended"


@pytest.mark.run("app.py")
def test_running_starts_the_server(script):
    """python app.py starts a server that answers GET / with 200.

    The guard must be true when the file is run. Compare it with the page, letter by letter.

    There are two underscores on each side, in __name__ and in "__main__", and == between them.

    Both lines are the last of the file, outside of every function, and app.run() has parentheses.

    host, if you set it, is a name or an IP address alone, without http:// and without a port.
    """
    assert script.get("/").status_code == 200


@pytest.mark.run("app.py")
def test_debugger_is_off(script):
    """python app.py answers 404 for GET /console: the debugger is off.

    In debug mode Flask serves a console that runs any Python code. Which argument turns it on?

    Remove debug=True from app.run(). While you work, start the app with FLASK_DEBUG=1 instead.
    """
    reply = script.get("/console")

    assert reply.status_code == 404, "debug mode is on: this page runs any Python code"


@pytest.mark.bonus
@pytest.mark.run("app.py", FLASK_DEBUG="1")
def test_debug_mode_can_be_asked_for(script):
    """FLASK_DEBUG=1 python app.py answers 200 for GET /console: debug mode on request.

    Flask reads FLASK_DEBUG by itself, unless the code says otherwise.

    Call app.run() without any debug argument: debug=False would overrule FLASK_DEBUG.
    """
    reply = script.get("/console")

    assert reply.status_code == 200, "something in the code overrules FLASK_DEBUG"
