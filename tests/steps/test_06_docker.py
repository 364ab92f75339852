"""Put the app into a container.

You can now write down all that an app needs, in a Dockerfile, and make an image of it that runs the
same on any machine. Outside, a port of your machine leads to the port that the app listens on.
"""

import ast
import json
import posixpath
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser
from dockerfile_parse.parser import Context
from dockerfile_parse.util import WordSplitter
from packaging.requirements import InvalidRequirement, Requirement

from workbook.client import Client
from workbook.container import Refused, docker
from workbook.facts import Place
from workbook.result import Failure, Waiting, Wrong

SECONDS = 400  # for the whole step: a first build downloads a base image and packages

ROOT = Path(__file__).parents[2]
KNOWN = (
    *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL"),
    *("MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
)
AS_WRITTEN = ("CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN")  # Docker fills no $NAME in here
EVERYWHERE = re.compile(r"(?<![\d.])0\.0\.0\.0|\[?::\]?:\d|\*:\d|(?<![^\s=]):\d|waitress")
GAP = re.compile(r"(\\[ \t]*\n)((?:[ \t]*(?:#.*)?\n)+)")
HERE_DOCUMENT = re.compile(
    r"^( *(RUN|COPY|ADD)\b.*<<-? *[\"']?(\w+)[\"']?.*)\n(?:.*\n)*?\s*\3 *$", re.I | re.MULTILINE
)
OPEN = "Whoever reaches the app could be shown your code, and run code of their own."
SECRET = re.compile(r"secret|passw|token|api_?key|private", re.I)
OLD, NEW = 2016, 2011  # Python 3.N comes out in October of NEW + N, and has its last fix in OLD + N


@dataclass(frozen=True)
class Instruction:
    """One instruction of a Dockerfile. words: what follows the flags, with each $NAME filled in."""

    name: str
    text: str
    line: int
    words: tuple[str, ...]
    flags: str
    is_json: bool
    stage: int
    settings: dict[str, str]

    def wrong(self, expected, *why):
        return wrong(expected, self.text, *why, file="Dockerfile", line=self.line)


def wrong(expected, got, *why, file="", line=0):
    return Wrong(Failure("", expected, got, why, Place(file, line) if line else None))


def read_text(folder, name):
    """Return a file's text. Raises Wrong where it is missing or saved in an unusual encoding."""
    if not (folder / name).is_file():
        names = sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
        near = get_close_matches(name.lower(), [other.lower() for other in names], 1, 0.75)
        why = [f"Rename {other} to {name}." for other in names if [other.lower()] == near]
        raise wrong(f"a file {name}, beside app.py", f"no file {name}", *why)
    data = (folder / name).read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and name.endswith(".txt"):
        return data.decode("utf-16")  # pip reads what `pip freeze >` writes in an old PowerShell
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise wrong("a text in UTF-8", f"{name} is saved in another encoding") from None


def in_old_style(text):
    """Write here-documents, and gaps inside an instruction, in the way that the parser knows."""

    def fill(gap):
        return gap[1] + "\\\n" * gap[2].count("\n")

    def continued(document):
        if document[2].upper() == "RUN":
            return document[0].replace("\n", " \\\n")
        return document[1] + "\n#" * document[0].count("\n")

    return HERE_DOCUMENT.sub(continued, GAP.sub(fill, "\n".join(text.splitlines())))


def split(name, value, settings):
    """Return the words of an instruction, and whether they are a JSON list."""
    try:
        words = json.loads(value)
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return tuple(words), True
    except ValueError:
        pass
    return tuple(WordSplitter(value, envs=None if name in AS_WRITTEN else settings).split()), False


class Dockerfile:
    """A student's Dockerfile and .dockerignore, beside the files that Docker is given."""

    def __init__(self, folder):
        text = in_old_style(read_text(folder, "Dockerfile"))
        parser = DockerfileParser(fileobj=BytesIO(text.encode()))
        found, args = parser.structure, {}
        try:
            contexts = parser.context_structure
        except (ValueError, IndexError):  # ENV or LABEL without a value
            contexts = [Context() for _ in found]
        self.folder, self.instructions = folder, []
        for item, context in zip(found, contexts, strict=True):
            if item["instruction"] == "ARG" and not self.all("FROM"):
                args.update(context.args)
            if item["instruction"] != "COMMENT":
                self._take(item, {**args, **context.args, **context.envs})
        ignore = folder / ".dockerignore"
        text = ignore.read_text("utf-8-sig", "replace") if ignore.is_file() else ""
        lines = [line.strip() for line in text.splitlines()]
        self.ignored_by = [(n, x) for n, x in enumerate(lines, 1) if x and not x.startswith("#")]

    def _take(self, item, settings):
        name, value = item["instruction"], item["value"].strip()
        stage = (self.instructions[-1].stage if self.instructions else 0) + (name == "FROM")
        flags = re.match(r"(?:--\S+\s+)*", value)[0]
        words, is_json = split(name, value[len(flags) :], settings)
        text = " ".join([item["content"].split()[0], *value.split()])
        self.instructions.append(
            Instruction(name, text, item["startline"] + 1, words, flags, is_json, stage, settings)
        )

    def all(self, *names):
        """Return all instructions of these names that say anything."""
        return [each for each in self.instructions if each.name in names and each.words]

    def last(self, name):
        """Return the last such instruction of the stages that the image is made of, or None."""
        return next((each for each in reversed(self.all(name)) if each.stage in self._final), None)

    @property
    def base(self):
        """Return the FROM that names the image which all the rest stands on."""
        for each in self.all("FROM"):
            if each.stage == min(self._final):
                return each
        raise wrong("FROM python:3.13-slim", "no FROM")

    @property
    def _final(self):
        """Return the numbers of the stages that the image is made of: the last, and its bases."""
        used = {}
        for each in reversed(self.all("FROM")):
            if not used or (each.words[2:] and each.words[2].lower() == used[min(used)]):
                used[each.stage] = each.words[0].lower()
        return set(used) or {0}

    @property
    def files(self):
        """Return all that is in the folder, relative to it, in its true letters."""
        everything = (path.relative_to(self.folder) for path in self.folder.rglob("*"))
        skipped = {".git", ".venv", "venv", "node_modules"}
        return sorted(path.as_posix() for path in everything if path.parts[0] not in skipped)

    def ignored(self, path):
        """Return the line of .dockerignore that keeps a path from Docker, or 0."""
        line = 0
        for number, pattern in self.ignored_by:
            with suppress(re.error):
                if re.match(as_regex(pattern.lstrip("!")), path):
                    line = 0 if pattern.startswith("!") else number
        return line

    def copies(self):
        """Yield each COPY and ADD from the folder, and the directory that it happens in."""
        workdir = "/"
        for each in self.instructions:
            if each.name in ("FROM", "WORKDIR"):
                moved = each.words[-1] if each.name == "WORKDIR" and each.words else "/"
                workdir = posixpath.join(workdir, moved)
            if each.name in ("COPY", "ADD") and "--from" not in each.flags and each.words[1:]:
                yield each, workdir

    def landing(self, path, before=None):
        """Return the COPY that takes a path of the folder along, and where to, or None."""
        landed = None
        for copy, workdir in self.copies():
            if before and (copy.stage != before.stage or copy.line > before.line):
                continue
            for source in copy.words[:-1]:
                to = None if self.ignored(path) else lands(path, source, copy, workdir)
                landed = (copy, posixpath.normpath(to)) if to else landed
        return landed

    @property
    def install(self):
        """Return the RUN that installs requirements.txt. Raises Wrong where there is none."""
        expected = "RUN pip install -r requirements.txt"
        installer = re.compile(r"\b(pip[\d.]*|uv)\b.*\b(install|sync)")
        pips = [run for run in self.all("RUN") if installer.search(run.text)]
        for run in pips:
            if re.search(r"(-r|--requirements?)[ =]*\S*\.txt|sync \S*\.txt", run.text):
                return run
            if "requirements" in run.text:
                raise run.wrong(expected, "Without -r, pip looks for a package of that name.")
        for run in pips:
            raise run.wrong(expected, "The packages and their versions stand in requirements.txt.")
        raise wrong(expected, "no RUN that installs requirements.txt")

    @property
    def command(self):
        """Return what the container runs. Raises Wrong where it is not a JSON list of words."""
        expected = 'CMD ["flask", "run", "--host=0.0.0.0", "--port=8080"]'
        parts = [part for part in map(self.last, ("ENTRYPOINT", "CMD")) if part]
        if not parts:
            raise wrong(expected, "no CMD", "Without it, Python's prompt is started, and ends.")
        for part in parts:
            if not part.is_json:
                raise part.wrong(expected, *why_no_json(part.text))
            if any(re.match(r"(-|flask|python|gunicorn)\S* ", word) for word in part.words):
                raise part.wrong(expected, "Each word is an item of its own, in its own quotes.")
        return parts

    @property
    def listening(self):
        """Return all that says where the app will listen: words, settings, app.run()."""
        command = settled(lambda: self.command)
        words = [word for part in command for word in part.words]
        settings = command[-1].settings.items()
        values = [value for name, value in settings if re.search("HOST|PORT|BIND|CMD_ARGS", name)]
        run = [ast.unparse(call) for call in app_runs(self.folder)] if "app.py" in words else []
        return " ".join([*words, *values, *run])


def why_no_json(text):
    if "[" in text and "'" in text:
        yield "JSON has double quotes: single ones make this a command of the shell."
    elif "[" in text:
        yield "This is no JSON list. Look for a missing comma, quote or bracket, or one too many."
    else:
        yield "Written so, a shell starts the app, and Ctrl-C reaches the shell, not the app."


def app_runs(folder):
    """Return the calls of app.run() in app.py."""
    try:
        tree = ast.parse(read_text(folder, "app.py"))
    except (SyntaxError, ValueError):
        return []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if getattr(call.func, "attr", "") == "run"]


