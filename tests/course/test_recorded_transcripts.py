"""What the notebooks show of Docker is what an engine still says."""

import pytest

from tests.clone import ROOT
from tools.record_docker import record
from workbook.notebooks.source import COMMANDS, transcript

WITH_DOCKER = [
    file
    for file in sorted(ROOT.glob("notebooks/source/*.py"))
    if COMMANDS.search(file.read_text("utf-8"))
]


@pytest.mark.engine
@pytest.mark.parametrize("file", WITH_DOCKER, ids=lambda file: file.stem)
def test_an_engine_still_says_so(file):
    assert record(ROOT, file.stem) == transcript(file).read_text("utf-8")
