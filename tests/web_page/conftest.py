"""One program that serves a desk, for all tests of its page."""

from collections.abc import Iterator

import pytest

from benchmarks.served import run_served

ENGINE = ("--threads", "1", "--provider", "cpu")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a page whose projects are gone after the tests."""
    with run_served(tmp_path_factory.mktemp("desk") / "projects", ENGINE) as served:
        yield served.address
