import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from efficientcracknet.web.gate.limits import Limits
from tests.awkward import build_awkward_folder
from tests.web.bench import MOST_PIXELS, Page
from tests.web.walls import encode_wall


def write_bomb(side: int) -> bytes:
    """Return a PNG of a few bytes that says it has `side` x `side` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def list_files(page: Page) -> set[str]:
    root = page.bench.desk.places.root
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_a_photo_is_accepted_and_waits(page: Page) -> None:
    answer = page.send("deck/IMG 1.png")

    assert answer.status_code == 202
    item = answer.json()
    assert (item["name"], item["state"], item["height_px"], item["width_px"]) == ("deck/IMG 1.png", "queued", 60, 160)
    assert item["result"] is None
    assert item["bytes"] == len(encode_wall(30))


@pytest.mark.parametrize(
    "name", ["../../../evil.png", "/etc/passwd", "a\x00b.png", "..\\..\\x.png", "CON", "é" * 900, "."]
)
def test_no_name_becomes_a_path(page: Page, name: str) -> None:
    before = set(page.bench.desk.places.root.parent.rglob("*"))
    answer = page.send(name)
    after = {path for path in page.bench.desk.places.root.parent.rglob("*") if path.is_file()} - before

    assert answer.status_code == 202
    folder = page.bench.desk.places.project(page.bench.project).picture(answer.json()["id"]).folder
    new = {path for path in after if not path.name.startswith("desk.sqlite")}
    assert new == {folder / "photo.png", folder / "picture.json"}


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"%PDF-1.7", b"GIF89a" + b"\0" * 50]
)
def test_what_is_no_picture_is_refused_by_its_content(page: Page, content: bytes) -> None:
    before = list_files(page)
    answer = page.send("a.png", content)

    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "not_a_picture")
    assert str(page.bench.desk.places.root) not in answer.text
    assert list_files(page) == before


def test_a_bomb_is_refused_before_its_pixels_are_decoded(page: Page) -> None:
    answer = page.send("bomb.png", write_bomb(60_000))

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert f"at most {MOST_PIXELS:,} pixels, got 3,600,000,000" in answer.json()["error"]["message"]


def test_a_header_that_promises_too_much_fails_alone(page: Page) -> None:
    good, bad = page.send("good.png").json()["id"], page.send("bad.png", write_bomb(200)).json()["id"]
    page.bench.work()
    items = {item["id"]: item for item in page.client.get(f"{page.project}/pictures").json()["pictures"]}

    assert items[good]["state"] == "done"
    assert items[bad]["state"] == "failed"
    assert "'bad.png'" in items[bad]["error"]
    assert str(page.bench.desk.places.root) not in items[bad]["error"]


def test_all_awkward_files_are_done_or_told_why_not(page: Page, tmp_path: Path) -> None:
    files = build_awkward_folder(tmp_path / "awkward")
    for file in files:
        answer = page.send(file.name, (tmp_path / "awkward" / file.name).read_bytes())
        if file.outcome == "ok":
            assert answer.status_code == 202, (file.name, answer.text)
        else:
            assert answer.status_code in {202, 413, 415}, (file.name, answer.text)
    page.bench.work()
    states = {item["name"]: item["state"] for item in page.client.get(f"{page.project}/pictures").json()["pictures"]}
    expected = {file.name: "done" if file.outcome == "ok" else "failed" for file in files}

    assert {name: state for name, state in states.items() if expected.get(name, state) != state} == {}


def test_a_full_queue_says_when_to_come_again_and_takes_the_photo_then(open_page: Callable[..., Page]) -> None:
    page = open_page(Limits(queue=1, pixels=MOST_PIXELS, free_bytes=1))
    assert page.send().status_code == 202
    answer = page.send()
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "queue_full")
    assert answer.headers["retry-after"] == str(answer.json()["error"]["retry_after_s"])

    page.bench.work()
    assert page.send().status_code == 202


def test_a_full_disk_is_told(open_page: Callable[..., Page]) -> None:
    answer = open_page(Limits(pixels=MOST_PIXELS, free_bytes=2**62)).send()

    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")


def test_nothing_is_accepted_for_a_project_that_is_not_there(page: Page) -> None:
    answer = page.client.post("/api/projects/abcdefghijkl/pictures", params={"name": "a.png"}, content=encode_wall())

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert page.client.post(f"{page.project}/pictures", content=encode_wall()).status_code == 422
