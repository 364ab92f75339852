"""What is wrong in a Dockerfile whatever the app is. Each function raises Wrong, with the line."""

import ast
import posixpath
import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import cast

from workbook.docker.dockerfile import Dockerfile
from workbook.docker.instructions import AS_WRITTEN, KNOWN, Instruction
from workbook.files import files, is_database, read_text, tree
from workbook.result import Waiting, settled, wrong

OLD, NEW = 2016, 2011  # Python 3.N comes out in October of NEW + N, and has its last fix in OLD + N
INSTALLER = re.compile(r"\b(pip[\d.]*|uv)\b.*\b(install|sync)")
SECRET = re.compile(r"secret|passw|token|api_?key|private", re.I)
DATABASE = re.compile(r"(?:sqlite:///)?([\w-][\w. -]*\.(?:db|sqlite3?))")  # beside the app
FEW = 8  # names shown of a folder


def instructions_are_known(dockerfile: Dockerfile) -> None:
    """Require instructions that Docker knows, FROM as the first of them."""
    expected = "an instruction, a space, and what it is about"
    for each in dockerfile.instructions:
        if each.name not in KNOWN:
            first = cast("re.Match[str]", re.match(r"[A-Z]*", each.name))[0]
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


def base_is_supported(dockerfile: Dockerfile) -> None:
    """Require the official Python image, in a version that still gets security fixes."""
    base = dockerfile.base
    expected = "python, a colon, and a version that still gets security fixes: python:3.13-slim"
    image = re.fullmatch(r"(?:[\w.:-]+/)*python(?::([^@]+))?(@\S+)?", base.words[0])
    if image is None:
        raise base.wrong(expected, "Official Python images are called python, in small letters.")
    tag = image[1] or "latest"
    named = re.match(r"3\.(\d+)", tag)
    if named is None:
        raise base.wrong(expected, f"{tag} is another Python next year. Name the version: 3.13")
    today, minor = date.today(), int(named[1])
    if (today.year, today.month) > (OLD + minor, 10):
        raise base.wrong(expected, f"Python 3.{minor} has had its last security fix.")
    if (today.year, today.month) < (NEW + minor, 10):
        raise base.wrong(expected, f"There is no Python 3.{minor} yet.")


def copies_have_targets(dockerfile: Dockerfile) -> None:
    """Require that every COPY says where to."""
    for copy in dockerfile.all("COPY", "ADD"):
        *sources, target = copy.words
        if not sources:
            raise copy.wrong(
                "COPY, what, a space, and where to", f"Where {target} goes is missing."
            )
        if len(sources) > 1 and not target.endswith(("/", ".")):
            why = "The last word is where the others go, so it ends with /: a folder."
            raise copy.wrong("COPY, several files, and a folder", why)


def copies_have_sources(dockerfile: Dockerfile) -> None:
    """Require that every COPY from the folder names what is there, under that very name."""
    files = dockerfile.files
    for copy in dockerfile.all("COPY", "ADD"):
        for source in (copy.words[:-1] or copy.words) if "--from" not in copy.flags else ():
            name = posixpath.normpath(source.lstrip("/") or ".")
            if name == "." or source.startswith(("<<", "http:", "https:", "git@")):
                continue
            found = [file for file in files if fnmatchcase(file, name)]
            if not found:
                why = _why_not_there(name, files)
                raise copy.wrong("the name of a file or folder beside the Dockerfile", why)
            if line := dockerfile.ignored(found[0]):
                why = f"Line {line} of .dockerignore keeps {found[0]} from Docker."
                raise copy.wrong("files that .dockerignore does not name", why)


def _why_not_there(name: str, files: list[str]) -> str:
    """Return what is in the folder instead of a source of a COPY."""
    if name.startswith(".."):
        return "COPY sees only the folder that docker build is given, and nothing above it."
    same = [file for file in files if posixpath.basename(file) == posixpath.basename(name)]
    near = same or get_close_matches(name, files, 1)
    there = f"There is {near[0]}." if near else f"There are {', '.join(files[:FEW])}."
    return f"Your folder has no {name}. {there}"


def app_is_copied(dockerfile: Dockerfile, files: Iterable[str], needs: str) -> None:
    """Require that app.py and these files come into the image, side by side as in the folder.

    needs: who needs such a file, as in "Flask looks for it at".
    """
    app = dockerfile.landing("app.py")
    if app is None:
        why = _kept_out(dockerfile, "app.py")
        raise wrong("a COPY that takes app.py along", "no COPY of app.py", *why)
    beside = posixpath.dirname(app[1])
    for file in files:
        landed, expected = dockerfile.landing(file), posixpath.join(beside, file)
        if landed is None:
            why = [f"{needs} {expected}.", *_kept_out(dockerfile, file)]
            raise app[0].wrong(f"{file} copied too", *why)
        if landed[1] != expected:
            why = f"It goes to {landed[1]}. COPY takes what is in a folder, not the folder."
            raise landed[0].wrong(f"{file} copied to {expected}", why)


