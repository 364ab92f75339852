"""Sources are jupytext's percent format; a Docker command without its answer is told."""

import pytest

from workbook.notebooks.source import NotebookError, compare_with_transcript, read, transcript

SOURCE = """\
# %% [markdown]
# # 1. Try

# %%
# %docker build -t try .

# %% tags=["raises-exception"]
1 / 0

# %%
# %docker run try ls

# %% language="bash"
# ls |
#   cat
"""
TRANSCRIPT = """\
$ docker build -t try .
 => [1/1] FROM python:3.13-slim

$ docker run try ls
app.py
"""


@pytest.fixture
def source(tmp_path):
    """Lay a source with two Docker commands, and their transcript."""
    file = tmp_path / "notebooks/source/01_try.py"
    for path, text in ((file, SOURCE), (transcript(file), TRANSCRIPT)):
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return file


def test_cells_are_those_that_jupyter_shows(source):
    cells = [(cell.cell_type, cell.source, dict(cell.metadata)) for cell in read(source).cells]

    assert cells == [
        ("markdown", "# 1. Try", {}),
        ("code", "%docker build -t try .", {}),
        ("code", "1 / 0", {"tags": ["raises-exception"]}),
        ("code", "%docker run try ls", {}),
        ("code", "%%bash\nls |\n  cat", {}),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("# %% [markdown]\n# # 1. Try", "import this", r"must begin with # %% \[markdown\]"),
        ('# %% language="bash"', "# %% [bash]", r"what is # %% \[bash\]\?"),
        ('# %% tags=["raises-exception"]', "# %% raises", "what is # %% raises"),
        ('language="bash"', 'language="fish"', "what is # %% fish"),
    ],
)
def test_what_jupytext_would_take_for_a_title_is_told(source, old, new, told):
    source.write_text(SOURCE.replace(old, new))

    with pytest.raises(NotebookError, match=rf"notebooks/source/01_try\.py: .*{told}"):
        read(source)


def test_a_transcript_with_all_commands_is_in_order(source):
    compare_with_transcript(source)


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("%docker run try ls", "%docker run try ls -l", r"\$ docker run try ls -l\n"),
        ("%docker run try ls", "%docker run try l", r"\$ docker run try l\n"),
        ("# %%\n# %docker run try ls", "", r"\$ docker run try ls\n"),
        ("run try ls\n", "run try ls\n\n# %%\n# %curl x\n", r"\$ curl x\n"),
    ],
)
def test_a_command_without_its_answer_is_told(source, old, new, at):
    source.write_text(SOURCE.replace(old, new))

    with pytest.raises(NotebookError, match=rf"(?s){at}.*tools.record_docker 01"):
        compare_with_transcript(source)


def test_commands_without_any_transcript_are_told(source):
    transcript(source).unlink()

    with pytest.raises(NotebookError, match=r"\$ docker build -t try \."):
        compare_with_transcript(source)
