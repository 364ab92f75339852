# %% [markdown]
# # 5. Make pages from templates
#
# You will be able to write a page as an HTML file with gaps, fill the gaps from Python, repeat and leave out
# parts, share one frame between pages, and show safely what visitors type.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import load, serve, show

# %% [markdown]
# ## A file with gaps
#
# Until now views returned a text. A page has more to it: a title, headings, links. So it gets its own file, a
# *template*, in the folder `templates` beside `app.py`. This is the lab's:

# %%
lab = serve("05_templates", lab=True)
show("templates/hello.html")

# %% [markdown]
# It is HTML, with two gaps: each `{{ name }}` waits for a value. The lab's view names the file and hands over the
# value. The library that fills the gaps is called Jinja:

# %%
show(lab.module.hello)

# %% [markdown]
# Now the lab's address, `/hello/john`. On the left is what Flask sends, with both gaps filled. On the right is
# what a browser makes of it:

# %%
lab.page("/hello/john")

# %% [markdown]
# `name=None` is never used here, since this route always brings a name. Without one there is no view: the
# address `/hello/` is a **404 Not Found**.

# %%
lab.get("/hello/").reply.status_code

# %% [markdown]
# ## What may stand in a gap
#
# The lab says "Python code". It is a small language of Jinja's own that looks like Python. Try it on texts,
# without a file:


# %%
def fill(text, **values):
    return lab.module.app.jinja_env.from_string(text).render(values)


fill("{{ income.amount * 12 }} a year", income={"amount": 5000})

# %% [markdown]
# `income.amount` is a key of a dict here; it may also be an attribute. But Python's own functions are not there,
# and this is the error you would meet:

# %% raises
fill("{{ len(name) }} letters", name="Ada")

# %% [markdown]
# Jinja has *filters* instead. A filter stands behind a bar and changes the value before it. Several may follow
# each other:

# %%
fill("{{ name|length }} letters: {{ name|upper|replace('D', '-') }}", name="Ada")

# %% [markdown]
# A gap whose name was not handed over stays empty, without any error. Is something missing on your page? Compare
# the names, as here `nmae`:

# %%
fill("Hello, {{ nmae }}!", name="Ada")

# %% [markdown]
# ## One frame for all pages
#
# Pages share their head, their style and their links. Those stand in a *base* template, once. Here is the
# one of the finished app:

# %%
app = serve("05_templates")
show("templates/base.html")

# %% [markdown]
# Each `{% block … %}` is a place that other templates fill. The addresses come from `url_for`, as in step 3, also
# that of the stylesheet in the folder `static`. Now `hello.html` is short:

# %%
show("templates/hello.html")

# %% [markdown]
# `{% extends %}` takes the base page, and the two blocks are put into it. This is called *inheritance*. Look how
# much of the page comes from the base:

# %%
app.page("/hello/Ada", height=260)

# %% [markdown]
# The finished app has a second route for this view, which brings no name. There the function's own value, `World!`,
# fills the gap:

# %%
show(app.module.hello)

# %% [bash]
# curl http://localhost:5000/hello/ | grep Hello

# %% [markdown]
# A block that the base does not have is not shown, and nobody complains. If a page stays empty, compare the names
# of the blocks. And `{# … #}` is a comment, for you alone.

# %% [markdown]
# ## Loops and conditions
#
# `{% for %}` repeats what is between it and `{% endfor %}`. `{% if %}` shows one part or the other. An end is
# always written, since indentation means nothing in HTML.

# %%
show("templates/incomes.html")

# %% [markdown]
# The view hands over the list that you know from step 4. In `incomes=incomes` the first is the name in
# the template, the second the list in `app.py`:

# %%
show(app.module.incomes_page)

# %% [markdown]
# One income is in the list, so the page has one row. Spaces and empty lines are what is left of the lines with
# `{% … %}`; a browser ignores them:

# %%
app.page("/incomes/page", height=260)

# %% [markdown]
# Add an income with the lab's command from step 4, and the same template gives two rows. `grep` picks the lines
# of the source that have a cell of the table:

# %% [bash]
# curl -X POST -H "Content-Type: application/json" -d '{"description":"dividends", "amount": 200}' http://localhost:5000/incomes
# curl http://localhost:5000/incomes/page | grep "<td>"

