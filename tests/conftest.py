import pytest

from tests.newman import Newman, find


@pytest.fixture(scope="session")
def newman(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Newman:
    """Run a collection: newman(collection, address)."""
    return Newman(find(pytestconfig.cache), tmp_path_factory.mktemp("newman") / "told.json")
