# %% [markdown]
# # 9. Keep past predictions
#
# You will be able to store the predictions of your app, give each row a permanent id, let others correct a row
# with PUT, and say why a list in memory is not enough.

# %%
import sys

sys.path.append("..")
from flask import Flask, request
from workbook.walkthrough import load, serve, show

# %% [markdown]
# ## A list of past predictions
#
# The finished app of this step stores its predictions. At first there are none, and the list in the response is
# empty:

# %%
app = serve("09_past_predictions")
app.get("/past_predictions")

# %% [markdown]
# Each prediction becomes a *row*. The response contains its *id*: a number that is used once and belongs to this
# row for ever.

# %%
setosa = {"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}
virginica = {"sepal_length": 6.7, "sepal_width": 3.1, "petal_length": 5.6, "petal_width": 2.4}
app.post("/predict", json=setosa)

# %% [markdown]
# After a second prediction, the list has two rows, the newest last. Each row includes its inputs, so that you can
# judge later whether the prediction was right.

# %%
app.post("/predict", json=virginica)
app.get("/past_predictions").reply.json()

# %% [markdown]
# ## Correct a row
#
# **PUT** replaces what is there. The URL names the row by its id, and the body of the request contains the new
# value:

# %%
app.put("/past_predictions/1", json={"prediction": "versicolor"})

# %% [markdown]
# The lab's third route corrects the newest row, whatever its id is. The converter `int` accepts only digits, so
# `last` has a view function of its own.

# %%
app.put("/past_predictions/last", json={"prediction": "setosa"})

# %% [markdown]
# **404 Not Found** means that no row has that id. The body is JSON, as in every error response of this app:

# %%
app.put("/past_predictions/99", json={"prediction": "setosa"})

# %% [markdown]
# A value that the model could never predict gets a **400 Bad Request**. pydantic's `Literal` lists the possible
# values:

# %%
app.put("/past_predictions/1", json={"prediction": "rose"}).reply.json()

# %% [markdown]
# ## Read page by page
#
# The list grows. The query string, after the `?` of a URL, asks for a part of it: `limit` for the newest rows,
# `after` for the rows that follow an id.

# %%
print([row["id"] for row in app.get("/past_predictions?limit=1").reply.json()])
print([row["id"] for row in app.get("/past_predictions?after=1").reply.json()])

# %% [markdown]
# ## Why not a list in memory?
#
# The lab allows one: `rows = []` outside the functions, as in step 4. This function creates such an app, with two
# view functions:


# %%
def worker():
    app = Flask("in_memory")
    rows = []

    @app.route("/rows")
    def list_rows():
        return rows

    @app.route("/rows", methods=["POST"])
    def add_row():
        rows.append(request.get_json())
        return {"id": len(rows)}

    return app


# %% [markdown]
# A production server runs an app in several processes at the same time, its *workers*. Each has its own memory.
# Here are two, and a visitor cannot know which one handles a request:

# %%
one, other = serve(worker()), serve(worker())
print(one.post("/rows", json="a").reply.json(), other.post("/rows", json="b").reply.json())

# %% [markdown]
# There are two rows, and both have the id 1. And each worker lists only the row that it has received itself:

# %%
print(one.get("/rows").reply.json(), other.get("/rows").reply.json())

# %% [markdown]
# When a process ends, its list is lost. So what must last goes into a file that all workers share: a *database*.
# SQLite is a database that comes with Python.

# %%
one.stop()
other.stop()

# %% [markdown]
# ## A database in one file
#
# A database contains tables. A table has named columns, and ours has a row for each prediction. This creates it,
# unless it exists:

# %%
print(load(app.folder, "store").TABLE)

# %% [markdown]
# The language is SQL. `AUTOINCREMENT` counts for us and never uses a number twice, not even after a row was
# deleted. `NOT NULL` means that a value is required.

# %% [markdown]
# This adds a row. The values are separate from the SQL, which has a `?` for each. `RETURNING id` says which number
# the row has got:

# %%
show(load(app.folder, "store").Store.add)

# %% [markdown]
# Never put values into SQL with an f-string. A quote in the text ends the value, and the rest is executed as SQL.
# First the right way, then the wrong one:

# %%
import sqlite3

memory = sqlite3.connect(":memory:")
memory.execute("CREATE TABLE notes (text)")
name = "O'Brien"
memory.execute("INSERT INTO notes VALUES (?)", (name,)).rowcount

# %% tags=["raises-exception"]
memory.execute(f"INSERT INTO notes VALUES ('{name}')")

# %% [markdown]
# ## One statement for each write
#
# Two requests may arrive at the same moment. If the app first reads the last id and then writes, the other request
# can come in between:

# %%
numbers = [1]
first, second = max(numbers), max(numbers)  # both requests read ...
numbers += [first + 1, second + 1]  # ... and only then they write
numbers

# %% [markdown]
# The database executes each statement completely before the next one. So one statement both finds the last row and
# changes it:

# %%
print(load(app.folder, "store").CORRECT_LAST)

# %% [markdown]
# ## A connection for each thread
#
# The server handles each request in a *thread*: threads run side by side in one process. A connection of SQLite
# belongs to the thread that opened it:

# %%
from concurrent.futures import ThreadPoolExecutor

request_in_thread = ThreadPoolExecutor().submit(memory.execute, "SELECT * FROM notes")
str(request_in_thread.exception()).split(".")[0]

# %% [markdown]
# So this app keeps one connection for each thread, in a `threading.local()`. `WAL` lets others read while one
# writes, and `timeout` is how long a second writer waits:

# %%
show(load(app.folder, "store").connect)

# %% [markdown]
# ## The rows outlive the app
#
# Stop the app, and start it again in the same folder. The rows are still there, with their ids and their
# corrections:

# %%
app.stop()
again = serve(load(app.folder).app)
[(row["id"], row["prediction"]) for row in again.get("/past_predictions").reply.json()]

# %% [markdown]
# The next row gets a new number. This is the purpose of an id: if you note down a 2 today, you will find the same
# row tomorrow.

# %%
print(again.post("/predict", json=setosa).reply.json())
again.stop()

# %% [markdown]
# A file is enough for one computer. For more than one, use a database server such as PostgreSQL. The solution of
# step 10 can use it, with one setting.

# %% [markdown]
# ## Now you: `make step-9`
#
# Your starter is `steps/09_past_predictions/app.py`. Begin with a list, then move to SQLite. Three questions for the
# debrief:
#
# <details><summary>1. Why is an id not simply the row's place in the list?</summary>
#
# A place changes when an earlier row is deleted. An id is used once and stays, so that a URL such as
# <code>/past_predictions/7</code> means the same row tomorrow.
# </details>
#
# <details><summary>2. Two workers, a list in memory. Name two things that go wrong.</summary>
#
# Both use the same ids, and each lists only its own rows. When one ends, its rows are lost.
# </details>
#
# <details><summary>3. Why must "find the last row and change it" be one statement?</summary>
#
# Another request can add a row between two statements. Then the row that is changed is no longer the last.
# </details>