def as_regex(pattern):
    """Return what a pattern of .dockerignore matches: a path, and all that is inside."""
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pattern = posixpath.normpath(pattern.strip().strip("/"))
    parts = re.findall(r"\*\*/|\*\*|\[.+?\]|.", pattern)
    literal = (wild.get(part) or (part if len(part) > 1 else re.escape(part)) for part in parts)
    return "".join(literal) + "(?:/.*)?$"


def lands(path, source, copy, workdir):
    """Return where one COPY puts a path of the folder, or None. A folder's own name is not kept."""
    target = copy.words[-1]
    where = posixpath.join(workdir, target)
    is_folder = target.endswith(("/", ".")) or posixpath.normpath(where) == workdir.rstrip("/")
    source, parts = posixpath.normpath(source.lstrip("/") or "."), path.split("/")
    if source == ".":
        return posixpath.join(where, path)
    for depth in range(1, len(parts) + 1):
        if fnmatchcase("/".join(parts[:depth]), source):
            inside = "/".join(parts[depth:]) or (parts[-1] if is_folder or copy.words[2:] else "")
            return posixpath.join(where, inside) if inside else where
    return None


def settled(find):
    """Return what find() returns; what it raises is told by an earlier check."""
    try:
        return find()
    except Wrong:
        raise Waiting from None


