# %% [markdown]
# # 4. Answer other methods than GET
#
# You will be able to give one address several methods, take JSON in and send JSON out, read the statuses 204,
# 400, 405 and 415, and send requests with curl and Postman.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import load, serve, show

# %% [markdown]
# ## GET lists
#
# Each request begins with a *method*. **GET** asks for something and changes nothing. A browser's address bar
# sends GET, and a route takes GET unless it says otherwise.

# %%
app = serve("04_methods")
show(app.module.get_incomes)

# %% [markdown]
# `incomes` is a list of dicts, written outside the functions, so that every view sees the same one. It begins
# with the lab's salary:

# %%
app.module.incomes

# %% [markdown]
# `jsonify` turns Python into *JSON*, the text in which programs send each other data. The header `Content-Type`
# says so; on the way the keys were sorted:

# %%
app.get("/incomes")

# %% [markdown]
# In a terminal the lab uses `curl`. Without `-i` it prints the body alone. Your own app answers this once
# it runs, as the notebook's does now:

# %% [bash]
# curl http://localhost:5000/incomes

# %% [markdown]
# ## POST adds
#
# **POST** hands something over. This second view has the same address and another method. Flask picks the
# view that fits both:

# %%
show(app.module.add_income)

# %% [markdown]
# `request.get_json()` reads the JSON that was sent and gives a dict. Behind the comma of the last line stands
# the status. Now the lab's command, as it is given:

# %% [bash]
# curl -X POST -H "Content-Type: application/json" -d '{"description":"dividends", "amount": 200}' http://localhost:5000/incomes

# %% [markdown]
# Nothing is printed, since the answer has no body. `-X` is the method, `-H` a header, `-d` the data. The list
# shows that it worked: salary and dividends.

# %% [bash]
# curl http://localhost:5000/incomes

# %% [markdown]
# Once more, to see both sides. With `json=`, Python's `requests` writes the JSON and the header for you.
# **204 No Content** means: done, and there is nothing to show.

# %%
app.post("/incomes", json={"description": "gift", "amount": 50})

# %% [markdown]
# ## A method without a view: 405
#
# No view takes DELETE at this address. **405 Method Not Allowed** says: there is something here, but not for
# this method. The header `Allow` lists those that work:

# %%
app.delete("/incomes")

# %% [markdown]
# You meet it when a form or a program sends POST to a route without `methods=["POST"]`. And two methods
# in that list nobody wrote. Flask adds HEAD, which is GET without the body:

# %%
app.ask("HEAD", "/incomes")

# %% [markdown]
# The other is OPTIONS, which asks what is allowed. So the lab's "GET requests by default" is almost right: the
# default is GET with these two.

# %%
app.ask("OPTIONS", "/incomes")

# %% [markdown]
# ## A body without its label: 415
#
# Leave out `-H`, and the same data is refused. **415 Unsupported Media Type**: this kind of body is not taken
# here. The answer names the cause:

# %% [bash]
# curl -i -X POST -d '{"description":"dividends", "amount": 200}' http://localhost:5000/incomes

# %% [markdown]
# The data is JSON, but nobody said so. For `-d` alone, curl labels it as the fields of a web form. `-v` prints
# what curl sends, in lines with `>`:

# %% [bash]
# curl -sv -d '{"amount": 200}' http://localhost:5000/incomes 2>&1 | grep "> Content-Type"

# %% [markdown]
# `get_json()` believes the label and does not look at the body. So this mistake has one cure: send the header
# `Content-Type: application/json`.

# %% [markdown]
# ## A label without its body: 400
#
# Now the header promises JSON, and the body breaks the promise. **400 Bad Request**: the request itself is
# wrong. JSON wants double quotes, and here are single ones:

# %%
label = {"Content-Type": "application/json"}
app.post("/incomes", data="{'amount': 200}", headers=label)

# %% [markdown]
# Flask sent 400, 405 and 415 by itself, and your view stopped at once. None of those bodies got into the
# list. It still has three incomes:

# %%
len(app.get("/incomes").reply.json())

# %% [markdown]
# Statuses that begin with 4 say that the request is at fault. Those with 5 say that the app is: an error in
# a view is a 500.

# %% [markdown]
# ## PUT replaces, DELETE takes away
#
# These are the bonus of step 4. Both need to know which income is meant, so its place in the list, counted
# from 0, stands in the address:

# %%
show(app.module.replace_income)

# %%
app.put("/incomes/1", json={"description": "dividends", "amount": 300})

# %% [markdown]
# The view for DELETE has the same address. `abort(404)` ends a view with that status, for a place that the
# list does not have.

# %%
show(app.module.delete_income)

# %%
print(app.delete("/incomes/0").reply.status_code)
print(app.delete("/incomes/99").reply.status_code)

# %% [markdown]
# The salary is gone, and the others have moved up. A PUT sent twice leaves the same list as once. A POST sent
# twice would add two incomes.

# %%
app.get("/incomes").reply.json()

# %% [markdown]
# ## The list lives in memory
#
# All of this happened in a list of the running program. Start the app again, and it begins as its file says:

# %%
again = serve(load(app.folder).app)
again.get("/incomes").reply.json()

# %% [markdown]
# In debug mode each save restarts the app, so a save empties your list too. What must last goes into a file or
# a database, as in step 9.

# %% [markdown]
# ## Postman
#
# Postman sends requests from a window, without code, and keeps them. A *collection* is a saved set of requests
# to share with a team. Step 4 has one, and it is a JSON file:

# %%
import json
from pathlib import Path

collection = json.loads(Path("incomes.postman_collection.json").read_text())
list(collection)

# %% [markdown]
# Under `item` are two folders, the second for the bonus. In them are the requests, each with a name and a
# method. You have sent all of these above:

# %%
for folder in collection["item"]:
    for item in folder["item"]:
        print(folder["name"], "|", item["request"]["method"], "|", item["name"])

# %% [markdown]
# Each has an address too. It begins with a variable, `base_url`, which is kept once for all requests. If your
# app listens at another port, you change it there:

# %%
print(collection["item"][0]["item"][0]["request"]["url"]["raw"])
print(collection["variable"])

# %% [markdown]
# So a request in the file is what you have seen all along: a method, an address, perhaps headers and a body.
# Sent without Postman, the first one gives the same answer:

# %%
first = collection["item"][0]["item"][0]
address = first["request"]["url"]["raw"].removeprefix("{{base_url}}")
again.ask(first["request"]["method"], address)

# %% [markdown]
# Each request also brings small tests, in JavaScript, that Postman runs on the answer. Here are those of the
# request that we have just sent:

# %%
print(*first["event"][0]["script"]["exec"], sep="\n")

# %% [markdown]
# To use it: start your app, choose *Import* in Postman, give it the file, then *Run* the collection. The lab's
# link is <https://www.postman.com/>; it may ask for a free account.

# %% [markdown]
# Bruno, Insomnia and Hoppscotch are free and import the same file. A note for Windows: the lab's curl line
# is for bash and zsh. The step's page has one for PowerShell.

# %%
app.stop()
again.stop()

# %% [markdown]
# ## Now you: `make step-4`
#
# Your starter is `steps/04_methods/app.py`, its page is `steps/04_methods/README.md`. Three questions for the
# debrief:
#
# <details><summary>1. A POST is answered with 405, another with 415, a third with 400. What is wrong in each?</summary>
#
# 405: no view takes POST at that address. 415: the header Content-Type: application/json is missing. 400: the
# header is there, but the body cannot be read as JSON.
# </details>
#
# <details><summary>2. Why may two views have the address /incomes, and how does Flask choose?</summary>
#
# Their routes name different methods. Flask chooses by address and method together.
# </details>
#
# <details><summary>3. You have added three incomes and restarted the app. What does GET /incomes list, and why?</summary>
#
# The salary alone. The list is in the memory of the program, which ended; the new program begins with what
# the file says.
# </details>