# %% [markdown]
# Take both away, and the other part of the condition is on the page. To a condition, an empty list counts as
# false:

# %% [bash]
# curl -X DELETE http://localhost:5000/incomes/1
# curl -X DELETE http://localhost:5000/incomes/0
# curl http://localhost:5000/incomes/page | grep -e "<h1>" -e "<p>"

# %% [markdown]
# What was opened must be closed. Without `{% endfor %}` Jinja cannot read the template, and says what it was
# looking for:

# %% raises
fill("{% for fruit in fruits %} {{ fruit }}", fruits=["fig", "pear"])

# %% [markdown]
# ## What visitors type
#
# Somebody may give the name `<i>Ada`. In HTML, `<i>` begins slanted letters. Jinja *escapes* it: `<` becomes
# `&lt;`, which a browser shows as a character and nothing more.

# %%
app.page("/hello/<i>Ada", height=260)

# %% [markdown]
# The filter `safe` switches this off. It says "I vouch for this text", and so does `Markup(…)` in Python. Let us
# make that mistake:

# %%
app.edit("{{ name }}</h1>", "{{ name|safe }}</h1>", "templates/hello.html")
unsafe = serve(load(app.folder).app)
unsafe.page("/hello/<i>Ada", height=260)

# %% [markdown]
# The letters slant: a visitor has written a piece of our page. Slanted letters do no harm. A `<script>` does,
# and somebody sends one as an income:

# %%
script = "<script>alert('Your cookies are mine')</script>"
unsafe.post("/incomes", json={"description": script, "amount": 1})

# %% [markdown]
# The template of the incomes still escapes. Visitors of this page read an odd description, and nothing runs.
# Here is the row in the source:

# %% [bash]
# curl http://localhost:5000/incomes/page | grep "alert"

# %% [markdown]
# Now with `|safe` there too. We only print the line, since the page itself would run it, in the browser of
# everyone who opens it:

# %%
app.edit("description }}", "description|safe }}", "templates/incomes.html")
unsafe = serve(load(app.folder).app)
unsafe.post("/incomes", json={"description": script, "amount": 1}).reply.status_code

# %% [bash]
# curl http://localhost:5000/incomes/page | grep "alert"

# %% [markdown]
# So never write `safe` on what visitors typed. And mind the views without a template: a browser reads their
# text as HTML as well. Python's `f"…"` escapes nothing, so this view calls `escape`:

# %%
show(app.module.hello_guest)

# %%
app.get("/guest/<i>bob")

# %% [markdown]
# ## When no template is found
#
# Flask looks in `templates`, beside `app.py`, and nowhere else. This gives the folder a slightly other name,
# an easy mistake to make:

# %% [bash]
# mv templates template

# %%
lost = serve(load(app.folder).app)
lost.get("/hello/Ada").reply.status_code

# %% [markdown]
# The 500 says only that the app has failed. The terminal says why: `TemplateNotFound`, with the name of the file.
# Compare that name, letter by letter:

# %%
lost.terminal()

# %% [markdown]
# And compare the folder. An app tells you where it looks. The `s` is there, and in our folder it is not:

# %%
load(app.folder).app.jinja_loader.searchpath

# %% [markdown]
# One more surprise: you edit a template, and the page stays the same. Without debug mode Flask reads each
# template once. Start the app again, or use `flask run --debug`.

# %%
for server in (lab, app, unsafe, lost):
    server.stop()

# %% [markdown]
# ## Now you: `make step-5`
#
# Your starter is `steps/05_templates/app.py`, with a first template beside it. Its page is
# `steps/05_templates/README.md`. Three questions for the debrief:
#
# <details><summary>1. The page says "Hello, " and then nothing. The view runs without an error. Where do you look?</summary>
#
# At the name in the gap and the name in render_template(…, name=name). A gap whose name was not handed over
# stays empty.
# </details>
#
# <details><summary>2. A visitor types a script as a name. Which of these protects the others: the route, the template, the browser?</summary>
#
# The template. Jinja writes each less-than sign as a character of its own, so that the browser shows the text
# and runs nothing. Only safe and Markup switch that off.
# </details>
#
# <details><summary>3. You want another link on top of all pages. How many files do you change, and why?</summary>
#
# One, base.html. All other templates extend it and fill only its blocks.
# </details>
