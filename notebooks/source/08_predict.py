# %% [markdown]
# # 8. Serve the model
#
# You will be able to give your model a page for people and a URL for programs, and to respond to every input:
# with a prediction, or with a message that says what is wrong.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import serve, show

# %% [markdown]
# ## A page for people
#
# The app of this step is new. It loads the model of step 7 when it starts, so that no visitor has to wait
# for that:

# %%
app = serve("08_predict")
show(app.module.welcome)

# %% [markdown]
# The page is rendered from a template. The view function passes the names of the features, and the template
# writes an input field for each:

# %%
app.page("/", height=420)

# %% [markdown]
# A browser would send such a form as `name=value`. A small script sends it as JSON instead, and writes the
# prediction into the page. (In this notebook, scripts of a page do not run.)

# %%
show("static/predict.js")

# %% [markdown]
# ## A URL for programs
#
# `/predict` accepts a POST with the inputs as JSON. Here is the lab's task, in one request and one
# response:

# %%
flower = {"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}
app.post("/predict", json=flower)

# %% [markdown]
# The same from a terminal. `-d` is the body. Without the header that `-H` adds, the app would not accept it as
# JSON:

# %% language="bash"
# curl -X POST -H "Content-Type: application/json" \
#     -d '{"sepal_length": 6.7, "sepal_width": 3.1, "petal_length": 5.6, "petal_width": 2.4}' \
#     http://localhost:5000/predict

# %% [markdown]
# The view function has two lines. When it returns a dict, Flask turns it into JSON and sets the header. The
# difficult part is in `read`:

# %%
show(app.module.predict)

# %% [markdown]
# ## What else may arrive
#
# Programs have bugs, and strangers try things. Here is the view function that many people write first. It checks
# nothing:

# %%
from flask import Flask, request

trusting = Flask("trusting")


@trusting.post("/predict")
def predict():
    return {"prediction": app.module.model.predict(request.get_json())}


first = serve(trusting)
first.post("/predict", json={"sepal_length": 5.1}).reply.status_code

# %% [markdown]
# **500 Internal Server Error** means that the app failed. But the mistake was the client's, which now does not
# know what to correct. The log has the reason, a missing feature:

# %%
first.terminal()

# %% [markdown]
# Mistakes that nobody notices are worse. Python treats JSON's `true` as 1, so a petal with the width "true" gets a
# prediction, which means nothing:

# %%
first.post("/predict", json=flower | {"petal_width": True})

# %%
first.stop()

# %% [markdown]
# ## Describe valid inputs
#
# The library pydantic takes a description of valid inputs, and finds what is wrong with others. Here all four
# features are numbers above 0 and at most 30:

# %%
app.stop()
app = serve("08_predict")
show(app.module.Flower)

# %% [markdown]
# `strict` refuses text in place of a number. `extra="forbid"` refuses unknown features. The third setting refuses
# NaN, "not a number", which is not valid JSON, although Python reads it:

# %%
show(app.module.Body)

# %% [markdown]
# `read` turns the body into a Flower, or raises an error. This function is an *error handler*: it turns that error
# into a response with status code 400 and a message.

# %%
show(app.module.explain_what_is_wrong)

# %% [markdown]
# **400 Bad Request** means that the request is wrong, and the body says why. Compare it with the 500 above: this
# client knows what to correct.

# %%
app.post("/predict", json={"sepal_length": 5.1})

# %% [markdown]
# All of these values get a 400 and a reason. The last two are numbers that fit no flower: one is negative, and one
# has three hundred digits.

# %%
import json

as_json = {"Content-Type": "application/json"}
for value in ["5.1", True, None, [5.1], float("nan"), -1, 10**300]:
    body = json.dumps(flower | {"sepal_length": value})
    reply = app.post("/predict", data=body, headers=as_json).reply
    print(f"{json.dumps(value)[:7]:8}", reply.status_code, reply.json()["error"])

# %% [markdown]
# An unknown feature is perhaps a typo in a name. It is better to say so than to guess what the client meant:

# %%
app.post("/predict", json=flower | {"colour": "blue"})

# %% [markdown]
# ## What is not JSON
#
# **415 Unsupported Media Type** means that the app does not accept this type of body. Without `-H`, curl declares
# its body as a web form:

# %% language="bash"
# curl -i -d 'sepal_length=5.1' http://localhost:5000/predict

# %% [markdown]
# A body that is declared as JSON but is incomplete gets a 400. A body of more than 16 KiB gets **413 Content Too
# Large**, before the app reads it:

# %%
print(app.post("/predict", data='{"sepal_length": ', headers=as_json).reply.status_code)
print(app.post("/predict", data="[" * 20_000, headers=as_json).reply.status_code)

# %% [markdown]
# ## Errors in JSON too
#
# A program always gets JSON, whatever happens. Flask's own responses for 404 and 405 are HTML. This error handler
# writes them as JSON and keeps their headers:

# %%
show(app.module.answer_in_json)

# %%
app.get("/predict")

# %% [markdown]
# ## Without a library
#
# Plain `if` statements work as well, and for one feature they are shorter. `type(…)` excludes `True`, and a
# comparison with NaN is always false:


# %%
def problem(inputs):
    for field in app.module.model.FIELDS:
        if field not in inputs:
            return f"{field} is missing"
        if type(inputs[field]) not in (int, float) or not 0 < inputs[field] <= 30:
            return f"{field} is not a number from 0 to 30"


print(problem(flower), problem(flower | {"petal_width": float("nan")}), sep="\n")

# %%
app.stop()

# %% [markdown]
# ## Now you: `make step-8`
#
# Your starter is `steps/08_predict/app.py`, with the model of step 7 beside it. Three questions for the debrief:
#
# <details><summary>1. A client forgets a feature. Why is 400 right, and 500 wrong?</summary>
#
# 400 says that the request is wrong, and the body can name the feature. 500 says that the app is wrong, and does not
# tell the client what to correct.
# </details>
#
# <details><summary>2. Why check for true, "5.1" and NaN, when the model predicts all the same?</summary>
#
# Because the prediction is nonsense. Nobody meant a petal of width true. The client has a bug, and a prediction hides
# it.
# </details>
#
# <details><summary>3. The form on the page has min and max. Why does the app check again?</summary>
#
# Only browsers respect them. curl and every other program can send anything.
# </details>
