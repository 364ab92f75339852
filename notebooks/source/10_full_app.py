# %% [markdown]
# # 10. Ship the whole app
#
# You will be able to put the app with its model into a container that is fit for others: trained when it is
# built, served by a production server, run by nobody special, and watched.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import serve, show

# %% [markdown]
# ## What is new in the app
#
# It is the app of step 9, with a few lines more. Whoever runs it wants to know whether it is well. This address
# tells programs:

# %%
app = serve("10_full_app")
show(app.module.health)

# %%
app.get("/health")

# %% [markdown]
# It asks the database for one row, so "ok" means that the database answers too. When that fails, the app says
# **503 Service Unavailable**: not now, try later.

# %%
show(app.module.answer_without_a_store)

# %% [markdown]
# And each answer has headers for browsers. The first says that pages may load scripts and styles from this
# app alone:

# %%
show(app.module.add_security_headers)

# %% [markdown]
# Where predictions are kept is a setting from outside, an *environment variable*. The same code runs on your
# machine, in a container, and beside a database server:

# %% language="bash"
# grep -n environ app.py gunicorn.conf.py

# %% [markdown]
# The model's file is another than in step 9. What the model has learnt is three arrays of numbers, and a prediction
# needs nothing else. Only `train` imports scikit-learn; importing it would take most of the server's start:

# %%
show(app.module.model.save)

# %%
show(app.module.model.predict)

# %% [markdown]
# Any version of scikit-learn means the same by these numbers, so nothing is left to warn of. This works as simply for
# models that are a weighted sum. A forest of trees is saved whole, as in step 7.

# %%
app.stop()

# %% [markdown]
# ## A server for visitors
#
# The server of `flask run` warns you: it is for developing. **gunicorn** is a production server. It starts several
# workers, and replaces one that dies. It reads this file:

# %%
show("gunicorn.conf.py")

# %% [markdown]
# `bind` is where it listens, `workers` are its processes, `threads` how many visitors each serves at once.
# `preload_app` loads the model once, before the workers are made from it.

# %% [markdown]
# ## The Dockerfile
#
# It has two *stages*, each with a `FROM`. The first makes what the app needs. The second is the image, and takes only
# the results:

# %%
show("Dockerfile")

# %% [markdown]
# `RUN python model.py` trains while the image is built. So no trained model lies in Git, and none is trained when
# a container starts: it answers at once.

# %% [markdown]
# `USER 10001:10001`: a number, for a user with no rights beyond its files. Who breaks into the app has that user's
# rights, and not those of root.

# %% [markdown]
# `VOLUME /data` is a folder outside of the image, for the database. A container can be thrown away and made anew;
# its volume, once it has a name, stays.

# %% [markdown]
# `HEALTHCHECK` is a command that Docker runs every ten seconds, inside. `docker ps` then says `healthy` or not. It is
# Python, since slim images have no curl.

# %% [markdown]
# `CMD` is a JSON list, so gunicorn is started without a shell around it. `docker stop` reaches it, and it finishes
# the answers under way.

# %% [markdown]
# What must not get into the image stands in `.dockerignore`: your environment, your secrets, and your own database
# and model.

# %%
show(".dockerignore")

# %% [markdown]
# ## Build and run it
#
# As in step 6, what stands below each command was recorded from a real Docker. `--quiet` leaves out the long
# report; the id that it prints is left out here.

# %%
# %docker build --quiet -t flask-lab .

# %% [markdown]
# The lab's last task, the container on port 9090. The workers start, and their log comes to your terminal, where
# Docker can keep it:

# %%
# %docker run --rm -p 9090:8080 flask-lab

# %% [markdown]
# Ask from a second terminal, as with the lab's curl, or with Postman. `Server` names gunicorn: this is not the
# server of `flask run`.

# %%
# %curl -i -X POST -H "Content-Type: application/json" -d '{"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}' http://localhost:9090/predict

# %% [markdown]
# To keep the rows when the container is removed, give its volume a name: `-v flask-lab-data:/data`. The next container
# with the same `-v` finds them.

# %%
# %curl http://localhost:9090/past_predictions

# %% [markdown]
# Who runs it? What stands behind the image's name replaces `CMD`. The answer is a number without a name, in a Linux
# that knows no such user:

# %%
# %docker run --rm flask-lab id

# %% [markdown]
# ## Beyond one machine
#
# SQLite is a file, and a file is on one machine. With `DATABASE_URL=postgresql://…` the same app keeps its rows
# in PostgreSQL, a database server that many containers share.

# %% [markdown]
# The app itself keeps nothing in its memory between two requests. So you may run as many containers as you like, and
# throw any of them away.

# %% [markdown]
# ## Now you: `make step-10`
#
# Your starter is `steps/10_full_app`. `make run` starts the workbook's own solution without Docker, `make docker` in
# a container. Three questions for the debrief:
#
# <details><summary>1. Why is the model trained when the image is built, and not when a container starts?</summary>
#
# A container then starts at once, and all containers of an image have the same model. If training fails, the build
# fails, and nobody gets a broken image.
# </details>
#
# <details><summary>2. You remove the container and start a new one. What is gone, and what is not?</summary>
#
# Whatever was written inside the container is gone. What is in the named volume, the database, stays.
# </details>
#
# <details><summary>3. Why not <code>CMD ["flask", "run", "--host=0.0.0.0"]</code> here too?</summary>
#
# Its server is made for one developer. It is slow with many visitors, and has not been hardened against those who mean
# harm. gunicorn is made for that, and replaces a worker that dies.
# </details>
