from pathlib import Path

import pytest

SERVER = """\
FROM python:3.13-slim
CMD ["python", "-m", "http.server", "8080"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Dockerfile").write_text(SERVER)
    return tmp_path
