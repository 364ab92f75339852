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
          Beside the address: methods=["POST"]
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
    "500 in another file": (
        "root",
        {
            "app.py": f"import greet\n{GOOD}".replace('return "Hello"', "return greet.all({})"),
            "greet.py": "def all(names):\n    return each(names)\n\n\ndef each(names):\n    return names['ada']\n",
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       KeyError: 'ada'
          The dict has no such key. Compare the names letter by letter, or ask first: if "ada" in …
          Called in app.py, line 11: return greet.all({})
Look at   01_first/greet.py, line 6, in each
              return names['ada']
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
          Views return text, a dict or a list: str(…) for a number. A status comes second: return "", 204
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
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       ValueError: a
          b
          {"c" * 160} … (40 more characters)
          … (2 more lines)
Look at   01_first/app.py, line 10, in root
              raise ValueError('a\\nb\\n' + 'c' * 200 + '\\nd\\ne')
""",
    ),
    "no @ before the route": (
        "root",
        {"app.py": GOOD.replace('@app.route("/")', 'app.route("/")')},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       404 NOT FOUND (there is nothing at this address)
Why       Without an @ before it, this gives no view its address: @app.route("/")
Look at   01_first/app.py, line 8
              app.route("/")
""",
    ),
    "no address in the route": (
        "root",
        {"app.py": GOOD.replace('@app.route("/")', "@app.route")},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       404 NOT FOUND (there is nothing at this address)
Why       This route names no address. Write it in parentheses: @app.route("/")
Look at   01_first/app.py, line 8
              @app.route
""",
    ),
    "two apps": (
        "root",
        {"app.py": GOOD.replace("if __name__", "app = Flask(__name__)\n\nif __name__")},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       404 NOT FOUND (there is nothing at this address)
Why       Your file makes two Flask apps, and this route belongs to the other one.
          Write app = Flask(__name__) once, above all routes.
Look at   01_first/app.py, line 8
              @app.route("/")
""",
    ),
    "a route below its view": (
        "root",
        {
            "app.py": GOOD.replace('@app.route("/salut")\n', "").replace(
                "\n\n\nif", '\n\n\n@app.route("/salut")  # here\n\nif'
            )
        },
        """\
Got       nothing: Python cannot read app.py
Why       A line with @ stands directly above a def. Below this one is none.
Look at   01_first/app.py, line 27
              @app.route("/salut")  # here
""",
    ),
    "curly quotes": (
        "root",
        {"app.py": GOOD.replace('"Hello"', "“Hello”")},
        """\
Got       nothing: Python cannot read app.py
Why       SyntaxError: invalid character '“' (U+201C)
          Type the quotes anew: Python knows only the straight ones, " and '
Look at   01_first/app.py, line 10
              return “Hello”
                     ^
""",
    ),
    "import the other way round": (
        "root",
        {"app.py": GOOD.replace("import os", "import environ from os")},
        """\
Got       nothing: Python cannot read app.py
Why       SyntaxError: invalid syntax
          The other way round: from os import environ
Look at   01_first/app.py, line 1
              import environ from os
                             ^
""",
    ),
    "a small letter": (
        "root",
        {"app.py": GOOD.replace("import Flask", "import flask")},
        """\
Got       nothing: app.py stopped with an error
Why       ImportError: cannot import name 'flask' from 'flask'
          Did you mean Flask?
Look at   01_first/app.py, line 3
              from flask import flask, redirect, request, url_for
""",
    ),
    "what Flask has no more": (
        "root",
        {"app.py": GOOD.replace("import Flask", "import escape")},
        """\
Got       nothing: app.py stopped with an error
Why       ImportError: cannot import name 'escape' from 'flask'
          It moved: from markupsafe import escape
Look at   01_first/app.py, line 3
              from flask import escape, redirect, request, url_for
""",
    ),
    "one underscore": (
        "root",
        {"app.py": GOOD.replace("__name__ ==", "_name_ ==")},
        """\
Got       nothing: app.py stopped with an error
Why       NameError: name '_name_' is not defined
          It is __name__, with two underscores on each side.
Look at   01_first/app.py, line 28
              if _name_ == "__main__":
""",
    ),
    "JSON's true": (
        "root",
        {"app.py": GOOD.replace('"Hello"', "true")},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       NameError: name 'true' is not defined
          Python writes True, False and None; JSON writes true, false and null.
Look at   01_first/app.py, line 10, in root
              return true
""",
    ),
    "no such converter": (
        "root",
        {"app.py": GOOD.replace("<name>", "<str:name>")},
        """\
Got       nothing: app.py stopped with an error
Why       LookupError: the converter 'str' does not exist
          The kind comes first, then the name: <int:number>. Kinds: int, float, path, string.
Look at   01_first/app.py, line 13
              @app.route("/hello/<str:name>")
""",
    ),
    "a space in a variable": (
        "root",
        {"app.py": GOOD.replace("<name>", "<string: name>")},
        """\
Got       nothing: app.py stopped with an error
Why       ValueError: malformed url rule: '/hello/<string: name>'
          A variable is <name> or <int:name>: two brackets, and no space.
Look at   01_first/app.py, line 13
              @app.route("/hello/<string: name>")
""",
    ),
    "two addresses": (
        "root",
        {"app.py": GOOD.replace('route("/")', 'route("/", "/salut")')},
        """\
Got       nothing: app.py stopped with an error
Why       TypeError: Scaffold.route() takes 2 positional arguments but 3 were given
          A route names one address. For another, write another @app.route(…). Methods are named: methods=["POST"]
Look at   01_first/app.py, line 8
              @app.route("/", "/salut")
""",
    ),
    "braces in the route": (
        "name",
        {"app.py": GOOD.replace("<name>", "{name}")},
        """\
I sent    GET http://localhost:5000/hello/ada
Expected  "Hello ada" in the body
Got       404 NOT FOUND (there is nothing at this address)
Why       Your app has no route for /hello/ada. It has: /, /hello/{name}, /items, /salut
          Flask writes a variable in angle brackets: /hello/<name>
""",
    ),
    "a colon in the route": (
        "name",
        {"app.py": GOOD.replace("<name>", ":name")},
        """\
I sent    GET http://localhost:5000/hello/ada
Expected  "Hello ada" in the body
Got       404 NOT FOUND (there is nothing at this address)
Why       Your app has no route for /hello/ada. It has: /, /hello/:name, /items, /salut
          Flask writes a variable in angle brackets: /hello/<name>
""",
    ),
    "nothing for the variable": (
        "root",
        {"app.py": GOOD.replace('route("/")', 'route("/<page>")')},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       404 NOT FOUND (there is nothing at this address)
Why       Your app has no route for /. It has: /<page>, /hello/<name>, /items, /salut
          /<page> wants something behind the last slash.
""",
    ),
    "two views of one address": (
        "items",
        {"app.py": GOOD.replace(', methods=["POST"]', "").replace('"/salut"', '"/items"')},
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
Expected  201 CREATED (something was made)
Got       405 METHOD NOT ALLOWED (this address does not take this method)
Why       /items takes GET here, not POST.
          add and salut have the same methods: only one is asked.
Look at   01_first/app.py, line 23, in salut
              @app.route("/items")
""",
    ),
    "a parameter that no route has": (
        "root",
        {"app.py": GOOD.replace("def root()", "def root(name)")},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       TypeError: root() missing 1 required positional argument: 'name'
          root() needs name, and the route / has no <name>.
Look at   01_first/app.py, line 8, in root
              @app.route("/")
""",
    ),
    "two values returned": (
        "name",
        {"app.py": GOOD.replace('f"Hello {name}"', '"Hello", name')},
        """\
I sent    GET http://localhost:5000/hello/ada
Expected  an answer that begins with a status
Got       an answer whose status cannot be read
Why       return a, b gives b as the status. Join the two in one text instead.
Look at   01_first/app.py, line 13, in hello
              @app.route("/hello/<name>")
""",
    ),
    "no f before the text": (
        "name",
        {"app.py": GOOD.replace('f"Hello', '"Hello')},
        """\
I sent    GET http://localhost:5000/hello/ada
Expected  "Hello ada" in the body
Got       body: "Hello {name}"
Why       An f before the quotes has {name} filled in: f"…"
Look at   01_first/app.py, line 13, in hello
              @app.route("/hello/<name>")
""",
    ),
    "no % behind the text": (
        "name",
        {"app.py": GOOD.replace('f"Hello {name}"', '"Hello %s"')},
        """\
I sent    GET http://localhost:5000/hello/ada
Expected  "Hello ada" in the body
Got       body: "Hello %s"
Why       %s is filled by a % and the value behind the quotes.
Look at   01_first/app.py, line 13, in hello
              @app.route("/hello/<name>")
""",
    ),
    "is for ==": (
        "name",
        {"app.py": GOOD.replace('{name}"', '{name}" if name is "ada" else "Bye"')},
        """\
I sent    GET http://localhost:5000/hello/ada
Expected  "Hello ada" in the body
Got       body: "Bye"
Why       Python warns: "is" with a literal. Did you mean "=="?
Look at   01_first/app.py, line 15
              return f"Hello {name}" if name is "ada" else "Bye"
""",
    ),
    "a view that is not there": (
        "root",
        {"app.py": GOOD.replace('"Hello"', 'url_for("index")')},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       BuildError: Could not build url for endpoint 'index'.
          No view function is called index. There are: add, hello, root, salut
Look at   01_first/app.py, line 10, in root
              return url_for("index")
""",
    ),
    "an address in url_for": (
        "root",
        {"app.py": GOOD.replace('"Hello"', 'url_for("/salut")')},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       BuildError: Could not build url for endpoint '/salut'.
          url_for takes the name of a view's function, not its address. Did you mean 'salut'?
Look at   01_first/app.py, line 10, in root
              return url_for("/salut")
""",
    ),
    "a misspelt view": (
        "root",
        {"app.py": GOOD.replace('"Hello"', 'url_for("helo")')},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       BuildError: Could not build url for endpoint 'helo'.
          No view function is called helo. Did you mean 'hello'?
Look at   01_first/app.py, line 10, in root
              return url_for("helo")
""",
    ),
    "a value missing in url_for": (
        "root",
        {"app.py": GOOD.replace('"Hello"', 'url_for("hello")')},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       BuildError: Could not build url for endpoint 'hello'.
          The route of hello has <name>: url_for("hello", name=…)
Look at   01_first/app.py, line 10, in root
              return url_for("hello")
""",
    ),
    "a function in url_for": (
        "root",
        {"app.py": GOOD.replace('"Hello"', "url_for(hello)")},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       TypeError: 'function' object is not subscriptable
          url_for takes the function's name, in quotes.
Look at   01_first/app.py, line 10, in root
              return url_for(hello)
""",
    ),
    "a value without a name": (
        "root",
        {"app.py": GOOD.replace('"Hello"', 'url_for("hello", "ada")')},
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       TypeError: url_for() takes 1 positional argument but 2 were given
          Each value that it is given has a name: url_for(…, name=name)
Look at   01_first/app.py, line 10, in root
              return url_for("hello", "ada")
""",
    ),
    "Python's words for a list": (
        "items",
        {"app.py": GOOD.replace("request.get_json(), 201", 'str([{"n": 1}]), 201')},
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
Expected  a body that is JSON
Got       body: "[{'n': 1}]"
Why       This is how Python writes it. jsonify(…) makes JSON of it.
Look at   01_first/app.py, line 18, in add
              @app.route("/items", methods=["POST"])
""",
    ),
    "a list for an object": (
        "items",
        {"app.py": GOOD.replace("request.get_json(), 201", "[request.get_json()], 201")},
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
Expected  body: {"n": 1}
Got       body: [{"n": 1}]
Why       Expected an object, {"…": …}, got a list, […].
Look at   01_first/app.py, line 18, in add
              @app.route("/items", methods=["POST"])
""",
    ),
    "jsonify twice": (
        "items",
        {
            "app.py": GOOD.replace("request.get_json(), 201", "jsonify(jsonify(1)), 201").replace(
                "import Flask", "import Flask, jsonify"
            )
        },
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
Expected  201 CREATED (something was made)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       TypeError: Object of type Response is not JSON serializable
          jsonify(…) made the whole answer already. Call it once.
Look at   01_first/app.py, line 20, in add
              return jsonify(jsonify(1)), 201
""",
    ),
    "append returns None": (
        "items",
        {"app.py": GOOD.replace("return request", "return [].append(1).append(2), request")},
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
Expected  201 CREATED (something was made)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       AttributeError: 'NoneType' object has no attribute 'append'
          append(…) changes its list and returns None: write no = before it.
Look at   01_first/app.py, line 20, in add
              return [].append(1).append(2), request.get_json(), 201
""",
    ),
    "json called": (
        "items",
        {"app.py": GOOD.replace("request.get_json()", "request.json()")},
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
Expected  201 CREATED (something was made)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       TypeError: 'dict' object is not callable
          request.json is the data itself. Only get_json() has parentheses.
Look at   01_first/app.py, line 20, in add
              return request.json(), 201
""",
    ),
    "json.loads": (
        "items",
        {
            "app.py": GOOD.replace("request.get_json()", "json.loads('[')").replace(
                "import os", "import json\nimport os"
            )
        },
        """\
I sent    curl -i -X POST -H 'Content-Type: application/json' -d '{"n": 1}' http://localhost:5000/items
Expected  201 CREATED (something was made)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       JSONDecodeError: Expecting value
          request.get_json() refuses such a body by itself, with 415 or 400.
Look at   01_first/app.py, line 21, in add
              return json.loads('['), 201
""",
    ),
    "a number that is text": (
        "name",
        {"app.py": GOOD.replace('f"Hello {name}"', "str(int(name) * 2)")},
        """\
I sent    GET http://localhost:5000/hello/ada
Expected  "Hello ada" in the body
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       ValueError: invalid literal for int() with base 10: 'ada'
          <name> is any text. <int:name> lets only whole numbers through.
Look at   01_first/app.py, line 15, in hello
              return str(int(name) * 2)
""",
    ),
    "a template misspelt": (
        "root",
        {
            "app.py": GOOD.replace("request", "render_template, request", 1).replace(
                'return "Hello"', 'return render_template("rot.html")'
            ),
            "templates/root.html": "Hello\n",
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       Flask looks for 'rot.html' in the folder templates.
          There it finds: root.html
          Did you mean 'root.html'?
Look at   01_first/app.py, line 10, in root
              return render_template("rot.html")
""",
    ),
    "a template with its folder": (
        "root",
        {
            "app.py": GOOD.replace("request", "render_template, request", 1).replace(
                'return "Hello"', 'return render_template("templates/root.html")'
            ),
            "templates/root.html": "Hello\n",
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       Flask looks for 'templates/root.html' in the folder templates.
          There it finds: root.html
          Leave the folder out of the name: 'root.html'
Look at   01_first/app.py, line 10, in root
              return render_template("templates/root.html")
""",
    ),
    "a value without a name, to a template": (
        "root",
        {
            "app.py": GOOD.replace("request", "render_template, request", 1).replace(
                'return "Hello"', 'return render_template("root.html", 1)'
            ),
            "templates/root.html": "Hello\n",
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       TypeError: render_template() takes 1 positional argument but 2 were given
          Each value that it is given has a name: render_template(…, name=name)
Look at   01_first/app.py, line 10, in root
              return render_template("root.html", 1)
""",
    ),
    "no endfor": (
        "root",
        {
            "app.py": GOOD.replace("request", "render_template, request", 1).replace(
                'return "Hello"', 'return render_template("root.html")'
            ),
            "templates/root.html": "{% for a in [1] %}\n{{ a }}\n",
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       TemplateSyntaxError: Unexpected end of template.
          A {% for … %} above has no {% endfor %} before this.
Look at   01_first/templates/root.html, line 2
              {{ a }}
""",
    ),
    "for in two braces": (
        "root",
        {
            "app.py": GOOD.replace("request", "render_template, request", 1).replace(
                'return "Hello"', 'return render_template("root.html")'
            ),
            "templates/root.html": "{{ for a in [1] }}\n",
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       TemplateSyntaxError: expected token 'end of print statement', got 'a'.
          {{ }} shows a value. for, if, block and extends stand in {% %}.
Look at   01_first/templates/root.html, line 1
              {{ for a in [1] }}
""",
    ),
    "a tag misspelt": (
        "root",
        {
            "app.py": GOOD.replace("request", "render_template, request", 1).replace(
                'return "Hello"', 'return render_template("root.html")'
            ),
            "templates/root.html": "{% extend 'base.html' %}\n",
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       TemplateSyntaxError: Encountered unknown tag 'extend'.
          Did you mean extends?
Look at   01_first/templates/root.html, line 1
              {% extend 'base.html' %}
""",
    ),
    "len in a template": (
        "root",
        {
            "app.py": GOOD.replace("request", "render_template, request", 1).replace(
                'return "Hello"', 'return render_template("root.html")'
            ),
            "templates/root.html": "{{ len([1]) }}\n",
        },
        """\
I sent    GET http://localhost:5000/
Expected  200 OK (all is well)
Got       500 INTERNAL SERVER ERROR (your code raised an error)
Why       UndefinedError: 'len' is undefined.
          Jinja is not Python: the length of fruits is fruits|length.
Look at   01_first/templates/root.html, line 1
              {{ len([1]) }}
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
