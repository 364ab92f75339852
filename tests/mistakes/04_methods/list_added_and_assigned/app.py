from flask import Flask, abort, jsonify, redirect, request, url_for

app = Flask(__name__)

incomes = [{"description": "salary", "amount": 5000}]


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


@app.route("/incomes")
def get_incomes():
    return jsonify(incomes)


@app.route("/incomes", methods=["POST"])
def add_income():
    incomes = incomes + [request.get_json()]
    return "", 204


@app.route("/incomes/<int:index>", methods=["PUT"])
def replace_income(index):
    if index >= len(incomes):
        abort(404)
    incomes[index] = request.get_json()
    return "", 204


@app.route("/incomes/<int:index>", methods=["DELETE"])
def delete_income(index):
    if index >= len(incomes):
        abort(404)
    del incomes[index]
    return "", 204


if __name__ == "__main__":
    app.run()
