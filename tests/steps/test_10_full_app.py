"""Ship the whole app.

You can now put an app with its model and its data into a container that others can rely on: served
by a production server, started by nobody who may do harm, watched, and stopped without a loss.
"""

import ast
import json
import posixpath
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from workbook.app.client import Client
from workbook.docker import rules
from workbook.docker.command import (
    app_runs,
    command,
    listening,
    listens_everywhere,
    listens_on_port,
    port_is_exposed,
    words,
)
from workbook.docker.container import restart
from workbook.docker.dockerfile import Dockerfile
from workbook.docker.engine import docker
from workbook.docker.running import health_check_succeeds, last_error, passes_again
from workbook.errors import NotChecked, Refused
from workbook.files import check_pinned, imports, is_exact, read_requirements, text
from workbook.result import Waiting, settled, wrong

NEEDS = ("model",)
ON_REQUEST = ("pandas",)
pytest_plugins = ["workbook.docker.fixtures"]

SECONDS = 600  # for the whole step: a first build downloads a base image and 100 MB of packages
LEAVE_OUT = ("*.db", "*.db-*", "*.sqlite*", "predictions.json*", "predictions.csv")
PRELOAD = ("pydantic.root_model", "sklearn.datasets", "sklearn.linear_model", "sklearn.pipeline")

ROOT = Path(__file__).parents[2]
START = 'CMD ["gunicorn", "--bind=0.0.0.0:8080", "--workers=2", "app:app"]'
PACKAGES = {"flask": "flask", "scikit-learn": "sklearn", "pydantic": "pydantic"}
SERVERS = {  # what starts a production server, and the package it is in
    "gunicorn": "gunicorn",
    "waitress-serve": "waitress",
    "waitress": "waitress",
    "granian": "granian",
    "uwsgi": "uwsgi",
    "hypercorn": "hypercorn",
    "uvicorn": "uvicorn",
}
MODEL_FILES = (".joblib", ".pkl", ".pickle", ".onnx", ".skops", ".npz")
HEALTH = 'A text goes out as a page. A dict becomes JSON: return {"status": "ok"}'
PAST = "/past_predictions"
ASKED = 5  # times that they look at the rows, while a second worker may still be starting
VISITORS = 12  # connections of their own, so that a second worker has some of them
KILLED = "137"  # the status of what was killed
FOR_DEVELOPING = (
    "This server is for developing. It says so itself when it starts: do not use it in a "
    "production deployment."
)
ONE_EACH = (
    "Each worker is a process with a memory of its own. A list in memory is another one in each; a "
    "database is one for all."
)
IN_MEMORY = "A restart ends the processes, and what was in their memory."


@pytest.fixture
def dockerfile(folder):
    """Return the Dockerfile, once Docker could read it."""
    found = settled(lambda: Dockerfile(folder))
    if not found.all("FROM"):
        raise Waiting
    return found


@pytest.fixture
def started(dockerfile):
    """Return the instructions that say what the container starts, once they are a list."""
    return settled(lambda: command(dockerfile, START))


def modules(folder):
    """Return the names of the student's own modules that app.py imports, or that those import."""
    found, new = set(), {"app"}
    while new:
        found |= new
        trees = [ast.parse(text(folder / f"{name}.py")) for name in new]
        named = {name for tree in trees for node in ast.walk(tree) for name in imported(node)}
        new = {name for name in named - found if (folder / f"{name}.py").is_file()}
    return found


def imported(node):
    """Return the modules that a statement imports."""
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def test_health(client):
    """GET /health answers 200 with JSON.

    Somebody must notice when an app runs and answers nobody. So apps have an address that is cheap
    to ask.

    It should fail when the app cannot do its work, so it may also ask the database for one row.

    Write @app.route("/health") above def health(): and return {"status": "ok"}
    """
    reply = client.get("/health")

    assert reply.status_code == 200
    assert "application/json" in reply.headers.get("Content-Type", ""), HEALTH


