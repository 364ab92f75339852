import signal

import pytest

from tests.newman import Newman, find

# A shell has what it starts in the background ignore Ctrl-C, and so would all that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def newman(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Newman:
    """Run a collection: newman(collection, address)."""
    return Newman(find(pytestconfig.cache), tmp_path_factory.mktemp("newman") / "told.json")
