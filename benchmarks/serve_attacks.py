"""What a stranger may send to the page: mutated pictures, bombs, names that are paths, odd requests, slow clients."""

import io
import random
import socket
import struct
import zlib
from collections.abc import Callable, Iterator
from time import monotonic, sleep

import numpy as np
from PIL import Image

NAMES = (
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/shadow.jpg",
    "a\x00b.png",
    "\u202egnp.exe",
    "con.jpg",
    "." * 300,
    "x" * 999,
    "%2e%2e%2f%2e%2e%2fx",
    "file:///etc/passwd",
    "<script>alert(1)</script>.png",
    "=cmd|' /C calc'!A0",
    "\r\nSet-Cookie: a=b",
    "\U0001d54f\ufffd\u0000\u2028",
)
"""Of pictures; none may become a path."""

PATHS = (
    "/static/..%2f..%2fapp.py",
    "/static/%2e%2e/%2e%2e/server.py",
    "/static//etc/passwd",
    "/static/....//....//etc/passwd",
    "/browser/..%2f..%2f..%2fpyproject.toml",
    "/browser/%00",
    "/api/projects/..%2f..%2fdesk.sqlite",
    "/api/projects/{project}/pictures/%2e%2e/original",
    "/api/projects/{project}/exports/{project}/files/..%2f..%2fproject.json",
    "/api/projects/{project}/pictures/{picture}/photo/99999999999999999999/0_0.jpg",
    "/api/projects/{project}/pictures/{picture}/probability/-1/0/0_0.png",
    "/api/projects/{project}/changes?since=99999999999999999999999",
    "/api/projects/{project}/changes?since=NaN",
    "/" + "a" * 8000,
    "//",
    "/%ff%fe",
)
"""Of addresses; none may leave the desk or fail."""

KINDS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP", "PPM", "AVIF")


def draw_seeds() -> dict[str, bytes]:
    """Return a small valid picture of every kind that can be written here.

    Returns
    -------
    dict[str, bytes]
        By kind.
    """
    pixels = np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    seeds = {}
    Image.init()
    for kind in KINDS:
        if kind in Image.SAVE:
            encoded = io.BytesIO()
            Image.fromarray(pixels).save(encoded, kind)
            seeds[kind] = encoded.getvalue()
    return seeds


def mutate(content: bytes, rng: random.Random) -> bytes:
    """Return a damaged copy of a file.

    Parameters
    ----------
    content
        At least one byte.
    rng
        Decides the damage.

    Returns
    -------
    bytes
        Bytes changed, cut off, doubled, or swapped.
    """
    damaged = bytearray(content)
    for _ in range(rng.randint(1, 12)):
        place = rng.randrange(len(damaged))
        act = rng.randrange(5)
        if act == 0:
            damaged[place] = rng.randrange(256)
        elif act == 1:
            damaged[place : place + 4] = rng.randbytes(4)
        elif act == 2 and len(damaged) > 32:
            del damaged[place:]
            damaged += b"\0"
        elif act == 3:
            damaged[place:place] = damaged[max(place - 64, 0) : place]
        else:
            damaged[place : place + 2] = b"\xff\xff"
    return bytes(damaged)


