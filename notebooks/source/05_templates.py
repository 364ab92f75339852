# %% [markdown]
# # 5. Render pages from templates
#
# You will be able to write a page as an HTML template, pass values to it, use loops, conditions and
# inheritance, and show what visitors type without danger.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import load, serve, show

# %% [markdown]
# ## A template
#
# Until now view functions returned a string. A whole HTML page gets a file of its own, a *template*, in the
# folder `templates` beside `app.py`. This is the lab's:

# %%
lab = serve("05_templates", lab=True)
show("templates/hello.html")

# %% [markdown]
# `{{ name }}` is a *variable*. The lab's view function names the file and passes the value. *Rendering* means
# that Jinja, Flask's template library, replaces each variable by its value:

# %%
show(lab.module.hello)

# %% [markdown]
# Now request the lab's `/hello/john`. Here is first the HTML in the response, with both variables replaced,
# and then the page that a browser shows:

# %%
lab.page("/hello/john")

# %% [markdown]
# The lab says that braces hold "Python code". It is Jinja's own language, which looks like Python. It has
# *filters* instead of functions such as `len`. A filter follows a vertical bar:


# %%
def render(text, **values):
    return lab.module.app.jinja_env.from_string(text).render(values)


render("{{ name|length }} letters: {{ name|upper|replace('D', '-') }}", name="Ada")

# %% [markdown]
# A variable that you do not pass stays empty, without any error. If something is missing on your page, compare
# the names, as here `nmae`:

# %%
render("Hello, {{ nmae }}!", name="Ada")

# %% [markdown]
# ## Inheritance: one frame for all pages
#
# All pages share a head, a style and links. These are written once, in a *base template*. Here is that of the
# finished app:

# %%
app = serve("05_templates")
show("templates/base.html")

# %% [markdown]
# Each `{% block … %}` is a *block*, a part that other templates fill in. The URLs come from `url_for`, also
# that of the stylesheet, a *static file*. `hello.html` *inherits* the rest with `{% extends %}`:

# %%
show("templates/hello.html")

# %% [markdown]
# ## Loops and conditions
#
# `{% for %}` repeats everything up to `{% endfor %}`. `{% if %}` chooses between two parts. You always write
# the end, because indentation means nothing in HTML.

# %%
show("templates/incomes.html")

# %% [markdown]
# The view function passes the list that you know from step 4, as `incomes=incomes`. With the lab's second
# income, the table has two rows:

# %%
app.post("/incomes", json={"description": "dividends", "amount": 200})
app.page("/incomes/page", height=260)

# %% [markdown]
# ## What visitors type
#
# Somebody gives the name `<i>Ada`. In HTML, `<i>` starts italic text. *Autoescaping* writes `<` as `&lt;`, which
# a browser shows as a character and nothing more:

# %%
app.page("/hello/<i>Ada", height=260)

# %% [markdown]
# The filter `safe` turns autoescaping off for a value, and so does `Markup(…)` in Python. Let us make that
# mistake, and send a script as the description of an income:

# %%
app.edit("description }}", "description|safe }}", "templates/incomes.html")
unsafe = serve(load(app.folder).app)
script = "<script>alert('Your cookies are mine')</script>"
unsafe.post("/incomes", json={"description": script, "amount": 1}).reply.status_code

# %% [markdown]
# We print the line instead of showing the page, since the script would run in the browser of everyone who
# opens it. So never use `safe` on what visitors typed:

# %% language="bash"
# curl http://localhost:5000/incomes/page | grep "alert"

# %% [markdown]
# A view function without a template is in danger too, because a browser reads a returned string as HTML, and
# Python's `f"…"` escapes nothing. So this function calls `escape`:

# %%
show(app.module.hello_guest)

# %% [markdown]
# ## When no template is found
#
# Flask looks only in `templates`, beside `app.py`. This renames the folder, an easy mistake to make. The
# terminal shows `TemplateNotFound` and the name of the file:

# %%
(app.folder / "templates").rename("template")
lost = serve(load(app.folder).app)
print(lost.get("/hello/Ada").reply.status_code)
lost.terminal()

# %%
for server in (lab, app, unsafe, lost):
    server.stop()

# %% [markdown]
# ## Now you: `make step-5`
#
# Your starter is `steps/05_templates/app.py`, with a first template beside it. Its page is
# `steps/05_templates/README.md`. Flask reads each template once, unless debug mode is on. Three questions for
# the debrief:
#
# <details><summary>1. The page says "Hello, " and then nothing. There is no error. Where do you look?</summary>
#
# At the variable in the template and at the name in render_template(…, name=name). A variable that was not
# passed stays empty.
# </details>
#
# <details><summary>2. A visitor types a script as a name. Which of these protects the others: the route, the template, the browser?</summary>
#
# The template. Jinja escapes each less-than sign, so that the browser shows the text and runs nothing. Only
# safe and Markup turn that off.
# </details>
#
# <details><summary>3. You want another link at the top of all pages. How many files do you change, and why?</summary>
#
# One, base.html. All other templates extend it and fill only its blocks.
# </details>
