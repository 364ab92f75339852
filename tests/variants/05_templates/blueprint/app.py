from flask import Blueprint, Flask, abort, jsonify, redirect, render_template, request, url_for
from markupsafe import escape

site = Blueprint("site", __name__, static_folder="assets", static_url_path="/assets")

incomes = [{"description": "salary", "amount": 5000}]


@site.route("/")
def hello_world():
    return render_template("pages/index.html")


@site.route("/about")
def about():
    return "This is the about page"


@site.route("/hello/")
@site.route("/hello/<name>")
def hello(name="World!"):
    return render_template("pages/hello.html", name=name)


@site.route("/double/<int:number>")
def double(number):
    return str(number * 2)


@site.route("/files/<path:name>")
def file(name):
    return f"You asked for {escape(name)}"


@site.route("/admin")
def hello_admin():
    return "Hello Admin"


@site.route("/guest/<guest>")
def hello_guest(guest):
    return f"Hello {escape(guest)} as Guest"


@site.route("/user/<name>")
def hello_user(name):
    if name == "admin":
        return redirect(url_for(".hello_admin", lang=request.args.get("lang")))
    return redirect(url_for(".hello_guest", guest=name))


@site.route("/incomes")
def get_incomes():
    return jsonify(incomes)


@site.route("/incomes/page")
def incomes_page():
    return render_template("pages/incomes.html", incomes=incomes)


@site.route("/incomes", methods=["POST"])
def add_income():
    incomes.append(request.get_json())
    return "", 204


@site.route("/incomes/<int:index>", methods=["PUT"])
def replace_income(index):
    if index >= len(incomes):
        abort(404)
    incomes[index] = request.get_json()
    return "", 204


@site.route("/incomes/<int:index>", methods=["DELETE"])
def delete_income(index):
    if index >= len(incomes):
        abort(404)
    del incomes[index]
    return "", 204


app = Flask(__name__, static_folder=None)
app.register_blueprint(site)

if __name__ == "__main__":
    app.run()
