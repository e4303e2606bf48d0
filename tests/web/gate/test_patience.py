"""Slow and large requests, over real connections."""

import socket
from collections.abc import Callable
from time import monotonic, sleep

import pytest

from efficientcracknet.web.gate.limits import Limits
from tests.web.bench import MOST_PIXELS, Page
from tests.web.walls import encode_wall

SHORT = Limits(pixels=MOST_PIXELS, free_bytes=1, head_s=0.3, pause_s=0.3, body_bytes=2000, upload_bytes=50_000)


@pytest.fixture
def impatient(open_page: Callable[..., Page]) -> Page:
    return open_page(SHORT)


def connect(page: Page) -> socket.socket:
    url = page.client.base_url
    return socket.create_connection((url.host, url.port), timeout=30)


def read_all(connection: socket.socket) -> bytes:
    """Return everything until the other side hangs up."""
    pieces = []
    try:
        while piece := connection.recv(65536):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)


def write_head(page: Page, length: int) -> bytes:
    host = page.client.base_url.netloc.decode()
    lines = [
        f"POST {page.project}/pictures?name=a.png HTTP/1.1",
        f"Host: {host}",
        "X-EfficientCrackNet: 1",
        f"Content-Length: {length}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def test_who_says_nothing_is_hung_up_on(impatient: Page) -> None:
    with connect(impatient) as connection:
        assert read_all(connection) == b""


def test_who_never_ends_a_head_is_hung_up_on(impatient: Page) -> None:
    with connect(impatient) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        assert read_all(connection) == b""


def test_a_head_without_end_is_refused(impatient: Page) -> None:
    with connect(impatient) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000)
        assert read_all(connection).startswith(b"HTTP/1.1 400")


def test_a_body_that_stops_is_told_so_and_leaves_nothing(impatient: Page) -> None:
    with connect(impatient) as connection:
        connection.sendall(write_head(impatient, 1000) + b"x")
        answer = read_all(connection)

    assert answer.startswith(b"HTTP/1.1 408")
    assert b"request_timeout" in answer
    assert list(impatient.bench.desk.places.inbox.iterdir()) == []


def test_a_body_that_drips_does_not_last_for_ever(impatient: Page) -> None:
    with connect(impatient) as connection:
        connection.sendall(write_head(impatient, 10_000))
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            drip(connection, longest_s=60)


def drip(connection: socket.socket, longest_s: float) -> None:
    """Send a byte every now and then until the other side hangs up."""
    started = monotonic()
    while monotonic() - started < longest_s:
        connection.sendall(b"x")
        sleep(0.05)


def test_a_client_that_leaves_half_way_leaves_nothing(impatient: Page) -> None:
    with connect(impatient) as connection:
        connection.sendall(write_head(impatient, 1000) + b"x" * 100)
    assert impatient.send().status_code == 202

    assert list(impatient.bench.desk.places.inbox.iterdir()) == []


def test_a_photo_with_too_many_bytes_is_refused_while_it_comes(impatient: Page) -> None:
    answer = impatient.send(content=b"x" * 60_000)

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert list(impatient.bench.desk.places.inbox.iterdir()) == []


def test_any_other_body_is_short(impatient: Page) -> None:
    answer = impatient.client.post("/api/projects", json={"name": "x" * 3000})

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_photos_pass(impatient: Page) -> None:
    assert impatient.send(content=encode_wall(30)).status_code == 202


def test_too_many_requests_at_once_are_told_when_to_come_again(open_page: Callable[..., Page]) -> None:
    page = open_page(Limits(requests=1, free_bytes=1))
    with page.client.stream("GET", f"{page.project}/events"):
        answer = page.client.get("/api/projects")

    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "1"
