"""What a beginner needs beside the errors that beginners meet most."""

import re
from collections.abc import Iterator

FLASK = ("abort", "jsonify", "redirect", "render_template", "request", "url_for")
LESSONS = {  # what an error's message begins with or has in it, and what to know of it
    "Object of type (?:builtin_function_or_)?method ": (
        "A method is in it, not what it returns. Write its two parentheses, ()."
    ),
    "Object of type function ": "A function has the name of your data. Give it another.",
    "Object of type bytes ": "request.data is the raw body. request.get_json() reads it.",
    r"local variable '(\w+)'": (
        "A function that assigns to {0} has a {0} of its own. A list outside is changed by "
        "{0}.append(…), without an assignment; for a number, write global {0} first."
    ),
    "SQLite objects created in a thread": (
        "A connection belongs to the thread that opened it, and each visitor may be answered in "
        "another one. Open one in each view."
    ),
    "no such table": "On each connection, first run CREATE TABLE IF NOT EXISTS …",
    "no such column": "A value stands in the SQL itself. Write ? there, and hand the value over.",
    "type '(dict|list)' is not supported": (
        "A column holds no {0}. json.dumps(…) makes a text of it, json.loads(…) a {0} again."
    ),
    "Incorrect number of bindings": (
        "Behind the SQL stands one tuple, with a value for each ?. With one value: (value,)"
    ),
    "UNIQUE constraint failed": (
        "A row with that id is there already. INTEGER PRIMARY KEY AUTOINCREMENT gives each row a "
        "new one, when the INSERT names none."
    ),
    "int too large to convert to SQLite": "SQLite's largest whole number is 2**63 - 1.",
    "database is locked": (
        "Another connection is in the middle of writing. Does each commit, also after an error?"
    ),
    "unable to open database file|readonly database": (
        "Whoever runs the app must be allowed to write that file, and the folder it is in."
    ),
}


def teach(message: str) -> Iterator[str]:
    """Yield what helps with an error of that message."""
    for pattern, lesson in LESSONS.items():
        if found := re.search(pattern, message):
            yield lesson.format(*found.groups())
    name = re.match(r"name '(\w+)' is not defined", message)
    if name and name[1] in FLASK:
        yield f"Import it: from flask import {name[1]}"
