from flask import Blueprint, Flask, redirect, url_for

pages = Blueprint("pages", __name__)


@pages.get("/page")
def page():
    return "<p>Page</p>"


@pages.get("/old")
def old():
    return redirect(url_for("pages.page"))


app = Flask(__name__)
app.register_blueprint(pages)