@pytest.fixture
def dockerfile(folder):
    """Return the Dockerfile, once Docker could read it."""
    found = settled(lambda: Dockerfile(folder))
    if not found.all("FROM"):
        raise Waiting
    return found


def test_docker_can_read_it(folder):
    """Each line of the Dockerfile begins with an instruction that Docker knows; FROM is the first.

    Docker reads the file from top to bottom. An instruction is one word, a space, and what it is
    about. A comment is a line of its own.

    Compare the line below with the example on the page, letter by letter.
    """
    dockerfile, expected = Dockerfile(folder), "an instruction, a space, and what it is about"
    for each in dockerfile.instructions:
        if each.name not in KNOWN:
            first = re.match(r"[A-Z]*", each.name)[0]
            why = [f"Do you mean {name}?" for name in get_close_matches(each.name, KNOWN, 1)]
            why = [f"Put a space behind {first}."] if first in KNOWN else why
            raise each.wrong(expected, *why)
        if not each.words or (each.name == "ENV" and "=" not in each.text and not each.words[1:]):
            raise each.wrong(expected)
        if "#" in each.words and each.name not in AS_WRITTEN:
            raise each.wrong(expected, "# begins a comment only where it is the first on its line.")
    first = next((x for x in dockerfile.instructions if x.name != "ARG"), None)
    if first is None:
        raise wrong("FROM, and more", "a Dockerfile without instructions", "Did you save it?")
    if first.name != "FROM":
        raise first.wrong("FROM as the first instruction", "An image always begins with another.")


