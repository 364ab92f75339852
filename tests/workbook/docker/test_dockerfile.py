"""The Dockerfile reader sees what Docker would: instructions, what is copied, and where to."""

import pytest

from workbook.docker.dockerfile import Dockerfile
from workbook.docker.instructions import parse
from workbook.result import Wrong


def read(text: str) -> list[tuple[int, str, tuple[str, ...]]]:
    return [(each.line, each.name, each.words) for each in parse(text)]


PLAIN = [(1, "FROM", ("python:3.13-slim",)), (2, "COPY", ("app.py", "."))]


@pytest.mark.parametrize(
    "text",
    [
        "FROM python:3.13-slim\nCOPY app.py .\n",
        "from python:3.13-slim\r\ncopy app.py .\r\n",
        "FROM python:3.13-slim\nCOPY\tapp.py\t.",
        'FROM python:3.13-slim\nCOPY ["app.py", "."]\n',
        "FROM --platform=linux/amd64 python:3.13-slim\nCOPY --chmod=644 app.py .\n",
        "FROM python:3.13-slim\nCOPY app.py \\\n    # a comment\n\n    .\n",
    ],
)
def test_spellings_of_the_same_instructions(text):
    assert read(text) == PLAIN


def test_lines_count_from_one_and_comments_are_no_instructions():
    text = "# mine\nFROM a\n\nRUN x \\\n  y\n# more\nCMD z\n"

    assert read(text) == [(2, "FROM", ("a",)), (4, "RUN", ("x", "y")), (7, "CMD", ("z",))]


@pytest.mark.parametrize(
    "text",
    ["FROM a\nRUN <<EOF\npip install x\nEOF\nCMD y\n", "FROM a\nRUN <<'E'\npip\n  x\nE\nCMD y\n"],
)
def test_a_here_document_is_one_instruction(text):
    found = list(parse(text))

    assert [each.name for each in found] == ["FROM", "RUN", "CMD"]
    assert "pip" in found[1].text


def test_a_here_document_that_is_copied_is_no_instruction():
    text = "FROM a\nCOPY <<EOF /note\nUSER root\nEOF\nUSER me\n"

    assert [line[:2] for line in read(text)] == [(1, "FROM"), (2, "COPY"), (5, "USER")]


def test_names_are_filled_in_where_docker_does():
    text = "ARG V=3.13\nFROM python:${V}-slim\nENV PORT=8080 HOST=x\nEXPOSE $PORT\nCMD echo $PORT\n"
    found = {each.name: each for each in parse(text)}

    assert found["FROM"].words == ("python:3.13-slim",)
    assert found["EXPOSE"].words == ("8080",)
    assert found["CMD"].words == ("echo", "$PORT")
    assert found["CMD"].settings == {"V": "3.13", "PORT": "8080", "HOST": "x"}


@pytest.mark.parametrize(
    ("command", "words", "is_json"),
    [
        ('["flask", "run"]', ("flask", "run"), True),
        ("['flask', 'run']", ("[flask,", "run]"), False),
        ('["flask" "run"]', ("[flask", "run]"), False),
        ('["flask", 8080]', ("[flask,", "8080]"), False),
        ("flask run", ("flask", "run"), False),
    ],
)
def test_a_json_list_is_told_from_a_command_of_the_shell(command, words, is_json):
    _, found = parse(f"FROM a\nCMD {command}\n")

    assert (found.words, found.is_json) == (words, is_json)


def test_an_instruction_without_value_is_told_by_itself():
    assert read("FROM a\nENV A\nUSER me\n")[1:] == [(2, "ENV", ("A",)), (3, "USER", ("me",))]


@pytest.fixture
def dockerfile(tmp_path):
    for name in ("app.py", "requirements.txt", "templates/a.html", "templates/b/c.html", ".env"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")

    def make(text: str, ignore: str = "") -> Dockerfile:
        (tmp_path / "Dockerfile").write_text(text, "utf-8-sig")  # with a byte order mark
        (tmp_path / ".dockerignore").write_text(ignore, "utf-8-sig")
        return Dockerfile(tmp_path)

    return make


@pytest.mark.parametrize(
    ("copy", "path", "to"),
    [
        ("COPY . .", "app.py", "/app/app.py"),
        ("COPY ./ ./", "templates/b/c.html", "/app/templates/b/c.html"),
        ("COPY / /srv/", "templates/a.html", "/srv/templates/a.html"),
        ("COPY app.py .", "app.py", "/app/app.py"),
        ("COPY app.py main.py", "app.py", "/app/main.py"),
        ("COPY app.py /app", "app.py", "/app/app.py"),
        ("COPY *.py ./", "app.py", "/app/app.py"),
        ("COPY app.py requirements.txt ./", "requirements.txt", "/app/requirements.txt"),
        ("COPY templates .", "templates/a.html", "/app/a.html"),
        ("COPY templates templates", "templates/b/c.html", "/app/templates/b/c.html"),
        ("COPY templates/ ./templates/", "templates/a.html", "/app/templates/a.html"),
        ("COPY * ./", "templates/a.html", "/app/a.html"),
        ("ADD . .", "app.py", "/app/app.py"),
        ("COPY app.py .", "requirements.txt", None),
        ("COPY --from=build app.py .", "app.py", None),
        ("COPY app.py", "app.py", None),
    ],
)
def test_where_a_copy_puts_a_file(dockerfile, copy, path, to):
    landed = dockerfile(f"FROM a\nWORKDIR /app\n{copy}\n").landing(path)

    assert (landed[1] if landed else None) == to


@pytest.mark.parametrize(
    ("ignore", "ignored"),
    [
        ("", 0),
        ("# .env\n\n.env\n", 3),
        (".env/\n", 1),
        ("/.env", 1),
        (".e?v", 1),
        (".*", 1),
        ("**/.env", 1),
        ("*", 1),
        ("*\n!.env", 0),
        ("*\n!.env\n.en*", 3),
        ("[z-a]\n[\n.env", 3),
        ("templates", 0),
    ],
)
def test_what_dockerignore_keeps_away(dockerfile, ignore, ignored):
    found = dockerfile("FROM a\nCOPY . .\n", ignore)

    assert found.ignored(".env") == ignored
    assert bool(found.landing(".env")) == (not ignored)


def test_a_folder_that_is_ignored_goes_with_all_that_is_in_it(dockerfile):
    found = dockerfile("FROM a\nCOPY . .\n", "templates\n!templates/b\n")

    assert found.ignored("templates/a.html") == 1
    assert not found.ignored("templates/b/c.html")


STAGES = """\
FROM python:3.13 AS build
USER root
FROM python:3.13-slim AS base
WORKDIR /app
FROM base
COPY --from=build /packages /packages
USER me
"""


def test_only_the_stages_that_the_image_is_made_of_count(dockerfile):
    found = dockerfile(STAGES)

    assert found.base.words[0] == "python:3.13-slim"
    assert found.last("USER").words == ("me",)
    assert found.last("WORKDIR").words == ("/app",)
    assert dockerfile(STAGES.replace("USER me\n", "")).last("USER") is None


def test_stages_of_one_name_do_not_go_round_in_a_circle(dockerfile):
    assert dockerfile("FROM python:3.13 AS app\nFROM app AS app\n").base.line == 1


def test_a_dockerfile_without_from_has_no_base(dockerfile):
    with pytest.raises(Wrong, match=r"^$"):
        _ = dockerfile("COPY . .\n").base