def _kept_out(dockerfile: Dockerfile, file: str) -> list[str]:
    line = dockerfile.ignored(file)
    return [f"Line {line} of .dockerignore keeps it from Docker."] if line else []


def install(dockerfile: Dockerfile) -> Instruction:
    """Return the RUN that installs requirements.txt. Raises Wrong where there is none."""
    expected = "RUN pip install -r requirements.txt"
    pips = [run for run in dockerfile.all("RUN") if INSTALLER.search(run.text)]
    for run in pips:
        if re.search(r"(-r|--requirements?)[ =]*\S*\.txt|sync \S*\.txt", run.text):
            return run
        if "requirements" in run.text:
            raise run.wrong(expected, "Without -r, pip looks for a package of that name.")
    for run in pips:
        raise run.wrong(expected, "The packages and their versions stand in requirements.txt.")
    raise wrong(expected, "no RUN that installs requirements.txt")


def packages_come_first(dockerfile: Dockerfile) -> None:
    """Require that the packages are installed above the line that copies app.py.

    Raises Waiting where nothing copies it.
    """
    run = settled(lambda: install(dockerfile))
    _app_is_there(dockerfile)
    if landed := dockerfile.landing("app.py", before=run):
        why = f"Each change of app.py makes line {run.line} install all packages again."
        raise landed[0].wrong(f"app.py copied below line {run.line}", why)


def clutter_is_ignored(dockerfile: Dockerfile) -> None:
    """Require that .dockerignore names the virtual environment and __pycache__."""
    text = read_text(dockerfile.folder, ".dockerignore")
    got = ", ".join(text.split()[:12]) or "an empty .dockerignore"
    if not any(dockerfile.ignored(name) for name in (".venv", "venv", "env")):
        raise wrong("a line .venv/", got)
    if not dockerfile.ignored("__pycache__"):
        raise wrong("a line __pycache__/", got)
    for config in sorted(dockerfile.folder.glob("*/pyvenv.cfg")):
        if not dockerfile.ignored(name := config.parent.name):
            raise wrong(f"a line {name}/", got, f"{name} is a virtual environment.")


def secrets_stay_out(dockerfile: Dockerfile) -> None:
    """Require that no ENV or ARG holds a password, and that .env is not copied.

    Raises Waiting where nothing copies the app: what will, may take .env along.
    """
    for each in dockerfile.all("ENV", "ARG"):
        named = each.words[:1] if "=" not in each.words[0] else each.words
        pairs = [word.partition("=") for word in named]
        if any(SECRET.search(name) and (value or each.words[1:]) for name, _, value in pairs):
            why = "docker history shows this to everybody."
            raise each.wrong("a setting that is no secret", why)
    _app_is_there(dockerfile)
    if landed := dockerfile.landing(".env"):
        why = "This COPY takes .env along, once there is one."
        raise landed[0].wrong(".env in .dockerignore", why)


def _app_is_there(dockerfile: Dockerfile) -> None:
    if dockerfile.landing("app.py") is None:
        raise Waiting


def databases_stay_out(dockerfile: Dockerfile) -> None:
    """Require that no database of SQLite's is copied: none that is there, or that the app makes."""
    there = [file for file in dockerfile.files if is_database(dockerfile.folder / file)]
    made = sorted({name for file in files(dockerfile.folder) for name in _databases_in(file)})
    for name in (*there, *made):
        if landed := dockerfile.landing(name):
            why = f"This COPY takes {name} along{'' if name in there else ', once there is one'}."
            line = f"a line *{Path(name).suffix}* in .dockerignore"
            raise landed[0].wrong(line, why)


def _databases_in(file: Path) -> list[str]:
    """Return the names of databases beside the app that stand in its code."""
    nodes = ast.walk(tree(file)) if file.suffix == ".py" else ()
    texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
    named = [DATABASE.fullmatch(text) for text in texts if isinstance(text, str)]
    return [found[1] for found in named if found]


def user_is_not_root(dockerfile: Dockerfile, expected: str) -> None:
    """Require that USER names somebody else than root."""
    user = dockerfile.last("USER")
    if user is None:
        raise wrong(expected, "no USER")
    if is_root(user):
        raise user.wrong(expected)


def is_root(user: Instruction) -> bool:
    """Whether this USER names root."""
    return user.words[0].split(":")[0] in ("root", "0")


def health_check_is_there(dockerfile: Dockerfile) -> None:
    """Require a HEALTHCHECK, with a program that is in the image."""
    health = dockerfile.last("HEALTHCHECK")
    if health is None or health.words[0].upper() == "NONE":
        raise wrong("HEALTHCHECK CMD and a command that asks the app", "no HEALTHCHECK")
    installed = " ".join(each.text for each in dockerfile.all("RUN"))
    for program in ("curl", "wget"):
        if program in health.text and "slim" in dockerfile.base.text and program not in installed:
            raise health.wrong("a command that is in the image", f"slim images have no {program}.")
