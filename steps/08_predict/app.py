# TODO 0: this step needs render_template and request too. Import them from flask.
from flask import Flask

import model

app = Flask(__name__)

model.load()  # now, so that no visitor waits for it


# TODO 1: answer with the template index.html, and hand it the names of the fields, model.FIELDS
@app.route("/")
def welcome():
    return "Hello"


# TODO 2: answer with what the model says of the inputs in the JSON body
# TODO 3: before that, look at the inputs. Where they are not what the model needs, answer 400 with
# {"error": …}, which names the field.
@app.route("/predict", methods=["POST"])
def predict():
    return {"prediction": None}


# Bonus: an errorhandler that makes JSON of the errors that Flask itself answers, such as 404

if __name__ == "__main__":
    app.run()