def test_base_image_is_supported(dockerfile):
    """FROM names the official Python image in a version that is still repaired: python:3.13-slim

    The tag, behind the colon, says which version. A version of Python gets security fixes for five
    years and then no more. The lab's is past that.

    Write FROM python:3.13-slim. The word slim leaves out what few apps need.
    """
    base = dockerfile.base
    expected = "python, a colon, and a version that still gets security fixes: python:3.13-slim"
    image = re.fullmatch(r"(?:[\w.:-]+/)*python(?::([^@]+))?(@\S+)?", base.words[0])
    if image is None:
        raise base.wrong(expected, "Official Python images are called python, in small letters.")
    tag = image[1] or "latest"
    minor = re.match(r"3\.(\d+)", tag)
    if minor is None:
        raise base.wrong(expected, f"{tag} is another Python next year. Name the version: 3.13")
    today, minor = date.today(), int(minor[1])
    if (today.year, today.month) > (OLD + minor, 10):
        raise base.wrong(expected, f"Python 3.{minor} has had its last security fix.")
    if (today.year, today.month) < (NEW + minor, 10):
        raise base.wrong(expected, f"There is no Python 3.{minor} yet.")


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
    for copy in dockerfile.all("COPY", "ADD"):
        *sources, target = copy.words
        if not sources:
            raise copy.wrong(
                "COPY, what, a space, and where to", f"Where {target} goes is missing."
            )
        if len(sources) > 1 and not target.endswith(("/", ".")):
            why = "The last word is where the others go, so it ends with /: a folder."
            raise copy.wrong("COPY, several files, and a folder", why)


def test_copied_files_are_there(dockerfile):
    """Every COPY names what is in your folder, beside the Dockerfile, under that very name.

    What docker build is given (its dot) is all that COPY can see. Even an address that begins with
    / starts from there.

    The lab's /src is a folder of the image, not yours: write COPY app.py . without it.
    """
    files = dockerfile.files
    for copy in dockerfile.all("COPY", "ADD"):
        for source in (copy.words[:-1] or copy.words) if "--from" not in copy.flags else ():
            name = posixpath.normpath(source.lstrip("/") or ".")
            if name == "." or source.startswith(("<<", "http:", "https:", "git@")):
                continue
            found = [file for file in files if fnmatchcase(file, name)]
            if not found:
                why = why_not_there(source, name, files)
                raise copy.wrong("the name of a file or folder beside the Dockerfile", why)
            if line := dockerfile.ignored(found[0]):
                why = f"Line {line} of .dockerignore keeps {found[0]} from Docker."
                raise copy.wrong("files that .dockerignore does not name", why)


def why_not_there(source, name, files):
    """Return what is in the folder instead of a source of a COPY."""
    if name.startswith(".."):
        return "COPY sees only the folder that docker build is given, and nothing above it."
    same = [file for file in files if file.split("/")[-1] == name.split("/")[-1]]
    near = same or get_close_matches(name, files, 1)
    there = f"There is {near[0]}." if near else f"There are {', '.join(files[:8])}."
    return f"Your folder has no {name}. {there}"


def test_whole_app_is_copied(dockerfile):
    """app.py, templates/ and static/ all come into the image, side by side as in your folder.

    The app in the container has nothing but what was copied. Without its templates it answers 500:
    it raises an error.

    COPY . . takes the whole folder, except what .dockerignore names.

    A folder alone is: COPY templates templates, since COPY templates . copies only what is in it.
    """
    app = dockerfile.landing("app.py")
    if app is None:
        raise wrong(
            "a COPY that takes app.py along", "no COPY of app.py", *line_that_ignores(dockerfile)
        )
    beside = posixpath.dirname(app[1])
    for file in dockerfile.files:
        if file.startswith(("templates/", "static/")) and (dockerfile.folder / file).is_file():
            landed, expected = dockerfile.landing(file), posixpath.join(beside, file)
            if landed is None:
                raise app[0].wrong(f"{file} copied too", f"Flask looks for it at {expected}.")
            if landed[1] != expected:
                raise landed[0].wrong(f"{file} copied to {expected}", f"It goes to {landed[1]}.")


def line_that_ignores(dockerfile):
    if line := dockerfile.ignored("app.py"):
        yield f"Line {line} of .dockerignore keeps it from Docker."


def test_requirements_pin_flask(folder):
    """requirements.txt names flask with its exact version, as in flask==3.1.3

    Without a version, pip installs the newest one: next year another than the one you tried.

    flask --version says which one you have. The two are joined by two equals signs: ==
    """
    expected = f"flask=={version('flask')}"
    text = re.sub(r"\\\r?\n", "  ", read_text(folder, "requirements.txt"))
    for number, line in enumerate(text.splitlines(), 1):
        asked = re.split(r"(?:^|\s)#|\s--", line)[0].strip()
        if not asked or asked.startswith("-"):
            continue
        try:
            wanted = Requirement(asked)
        except InvalidRequirement:
            why = "A line is a package, ==, and its version."
            raise wrong(expected, line, why, file="requirements.txt", line=number) from None
        exact = any(s.operator[:2] == "==" and "*" not in s.version for s in wanted.specifier)
        if wanted.name.lower() == "flask" and not exact:
            why = "Without ==, pip takes the newest version, whatever that is by then."
            raise wrong(expected, line, why, file="requirements.txt", line=number)
        if wanted.name.lower() == "flask":
            return
    raise wrong(
        expected,
        "no line that names flask",
        "The image has Python, and nothing more. app.py imports flask.",
    )


