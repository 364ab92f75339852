from pathlib import Path

import pytest

from tests.workbook.student import Student


@pytest.fixture
def student(tmp_path: Path) -> Student:
    return Student(tmp_path)
