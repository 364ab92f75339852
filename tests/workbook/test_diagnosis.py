"""Every cause that the engine tells apart, with the exact feedback a student gets."""

import pytest

from tests.workbook.student import GOOD

ANOTHER_REASON = """

@app.route("/reason")
def reason():
    return {"error": "no milk"}, 404
"""
ROWS = {
    "missing": (
        "root",
        {},
        """\
Expected  a file called app.py
Got       no app.py in that folder
""",
    ),
    "saved as hello.py": (
        "root",
        {"hello.py": GOOD},
        """\
Expected  a file called app.py
Got       no app.py in that folder
Why       hello.py looks like your app. Rename it to app.py.
""",
    ),
    "saved as app.py.txt": (
        "root",
        {"app.py.txt": GOOD},
        """\
Expected  a file called app.py
Got       no app.py in that folder
Why       app.py.txt looks like your app. Rename it to app.py.
""",
    ),
    "syntax": (
        "root",
        {"app.py": GOOD.replace('"Hello"', '"Hello')},
        """\
Got       nothing: Python cannot read app.py
Why       SyntaxError: unterminated string literal (detected at line 10)
Look at   01_first/app.py, line 10
              return "Hello
                     ^
""",
    ),
    "colon": (
        "root",
        {"app.py": GOOD.replace("def root():", "def root()")},
        """\
Got       nothing: Python cannot read app.py
Why       SyntaxError: expected ':'
Look at   01_first/app.py, line 9
              def root()
                        ^
""",
    ),
    "indent": (
        "root",
        {"app.py": GOOD.replace('    return "Hello"', 'return "Hello"')},
        """\
Got       nothing: Python cannot read app.py
Why       IndentationError: expected an indented block after function definition on line 9
          The spaces at the start of a line say which block it belongs to.
Look at   01_first/app.py, line 10
              return "Hello"
              ^
""",
    ),
    "latin1": (
        "root",
        {"app.py": GOOD.replace('"Hello"', '"Hëllo"').encode("latin-1")},
        """\
Got       nothing: Python cannot read app.py
Why       The file is not saved as UTF-8, the encoding Python reads.
          In your editor: save with encoding, choose UTF-8.
Look at   01_first/app.py, line 10
""",
    ),
    "utf16": (
        "root",
        {"app.py": GOOD.encode("utf-16")},
        """\
Got       nothing: Python cannot read app.py
Why       The file is not saved as UTF-8, the encoding Python reads.
          In your editor: save with encoding, choose UTF-8.
Look at   01_first/app.py, line 1
""",
    ),
    "empty": (
        "root",
        {"app.py": ""},
        """\
Got       nothing: app.py is empty
Why       Did you save it in your editor?
""",
    ),
    "application": (
        "root",
        {
            "app.py": GOOD.replace("app = ", "application = ")
            .replace("@app.", "@application.")
            .replace("app.run", "application.run")
        },
        """\
Got       nothing: app.py has no Flask app called app
Why       Your Flask app is called application. Servers look for app: write app = Flask(__name__).
Look at   01_first/app.py, line 5
""",
    ),
    "no app": (
        "root",
        {"app.py": "print('hi')\n"},
        """\
Got       nothing: app.py has no Flask app called app
Why       The file never makes one: app = Flask(__name__)
Look at   01_first/app.py, line 1
""",
    ),
    "importerror": (
        "root",
        {"app.py": GOOD.replace("from flask", "from Flask")},
        """\
Got       nothing: app.py stopped with an error
Why       ModuleNotFoundError: No module named 'Flask'
          Did you mean 'flask'?
Look at   01_first/app.py, line 3
              from Flask import Flask, redirect, request, url_for
""",
    ),
    "notinstalled": (
        "root",
        {"app.py": "import flask_qwertz\n" + GOOD},
        """\
Got       nothing: app.py stopped with an error
Why       ModuleNotFoundError: No module named 'flask_qwertz'
          It is not installed here. Spelt right?
Look at   01_first/app.py, line 1
              import flask_qwertz
""",
    ),
    "nameerror": (
        "root",
        {"app.py": GOOD.replace("app = Flask(__name__)", "app = Flask(__nam__)")},
        """\
Got       nothing: app.py stopped with an error
Why       NameError: name '__nam__' is not defined
Look at   01_first/app.py, line 5
              app = Flask(__nam__)
""",
    ),
    "helper": (
        "root",
        {"app.py": "import helper\n" + GOOD, "helper.py": "x = 1\ny = x.foo\n"},
        """\
Got       nothing: app.py stopped with an error
Why       AttributeError: 'int' object has no attribute 'foo'
Look at   01_first/helper.py, line 2
              y = x.foo
""",
    ),
    "twice": (
        "root",
        {"app.py": GOOD.replace("def hello(name)", "def root(name)")},
        """\
Got       nothing: app.py stopped with an error
Why       AssertionError: View function mapping is overwriting an existing endpoint function: root
          Two views have the same function name. Give each its own.
Look at   01_first/app.py, line 13
              @app.route("/hello/<name>")
""",
    ),
    "sysexit": (
        "root",
        {"app.py": GOOD + "quit()\n"},
        """\
Got       nothing: app.py stopped with an error
Why       The file ended the program, with quit(), exit() or sys.exit(), while it was read.
Look at   01_first/app.py, line 30
              quit()
""",
    ),
    "flask.py": (
        "root",
        {"app.py": GOOD, "flask.py": "x = 1\n"},
        """\
Got       nothing: app.py stopped with an error
Why       Your file flask.py hides the library flask: `import flask` finds yours.
          Rename it (say, my_flask.py).
Look at   01_first/flask.py, line 1
""",
    ),
    "requests.py": (
        "root",
        {"app.py": "import requests\nrequests.get\n" + GOOD, "requests.py": "x = 1\n"},
        """\
Got       nothing: app.py stopped with an error
Why       Your file requests.py hides the library requests: `import requests` finds yours.
          Rename it (say, my_requests.py).
Look at   01_first/requests.py, line 1
""",
    ),
    "json.py": (
        "root",
        {"app.py": GOOD, "json.py": "x = 1\n"},
        """\
Got       nothing: Python could not even start Flask
Why       Your file json.py hides the library json: `import json` finds yours.
          Rename it (say, my_json.py).
Look at   01_first/json.py, line 1
""",
    ),
    "unguarded": (
        "import",
        {"app.py": GOOD.replace('if __name__ == "__main__":\n    ', "")},
        """\
I sent    python -c "import app"   and then   GET /
Got       the import never ended
Look at   01_first/app.py, line 28
              app.run()
""",
    ),
    "404": (
        "root",
        {"app.py": GOOD.replace('"/"', '"/Hello/"')},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       404 NOT FOUND (there is nothing at this address)
Why       Your app has no route for /. It has: /Hello/, /hello/<name>, /items, /salut
""",
    ),
    "404 nearest": (
        "name",
        {"app.py": GOOD.replace('"/hello/<name>"', '"/helo/<name>"')},
        """\
I sent    GET http://localhost:5000/hello/ada
Expected  "Hello ada" in the body
Got       404 NOT FOUND (there is nothing at this address)
Why       Your app has no route for /hello/ada. It has: /, /helo/<name>, /items, /salut
""",
    ),
    "405": (
        "items",
        {"app.py": GOOD.replace(', methods=["POST"]', "")},
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
Expected  201 CREATED (something was made)
Got       405 METHOD NOT ALLOWED (this address does not take this method)
Why       /items takes GET here, not POST.
Look at   01_first/app.py, line 18, in add
              @app.route("/items")
""",
    ),
    "500": (
        "root",
        {"app.py": GOOD.replace('return "Hello"', "return greeting")},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       NameError: name 'greeting' is not defined
          No name greeting in this function, and none outside of all functions.
Look at   01_first/app.py, line 10, in root
              return greeting
""",
    ),
    "none": (
        "root",
        {"app.py": GOOD.replace('return "Hello"', '"Hello"')},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       root() returned nothing for this request.
          Every way through must end in return and a value, not in print().
Look at   01_first/app.py, line 8, in root
              @app.route("/")
""",
    ),
    "int": (
        "root",
        {"app.py": GOOD.replace('return "Hello"', "return 5")},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       root() returned a value of type int.
          Views return text, a dict or a list: str(…) for a number. A status goes behind a comma: return "", 204
Look at   01_first/app.py, line 8, in root
              @app.route("/")
""",
    ),
    "args": (
        "name",
        {"app.py": GOOD.replace("def hello(name)", "def hello(who)").replace("{name}", "{who}")},
        """\
I sent    GET http://localhost:5000/hello/ada
Expected  "Hello ada" in the body
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       TypeError: hello() got an unexpected keyword argument 'name'
          The route has <name>, and hello() has no parameter name.
Look at   01_first/app.py, line 13, in hello
              @app.route("/hello/<name>")
""",
    ),
    "wrong text": (
        "root",
        {"app.py": GOOD.replace('return "Hello"', 'return "Good day"')},
        """\
I sent    GET http://localhost:5000/
Expected  "Hello" in the body
Got       body: "Good day"
Look at   01_first/app.py, line 8, in root
              @app.route("/")
""",
    ),
    "not json": (
        "items",
        {"app.py": GOOD.replace("return request.get_json(), 201", 'return "thanks", 201')},
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
Expected  a body that is JSON
Got       body: "thanks"
Look at   01_first/app.py, line 18, in add
              @app.route("/items", methods=["POST"])
""",
    ),
    "other json": (
        "items",
        {"app.py": GOOD.replace("return request.get_json(), 201", 'return {"n": 2}, 201')},
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
Expected  body: {"n": 1}
Got       body: {"n": 2}
Why       At ['n']: expected 1, got 2.
Look at   01_first/app.py, line 18, in add
              @app.route("/items", methods=["POST"])
""",
    ),
    "exits": (
        "root",
        {"app.py": GOOD.replace('return "Hello"', 'print("bye"); os._exit(3)')},
        """\
I sent    GET http://localhost:5000/
Expected  an answer within 2 s
Got       no answer: the connection was closed
Why       Your app ended while it answered.
          bye
""",
    ),
    "too big": (
        "root",
        {"app.py": GOOD.replace('return "Hello"', 'return "x" * 3_000_000')},
        """\
I sent    GET http://localhost:5000/
Expected  an answer within 2 s
Got       an answer too large to read
Why       The answer was larger than 2 MiB, and was not read further.
""",
    ),
    "input": (
        "root",
        {"app.py": 'name = input("Name? ")\n' + GOOD},
        """\
Got       nothing: app.py stopped with an error
Why       EOFError: EOF when reading a line
          A server has nobody to ask: take input() out.
Look at   01_first/app.py, line 1
              name = input("Name? ")
""",
    ),
    "script raises": (
        "script",
        {"app.py": GOOD.replace("    app.run()", "    app.runn()")},
        """\
I sent    GREETING=Salut python app.py   and then   GET /salut
Expected  an answer within 2 s
Got       no answer: the connection was closed
Why       AttributeError: 'Flask' object has no attribute 'runn'
Look at   01_first/app.py, line 29
              app.runn()
""",
    ),
    "script ends": (
        "script",
        {"app.py": GOOD.replace("    app.run()", "    pass")},
        """\
I sent    GREETING=Salut python app.py   and then   GET /salut
Expected  an answer within 2 s
Got       no answer: the connection was closed
Why       GREETING=Salut python app.py came to its end without app.run().
Look at   01_first/app.py, line 28
              if __name__ == "__main__":
""",
    ),
    "factory fails": (
        "root",
        {"app.py": "from flask import Flask\n\n\ndef create_app():\n    raise OSError('no')\n"},
        """\
Got       nothing: app.py stopped with an error
Why       OSError: no
Look at   01_first/app.py, line 5, in create_app
              raise OSError('no')
""",
    ),
    "no template": (
        "root",
        {
            "app.py": GOOD.replace("request", "render_template, request", 1).replace(
                'return "Hello"', 'return render_template("root.html")'
            ),
            "templates/base.html": "",
            "Root.html": "",
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       Flask looks for 'root.html' in the folder templates.
          There it finds: base.html
          There is Root.html: move or rename it.
Look at   01_first/app.py, line 10, in root
              return render_template("root.html")
""",
    ),
    "template with an error": (
        "root",
        {
            "app.py": GOOD.replace("request", "render_template, request", 1).replace(
                'return "Hello"', 'return render_template("root.html")'
            ),
            "templates/root.html": "<p>\n{{ who.name }}\n",
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       UndefinedError: 'who' is undefined.
Look at   01_first/templates/root.html, line 2
              {{ who.name }}
""",
    ),
    "posted data": (
        "text",
        {"app.py": GOOD},
        """\
I sent    curl -i -X POST -H 'Content-Type: text/plain' -d tea http://localhost:5000/items
Expected  400 BAD REQUEST (the server could not make sense of the request)
Got       415 UNSUPPORTED MEDIA TYPE (the body is of a kind that is not taken here)
Look at   03_third/app.py, line 18, in add
              @app.route("/items", methods=["POST"])
""",
    ),
    "post then get": (
        "keeps",
        {"app.py": GOOD},
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
          and then   GET http://localhost:5000/salut
Expected  body: "Salut"
Got       body: ""
Why       not greeted
Look at   03_third/app.py, line 18, in add
              @app.route("/items", methods=["POST"])
""",
    ),
    "method for methods": (
        "root",
        {"app.py": GOOD.replace('methods=["POST"]', 'method=["POST"]')},
        """\
Got       nothing: app.py stopped with an error
Why       TypeError: Rule.__init__() got an unexpected keyword argument 'method'
          It is called methods: methods=["POST"]
Look at   01_first/app.py, line 18
              @app.route("/items", method=["POST"])
""",
    ),
    "import forgotten": (
        "root",
        {"app.py": GOOD.replace('return "Hello"', "return jsonify([])")},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       NameError: name 'jsonify' is not defined
          Import it: from flask import jsonify
Look at   01_first/app.py, line 10, in root
              return jsonify([])
""",
    ),
    "method not called": (
        "items",
        {
            "app.py": GOOD.replace("get_json()", "jsonify(n=request.get_json).json").replace(
                "request, url", "jsonify, request, url"
            )
        },
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
Expected  201 CREATED (something was made)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       AttributeError: 'Request' object has no attribute 'jsonify'
Look at   01_first/app.py, line 20, in add
              return request.jsonify(n=request.get_json).json, 201
""",
    ),
    "local variable": (
        "root",
        {
            "app.py": GOOD.replace('return "Hello"', "n += 1\n    return str(n)").replace(
                "\n\n\n@app", "\nn = 0\n\n\n@app", 1
            )
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       UnboundLocalError: cannot access local variable 'n' where it is not associated with a value
          A function that assigns to n has its own n. A list outside is changed by n.append(…), without an assignment; for a number, write global n first.
Look at   01_first/app.py, line 11, in root
              n += 1
""",
    ),
    "a database's connection in another thread": (
        "root",
        {
            "app.py": GOOD.replace('return "Hello"', 'return str(db.execute("SELECT 1"))').replace(
                "app = Flask(__name__)",
                'import sqlite3\n\napp = Flask(__name__)\ndb = sqlite3.connect(":memory:")',
            )
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       ProgrammingError: SQLite objects created in a thread can only be used in that same thread.
          A connection belongs to the thread that opened it, and each visitor may be answered in another one. Open one in each view.
Look at   01_first/app.py, line 13, in root
              return str(db.execute("SELECT 1"))
""",
    ),
    "a header of a wrong answer": (
        "error",
        {"app.py": GOOD},
        """\
I sent    GET http://localhost:5000/no-such-page
Expected  "application/json" in the header Content-Type
Got       404 NOT FOUND (there is nothing at this address), with the header Content-Type: "text/html; charset=utf-8"
Why       Your app has no route for /no-such-page. It has: /, /hello/<name>, /items, /salut
""",
    ),
    "a page in place of JSON": (
        "reason",
        {"app.py": GOOD},
        """\
I sent    GET http://localhost:5000/reason
Expected  "application/json" in the header Content-Type
Got       404 NOT FOUND (there is nothing at this address), with the header Content-Type: "text/html; charset=utf-8"
Why       a program reads this
""",
    ),
    "another reason": (
        "reason",
        {"app.py": GOOD + ANOTHER_REASON},
        """\
I sent    GET http://localhost:5000/reason
Expected  body: {"error": "no tea"}
Got       body: {"error": "no milk"}
Why       At ['error']: expected "no tea", got "no milk".
Look at   03_third/app.py, line 32, in reason
              @app.route("/reason")
""",
    ),
    "an error at length": (
        "root",
        {
            "app.py": GOOD.replace(
                'return "Hello"', "raise ValueError('a\\nb\\n' + 'c' * 200 + '\\nd\\ne')"
            )
        },
        f"""\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error while it answered)
Why       ValueError: a
          b
          {"c" * 160} … (40 more characters)
          … (2 more lines)
Look at   01_first/app.py, line 10, in root
              raise ValueError('a\\nb\\n' + 'c' * 200 + '\\nd\\ne')
""",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_feedback(name, student):
    check, files, expected = ROWS[name]
    for file, source in files.items():
        student.writes(source, file)

    step = "3" if check in ("text", "keeps", "error", "reason") else "1"
    assert student.feedback(check=check, step=step) + "\n" == expected


@pytest.mark.parametrize(
    "view",
    [
        "while True:\n        pass",
        "import time\n    return iter(lambda: time.sleep(0.1) or 'x', '')",
    ],
    ids=["never answers", "drips"],
)
def test_an_endless_answer_is_cut_and_its_line_named(student, view):
    student.writes(GOOD.replace('return "Hello"', view))

    feedback = student.feedback()

    assert "Got       no whole answer within 2 s" in feedback
    assert "Look at   01_first/app.py, line 1" in feedback


def test_an_endless_import_is_ended_and_its_line_named(student):
    student.writes(GOOD + "while True:\n    pass\n")

    feedback = student.feedback("--seconds", "2")

    assert "was still being read when the time was over" in feedback
    assert "Look at   01_first/app.py, line 30\n              while True:" in feedback


def test_tabs_and_spaces_mixed(student):
    student.writes(GOOD.replace('    return "Hello"', '    word = "Hello"\n\treturn word'))

    feedback = student.feedback()

    assert "TabError" in feedback
    assert "Some lines begin with tabs, others with spaces. Use four spaces in all." in feedback
    assert "01_first/app.py, line 11" in feedback


def test_a_library_s_name_is_no_trouble_while_nobody_imports_it(student):
    student.writes(GOOD)
    student.writes("raise SystemExit\n", "requests.py")

    assert student.checks()["done"]


def test_a_route_that_is_not_written_yet_has_no_nearest(student):
    student.writes(GOOD.replace("/hello/<name>", "/hello"))

    assert "nearest" not in student.feedback(check="name")
