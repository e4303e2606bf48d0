"""What an inspector does, by the API."""

import io
import json
import zipfile
from collections.abc import Callable

import httpx
import numpy as np
import pytest
from PIL import Image

from efficientcracknet.web.desk.kept_map import LOWEST
from efficientcracknet.web.gate.limits import Limits
from tests.web.bench import MOST_PIXELS, Page
from tests.web.walls import encode_wall, paint_wall

HALF = {"kind": "mm_per_px", "mm_per_px": 0.5}


def open_picture(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)))


def tell_error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_projects_are_made_renamed_listed_and_removed(page: Page) -> None:
    made = page.client.post("/api/projects", json={"name": " Pier 3 "})
    assert (made.status_code, made.json()["name"]) == (201, "Pier 3")
    project = f"/api/projects/{made.json()['id']}"
    renamed = page.client.patch(project, json={"name": "Pier 4", "settings": {"head": {"inspector": "A"}}}).json()
    assert (renamed["name"], renamed["settings"]["head"]["inspector"]) == ("Pier 4", "A")
    assert [one["name"] for one in page.client.get("/api/projects").json()["projects"]] == ["Pier 4", "Bridge"]

    assert page.client.delete(project).status_code == 204
    assert tell_error(page.client.get(project)) == (404, "not_found")


def test_a_picture_comes_with_its_cracks_and_their_courses(page: Page) -> None:
    picture = page.send_done(content=encode_wall(15, 45))
    detail = page.client.get(picture).json()

    assert (detail["state"], detail["result"]["cracks"], detail["stale"]) == ("done", 2, False)
    assert [crack["crack"] for crack in detail["cracks"]] == [1, 2]
    (line,) = detail["cracks"][0]["lines"]
    assert min(abs(line[0][0] - 14.5), abs(line[0][0] - 44.5)) < 0.2
    assert detail["facts"]["working_scale"] == 1
    assert detail["facts"]["weights"] == "darkness"


def test_a_class_comes_with_scale_and_standard(page: Page) -> None:
    picture = page.send_done()
    page.client.patch(picture, json={"scale": HALF})
    page.client.patch(page.project, json={"settings": {"standard": "ltpp-asphalt"}})
    page.bench.work()
    detail = page.client.get(picture).json()

    assert detail["cracks"][0]["length_mm"] == pytest.approx(detail["cracks"][0]["length_px"] / 2)
    assert (detail["cracks"][0]["severity"], detail["cracks"][0]["rank"]) == ("low", 0)
    assert detail["result"]["worst"] == {"class": "low", "rank": 0}
    assert (detail["scale"], detail["own_scale"], detail["scale_text"]) == (HALF, HALF, "0.5 mm/px")


def test_a_threshold_makes_the_result_stale_until_it_is_measured(page: Page) -> None:
    picture = page.send_done()
    item = page.client.patch(picture, json={"threshold": 0.7}).json()
    assert (item["state"], item["stale"], item["threshold"], item["own_threshold"]) == ("queued", True, 0.7, 0.7)

    page.bench.work()
    item = page.client.get(picture).json()
    assert (item["state"], item["stale"]) == ("done", False)


def test_the_probability_tiles_show_the_corrected_map_at_any_threshold(page: Page) -> None:
    picture = page.send_done()
    tiles = page.client.get(picture).json()["probability"]
    url = f"{tiles['url']}{tiles['max_level']}/0_0.png"
    answer = page.client.get(url)
    levels = open_picture(answer.content)
    mask = open_picture(page.client.get(f"{picture}/mask.png").content)

    assert ((levels >= round(0.5 * 200)) == (mask == 255)).all()
    assert "immutable" in answer.headers["cache-control"]

    page.client.post(f"{picture}/edits", json={"kind": "erase", "points_px": [[30, 0], [30, 159]], "radius_px": 9})
    page.bench.work()
    newer = page.client.get(picture).json()["probability"]
    assert newer["url"] != tiles["url"]
    assert open_picture(page.client.get(f"{newer['url']}{newer['max_level']}/0_0.png").content)[30].max() == 0
    assert page.client.get(url).content == answer.content  # somebody may be looking at it still


