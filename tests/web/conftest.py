"""Fixtures of `tests.web.bench`."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import cast

import httpx
import pytest

from efficientcracknet.runtime.weights import Weights, find_weights
from efficientcracknet.web.app import STATIC
from efficientcracknet.web.context import Context
from efficientcracknet.web.desk.desk import Desk, open_desk
from efficientcracknet.web.desk.projects import add_project
from efficientcracknet.web.gate.limits import Limits
from efficientcracknet.web.gate.policy import Policy
from efficientcracknet.web.work.finder import FinderSettings
from efficientcracknet.web.work.worker import Worker
from tests.tiny_networks import write_darkness_logits
from tests.web.bench import USUAL, Bench, Page, make_context, run_server


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_darkness_logits(tmp_path_factory.mktemp("network") / "darkness.onnx"))


@pytest.fixture
def bench(tmp_path: Path, network: str) -> Iterator[Bench]:
    desk = open_desk(tmp_path / "desk")
    yield Bench(desk, add_project(desk, "Bridge").id, network, Worker(desk, FinderSettings(network, threads=1)))
    desk.ledger.close()


@pytest.fixture
def open_page(bench: Bench) -> Iterator[Callable[..., Page]]:
    """Open a server of the bench's desk, under other limits or another policy."""
    with ExitStack() as stack:

        def open_one(limits: Limits = USUAL, policy: Policy | None = None) -> Page:
            context = make_context(bench, limits, policy)
            return Page(bench, context, stack.enter_context(run_server(context)))

        yield open_one


@pytest.fixture(scope="session")
def usual_server() -> Iterator[tuple[Context, httpx.Client]]:
    """Run one server for all tests; each puts its own desk behind it."""
    context = Context(cast(Desk, None), cast(Weights, None), USUAL, Policy(), wake=lambda: None, static=STATIC)
    with run_server(context) as client:
        yield context, client


@pytest.fixture
def page(bench: Bench, usual_server: tuple[Context, httpx.Client]) -> Page:
    context, client = usual_server
    context.desk, context.weights = bench.desk, find_weights(bench.network)
    return Page(bench, context, client)
