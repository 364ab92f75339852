# %% [markdown]
# # 9. Keep past predictions
#
# You will be able to keep what your app has answered, give each row an id that stays, let others correct a row
# with PUT, and say why a list in memory is not enough.

# %%
import sys

sys.path.append("..")
from flask import Flask, request
from workbook.walkthrough import load, serve, show

# %% [markdown]
# ## A list of what was answered
#
# The finished app of this step remembers. At first there is nothing, and the list is empty:

# %%
app = serve("09_past_predictions")
app.get("/past_predictions")

# %% [markdown]
# Each prediction becomes a *row*. The answer names its *id*: a number that is given once and belongs to this row
# for ever.

# %%
setosa = {"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}
virginica = {"sepal_length": 6.7, "sepal_width": 3.1, "petal_length": 5.6, "petal_width": 2.4}
app.post("/predict", json=setosa)

# %% [markdown]
# After a second one, the list has two rows. The newest is the last. Each has its inputs, so that one can judge
# later whether the answer was right.

# %%
app.post("/predict", json=virginica)
app.get("/past_predictions").reply.json()

# %% [markdown]
# ## Correct a row
#
# **PUT** puts something in the place of what is there. The address names the row, by its id, and the body says
# the new value:

# %%
app.put("/past_predictions/1", json={"prediction": "versicolor"})

# %% [markdown]
# The lab's third route corrects the newest row, whatever its id is. In the route, `<int:…>` takes only
# numbers, so the word `last` gets a view of its own.

# %%
app.put("/past_predictions/last", json={"prediction": "setosa"})

# %% [markdown]
# **404 Not Found**: no row has that id. It is JSON, like every error of this app:

# %%
app.put("/past_predictions/99", json={"prediction": "setosa"})

# %% [markdown]
# And **400 Bad Request** for a value that the model could never give. pydantic's `Literal` lists those that it
# could:

# %%
app.put("/past_predictions/1", json={"prediction": "rose"}).reply.json()

# %% [markdown]
# ## Read page by page
#
# A list grows. What stands behind the `?` of an address is a *query*: `limit` asks for the newest rows, `after` for
# those behind an id.

# %%
print([row["id"] for row in app.get("/past_predictions?limit=1").reply.json()])
print([row["id"] for row in app.get("/past_predictions?after=1").reply.json()])

# %% [markdown]
# ## Why not a list in memory?
#
# The lab allows it: `rows = []` outside the functions, as in step 4. This is such an app, as short as can be:


# %%
def worker():
    rows = []
    app = Flask("in_memory")
    app.post("/rows", endpoint="add")(lambda: rows.append(request.json) or {"id": len(rows)})
    app.get("/rows", endpoint="list")(lambda: rows)
    return app


# %% [markdown]
# A real server runs an app in several processes side by side, its *workers*. Each has a memory of its own. Here
# are two, and a visitor never knows which one answers:

# %%
one, other = serve(worker()), serve(worker())
print(one.post("/rows", json="a").reply.json(), other.post("/rows", json="b").reply.json())

# %% [markdown]
# Two rows, and both have the id 1. And each worker shows only the half that it has seen itself:

# %%
print(one.get("/rows").reply.json(), other.get("/rows").reply.json())

# %% [markdown]
# When a process ends, its list ends with it. So what is to be kept goes into a file that all workers share: a
# *database*. SQLite comes with Python.

# %%
one.stop()
other.stop()

# %% [markdown]
# ## A database in one file
#
# It keeps tables. A table has columns with names, and a row for each prediction. This makes ours, unless it is
# there:

# %%
print(load(app.folder, "store").TABLE)

# %% [markdown]
# The language is SQL. `AUTOINCREMENT` counts for us and never gives a number twice, not even after a row
# was deleted. `NOT NULL` means: never empty.

# %% [markdown]
# This adds a row. The values stand apart from the SQL, which has a `?` for each. `RETURNING id` says which number
# the row has got:

# %%
show(load(app.folder, "store").Store.add)

# %% [markdown]
# Never put values into SQL with an f-string. A text with a quote in it ends the value, and the rest is taken
# for SQL. Beside it, the right way:

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
# Two visitors may come at the same moment. Who reads the last id first, and then writes, can be overtaken in
# between:

# %%
numbers = [1]
first, second = max(numbers), max(numbers)  # both visitors read ...
numbers += [first + 1, second + 1]  # ... and only then they write
numbers

# %% [markdown]
# The database carries out each statement whole, one after the other. So the last row is looked for while it is
# written, in one statement:

# %%
show(load(app.folder, "store").Store.correct_last)

# %% [markdown]
# ## A connection for each thread
#
# The server answers every visitor in another *thread*, a strand of the same process. A connection of SQLite belongs to
# the thread that opened it:

# %%
from concurrent.futures import ThreadPoolExecutor

visitor = ThreadPoolExecutor().submit(memory.execute, "SELECT * FROM notes")
str(visitor.exception()).split(".")[0]

# %% [markdown]
# So this store keeps one for each thread, in a `threading.local()`. `WAL` lets readers go on while somebody
# writes, and `timeout` waits for another writer:

# %%
show(load(app.folder, "store").connect)

# %% [markdown]
# ## It outlives the app
#
# Stop the app, and start it again in the same folder. The rows are still there, with their ids and their
# corrections:

# %%
app.stop()
again = serve(load(app.folder).app)
[(row["id"], row["prediction"]) for row in again.get("/past_predictions").reply.json()]

# %% [markdown]
# The next row gets a new number. That is what an id is for: whoever has noted a 2 will find the same row
# tomorrow.

# %%
print(again.post("/predict", json=setosa).reply.json())
again.stop()

# %% [markdown]
# A file is right for one machine. When one machine is not enough, a database server such as PostgreSQL takes its
# place. The solution of step 10 has it, by one setting.

# %% [markdown]
# ## Now you: `make step-9`
#
# Your starter is `steps/09_past_predictions/app.py`. Begin with a list, then move to SQLite. Three questions for the
# debrief:
#
# <details><summary>1. Why is an id not simply the row's place in the list?</summary>
#
# A place changes when a row before it goes. An id is given once and stays, so that an address such as
# <code>/past_predictions/7</code> means the same row tomorrow.
# </details>
#
# <details><summary>2. Two workers, a list in memory. Name two things that go wrong.</summary>
#
# Both give the same ids, and each shows only its own rows. When one ends, its rows are gone.
# </details>
#
# <details><summary>3. Why must "find the last row and change it" be one statement?</summary>
#
# Between two statements another request can add a row. Then the one that is changed is not the last any more.
# </details>