def test_docker_can_read_it(folder):
    """Docker can carry out each line of the Dockerfile: it knows the instruction, and each COPY
    names what is there, and where it goes.

    It is all as in step 6. Docker reads from top to bottom, and starts with FROM.

    COPY . . takes all that is in your folder, except what .dockerignore names.
    """
    dockerfile = Dockerfile(folder)
    rules.instructions_are_known(dockerfile)
    rules.copies_have_targets(dockerfile)
    rules.copies_have_sources(dockerfile)


def test_whole_app_is_copied(dockerfile):
    """app.py, the modules that it imports, templates/ and static/ come into the image, side by side
    as in your folder.

    The app in the container has nothing but what was copied.

    COPY . . takes the whole folder. Without it, each file and folder needs a COPY: model.py and
    store.py too.
    """
    folder = dockerfile.folder
    try:
        needed = [f"{name}.py" for name in sorted(modules(folder))]
    except (SyntaxError, ValueError):
        raise Waiting from None
    shown = [file for file in dockerfile.files if file.startswith(("templates/", "static/"))]
    needed += [file for file in shown if (folder / file).is_file()]
    rules.app_is_copied(dockerfile, needed, "The app looks for it at")


def test_requirements_are_pinned(folder, dockerfile):
    """requirements.txt names all that the app imports, and the production server, each with its
    exact version: gunicorn==27.0.1

    It is as in step 8. An image that is built next year should be the one that you tried.

    pip list says which versions you have. A server is a package too, though app.py does not import
    it.
    """
    for number, line, wanted in read_requirements(folder, "a package, ==, and its version"):
        if not is_exact(wanted):
            why = "Without ==, pip takes the newest version, whatever that is by then."
            expected = f"{wanted.name}==, and its version"
            raise wrong(expected, line, why, file="requirements.txt", line=number)
    for package, module in PACKAGES.items():
        if package == "flask" or imports(folder, module):
            check_pinned(folder, package, module)
    names = {wanted.name.lower() for *_, wanted in read_requirements(folder, "")}
    for package in servers(settled(lambda: production_command(dockerfile))):
        if package not in names:
            why = f"CMD starts {package}, and nothing installs it."
            raise wrong(pin(package), f"no line that names {package}", why)


def servers(parts):
    """Return the packages of the production servers that are started."""
    programs = [posixpath.basename(word) for word in words(parts)]
    return [SERVERS[name] for name in programs if name in SERVERS]


def pin(package):
    try:
        return f"{package}=={version(package)}"
    except PackageNotFoundError:  # of another server than the workbook's own
        return f"{package}==, and its version"


def test_command_starts_a_production_server(dockerfile):
    """CMD starts a production server, such as gunicorn, as a JSON list:
    CMD ["gunicorn", …, "app:app"]

    flask run is for developing: one process, which does not defend itself. A production server runs
    several workers, and starts a new one when one dies.

    gunicorn is told the module and, behind a colon, the name of the app in it: app:app

    CMD ["gunicorn", "--bind=0.0.0.0:8080", "--workers=2", "app:app"]
    """
    production_command(dockerfile)


def production_command(dockerfile):
    """Return what starts the server. Raises Wrong where that is one for developing."""
    parts = command(dockerfile, START)
    if "flask" in words(parts) and "run" in words(parts):
        raise parts[-1].wrong(START, FOR_DEVELOPING)
    if "app.py" in words(parts) and app_runs(dockerfile):
        raise parts[-1].wrong(START, "app.run() starts Flask's server for developing.")
    return parts


def test_app_listens_where_docker_leads_to(dockerfile, started):
    """The server listens on all addresses of the container, on port 8080, and EXPOSE 8080 notes it.

    In a container, 127.0.0.1 is the container itself, and nobody outside gets there.

    gunicorn takes both from --bind=0.0.0.0:8080, or from bind in a file gunicorn.conf.py.
    """
    said, default = listening(dockerfile, started), "127.0.0.1:8000"
    if "PORT" in started[-1].settings and "gunicorn" in said and "bind" not in said:
        said += f" 0.0.0.0:{started[-1].settings['PORT']}"  # what gunicorn itself makes of it
    otherwise = f"gunicorn listens on {default} unless told otherwise"
    listens_everywhere(said, started[-1], '"--bind=0.0.0.0:8080"', otherwise)
    listens_on_port(said, started[-1], '"--bind=0.0.0.0:8080"', f"{otherwise}.")
    port_is_exposed(dockerfile)


