"""Put the app into a container.

You can now write down all that an app needs, in a Dockerfile, and make an image of it that runs the
same on any machine. Outside, a port of your machine leads to the port that the app listens on.
"""

import ast
import posixpath
from importlib.metadata import version
from pathlib import Path

import pytest

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
from workbook.docker.dockerfile import Dockerfile
from workbook.docker.running import health_check_succeeds, last_error, passes_again
from workbook.files import is_exact, read_requirements
from workbook.result import Waiting, settled, wrong

pytest_plugins = ["workbook.docker.fixtures"]

SECONDS = 400  # for the whole step: a first build downloads a base image and packages

ROOT = Path(__file__).parents[2]
START = 'CMD ["flask", "run", "--host=0.0.0.0", "--port=8080"]'
OPEN = "Whoever reaches the app could be shown your code, and run code of their own."


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


def test_docker_can_read_it(folder):
    """Each line of the Dockerfile begins with an instruction that Docker knows; FROM is the first.

    Docker reads the file from top to bottom. An instruction is one word, a space, and what it is
    about. A comment is a line of its own.

    Compare the line below with the example on the page, letter by letter.
    """
    rules.instructions_are_known(Dockerfile(folder))


def test_base_image_is_supported(dockerfile):
    """FROM names the official Python image in a version that is still repaired: python:3.13-slim

    The tag, behind the colon, says which version. A version of Python gets security fixes for five
    years and then no more. The lab's is past that.

    Write FROM python:3.13-slim. The word slim leaves out what few apps need.
    """
    rules.base_is_supported(dockerfile)


def test_workdir_is_set(dockerfile):
    """WORKDIR /app names the app's folder in the image, above the first COPY into it.

    In the image, relative addresses like . start from the folder that WORKDIR names.

    Write WORKDIR /app below FROM. Docker makes the folder.
    """
    expected = "WORKDIR /app above the first COPY"
    workdir = dockerfile.last("WORKDIR")
    if workdir is None:
        raise wrong(expected, "no WORKDIR", "Without it the app lies among the system's own files.")
    if posixpath.normpath(posixpath.join("/", workdir.words[0])) == "/":
        raise workdir.wrong(expected, "/ is where the system's own files are.")
    for copy, where in dockerfile.copies():
        if where == "/" and not copy.words[-1].startswith("/") and copy.stage == workdir.stage:
            raise copy.wrong(expected, "On this line there is no WORKDIR yet: this goes to /.")


def test_copy_says_where_to(dockerfile):
    """Every COPY says what to copy and where to: COPY requirements.txt .

    COPY takes files from your folder (first) into a folder of the image (last). A single . is the
    folder that WORKDIR names.

    Write COPY requirements.txt . with a space before the dot.
    """
    rules.copies_have_targets(dockerfile)


def test_copied_files_are_there(dockerfile):
    """Every COPY names what is in your folder, beside the Dockerfile, under that very name.

    What docker build is given (its dot) is all that COPY can see. Even an address that begins with
    / starts from there.

    The lab's /src is a folder of the image, not yours: write COPY app.py . without it.
    """
    rules.copies_have_sources(dockerfile)


def test_whole_app_is_copied(dockerfile):
    """app.py, templates/ and static/ all come into the image, side by side as in your folder.

    The app in the container has nothing but what was copied. Without its templates it answers 500:
    it raises an error.

    COPY . . takes the whole folder, except what .dockerignore names.

    A folder alone is: COPY templates templates, since COPY templates . copies only what is in it.
    """
    shown = [
        file
        for file in dockerfile.files
        if file.startswith(("templates/", "static/")) and (dockerfile.folder / file).is_file()
    ]
    rules.app_is_copied(dockerfile, shown, "Flask looks for it at")


def test_requirements_pin_flask(folder):
    """requirements.txt names flask with its exact version, as in flask==3.1.3

    Without a version, pip installs the newest one: next year another than the one you tried.

    flask --version says which one you have. The two are joined by two equals signs: ==
    """
    expected = f"flask=={version('flask')}"
    for number, line, wanted in read_requirements(folder, expected):
        if wanted.name.lower() == "flask" and not is_exact(wanted):
            why = "Without ==, pip takes the newest version, whatever that is by then."
            raise wrong(expected, line, why, file="requirements.txt", line=number)
        if wanted.name.lower() == "flask":
            return
    why = "The image has Python, and nothing more. app.py imports flask."
    raise wrong(expected, "no line that names flask", why)


def test_requirements_are_installed(dockerfile):
    """RUN pip install -r requirements.txt installs the packages, below the COPY of that file.

    RUN runs a command in the image while it is built. It finds only what was copied before.

    Write COPY requirements.txt . and, on the next line, RUN pip install -r requirements.txt
    """
    run = rules.install(dockerfile)
    mounted = "--mount" in run.flags
    if not mounted and dockerfile.landing("requirements.txt", before=run) is None:
        why = "On this line, the image has no requirements.txt yet."
        raise run.wrong("COPY requirements.txt . above", why)


def test_packages_come_before_the_app(dockerfile):
    """The packages are installed above the line that copies app.py.

    Each instruction makes a layer. Docker keeps the layers, until a line or a copied file changes:
    that layer and all below it are made again. app.py changes often, requirements.txt seldom.

    First COPY requirements.txt . then RUN pip install … and only then COPY . .
    """
    rules.packages_come_first(dockerfile)


