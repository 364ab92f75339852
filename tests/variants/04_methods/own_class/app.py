from flask import Flask, jsonify, redirect, request, url_for
from werkzeug.exceptions import NotFound

app = Flask(__name__)


@app.route("/")
def hello_world():
    return "Hello, World!"


@app.route("/about")
def about():
    return "This is the about page"


@app.route("/hello/<username>")
def hello(username):
    return f"Hello, {username}"


@app.route("/double/<int:number>")
def double(number):
    return str(number * 2)


@app.route("/files/<path:name>")
def file(name):
    return f"You asked for {name}"


@app.route("/admin")
def hello_admin():
    return "Hello Admin"


@app.route("/guest/<guest>")
def hello_guest(guest):
    return f"Hello {guest} as Guest"


@app.route("/user/<name>")
def hello_user(name):
    if name == "admin":
        return redirect(url_for("hello_admin", lang=request.args.get("lang")))
    return redirect(url_for("hello_guest", guest=name))


class Book:
    def __init__(self, *entries):
        self._entries = list(entries)

    def __getitem__(self, index):
        if index >= len(self._entries):
            raise NotFound
        return self._entries[index]

    def change(self, index, *new):
        self[index]
        self._entries[index : index + 1] = new

    def add(self, entry):
        self._entries.append(entry)

    def as_json(self):
        return jsonify(*self._entries) if len(self._entries) > 1 else jsonify(self._entries)


book = Book({"amount": 5000, "description": "salary"})
nothing = ("", 204, {"Content-Type": "application/json"})


@app.errorhandler(415)
def not_json(error):
    return {"error": "send JSON"}, 400


@app.route("/incomes")
def get_incomes():
    return book.as_json()


@app.route("/incomes", methods=("POST",))
def add_income():
    book.add(request.get_json())
    return nothing


@app.route("/incomes/<int:index>", methods={"PUT"})
def replace_income(index):
    book.change(index, request.get_json())
    return nothing


@app.route("/incomes/<int:index>", methods=["DELETE"])
def delete_income(index):
    book.change(index)
    return nothing


if __name__ == "__main__":
    app.run()
