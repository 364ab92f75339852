"""The Dockerfile reader sees what Docker would: what is copied, and where to."""

import pytest

from workbook.docker.dockerfile import Dockerfile
from workbook.result import Wrong


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


def test_a_dockerignore_is_read_as_docker_reads_it(dockerfile, tmp_path):
    for name in ("max", "#notes"):
        (tmp_path / name).write_text("")
    found = dockerfile("FROM a\nCOPY . .\n", "max\n#notes\n/templates/\n")

    assert [found.ignored(name) for name in ("max", "#notes", "templates/a.html")] == [1, 0, 3]
    (tmp_path / ".dockerignore").write_bytes(b"# caf\xe9\n.env\n")
    assert Dockerfile(tmp_path).ignored(".env") == 2


def test_what_is_too_large_is_not_looked_into(dockerfile, tmp_path):
    for name in (".git", ".venv", "venv", "node_modules", "mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text("")

    assert dockerfile("FROM a").files == [
        *(".dockerignore", ".env", "Dockerfile", "app.py", "mine", "mine/x", "requirements.txt"),
        *("templates", "templates/a.html", "templates/b", "templates/b/c.html"),
    ]


def test_instructions_are_found_by_name_where_they_say_anything(dockerfile):
    found = dockerfile("FROM a\nUSER b\nUSER\nENV C=d\n")

    assert [each.line for each in found.all("USER", "ENV")] == [2, 4]
    assert found.last("USER").line == 2
    assert found.last("CMD") is None


@pytest.mark.parametrize(
    ("text", "before", "landed"),
    [
        ("COPY . .\nRUN x\n", "RUN", True),
        ("RUN x\nCOPY . .\n", "RUN", False),
        ("COPY . .\nFROM b\nRUN x\n", "RUN", False),
    ],
)
def test_what_landed_before_an_instruction(dockerfile, text, before, landed):
    found = dockerfile(f"FROM a\n{text}")

    assert bool(found.landing("app.py", before=found.last(before))) == landed


def test_a_working_directory_is_below_the_one_before_and_new_in_each_stage(dockerfile):
    text = "FROM a\nWORKDIR /a\nWORKDIR b\nCOPY app.py .\nFROM c\nCOPY requirements.txt .\n"
    found = dockerfile(text)

    assert found.landing("app.py")[1] == "/a/b/app.py"
    assert found.landing("requirements.txt")[1] == "/requirements.txt"


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
