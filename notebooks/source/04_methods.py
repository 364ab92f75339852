# %% [markdown]
# # 4. HTTP methods and JSON
#
# You will be able to handle several methods at one URL, read and send JSON, explain the status codes 204, 400,
# 405 and 415, and send requests with curl and Postman.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import load, serve, show

# %% [markdown]
# ## GET lists
#
# Each request has a *method*. **GET** asks for something and changes nothing. When you type a URL into a
# browser, it sends GET, and a route accepts GET unless it says otherwise.

# %%
app = serve("04_methods")
show(app.module.get_incomes)

# %% [markdown]
# `incomes` is a list of dicts. It is defined outside the functions, so that every view function uses the same
# list. It begins with the lab's salary:

# %%
app.module.incomes

# %% [markdown]
# `jsonify` turns Python objects into *JSON*, the text format in which programs exchange data. The header
# `Content-Type` says so. Flask has sorted the keys:

# %%
app.get("/incomes")

# %% [markdown]
# In a terminal the lab uses `curl`. Without `-i` it prints only the body. Later, the same command works with
# your own app:

# %% language="bash"
# curl http://localhost:5000/incomes

# %% [markdown]
# ## POST adds
#
# **POST** sends data. This second view function has the same URL rule, but another method. Flask chooses the
# function that fits both:

# %%
show(app.module.add_income)

# %% [markdown]
# `request.get_json()` parses the JSON in the request's body and returns a dict. The number after the comma in
# the last line is the status code. Now the lab's command, as it is given:

# %% language="bash"
# curl -X POST -H "Content-Type: application/json" -d '{"description":"dividends", "amount": 200}' http://localhost:5000/incomes

# %% [markdown]
# Nothing is printed, because the response has no body. `-X` sets the method, `-H` a header, `-d` the body.
# The list shows that it worked:

# %% language="bash"
# curl http://localhost:5000/incomes

# %% [markdown]
# Here are both sides of one more POST. With `json=`, Python's `requests` writes the JSON and the header for
# you. **204 No Content** means: done, and there is no body.

# %%
app.post("/incomes", json={"description": "gift", "amount": 50})

# %% [markdown]
# ## No view function for the method: 405
#
# No view function accepts DELETE at this URL. **405 Method Not Allowed** means that a route matches the path,
# but not the method. The header `Allow` lists the methods that work:

# %%
app.delete("/incomes")

# %% [markdown]
# You get a 405 when a form or a program sends POST to a route without `methods=["POST"]`. Flask adds two
# methods by itself. HEAD is GET without the body:

# %%
app.ask("HEAD", "/incomes")

# %% [markdown]
# OPTIONS asks which methods are allowed. So the lab's "GET requests by default" is almost right: the default
# is GET together with these two.

# %%
app.ask("OPTIONS", "/incomes")

# %% [markdown]
# ## JSON without its header: 415
#
# Leave out `-H`, and the same data is refused. **415 Unsupported Media Type** means that the app does not
# accept this type of body. The response names the cause:

# %% language="bash"
# curl -i -X POST -d '{"description":"dividends", "amount": 200}' http://localhost:5000/incomes

# %% [markdown]
# The data is JSON, but no header says so. With `-d` alone, curl declares the fields of a web form. `-v` prints
# what curl sends, in lines with `>`:

# %% language="bash"
# curl -sv -d '{"amount": 200}' http://localhost:5000/incomes 2>&1 | grep "> Content-Type"

# %% [markdown]
# `get_json()` checks the header first and does not guess from the body. To fix this mistake, send the header
# `Content-Type: application/json`.

# %% [markdown]
# ## A header without JSON: 400
#
# Now the header says JSON, but the body is not valid JSON. **400 Bad Request** means that the request itself
# is wrong. JSON needs double quotes, and these are single:

# %%
header = {"Content-Type": "application/json"}
app.post("/incomes", data="{'amount': 200}", headers=header)

# %% [markdown]
# Flask sent 400, 405 and 415 by itself, and your function did not continue. None of those bodies was added to
# the list. It still has three incomes:

# %%
len(app.get("/incomes").reply.json())