def test_app_is_not_root(dockerfile):
    """USER names somebody else than root before the app starts.

    Who breaks into an app has the rights of whoever runs it. Root may do everything.

    Below the last RUN: USER 10001, a number that nobody else has. Not everybody may write
    everywhere: RUN mkdir /data && chown 10001 /data, above it, makes a folder for the database.

    ENV DATABASE_URL=sqlite:////data/predictions.db tells the solution's app where that is.
    """
    rules.user_is_not_root(dockerfile, "USER 10001")


def test_health_check_is_there(dockerfile):
    """HEALTHCHECK names a command that asks the app, so that Docker sees whether it still answers.

    Docker runs it now and then. docker ps shows healthy, or unhealthy.

    curl is not in slim images, but Python is: urlopen, of urllib.request, raises an error, and so
    fails, when the status is not 200.

    HEALTHCHECK CMD ["python", "-c", "from urllib.request import urlopen; urlopen('…')"] with the
    address http://127.0.0.1:8080/health
    """
    rules.health_check_is_there(dockerfile)


def test_image_has_no_clutter(dockerfile):
    """.dockerignore keeps .venv, __pycache__, .env and your database out of the image, and no ENV
    holds a secret.

    COPY . . takes all that is not named there: your own predictions, too, and passwords. Whoever
    has the image can read them.

    A file .dockerignore, with a line each: .venv/ and __pycache__/ and .env and *.db*
    """
    rules.clutter_is_ignored(dockerfile)
    rules.secrets_stay_out(dockerfile)
    rules.databases_stay_out(dockerfile)


def test_model_is_made_in_the_build(dockerfile):
    """The model is in the image: RUN python model.py trains it while the image is built.

    Else each container trains it when it starts, or when the first visitor asks, and that one
    waits.

    RUN python model.py stands below the line that copies it, and above USER.
    """
    runs = [run for run in dockerfile.all("RUN") if "python" in run.text and ".py" in run.text]
    files = [file for file in dockerfile.files if file.endswith(MODEL_FILES)]
    if not runs and not any(dockerfile.landing(file) for file in files):
        raise wrong("RUN python model.py", "no RUN that runs a file of yours")


def test_container_answers(server):
    """In its container, the app answers GET / with 200 on port 8080.

    docker build carries out the Dockerfile, line after line. docker run starts CMD.

    Try it by hand, to see all that Docker prints: make docker-10
    """
    assert server.get("/").status_code == 200


@pytest.fixture(scope="module")
def known():
    """Return what a check leaves for those after it."""
    return set()


def test_workers_share_the_rows(server, examples, known):
    """12 visitors, each on a connection of its own, make 12 predictions; each then sees all 12, and
    no two have the same id.

    Workers are processes. What the one keeps in a list, the others do not know.

    Keep the rows in a database, as in step 9. All workers open the same file.
    """
    old = [seen(server)]
    with ThreadPoolExecutor(VISITORS) as at_once:  # one after the other, one worker may do for all
        new = list(at_once.map(lambda _: predicted(server, examples[0]), range(VISITORS)))
        all_seen = list(at_once.map(lambda _: seen(server), range(ASKED * VISITORS)))
    if None in (*old, *new):
        raise Waiting  # the checks of step 9 tell
    for each in all_seen:
        rows = [row for row in each or [] if row not in old[0]]
        ids = {json.dumps(row.get("id")) for row in rows}
        if not len(rows) == len(ids) == VISITORS:  # how many it is differs from run to run
            known.add("rows differ")
            raise wrong(
                "all 12, each with an id of its own", "some of them, or an id twice", ONE_EACH
            )


def seen(server):
    """Return the rows that a visitor sees on a connection of its own, or None."""
    with Client(server.address) as visitor:
        reply = visitor.get(PAST)
        return reply.json() if reply.ok and reply.text.lstrip().startswith("[") else None


def predicted(server, inputs):
    """Ask for a prediction on a connection of its own; return the answer, or None."""
    with Client(server.address) as visitor:
        reply = visitor.post("/predict", json=inputs)
        return reply.text if reply.ok else None


