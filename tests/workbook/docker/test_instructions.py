"""A Dockerfile's text is taken apart as Docker does it."""

import pytest

from workbook.docker.instructions import AS_WRITTEN, KNOWN, parse
from workbook.result import Failure, Place


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


def test_an_instruction_knows_its_stage_flags_and_text():
    text = "FROM a AS b\nFROM c\ncopy  --from=b --chmod=1  x \\\n  y\n"
    *_, last = parse(text)

    assert (last.name, last.stage, last.line) == ("COPY", 2, 3)
    assert last.flags == "--from=b --chmod=1  "
    assert last.words == ("x", "y")
    assert last.text == "copy --from=b --chmod=1 x y"
    assert [each.stage for each in parse(text)] == [1, 2, 2]


def test_what_an_arg_before_from_sets_holds_in_every_stage_and_env_wins():
    text = "ARG V=1\nFROM a\nARG W=2\nENV V=3\nUSER $V\nFROM b\nUSER $V$W\n"
    found = [each.words for each in parse(text) if each.name == "USER"]

    assert found[0] == ("3",)
    assert found[1][0].startswith("1")


def test_an_instruction_can_be_told_to_be_wrong():
    (first,) = parse("FROM  python:3.13-slim")
    failure = first.wrong("another", "why", "also").failure

    assert failure == Failure(
        "", "another", "FROM python:3.13-slim", ("why", "also"), Place("Dockerfile", 1)
    )


def test_a_here_document_of_a_copy_counts_its_lines():
    text = "FROM a\nCOPY <<-'E' /x\n\tone\n\ttwo\n\tE\nRUN <<E\nx\nE\nUSER b\n"

    assert [line[:2] for line in read(text)] == [(1, "FROM"), (2, "COPY"), (6, "RUN"), (9, "USER")]


@pytest.mark.parametrize("name", KNOWN)
def test_docker_s_instructions_are_known(name):
    value = "A=b" if name in ("ENV", "LABEL", "ARG") else "a"
    (found,) = parse(f"{name.lower()} {value}")

    assert found.name == name


def test_what_docker_leaves_as_written():
    assert set(AS_WRITTEN) == {"CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"}
    assert len(KNOWN) == 18