def test_command_is_a_list(dockerfile):
    """CMD says how the app starts, as a JSON list: CMD ["flask", "run", …]

    CMD is what runs when the container starts, not while it is built. As a list of words it is run
    just so; as a plain line, a shell runs it and comes between you and the app.

    Square brackets, and each word in double quotes, with commas between them.
    """
    assert command(dockerfile, START)


def test_app_listens_on_all_addresses(dockerfile, started):
    """The app in the container listens on all addresses: --host=0.0.0.0

    In a container, 127.0.0.1 is the container itself. Requests from your machine come from outside
    of it.

    In CMD, add "--host=0.0.0.0" behind "run".
    """
    otherwise = "Flask listens on 127.0.0.1 unless told otherwise"
    option = 'app.run(host="0.0.0.0")' if "app.py" in words(started) else '"--host=0.0.0.0"'
    listens_everywhere(listening(dockerfile, started), started[-1], option, otherwise)


def test_port_is_8080(dockerfile, started):
    """The app in the container listens on port 8080, and EXPOSE 8080 notes it.

    EXPOSE opens nothing. It tells people which port is meant. CMD makes the app listen there, and
    docker run -p 9090:8080 leads port 9090 of your machine to it.

    In CMD, add "--port=8080". Above it, write EXPOSE 8080.
    """
    otherwise = "Flask's own choice is 5000."
    option = "app.run(port=8080)" if "app.py" in words(started) else '"--port=8080"'
    listens_on_port(listening(dockerfile, started), started[-1], option, otherwise)
    port_is_exposed(dockerfile)


def test_debug_mode_is_off(dockerfile, started):
    """Debug mode is off in the container: no --debug, no FLASK_DEBUG, no debug=True.

    In debug mode, whoever can reach the app can be led to a console that runs any Python code.

    Take --debug out of CMD, FLASK_DEBUG out of ENV, and debug=True out of app.py.
    """
    expected = "a start without debug mode"
    if any(word in ("--debug", "--debugger") for word in words(started)):
        raise started[-1].wrong(expected, OPEN)
    if started[-1].settings.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false", "no"):
        raise dockerfile.last("ENV").wrong(expected, OPEN)
    for call in app_runs(dockerfile):
        if any(
            word.arg == "debug" and ast.unparse(word.value) != "False" for word in call.keywords
        ):
            raise wrong(expected, ast.unparse(call), OPEN, file="app.py", line=call.lineno)


def test_dockerignore_keeps_clutter_out(dockerfile):
    """.dockerignore names what does not belong into the image: .venv and __pycache__

    docker build hands the whole folder to Docker, except what .dockerignore names. A virtual
    environment is large, and made for your machine, not for the image.

    Make a file .dockerignore beside the Dockerfile, with .venv/ and __pycache__/ on lines of their
    own.
    """
    rules.clutter_is_ignored(dockerfile)


def test_no_secrets_in_the_image(dockerfile):
    """No secret gets into the image: .env is not copied, and no ENV or ARG holds a password.

    Whoever has an image can read all that is in it. A file .env is where people keep passwords and
    keys. A container is given those when it starts: docker run --env-file .env

    Add a line .env to .dockerignore, and take passwords and keys out of ENV and ARG.
    """
    rules.secrets_stay_out(dockerfile)


def test_container_answers(server):
    """docker build makes an image, and in its container, port 8080 answers GET / with 200.

    docker build carries out the Dockerfile, line after line. docker run starts CMD.

    Try it by hand, to see all that Docker prints: make docker-6
    """
    assert server.get("/").status_code == 200


@pytest.mark.parametrize("step", ["1", "2", "3", "4", "5"])
def test_container_passes_the_earlier_steps(container, step):
    """The app in the container does all that steps 1 to 5 ask for.

    The same checks as before, asked of http://localhost and the container's port.

    If one fails here and passes in its own step, the image lacks a file: look at COPY and
    .dockerignore.
    """
    passes_again(ROOT, step, container, lambda: last_error(container.name))


@pytest.mark.bonus
def test_app_is_not_root(dockerfile):
    """USER names somebody else than root before the app starts.

    Who breaks into an app has the rights of whoever runs it. In a container that is root, who may
    do everything there, unless USER names another.

    Every Linux has a user nobody. Below the last RUN and COPY, write USER nobody
    """
    rules.user_is_not_root(dockerfile, "USER nobody")


@pytest.mark.bonus
def test_health_check_is_there(dockerfile):
    """HEALTHCHECK says how Docker can see whether the app still answers.

    A program can run and answer nobody. Docker runs the command now and then; docker ps shows
    whether it went well.

    curl is not in slim images, but Python is. HEALTHCHECK CMD python -c "…" with urlopen of
    urllib.request and the address http://127.0.0.1:8080/
    """
    rules.health_check_is_there(dockerfile)


@pytest.mark.bonus
def test_health_check_succeeds(container):
    """The command of HEALTHCHECK succeeds in the container while the app answers.

    It runs inside, so it can use only what is in the image, and asks port 8080.

    Run it by hand in a container that runs: docker exec NAME COMMAND
    """
    health_check_succeeds(container.name)