@pytest.mark.parametrize("step", ["08_predict", "09_past_predictions"])
def test_container_does_what_the_app_does(server, request, examples, tmp_path, step, known):
    """The app in the container does all that steps 8 and 9 ask for.

    The same checks as before, asked of the container's port, with your example.json.

    If one fails here and passes in its own step: is a file not copied? May the app write its
    database?
    """
    if known:
        raise Waiting  # whether it does depends on which worker answers
    (tmp_path / step).mkdir()
    (tmp_path / step / "example.json").write_text(json.dumps(examples))
    passes_again(ROOT, step, server, lambda: printed_last(request), "--submission", str(tmp_path))


def printed_last(request):
    """Return the last error that the container printed, where there is one to ask, and why."""
    try:
        name = request.getfixturevalue("container").name
    except NotChecked:  # only an address was given
        return []
    said, *lesson = last_error(name) or [""]
    if "unable to open database" in said:
        lesson = why_not_opened(name, request.getfixturevalue("dockerfile")) or lesson
    return [said, *lesson] if said else []


def why_not_opened(name, dockerfile):
    """Return why a container cannot open the file that DATABASE_URL names, where that is set."""
    url = command(dockerfile, START)[-1].settings.get("DATABASE_URL", "")
    file, user = url.removeprefix("sqlite:///"), dockerfile.last("USER")
    folder = posixpath.dirname(file)
    if file == url or not folder or user is None:
        return []
    owned = f"chown {user.words[0]} {folder}"
    try:
        docker("exec", name, "test", "-d", folder)
    except Refused:
        if not file.startswith("/"):
            slash = f"The path begins at WORKDIR. From / on, it has one more: sqlite:////{file}"
            return [f"{url} asks for a folder {folder}, which is not in the image.", slash]
        missing = f"There is no folder {folder} in the image."
        return [f"{missing} Above USER: RUN mkdir {folder} && {owned}"]
    return [f"The app's user may not write in {folder}. Above USER: RUN {owned}"]


def test_server_is_for_production(server):
    """The server in the container is none for developing: its header Server does not say Werkzeug.

    flask run and app.run() start a server that is called Werkzeug.

    Look at CMD, and at what it starts: gunicorn, with app:app
    """
    reply = server.get("/")

    assert "Werkzeug" not in reply.headers.get("Server", ""), FOR_DEVELOPING


def test_health_check_succeeds(container):
    """The command of HEALTHCHECK succeeds in the container while the app answers.

    It runs inside, so it can use only what is in the image, and asks port 8080.

    Run it by hand in a container that runs: docker exec NAME COMMAND
    """
    health_check_succeeds(container.name)


def test_rows_outlive_a_restart(container, examples, known):
    """After docker restart, GET /past_predictions lists the same rows.

    A container that is restarted has its files, and nothing of its memory.

    Keep the rows in a database, in a file. The folder it is in belongs to the user of the app.
    """
    if known:
        raise Waiting  # which rows there are depends on which worker answers
    with Client(container.address) as before:
        if predicted(before, examples[0]) is None or not (rows := seen(before)):
            raise Waiting  # the checks of step 9 tell
    with Client(restart(container).address) as after:
        rows_afterwards = len([row for row in seen(after) or [] if row in rows])
    assert rows_afterwards == len(rows), IN_MEMORY


@pytest.mark.bonus
def test_packages_come_before_the_app(dockerfile):
    """The packages are installed above the line that copies app.py.

    Docker makes a layer for each instruction, and keeps it until a line or a file of it changes.
    app.py changes often, and scikit-learn takes long to install.

    First COPY requirements.txt . then RUN pip install … and only then COPY . .
    """
    rules.packages_come_first(dockerfile)


@pytest.mark.bonus
def test_container_stops_by_itself(container):
    """docker stop ends the app by asking: it finishes its answers, and is not killed 10 s later.

    docker stop sends the signal SIGTERM to the first process of the container. A shell keeps it for
    itself.

    CMD is a JSON list, and its first word is the server, or is exec in a shell.
    """
    docker("stop", container.name)
    exit_status = docker("inspect", "-f", "{{.State.ExitCode}}", container.name)

    assert exit_status != KILLED, "137 is the status of what had to be killed."
