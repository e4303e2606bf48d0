"""A desk in a folder of its own, its worker called by hand, and a real server before it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from efficientcracknet.runtime.weights import find_weights
from efficientcracknet.web.app import STATIC
from efficientcracknet.web.context import Context
from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.entries import PictureEntry
from efficientcracknet.web.desk.picture_file import inspect_file
from efficientcracknet.web.desk.pictures import Upload, accept_picture
from efficientcracknet.web.gate.limits import Limits
from efficientcracknet.web.gate.policy import Policy
from efficientcracknet.web.server import listen, make_server
from efficientcracknet.web.work.worker import LINES, Worker
from tests.web.walls import encode_wall

MOST_PIXELS = 100_000
USUAL = Limits(pixels=MOST_PIXELS, free_bytes=1)
HEADERS = {"X-EfficientCrackNet": "1"}


@dataclass(frozen=True)
class Bench:
    """A desk with one project, and what works on it when told to."""

    desk: Desk
    project: str
    network: str
    worker: Worker

    def accept(self, name: str = "wall.png", content: bytes | None = None) -> PictureEntry:
        """Take a photo into the project."""
        part = self.desk.places.inbox / "given.part"
        part.write_bytes(encode_wall(30) if content is None else content)
        return accept_picture(
            self.desk, self.project, Upload(part, name, inspect_file(part, name, MOST_PIXELS)), most_waiting=100
        )

    def work(self) -> None:
        """Do all that is to be done."""
        while any(self.worker.do_next(kinds) for kinds in LINES):
            pass


@dataclass(frozen=True)
class Page:
    """A server, and how to ask it."""

    bench: Bench
    context: Context
    client: httpx.Client

    @property
    def project(self) -> str:
        """Path of the project."""
        return f"/api/projects/{self.bench.project}"

    def send(self, name: str = "wall.png", content: bytes | None = None) -> httpx.Response:
        """Upload a photo."""
        body = encode_wall(30) if content is None else content
        return self.client.post(f"{self.project}/pictures", params={"name": name}, content=body)

    def send_done(self, name: str = "wall.png", content: bytes | None = None) -> str:
        """Upload a photo, do what is to be done, and return the path of the picture."""
        picture = self.send(name, content).json()["id"]
        self.bench.work()
        return f"{self.project}/pictures/{picture}"


@contextmanager
def run_server(context: Context) -> Iterator[httpx.Client]:
    """Run a server of a context, and give what asks it."""
    listening = listen("127.0.0.1", 0)
    server = make_server(context)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        with httpx.Client(base_url=address, headers=HEADERS, timeout=60, verify=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


def make_context(bench: Bench, limits: Limits = USUAL, policy: Policy | None = None) -> Context:
    """Return a context of the bench's desk, whose worker is not woken."""
    weights = find_weights(bench.network)
    return Context(bench.desk, weights, limits, policy or Policy(), wake=lambda: None, static=STATIC)
