from flask import Flask, redirect, render_template

app = Flask(__name__)


@app.route("/")
def root():
    return "Hello"


@app.route("/double/<int:number>")
def double(number):
    return str(number * 2)


@app.route("/page")
def page():
    return render_template("page.html")


@app.route("/old")
def old():
    return redirect("/page")


if __name__ == "__main__":
    app.run()
