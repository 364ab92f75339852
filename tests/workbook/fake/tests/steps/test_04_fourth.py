"""Do the fourth thing.

You can now do the fourth thing.
"""

import pytest

SECONDS = 30
LEAVE_OUT = ("*.kept",)
PRELOAD = ("statistics",)

PROGRAM = '''"""count.again(), and its place"""

import sys

import count

print(count.again(), count.__name__, __name__, sys.modules["__main__"].count is count)
'''


@pytest.mark.run("count.py")
def test_prints(printed):
    """python count.py prints a number.

    First hint.

    Second hint.
    """
    word = printed.strip()

    assert word.isdigit(), "not a number"


@pytest.mark.run("-c", "import count; print(count.again())")
def test_code(printed):
    """count.again() is 2.

    First hint.

    Second hint.
    """
    assert printed == "2\n"


@pytest.mark.run("-c", PROGRAM)
def test_program(printed):
    """count.again() is 2 in a program, which is a module of its own.

    First hint.

    Second hint.
    """
    assert printed == "2 count __main__ True\n"


@pytest.mark.bonus
def test_examples(client, examples):
    """POST /items answers with each example.

    First hint.

    Second hint.
    """
    for example in examples:
        reply = client.post("/items", json=example)
        assert reply.json() == example


@pytest.mark.bonus
def test_keeps(client, restart):
    """POST /notes keeps a note: GET /notes says it, also after a restart.

    First hint.

    Second hint.
    """
    before = client.get("/notes").text
    client.post("/notes")
    again = restart()

    assert before == ""
    assert again.get("/notes").text == "note"