def list_bombs() -> dict[str, bytes]:
    """Return files that are small and say, or become, something huge.

    Returns
    -------
    dict[str, bytes]
        By what they do.
    """
    empty = zlib.compress(b"\0" * 50_000_000, 9)
    text = zlib.compress(b"a" * 100_000_000, 9)
    return {
        "PNG of 3.6 gigapixels": _write_png(60_000, 60_000, [(b"IDAT", zlib.compress(b"\0"))]),
        "PNG of 2**31 pixels a side": _write_png(2**31 - 1, 2**31 - 1, [(b"IDAT", b"")]),
        "PNG whose pixels unpack to 50 MB": _write_png(64, 64, [(b"IDAT", empty)]),
        "PNG whose text unpacks to 100 MB": _write_png(64, 64, [(b"zTXt", b"a\0\0" + text), (b"IDAT", b"")]),
        "PNG of 100,000 chunks": _write_png(8, 8, [(b"teXt", b"")] * 100_000),
        "TIFF of 2**32 pixels a side": _write_tiff(2**32 - 1, 2**32 - 1),
        "TIFF that points at itself": b"II*\0\x08\0\0\0" + b"\0\0" + b"\x08\0\0\0",
        "GIF of 65535 x 65535": b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\x80\0\0" + b"\0" * 20,
        "BMP of 2**31 pixels a side": b"BM"
        + b"\0" * 12
        + struct.pack("<IiiHH", 40, 2**31 - 1, 2**31 - 1, 1, 24)
        + b"\0" * 24,
        "PPM of 99999 x 99999": b"P6 99999 99999 255\n",
        "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        "PDF": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj",
        "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    }


def list_bodies() -> Iterator[tuple[str, bytes]]:
    """Yield (what, JSON or something like it) for routes that take JSON."""
    yield "deep", b"[" * 100_000
    yield "not a number", b'{"name": NaN}'
    yield "huge number", b'{"name": 1e99999}'
    yield "surrogate", b'{"name": "\\ud800"}'
    yield "not UTF-8", b'{"name": "\xff\xfe"}'
    yield "long", b'{"name": "' + b"a" * 900_000 + b'"}'
    yield "too long", b'{"name": "' + b"a" * 3_000_000 + b'"}'
    yield "many keys", b"{" + b",".join(b'"k%d": 1' % number for number in range(50_000)) + b"}"
    yield "nothing", b""


def list_raw_requests(host: str) -> Iterator[tuple[str, bytes]]:
    """Yield (what, bytes) of requests that no well-behaved client sends; `host` as in the header."""
    head = f"GET / HTTP/1.1\r\nHost: {host}\r\n".encode("ascii")
    yield "no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200
    yield "no host", b"GET / HTTP/1.1\r\n\r\n"
    yield "two hosts", head + b"Host: evil.example\r\n\r\n"
    yield "foreign host", b"GET /api/projects HTTP/1.1\r\nHost: evil.example\r\n\r\n"
    yield "two lengths", head + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"
    yield "length and chunks", head + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    yield "length below zero", head + b"Content-Length: -1\r\n\r\n"
    yield "bad chunk", head + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n"
    yield "long head", head + b"X: " + b"a" * 100_000 + b"\r\n\r\n"
    yield "many heads", head + b"".join(b"X-%d: 1\r\n" % number for number in range(5000)) + b"\r\n"
    yield "folded head", head + b"X: a\r\n b\r\n\r\n"
    yield "upgrade", head + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    yield "absolute address", f"GET http://{host}/api/about HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("ascii")
    yield "tunnel", f"CONNECT evil.example:443 HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("ascii")
    yield "trace", f"TRACE / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("ascii")


def send_raw(place: tuple[str, int], request: bytes, timeout_s: float) -> int | None:
    """Send bytes, and return the status that comes back.

    Parameters
    ----------
    place
        Name and port.
    request
        Anything.
    timeout_s
        A `TimeoutError` says that nothing came for so long.

    Returns
    -------
    int | None
        None where the other side hung up.
    """
    with socket.create_connection(place, timeout=timeout_s) as connection:
        try:
            connection.sendall(request)
            answer = connection.recv(4096)
        except (BrokenPipeError, ConnectionResetError):
            return None
    return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else None


def list_slow_clients(host: str, project: str) -> dict[str, Callable[[socket.socket], None]]:
    """Return what slow clients do with a connection until they are hung up on.

    Parameters
    ----------
    host
        As in the header.
    project
        Id.

    Returns
    -------
    dict[str, Callable[[socket.socket], None]]
        By what they do.
    """
    head = f"POST /api/projects/{project}/pictures?name=a.png HTTP/1.1\r\nHost: {host}\r\nX-EfficientCrackNet: 1\r\n"
    body = (head + "Content-Length: 1000000\r\n\r\n").encode("ascii")
    return {
        "say nothing": lambda connection: None,
        "half a head": lambda connection: connection.sendall(head.encode("ascii")),
        "head drop by drop": lambda connection: _drip(connection, head.encode("ascii") * 1000),
        "no body": lambda connection: connection.sendall(body),
        "body drop by drop": lambda connection: _drip(connection, body + b"x" * 1000, at_once=len(body)),
    }


def await_end(connection: socket.socket, longest_s: float) -> bool:
    """Return whether the other side hangs up in time."""
    until = monotonic() + longest_s
    connection.settimeout(1)
    while monotonic() < until:
        try:
            if not connection.recv(65536):
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def _drip(connection: socket.socket, content: bytes, at_once: int = 0) -> None:
    connection.sendall(content[:at_once])
    try:
        for place in range(at_once, len(content)):
            connection.sendall(content[place : place + 1])
            sleep(0.5)
    except OSError:
        return


def _write_png(height: int, width: int, chunks: list[tuple[bytes, bytes]]) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [b"\x89PNG\r\n\x1a\n"]
    for kind, data in [(b"IHDR", header), *chunks, (b"IEND", b"")]:
        parts.append(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    return b"".join(parts)


def _write_tiff(height: int, width: int) -> bytes:
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8)]
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + b"\0\0\0\0"
