"""What a beginner needs to know beside the errors that beginners meet most, where it is certain."""

import re
from difflib import get_close_matches

from workbook.app.facts import Raised
from workbook.wording import briefly

FLASK = ("Flask", "abort", "jsonify", "redirect", "render_template", "request", "url_for")

# Of a message: where a library lies, and the numbers of threads.
# And what scikit-learn recommends: a model that takes NaN, and reshape() for what is no array.
BESIDE = re.compile(
    r" \((?:/|[A-Z]:|consider).*\)$| The object was created in thread id .*$"
    r"|\n(?:\w+ does not accept missing values|Reshape your data)[\s\S]*$"
)

# Each pattern is looked for in what `_seen` returns; {0} is its first group.
LESSONS = {
    # Errors in a view
    r"Object of type (?:builtin_function_or_)?method ": (
        "A method is in it, not what it returns. Write its two parentheses, ()."
    ),
    "Object of type function ": "A function has the name of your data. Give it another.",
    "Object of type bytes ": "request.data is the raw body. request.get_json() reads it.",
    "Object of type Response ": "jsonify(…) made the whole answer already. Call it once.",
    r"local variable '(\w+)'": (
        "A function that assigns to {0} has its own {0}. A list outside is changed by "
        "{0}.append(…), without an assignment; for a number, write global {0} first."
    ),
    "'NoneType' object has no attribute 'append'": (
        "append(…) changes its list and returns None: write no = before it."
    ),
    r"is not callable\ncode: .*request\.json\(": (
        "request.json is the data itself. Only get_json() has parentheses."
    ),
    r"is not subscriptable\ncode: .*url_for\(\w": "url_for takes the function's name, in quotes.",
    r"JSONDecodeError: .*\ncode: .*loads\(": (
        "request.get_json() refuses such a body by itself, with 415 or 400."
    ),
    r"(url_for|render_template)\(\) takes 1 positional argument": (
        "Each value that it is given has a name: {0}(…, name=name)"
    ),
    r"(?s)(?:'str' and 'int'|'int' and 'str'|not str|int\(\) with base 10).*\nroute: .*<(\w+)>": (
        "<{0}> is any text. <int:{0}> lets only whole numbers through."
    ),
    r"KeyError: '(\w+)'\n": (
        'The dict has no such key. Compare the names letter by letter, or ask first: if "{0}" in …'
    ),
    "'(?:function|functools._lru_cache_wrapper)' object has no attribute": (
        "A function is there, not what it returns. Call it, with (). Or has a function of yours "
        "taken the name of a module?"
    ),
    "'tuple' object has no attribute": (
        "A function that returns two values gives a tuple. first, second = … takes it apart."
    ),
    "cannot unpack non-iterable NoneType": "The function on the right returned nothing.",
    "'NoneType' object is not (?:subscriptable|iterable)": (
        "None is there: a function without return, or get_json(silent=True) without JSON."
    ),
    r"argument of type '(int|float|bool|NoneType)' is not": (
        "in looks into a dict, a list or a text. This is none: {0}."
    ),
    r"validation errors? for \w+": (
        "A function below @app.errorhandler(ValidationError) takes it, and answers 400."
    ),
    # A model
    r"Object of type (?:u?int\d+|float\d+|bool) ": (
        "This is a value of numpy's. str(…), float(…) or int(…) makes it plain Python."
    ),
    "Object of type ndarray ": "An array has one value for each row. [0] takes the first.",
    "codec can't decode byte": (
        'A file is read as text, and is none. A saved model is opened with open(…, "rb").'
    ),
    r"Can't get attribute '(\w+)' on <module '__main__'": (
        "What was saved is of your class {0}, and a file names only where a class is: {0} was in "
        "the program that saved it. Put {0} into a module of its own, or save only the model."
    ),
    "Expected 2D array, got scalar array": (
        "The model of scikit-learn itself got the whole dict. Which model is called here?"
    ),
    "Expected 2D array, got 1D array": (
        "A model takes a table: a list of rows. One row needs two pairs of brackets: [[…]]"
    ),
    "arrays of bytes/strings|could not convert string to float": (
        "A text stands where the model needs a number. Were names handed on instead of values?"
    ),
    "y should be a 1d array|inconsistent numbers of samples": (
        "train_test_split gives the parts in this order: seen, unseen, seen_kinds, unseen_kinds."
    ),
    r"X has (\d+) features, but \w+ is expecting (\d+)": (
        "The row has {0} values, and those that the model was trained with had {1}."
    ),
    "int too large to convert to float": (
        "JSON's whole numbers have any number of digits, and a float ends at about 1.8e308. "
        "Compare them with < and > before anything else."
    ),
    "contains (?:NaN|infinity)": (
        "NaN, infinity and huge numbers pass for numbers until a model gets them."
    ),
    r"Failed to find attribute '(\w+)' in '(\w+)'": (
        "gunicorn's last word is FILE:NAME, and {1}.py has nothing by the name {0}. What is your "
        "Flask app called?"
    ),
    "No module named 'pandas'": "It is not needed, nor installed: a list of rows will do.",
    "IndexError: list index": "There is nothing at that place. An empty list has no last item.",
    # A database
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
    "PermissionError: .*'\n": (
        "Whoever runs it may not write there. Is it a file that can be made before, while root "
        "builds the image? Else the folder must belong to that user."
    ),
    r"FileNotFoundError: .*'([\w-]+)'\n": (
        "There is no file {0} here, and no program of that name. In an image is only what its "
        "Dockerfile brings in."
    ),
    # Names
    rf"name '({'|'.join(FLASK)})' is not defined": "Import it: from flask import {0}",
    r"name 'escape' is not defined": "Import it: from markupsafe import escape",
    r"name 'HTTPException' is not defined": (
        "Import it: from werkzeug.exceptions import HTTPException"
    ),
    r"name '(datetime|json|math|os|random|re|sqlite3|time)' is not defined": (
        "Import it: import {0}"
    ),
    r"name '_+name_+' is not defined": "It is __name__, with two underscores on each side.",
    r"name '(?:true|false|null)' is not defined": (
        "Python writes True, False and None; JSON writes true, false and null."
    ),
    r"name '(\w+)' is not defined\n.*\nin: \w": (
        "No name {0} in this function, and none outside of all functions."
    ),
    # Errors while the file is read
    r"unexpected keyword argument 'method'": 'It is called methods: methods=["POST"]',
    r"\broute\(\) takes 2 positional arguments": (
        "A route names one address. For another, write another @app.route(…). Methods are named: "
        'methods=["POST"]'
    ),
    "overwriting an existing endpoint": "Two views have the same function name. Give each its own.",
    r"the converter '(\w+)' does not exist": (
        "The kind comes first, then the name: <int:number>. Kinds: int, float, path, string."
    ),
    "malformed url rule": "A variable is <name> or <int:name>: two brackets, and no space.",
    "EOFError": "A server has nobody to ask: take input() out.",
    r"cannot import name '(escape|Markup)' from 'flask'": "It moved: from markupsafe import {0}",
    # What Python cannot read
    "TabError": "Some lines begin with tabs, others with spaces. Use four spaces in all.",
    "IndentationError": "The spaces at the start of a line say which block it belongs to.",
    r"invalid character '[“”„‘’«»]'": (
        "Type the quotes anew: Python knows only the straight ones, \" and '"
    ),
    r"SyntaxError.*\ncode: import (\w+) from (\w+)": "The other way round: from {1} import {0}",
}


def teach(raised: Raised, route: str = "") -> tuple[str, ...]:
    """Return what Python said, and what else is worth knowing. route: the one that matched."""
    message = BESIDE.sub("", raised.message)
    return (briefly(f"{raised.type}: {message}"), *_lesson(raised, route))


def _lesson(raised: Raised, route: str) -> tuple[str, ...]:
    seen = _seen(raised, route)
    for pattern, lesson in LESSONS.items():
        if found := re.search(pattern, seen):
            return (lesson.format(*found.groups()),)
    if found := re.search(r"cannot import name '(\w+)' from 'flask'", raised.message):
        known = {name.lower(): name for name in FLASK}
        near = get_close_matches(found[1].lower(), known, 1)
        return tuple(f"Did you mean {known[name]}?" for name in near)
    return ()


def _seen(raised: Raised, route: str) -> str:
    """Return all that a lesson may depend on, one thing a line."""
    place = raised.place
    code, function = (place.code.strip(), place.function) if place else ("", "")
    return f"{raised.type}: {raised.message}\ncode: {code}\nin: {function}\nroute: {route}"