# %% [markdown]
# Status codes that begin with 4 mean that the client, who sent the request, made the mistake. Codes that
# begin with 5 mean that the app did: an error in a view function is a 500.

# %% [markdown]
# ## PUT replaces, DELETE removes
#
# These two methods are the bonus of step 4. Both need to know which income is meant, so the URL contains its
# index in the list, counted from 0:

# %%
show(app.module.replace_income)

# %%
app.put("/incomes/1", json={"description": "dividends", "amount": 300})

# %% [markdown]
# The view function for DELETE has the same URL rule. `abort(404)` ends a view function with that status code,
# when the list has no such index.

# %%
show(app.module.delete_income)

# %%
print(app.delete("/incomes/0").reply.status_code)
print(app.delete("/incomes/99").reply.status_code)

# %% [markdown]
# The salary is gone, and the others have moved up. Sending the same PUT twice gives the same list as sending
# it once. Sending a POST twice would add two incomes.

# %%
app.get("/incomes").reply.json()

# %% [markdown]
# ## The list lives in memory
#
# All of this happened in a list in the memory of the running program. Start the app again, and the list is as
# in the file:

# %%
again = serve(load(app.folder).app)
again.get("/incomes").reply.json()

# %% [markdown]
# In debug mode the app restarts each time you save, so saving resets your list too. Data that must last
# belongs in a file or a database, as in step 9.

# %% [markdown]
# ## Postman
#
# Postman is a program that sends requests from a window and saves them. A *collection* is a set of saved
# requests that you can share. Step 4 has one, in a JSON file:

# %%
import json
from pathlib import Path

collection = json.loads(Path("incomes.postman_collection.json").read_text())
list(collection)

# %% [markdown]
# `item` contains two folders, and the second is the bonus. In the folders are the requests, each with a name
# and a method. You have sent all of these above:

# %%
for folder in collection["item"]:
    for item in folder["item"]:
        print(folder["name"], "|", item["request"]["method"], "|", item["name"])

# %% [markdown]
# Each request has a URL too. It begins with a variable, `base_url`, which is stored once for all requests. If
# your app listens on another port, change it there:

# %%
print(collection["item"][0]["item"][0]["request"]["url"]["raw"])
print(collection["variable"])

# %% [markdown]
# So a saved request is what you have seen all along: a method, a URL, and perhaps headers and a body. Sent
# without Postman, the first one gets the same response:

# %%
first = collection["item"][0]["item"][0]
path = first["request"]["url"]["raw"].removeprefix("{{base_url}}")
again.ask(first["request"]["method"], path)

# %% [markdown]
# Each request also has small tests, in JavaScript, that Postman runs on the response. Here are the tests of
# the request that we have just sent:

# %%
print(*first["event"][0]["script"]["exec"], sep="\n")

# %% [markdown]
# To use the collection, start your app, choose *Import* in Postman, select the file, then *Run* the
# collection. The lab's link is <https://www.postman.com/>; it may ask for a free account.

# %% [markdown]
# Bruno, Insomnia and Hoppscotch are free and import the same file. A note for Windows: the lab's curl command
# is for bash and zsh. The page of the step has one for PowerShell.

# %%
app.stop()
again.stop()

# %% [markdown]
# ## Now you: `make step-4`
#
# Your starter is `steps/04_methods/app.py`, and its page is `steps/04_methods/README.md`. Three questions for
# the debrief:
#
# <details><summary>1. One POST gets a 405, another a 415, a third a 400. What is wrong in each?</summary>
#
# 405: no view function accepts POST at that URL. 415: the header Content-Type: application/json is missing.
# 400: the header is there, but the body is not valid JSON.
# </details>
#
# <details><summary>2. Why may two view functions share the URL rule /incomes, and how does Flask choose?</summary>
#
# Their routes accept different methods. Flask chooses by path and method together.
# </details>
#
# <details><summary>3. You have added three incomes and restarted the app. What does GET /incomes list, and why?</summary>
#
# The salary alone. The list was in the memory of the program that ended; the new program begins with what the
# file says.
# </details>
