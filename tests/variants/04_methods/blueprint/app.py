from flask import Blueprint, Flask, abort, redirect, request, url_for

app = Flask(__name__)

incomes: list[dict] = [dict(description="salary", amount=5000)]


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


api = Blueprint("api", __name__, url_prefix="/incomes")


@api.get("")
def listed():
    return incomes


@api.post("")
def added():
    body: dict = request.get_json()
    incomes.append({"description": body["description"], "amount": body["amount"]})
    return "", 204


@api.put("/<int:index>")
def replaced(index: int):
    try:
        incomes[index] = request.get_json()
    except IndexError:
        abort(404, "There is no such income.")
    return "", 204


@api.delete("/<int:index>")
def deleted(index: int):
    try:
        del incomes[index]
    except IndexError:
        abort(404)
    return "", 204


app.register_blueprint(api)

if __name__ == "__main__":
    app.run()
