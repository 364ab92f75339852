from flask import Flask

app = Flask(__name__)


@app.route("/")
def root():
    return "Hullo"


@app.route("/double/<int:number>")
def double(number):
    return str(number * 2)


if __name__ == "__main__":
    app.run()