def test_requirements_are_installed(dockerfile):
    """RUN pip install -r requirements.txt installs the packages, below the COPY of that file.

    RUN runs a command in the image while it is built. It finds only what was copied before.

    Write COPY requirements.txt . and, on the next line, RUN pip install -r requirements.txt
    """
    run = dockerfile.install
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
    run = settled(lambda: dockerfile.install)
    if landed := dockerfile.landing("app.py", before=run):
        why = f"Each change of app.py makes line {run.line} install all packages again."
        raise landed[0].wrong(f"app.py copied below line {run.line}", why)


def test_command_is_a_list(dockerfile):
    """CMD says how the app starts, as a JSON list: CMD ["flask", "run", …]

    CMD is what runs when the container starts, not while it is built. As a list of words it is run
    just so; as a plain line, a shell runs it and comes between you and the app.

    Square brackets, and each word in double quotes, with commas between them.
    """
    assert dockerfile.command


def test_app_listens_on_all_addresses(dockerfile):
    """The app in the container listens on all addresses: --host=0.0.0.0

    In a container, 127.0.0.1 is the container itself. Requests from your machine come from outside
    of it.

    In CMD, add "--host=0.0.0.0" behind "run".
    """
    if not EVERYWHERE.search(dockerfile.listening):
        why = "Flask listens on 127.0.0.1 unless told otherwise: nobody outside gets an answer."
        raise dockerfile.command[-1].wrong('"--host=0.0.0.0"', why)


def test_port_is_8080(dockerfile):
    """The app in the container listens on port 8080, and EXPOSE 8080 notes it.

    EXPOSE opens nothing. It tells people which port is meant. CMD makes the app listen there, and
    docker run -p 9090:8080 leads port 9090 of your machine to it.

    In CMD, add "--port=8080". Above it, write EXPOSE 8080.
    """
    if not re.search(r"\b8080\b", dockerfile.listening):
        other = re.search(r"port|:\d", dockerfile.listening)
        why = "-p 9090:8080 leads to port 8080 inside." if other else "Flask's own choice is 5000."
        raise dockerfile.command[-1].wrong('"--port=8080"', why)
    exposed = dockerfile.last("EXPOSE")
    if exposed is None:
        raise wrong("EXPOSE 8080", "no EXPOSE")
    ports = [word.split("/")[0] for each in dockerfile.all("EXPOSE") for word in each.words]
    if "8080" not in ports:
        raise exposed.wrong("EXPOSE 8080", "CMD and EXPOSE name the port inside, -p the other too.")


def test_debug_mode_is_off(dockerfile):
    """Debug mode is off in the container: no --debug, no FLASK_DEBUG, no debug=True.

    In debug mode, whoever can reach the app can be led to a console that runs any Python code.

    Take --debug out of CMD, FLASK_DEBUG out of ENV, and debug=True out of app.py.
    """
    expected, command = "a start without debug mode", settled(lambda: dockerfile.command)
    if any(word in ("--debug", "--debugger") for part in command for word in part.words):
        raise command[-1].wrong(expected, OPEN)
    if command[-1].settings.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false", "no"):
        raise dockerfile.last("ENV").wrong(expected, OPEN)
    for call in app_runs(dockerfile.folder):
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
    text = read_text(dockerfile.folder, ".dockerignore")
    got = ", ".join(text.split()[:12]) or "an empty .dockerignore"
    if not any(dockerfile.ignored(name) for name in (".venv", "venv", "env")):
        raise wrong("a line .venv/", got)
    if not dockerfile.ignored("__pycache__"):
        raise wrong("a line __pycache__/", got)
    for config in sorted(dockerfile.folder.glob("*/pyvenv.cfg")):
        if not dockerfile.ignored(name := config.parent.name):
            raise wrong(f"a line {name}/", got, f"{name} is a virtual environment.")