def test_photo_tiles_come_before_anything_was_found(page: Page) -> None:
    item = page.send().json()
    tile = page.client.get(f"{item['photo']['url']}{item['photo']['max_level']}/0_0.jpg")
    thumbnail = page.client.get(f"{page.project}/pictures/{item['id']}/thumbnail.jpg")

    assert tile.headers["content-type"] == "image/jpeg"
    assert np.abs(open_picture(tile.content).astype(int) - paint_wall(30)).mean() < 3
    assert open_picture(thumbnail.content).shape == (60, 160, 3)


@pytest.mark.parametrize(
    "place", ["photo/99/0_0.jpg", "photo/8/9_9.jpg", "probability/1/8/5_0.png", "probability/77/8/0_0.png"]
)
def test_tiles_that_are_not_there_are_not_found(page: Page, place: str) -> None:
    assert tell_error(page.client.get(f"{page.send_done()}/{place}")) == (404, "not_found")


def test_pictures_of_a_result_come_with_it_and_the_photo_always(page: Page) -> None:
    waiting = f"{page.project}/pictures/{page.send('Brücke 7.png').json()['id']}"
    assert tell_error(page.client.get(f"{waiting}/mask.png")) == (404, "not_found")
    original = page.client.get(f"{waiting}/original")
    assert original.content == encode_wall(30)
    assert original.headers["content-disposition"] == "attachment; filename*=utf-8''Br%C3%BCcke%207.png"

    page.bench.work()
    kinds = {
        name: page.client.get(f"{waiting}/{name}").headers["content-type"]
        for name in ("mask.png", "overlay.jpg", "annotated.jpg")
    }
    assert kinds == {"mask.png": "image/png", "overlay.jpg": "image/jpeg", "annotated.jpg": "image/jpeg"}


def test_a_deletion_is_listed_and_taken_back(page: Page) -> None:
    picture = page.send_done(content=encode_wall(15, 45))
    version = page.client.get(picture).json()["result"]["version"]
    assert (
        page.client.post(f"{picture}/edits", json={"kind": "delete", "crack": 2, "version": version}).status_code == 202
    )
    page.bench.work()
    detail = page.client.get(picture).json()
    assert (len(detail["cracks"]), detail["undo"], detail["redo"], detail["edits"]) == (1, True, False, 1)
    (deleted,) = detail["deleted"]
    assert deleted["number"] == 2

    again = page.client.post(f"{picture}/edits", json={"kind": "delete", "crack": 1, "version": version})
    assert tell_error(again) == (409, "conflict")
    page.client.post(f"{picture}/edits", json={"kind": "restore", "edit": deleted["edit"]})
    page.bench.work()
    assert len(page.client.get(picture).json()["cracks"]) == 2

    assert page.client.post(f"{picture}/edits/undo").status_code == 202
    edits = page.client.get(f"{picture}/edits").json()
    assert ([edit["kind"] for edit in edits["edits"]], [edit["kind"] for edit in edits["undone"]]) == (
        ["delete"],
        ["restore"],
    )


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "erase", "points_px": [], "radius_px": 3},
        {"kind": "erase", "points_px": [[1, 2, 3]], "radius_px": 3},
        {"kind": "erase", "points_px": [[1, 2]], "radius_px": 0},
        {"kind": "blur", "points_px": [[1, 2]], "radius_px": 3},
        {"kind": "paint", "points_px": [[1, 2]], "radius_px": 3, "colour": "red"},
        {"kind": "paint", "points_px": [[0, float(n % 2) * 1e6] for n in range(5000)], "radius_px": 500},
        {"kind": "restore", "edit": "../x"},
    ],
)
def test_edits_of_another_form_are_refused(page: Page, edit: dict) -> None:
    assert tell_error(page.client.post(f"{page.send_done()}/edits", json=edit)) == (422, "invalid")


@pytest.mark.parametrize(
    "body", [b'{"threshold": NaN}', b'{"threshold": 1e999}', b"{", b"[]", b'{"scale": {"kind": "none"}}', b"[" * 5000]
)
def test_bodies_that_mean_nothing_are_refused(page: Page, body: bytes) -> None:
    answer = page.client.patch(page.project, content=body, headers={"content-type": "application/json"})

    assert tell_error(answer) == (422, "invalid")


