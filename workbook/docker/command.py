"""What a container starts, and where that listens, as far as a Dockerfile tells."""

import ast
import re

from workbook.docker.dockerfile import Dockerfile
from workbook.docker.instructions import Instruction
from workbook.files import tree
from workbook.result import Wrong, wrong

EVERYWHERE = re.compile(r"(?<![\d.])0\.0\.0\.0|\[?::\]?:\d|\*:\d|(?<![^\s=]):\d|waitress")
PORT = 8080
PROGRAM = re.compile(r"(-|flask|python|gunicorn)\S* ")
STARTS = re.compile(r"\bflask\b.*\brun\b|\b(gunicorn|waitress-serve)\b.*:|python\S* app\.py")
SETTINGS = re.compile("HOST|PORT|BIND|CMD_ARGS")


def command(dockerfile: Dockerfile, expected: str) -> list[Instruction]:
    """Return what the container runs. Raises Wrong where it is not a JSON list of words."""
    parts = [part for part in map(dockerfile.last, ("ENTRYPOINT", "CMD")) if part]
    if not parts:
        raise _no_command(dockerfile, expected)
    for part in parts:
        if not part.is_json:
            raise part.wrong(expected, _why_no_json(part.text))
        if any(PROGRAM.match(word) for word in part.words):
            raise part.wrong(expected, "Each word is an item of its own, in its own quotes.")
    return parts


def _no_command(dockerfile: Dockerfile, expected: str) -> Wrong:
    for run in dockerfile.all("RUN"):
        if STARTS.search(run.text):
            why = "RUN starts it while the image is made, which then never ends."
            return run.wrong(expected, why)
    return wrong(expected, "no CMD", "Without it, Python's prompt is started, and ends.")


def _why_no_json(text: str) -> str:
    if "[" in text and "'" in text:
        return "JSON has double quotes: single ones make this a command of the shell."
    if "[" in text:
        return "This is no JSON list. Look for a missing comma, quote or bracket, or one too many."
    return "Written so, a shell starts the app, and Ctrl-C reaches the shell, not the app."


def words(parts: list[Instruction]) -> list[str]:
    """Return the words that are run, ENTRYPOINT's before CMD's."""
    return [word for part in parts for word in part.words]


def listening(dockerfile: Dockerfile, parts: list[Instruction]) -> str:
    """Return all that says where the app will listen: words, settings, files that are run."""
    settings = parts[-1].settings.items()
    values = [value for name, value in settings if SETTINGS.search(name)]
    started = words(parts)
    run = [ast.unparse(call) for call in app_runs(dockerfile)] if "app.py" in started else []
    scripts = [word for word in started if word.endswith(".py") and word != "app.py"]
    if any("gunicorn" in word for word in started):
        scripts.append("gunicorn.conf.py")  # which it reads by itself
    code = [ast.unparse(tree(dockerfile.folder / name)) for name in scripts]
    return " ".join([*started, *values, *run, *code])


def app_runs(dockerfile: Dockerfile) -> list[ast.Call]:
    """Return the calls of app.run() in app.py."""
    calls = [n for n in ast.walk(tree(dockerfile.folder / "app.py")) if isinstance(n, ast.Call)]
    return [call for call in calls if getattr(call.func, "attr", "") == "run"]


def listens_everywhere(listening: str, part: Instruction, option: str, otherwise: str) -> None:
    """Require that the app listens on all addresses. Raises Wrong."""
    if not EVERYWHERE.search(listening):
        own = re.search(r"127\.0\.0\.1|localhost", listening)
        cause = "127.0.0.1 is the container itself" if own else otherwise
        raise part.wrong(option, f"{cause}: nobody outside gets an answer.")


def listens_on_port(listening: str, part: Instruction, option: str, otherwise: str) -> None:
    """Require that it listens on the port that docker run -p leads to. Raises Wrong."""
    if not re.search(rf"\b{PORT}\b", listening):
        other = re.search(r"port|:\d", listening)
        why = f"-p 9090:{PORT} leads to port {PORT} inside." if other else otherwise
        raise part.wrong(option, why)


def port_is_exposed(dockerfile: Dockerfile) -> None:
    """Require that EXPOSE notes that port. Raises Wrong."""
    exposed = dockerfile.last("EXPOSE")
    if exposed is None:
        raise wrong(f"EXPOSE {PORT}", "no EXPOSE")
    ports = [word.split("/")[0] for each in dockerfile.all("EXPOSE") for word in each.words]
    if str(PORT) not in ports:
        why = "CMD and EXPOSE name the port inside, -p the other too."
        raise exposed.wrong(f"EXPOSE {PORT}", why)
