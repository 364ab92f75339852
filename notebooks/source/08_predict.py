# %% [markdown]
# # 8. Serve the model
#
# You will be able to give your model a page for people and an address for programs, and to answer whatever is
# sent to it: with a prediction, or with a sentence that says what is wrong.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import serve, show

# %% [markdown]
# ## A page for people
#
# The app of this step is new. When it starts, it loads the model of step 7, so that no visitor has to wait
# for that:

# %%
app = serve("08_predict")
show(app.module.welcome)

# %% [markdown]
# The page comes from a template. It is handed the names of the fields, and writes a label and an input for
# each:

# %%
app.page("/", height=420)

# %% [markdown]
# A browser would send such a form as `name=value`. A small script sends it as JSON instead, and writes the
# answer into the page. (Scripts do not run in this frame.)

# %%
show("static/predict.js")

# %% [markdown]
# ## An address for programs
#
# `/predict` takes a POST with the inputs as JSON. The lab's task in one exchange:

# %%
flower = {"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}
app.post("/predict", json=flower)

# %% [markdown]
# The same from a terminal. `-d` is the body, and without the header that `-H` sends, the app would not know that
# it is JSON:

# %% language="bash"
# curl -X POST -H "Content-Type: application/json" \
#     -d '{"sepal_length": 6.7, "sepal_width": 3.1, "petal_length": 5.6, "petal_width": 2.4}' \
#     http://localhost:5000/predict

# %% [markdown]
# The view is two lines. A view may return a dict: Flask makes JSON of it and labels it so. What is hard stands in
# `read`:

# %%
show(app.module.predict)

# %% [markdown]
# ## What else may come
#
# Programs have bugs, and strangers try things. Here is the view that many write first. It takes what it gets:

# %%
from flask import Flask, request

trusting = Flask("trusting")


@trusting.post("/predict")
def predict():
    return {"prediction": app.module.model.predict(request.get_json())}


first = serve(trusting)
first.post("/predict", json={"sepal_length": 5.1}).reply.status_code

# %% [markdown]
# **500 Internal Server Error** says: my code broke. But the mistake was the sender's, who now has no idea
# what to mend. The terminal has the reason, a missing field:

# %%
first.terminal()

# %% [markdown]
# Worse are mistakes that nobody notices. JSON's `true` counts as 1 in Python, so a petal of the width "true" gets
# a prediction, which means nothing:

# %%
first.post("/predict", json=flower | {"petal_width": True})

# %%
first.stop()

# %% [markdown]
# ## Say what is right
#
# The library pydantic takes a description of good inputs, and finds what is wrong with others. Here all four fields
# are numbers above 0 and up to 30:

# %%
app.stop()
app = serve("08_predict")
show(app.module.Flower)

# %% [markdown]
# `strict` takes no text for a number. `extra="forbid"` takes no field too many. The third setting refuses NaN, "not a
# number", which JSON does not know but Python reads:

# %%
show(app.module.Body)

# %% [markdown]
# `read` makes a Flower of the body, or raises an error. The function below its route turns that error into an
# answer: 400, and a sentence with the field's name.

# %%
show(app.module.explain_what_is_wrong)

# %% [markdown]
# **400 Bad Request** says that the request is wrong, and the body says what. Compare with the 500 above: this
# sender knows what to mend.

# %%
app.post("/predict", json={"sepal_length": 5.1})

# %% [markdown]
# All of these get a 400 and a reason. The last two are numbers that fit no flower: one is negative, and one has
# three hundred digits.

# %%
import json

called_json = {"Content-Type": "application/json"}
for value in ["5.1", True, None, [5.1], float("nan"), -1, 10**300]:
    body = json.dumps(flower | {"sepal_length": value})
    reply = app.post("/predict", data=body, headers=called_json).reply
    print(f"{json.dumps(value)[:7]:8}", reply.status_code, reply.json()["error"])

# %% [markdown]
# A field too many may be a slip of the pen in a name. Better to say so than to guess:

# %%
app.post("/predict", json=flower | {"colour": "blue"})

# %% [markdown]
# ## What is not JSON
#
# **415 Unsupported Media Type**: this kind of body is not taken here. curl without `-H` labels its body as a
# web form:

# %% language="bash"
# curl -i -d 'sepal_length=5.1' http://localhost:5000/predict

# %% [markdown]
# A body that is called JSON and has no end gets a 400. One of more than 16 KiB gets **413 Content Too
# Large**, before it is read:

# %%
print(app.post("/predict", data='{"sepal_length": ', headers=called_json).reply.status_code)
print(app.post("/predict", data="[" * 20_000, headers=called_json).reply.status_code)

# %% [markdown]
# ## Errors in JSON too
#
# Programs that ask get JSON, whatever happens. Flask's own pages for 404 and 405 are HTML; this function writes
# them as JSON and keeps their headers:

# %%
show(app.module.answer_in_json)

# %%
app.get("/predict")

# %% [markdown]
# ## Without a library
#
# Plain `if` lines are as right, and for one field they are shorter. `type(…) is float` keeps `True` out,
# and a comparison is false for NaN:


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
# <details><summary>1. A sender forgets a field. Why is 400 right, and 500 wrong?</summary>
#
# 400 says that the request is at fault, and the body can name the field. 500 says that the app is at fault, and leaves
# the sender with nothing to mend.
# </details>
#
# <details><summary>2. Why check for true, "5.1" and NaN, when the model answers all the same?</summary>
#
# Because it answers nonsense. Nobody meant a petal of width true; the sender has a bug, and a prediction hides it.
# </details>
#
# <details><summary>3. The form on the page has min and max. Why does the app check again?</summary>
#
# Only browsers heed them. curl and every other program send what they like.
# </details>
