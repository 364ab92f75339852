# %% [markdown]
# # 10. Ship the whole app
#
# You will be able to put the app and its model into a container that others can use: trained when the image is
# built, served by a production server, without root's rights, and with a health check.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import serve, show, use_docker

# %% [markdown]
# ## What is new in the app
#
# It is the app of step 9, with a few lines more. Whoever runs it wants to know whether it works. This URL tells
# programs:

# %%
app = serve("10_full_app")
show(app.module.health)

# %%
app.get("/health")

# %% [markdown]
# The view function asks the database for one row, so "ok" means that the database works too. If it fails, the app
# responds with **503 Service Unavailable**: not now, try later.

# %%
show(app.module.answer_without_a_store)

# %% [markdown]
# Each response also has headers for browsers. The first one says that pages may load scripts and styles from this
# app only:

# %%
show(app.module.add_security_headers)

# %% [markdown]
# Where predictions are kept is a setting from outside, an *environment variable*. The same code runs on your
# machine, in a container, and beside a database server:

# %% language="bash"
# grep -n environ app.py gunicorn.conf.py

# %% [markdown]
# The model's file differs from that of step 9. The model has learnt three arrays of numbers, and a prediction needs
# nothing else. Only `train` imports scikit-learn, because importing it would take most of the server's start:

# %%
show(app.module.model.save)

# %%
show(app.module.model.predict)

# %% [markdown]
# These numbers mean the same to every version of scikit-learn. This works for models that are a weighted sum. Other
# models, such as a forest of trees, are saved whole, as in step 7.

# %%
app.stop()

# %% [markdown]
# ## A server for visitors
#
# The server of `flask run` warns you that it is for development. **gunicorn** is a *production server*. It starts
# several workers, and replaces one that dies. It reads this file:

# %%
show("gunicorn.conf.py")

# %% [markdown]
# `bind` is where it listens, `workers` is its number of processes, `threads` how many requests each handles at once.
# `preload_app` loads the model once, before it starts the workers.

# %% [markdown]
# ## The Dockerfile
#
# It has two *stages*, each with a `FROM`. The first one builds what the app needs. The second one becomes the image
# and copies only the results:

# %%
show("Dockerfile")

# %% [markdown]
# `RUN python model.py` trains the model during the build. So there is no trained model in Git, and a container
# responds as soon as it starts.

# %% [markdown]
# `USER 10001:10001` is a number, for a user with no rights beyond its files. If someone takes over the app, they get
# that user's rights, and not root's.

# %% [markdown]
# `VOLUME /data` is a *volume*: a folder outside of the image, here for the database. You can remove a container and
# start a new one; a volume with a name remains.

# %% [markdown]
# `HEALTHCHECK` is a command that Docker runs in the container every ten seconds. `docker ps` then shows `healthy` or
# `unhealthy`. It uses Python, since slim images have no curl.

# %% [markdown]
# `CMD` is a JSON list, so gunicorn starts without a shell around it. The signal of `docker stop` reaches gunicorn,
# which finishes the current responses.

# %% [markdown]
# `.dockerignore` lists what must not get into the image: your environment, your secrets, and your own database and
# model.

# %%
show(".dockerignore")

# %% [markdown]
# ## Build and run it
#
# As in step 6, `%docker` runs a command, or shows what a real Docker printed. `--quiet` leaves out the long report;
# this notebook leaves out the id that it prints.

# %%
use_docker("10_full_app")

# %%
# %docker build --quiet -t flask-lab .

# %% [markdown]
# Now the lab's last task, the container on port 9090. The workers start, and their log goes to your terminal, where
# Docker can store it:

# %%
# %docker run --rm -p 9090:8080 flask-lab

# %% [markdown]
# Send a request as with the lab's curl, or with Postman. The header `Server` names gunicorn: this is not the server
# of `flask run`.

# %%
# %curl -i -X POST -H "Content-Type: application/json" -d '{"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}' http://localhost:9090/predict

# %% [markdown]
# To keep the rows when the container is removed, name its volume: `-v flask-lab-data:/data`. The next container with
# the same `-v` finds them.

# %%
# %curl http://localhost:9090/past_predictions

# %% [markdown]
# Which user runs it? The command after the image's name replaces `CMD`. It prints a number without a name, because
# this Linux has no such user:

# %%
# %docker run --rm flask-lab id

# %% [markdown]
# ## Beyond one machine
#
# SQLite is a file, and a file is on one computer. With `DATABASE_URL=postgresql://…` the same app stores its rows in
# PostgreSQL, a database server that many containers can share.

# %% [markdown]
# The app itself keeps nothing in memory between two requests. So you can run as many containers as you like, and
# remove any of them.

# %% [markdown]
# ## Now you: `make step-10`
#
# Your starter is `steps/10_full_app`. `make run` starts the workbook's own solution without Docker, `docker build` and
# `docker run` (see the workbook's README) in a container. Three questions for the debrief:
#
# <details><summary>1. Why is the model trained when the image is built, and not when a container starts?</summary>
#
# A container then starts at once, and all containers of an image have the same model. If the training fails, the
# build fails, and nobody gets a broken image.
# </details>
#
# <details><summary>2. You remove the container and start a new one. What is gone, and what is not?</summary>
#
# All files that were written in the container are gone. The named volume, with the database, remains.
# </details>
#
# <details><summary>3. Why not <code>CMD ["flask", "run", "--host=0.0.0.0"]</code> here too?</summary>
#
# Its server is made for one developer. It is slow with many visitors, and is not protected against attackers.
# gunicorn is made for that, and replaces a worker that dies.
# </details>
