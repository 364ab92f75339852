from flask import Flask

app = Flask(__name__)


# TODO 1: a request for "/" should reach this function. Add the line that says so.
def hello_world():
    # TODO 2: answer with the text that the page asks for.
    return "Hello"


# TODO 3: start the server only when this file is run, not when it is imported.
# TODO 4: this call shows your code to any visitor who meets an error. Take that out.
app.run(debug=True)