def test_no_secrets_in_the_image(dockerfile):
    """No secret gets into the image: .env is not copied, and no ENV or ARG holds a password.

    Whoever has an image can read all that is in it. A file .env is where people keep passwords and
    keys. A container is given those when it starts: docker run --env-file .env

    Add a line .env to .dockerignore, and take passwords and keys out of ENV and ARG.
    """
    if landed := dockerfile.landing(".env"):
        raise landed[0].wrong(
            ".env in .dockerignore", "This COPY takes .env along, once there is one."
        )
    for each in dockerfile.all("ENV", "ARG"):
        named = each.words[:1] if "=" not in each.words[0] else each.words
        pairs = [word.partition("=") for word in named]
        if any(SECRET.search(name) and (value or each.words[1:]) for name, _, value in pairs):
            raise each.wrong(
                "a setting that is no secret", "docker history shows this to everybody."
            )


def test_container_answers(container):
    """docker build makes an image, and in its container, port 8080 answers GET / with 200.

    docker build carries out the Dockerfile, line after line. docker run starts CMD.

    Try it by hand, to see all that Docker prints: make docker-6
    """
    reply = Client(container.address).get("/")

    assert reply.status_code == 200, "\n".join(raised_in(container))


def raised_in(container):
    """Return the last error that the app in the container has printed, if there is one."""
    logs = docker("logs", "--tail", "200", container.name)
    return re.findall(r"^ +.*\n([\w.]+(?:: .*)?)$", logs, re.MULTILINE)[-1:]


@pytest.mark.parametrize("step", ["1", "2", "3", "4", "5"])
def test_container_passes_the_earlier_steps(container, step):
    """The app in the container does all that steps 1 to 5 ask for.

    The same checks as before, asked of http://localhost and the container's port.

    If one fails here and passes in its own step, the image lacks a file: look at COPY and
    .dockerignore.
    """
    check = ["-m", "workbook", "check", step, "--json", "--url", container.address]
    done = subprocess.run(  # noqa: PLW1510
        [sys.executable, *check], cwd=ROOT, capture_output=True, timeout=60
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout + done.stderr)
    for result in json.loads(done.stdout)["checks"]:
        if result["outcome"] == "failed" and not result["bonus"]:
            promise = f"step {step}: {result['promise']}"
            raise wrong(promise, result["feedback"], *raised_in(container))


@pytest.mark.bonus
def test_app_is_not_root(dockerfile):
    """USER names somebody else than root before the app starts.

    Who breaks into an app has the rights of whoever runs it. In a container that is root, who may
    do everything there, unless USER names another.

    Every Linux has a user nobody. Below the last RUN and COPY, write USER nobody
    """
    user = dockerfile.last("USER")
    if user is None:
        raise wrong("USER nobody", "no USER")
    if user.words[0].split(":")[0] in ("root", "0"):
        raise user.wrong("USER nobody")


@pytest.mark.bonus
def test_health_check_is_there(dockerfile):
    """HEALTHCHECK says how Docker can see whether the app still answers.

    A program can run and answer nobody. Docker runs the command now and then; docker ps shows
    whether it went well.

    curl is not in slim images, but Python is. HEALTHCHECK CMD python -c "…" with urlopen of
    urllib.request and the address http://127.0.0.1:8080/
    """
    health = dockerfile.last("HEALTHCHECK")
    if health is None or health.words[0].upper() == "NONE":
        raise wrong("HEALTHCHECK CMD and a command that asks the app", "no HEALTHCHECK")
    for program in ("curl", "wget"):
        rest = [each.text for each in dockerfile.all("RUN")]
        if program in health.text and "slim" in dockerfile.base.text and program not in str(rest):
            raise health.wrong("a command that is in the image", f"slim images have no {program}.")


@pytest.mark.bonus
def test_health_check_succeeds(container):
    """The command of HEALTHCHECK succeeds in the container while the app answers.

    It runs inside, so it can use only what is in the image, and asks port 8080.

    Run it by hand in a container that runs: docker exec NAME COMMAND
    """
    health = (
        json.loads(docker("inspect", "-f", "{{json .Config.Healthcheck}}", container.name)) or {}
    )
    kind, *words = health.get("Test") or ["NONE"]
    if kind == "NONE":
        raise Waiting
    command = ["/bin/sh", "-c", *words] if kind == "CMD-SHELL" else words
    try:
        docker("exec", container.name, *command)
    except Refused as refused:
        raise wrong(
            "a command that ends with status 0", " ".join(words), str(refused)[-300:]
        ) from None
