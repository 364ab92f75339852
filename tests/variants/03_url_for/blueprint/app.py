from flask import Blueprint, Flask, redirect, request, url_for

site = Blueprint("site", __name__)
users = Blueprint("users", __name__, url_prefix="/user")


@site.get("/")
def index():
    return "Hello, World!"


@site.get("/about")
def about():
    return "This is the about page"


@site.get("/hello/<username>")
def hello(username):
    return f"Hello, {username}"


@site.get("/double/<int:number>")
def double(number):
    return str(number * 2)


@site.get("/files/<path:name>")
def files(name):
    return f"You asked for {name}"


@site.get("/admin")
def admin():
    return "<h1>Hello Admin</h1>"


@site.get("/guest/<guest>")
def guest(guest):
    return f"<h1>Hello {guest} as Guest</h1>"


@users.get("/<name>")
def user(name):
    query = {k: v for k, v in request.args.items() if k in ("lang", "theme")}
    view = {"admin": "site.admin"}.get(name)
    target = url_for(view, **query) if view else url_for("site.guest", guest=name)
    return redirect(target, code=302)


app = Flask(__name__)
app.register_blueprint(site)
app.register_blueprint(users)

if __name__ == "__main__":
    app.run()
