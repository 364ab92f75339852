"""What is remembered between calls; losing it loses nothing else."""

import json

import pytest

from workbook.checks.progress import Memory, Progress

MEMORY = Memory(2, "test_x", True, {"test_x": 1})


def test_at_first_nothing_is_remembered(tmp_path):
    memory = Progress(tmp_path).of("01_one")

    assert (memory.passed, memory.first, memory.blocked, memory.hints) == (None, "", False, {})


def test_each_step_is_remembered_by_itself(tmp_path):
    Progress(tmp_path).remember("01_one", MEMORY)
    Progress(tmp_path).remember("02_two", Memory(1))

    assert Progress(tmp_path).of("01_one") == MEMORY
    assert Progress(tmp_path).of("02_two") == Memory(1)
    assert [file.name for file in (tmp_path / ".workbook").iterdir()] == ["progress.json"]
    text = (tmp_path / ".workbook/progress.json").read_text()
    assert json.loads(text)["01_one"] == {
        "passed": 2,
        "first": "test_x",
        "blocked": True,
        "hints": {"test_x": 1},
    }
    assert text.endswith("}\n")
    assert '\n "01_one": {\n' in text


@pytest.mark.parametrize("spoilt", ["{", "[1]", "3", '{"01_one": {"x": 1}}', '{"01_one": 3}'])
def test_a_spoilt_memory_is_forgotten(tmp_path, spoilt):
    (tmp_path / ".workbook").mkdir()
    (tmp_path / ".workbook/progress.json").write_text(spoilt)
    progress = Progress(tmp_path)

    assert progress.of("01_one") == Memory()
    progress.remember("01_one", MEMORY)
    assert progress.of("01_one") == MEMORY


def test_a_folder_that_cannot_be_written_to_is_no_reason_to_stop(tmp_path):
    (tmp_path / ".workbook").touch()

    Progress(tmp_path).remember("01_one", MEMORY)
    assert Progress(tmp_path).of("01_one") == Memory()