@pytest.mark.parametrize("threshold", [0, LOWEST / 2, 0.99, 1])
def test_thresholds_beyond_what_is_kept_are_refused(page: Page, threshold: float) -> None:
    assert tell_error(page.client.patch(page.send_done(), json={"threshold": threshold})) == (422, "invalid")


def test_changes_are_told_from_a_revision_on(page: Page) -> None:
    first, second = page.send("a.png").json()["id"], page.send("b.png").json()["id"]
    page.bench.work()
    revision = page.client.get(f"{page.project}/pictures").json()["revision"]
    assert page.client.get(f"{page.project}/changes", params={"since": revision}).json()["pictures"] == []

    page.client.patch(f"{page.project}/pictures/{first}", json={"reviewed": True})
    page.client.delete(f"{page.project}/pictures/{second}")
    changes = page.client.get(f"{page.project}/changes", params={"since": revision}).json()
    assert [one["id"] for one in changes["pictures"]] == [first]
    assert changes["removed"] == [second]
    assert changes["project"]["counts"]["reviewed"] == 1


def test_events_tell_what_happens_and_go_on_where_they_broke_off(page: Page) -> None:
    page.send()
    events = read_events(page, {})
    assert [name for name, _, _ in events] == ["picture", "project"]
    assert events[0][1]["state"] == "queued"

    page.bench.work()
    events = read_events(page, {"Last-Event-ID": events[-1][2]})
    assert events[0][1]["state"] == "done"


def read_events(page: Page, headers: dict[str, str]) -> list[tuple[str, dict, str]]:
    """Return (name, data, id) of events up to the first about the project."""
    events, name, identity = [], "", ""
    with page.client.stream("GET", f"{page.project}/events?since=1", headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            word, _, rest = line.partition(": ")
            if word == "event":
                name = rest
            elif word == "id":
                identity = rest
            elif word == "data":
                events.append((name, json.loads(rest), identity))
                if name == "project":
                    break
    return events


def test_no_more_pages_can_look_on_than_there_is_room_for(open_page: Callable[..., Page]) -> None:
    page = open_page(Limits(streams=1, pixels=MOST_PIXELS))
    with page.client.stream("GET", f"{page.project}/events") as stream:
        lines = stream.iter_lines()  # kept: without it the stream would be closed
        next(lines)
        assert tell_error(page.client.get(f"{page.project}/events")) == (503, "unavailable")


def test_an_export_comes_as_one_zip_and_file_by_file(page: Page) -> None:
    picture = page.send_done("deck/a.png")
    page.client.patch(picture, json={"reviewed": True})
    asked = page.client.post(f"{page.project}/exports", json={"originals": True})
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    export = f"{page.project}/exports/{asked.json()['id']}"
    assert tell_error(page.client.get(f"{export}/zip")) == (409, "conflict")
    page.bench.work()
    done = page.client.get(export).json()
    assert (done["state"], done["done"], done["total"]) == ("done", 1, 1)

    content = page.client.get(f"{export}/zip").content
    names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    assert len(content) == done["bytes"]
    assert {"report.html", "cracks.csv", "masks/deck/a.png", "originals/deck/a.png"} <= names
    assert sum(name.startswith("corrected/") for name in names) == 2
    report = page.client.get(f"{export}/files/report.html")
    assert report.headers["content-security-policy"].startswith("sandbox ")
    assert page.client.get(f"{export}/files/cracks.csv").headers["content-disposition"].startswith("attachment")
    assert tell_error(page.client.get(f"{export}/files/export.zip")) == (404, "not_found")
    assert page.client.delete(export).status_code == 204
    assert tell_error(page.client.get(export)) == (404, "not_found")


def test_there_is_nothing_to_export_without_photos(page: Page) -> None:
    assert tell_error(page.client.post(f"{page.project}/exports", json={})) == (409, "conflict")


def test_cancelled_and_failed_pictures_are_told_in_the_export(page: Page) -> None:
    waiting = page.send("late.png").json()["id"]
    page.client.post(f"{page.project}/pictures/{waiting}/cancel")
    export = page.client.post(f"{page.project}/exports", json={}).json()["id"]
    page.bench.work()
    table = page.client.get(f"{page.project}/exports/{export}/files/images.csv").text

    assert "late.png,,,,,0.000,error,Cancelled before it was done." in table
