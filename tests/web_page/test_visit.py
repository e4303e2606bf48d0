"""One inspector's visit in a real browser: drop, look, scale, threshold, erase, export, reload."""

import csv
import io
import json
import re
from math import dist
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from PIL import Image

from benchmarks.desk_browser import Browser, find_missing
from benchmarks.served import run_served
from efficientcracknet.prediction import load

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = ["branching.jpg", "dark_wall.jpg", "hairline.jpg", "mottled_wall.jpg", "no_crack.jpg"]
POINTS = ({"x": 200, "y": 150}, {"x": 500, "y": 550})
DISTANCE_MM = 250
DONE = "document.querySelectorAll('.photo[data-kind=done]').length === 5"
SETTLED = f"{DONE} && document.querySelector('#busy').hidden && !document.querySelector('#crack-panel[data-stale]')"
YELLOW = """(() => {
  const canvas = document.querySelector('#viewer canvas');
  const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) count += data[at] === 240 && data[at + 1] === 228 && data[at + 2] === 66;
  return count;
})()"""
ASK = """(async () => {
  const project = new URLSearchParams(location.hash.slice(1)).get('project');
  return (await fetch(`/api/projects/${project}{rest}`)).json();
})()"""

MOVE_SLIDER = """(() => {
  const slider = document.querySelector('#threshold');
  slider.value = '0.2';
  slider.dispatchEvent(new Event('input'));
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
})()"""

pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(find_missing()), reason=f"needs {find_missing()}")]

Told = dict[str, Any]


def read_page(browser: Browser) -> Told:
    return {
        "photos": browser.do("texts", ".photo"),
        "figures": browser.do("texts", "#figures dd"),
        "scale": browser.do("text", "#scale-text"),
        "threshold": browser.do("text", "#threshold-value"),
        "cracks": browser.do("texts", "#cracks tbody tr"),
        "project": browser.do("text", "#project-button span"),
    }


def ask(browser: Browser, rest: str = "") -> Any:
    return browser.do("evaluate", code=ASK.replace("{rest}", rest))


def set_scale(browser: Browser) -> None:
    browser.do("click", "#scale-open")
    for point in POINTS:
        browser.do("click", "#frame", position=point)
        browser.do(
            "evaluate", code="new Promise((done) => setTimeout(done, 400))"
        )  # lest two clicks be one double click
    browser.do("fill", "#scale-distance", text="25")
    browser.do("select", "#scale-unit", value="cm")
    browser.do("click", "#scale-all")
    browser.do("until", code=f"{SETTLED} && document.querySelector('#figures').textContent.includes('mm')")


def change_threshold(browser: Browser) -> Told:
    """Move the slider without letting it go, then let it go."""
    browser.do("fill", "#opacity", text="1")
    browser.do("click", "#toggle-labels")
    before = {"yellow": browser.do("evaluate", code=YELLOW), "picture": ask(browser, "/pictures")["pictures"][0]}
    browser.do("evaluate", code=MOVE_SLIDER)
    moving = {"yellow": browser.do("evaluate", code=YELLOW), "picture": ask(browser, "/pictures")["pictures"][0]}
    browser.do("evaluate", code="document.querySelector('#threshold').dispatchEvent(new Event('change'))")
    browser.do("wait", "#threshold-reset")
    browser.do("until", code=SETTLED)
    return {"before": before, "moving": moving, "after": ask(browser, "/pictures")["pictures"][0]}


def erase_crack(browser: Browser) -> Told:
    """Rub out the longest branch of the longest crack of the second picture."""
    browser.do("click", ".photo >> nth=1")
    browser.do("until", code="document.querySelector('#photo-title').textContent === 'dark_wall.jpg'")
    browser.do("until", code=f"{SETTLED} && document.querySelector('#cracks tbody tr')")
    picture = ask(browser, "/pictures")["pictures"][1]["id"]
    before = ask(browser, f"/pictures/{picture}")
    frame = browser.do("box", "#frame")
    browser.do("evaluate", code="new Promise((done) => setTimeout(done, 1500))")  # the picture comes to rest
    zoom = min(frame["width"] / before["width_px"], frame["height"] / before["height_px"])
    left = frame["x"] + (frame["width"] - zoom * before["width_px"]) / 2
    top = frame["y"] + (frame["height"] - zoom * before["height_px"]) / 2
    line = max(before["cracks"][0]["lines"], key=len)
    through = [{"x": left + (col + 0.5) * zoom, "y": top + (row + 0.5) * zoom} for row, col in line]
    browser.do("press", "body", key="e")
    browser.do("fill", "#radius", text="20")
    browser.do("drag", through=through, steps=2)
    browser.do("until", code="!document.querySelector('#undo').disabled")
    browser.do("until", code=SETTLED)
    return {"before": before, "after": ask(browser, f"/pictures/{picture}"), "line": line}


def export(browser: Browser, folder: Path) -> Path:
    browser.do("click", "#export-button")
    browser.do("fill", "#head-structure", text="Bridge 7")
    browser.do("click", "#export-start")
    browser.do("wait", "#export-zip")
    browser.do("download", "#export-zip", file=folder / "all.zip")
    browser.do("click", "#export-dialog [data-close]")
    return folder / "all.zip"


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Return what the page showed at each step, from a first start on."""
    folder = tmp_path_factory.mktemp("visit")
    with run_served(folder / "desk", ("--threads", "1", "--provider", "cpu")) as served, Browser() as browser:
        browser.do("open", url=served.address)
        browser.do("wait", "#welcome")
        browser.do("click", "#project-button")
        browser.do("fill", "#project-new-name", text="Visit")
        browser.do("press", "#project-new-name", key="Enter")
        browser.do("wait", "#welcome")
        browser.do("drop", files=[EXAMPLES / name for name in NAMES])
        browser.do("until", code=f"{SETTLED} && document.querySelector('#cracks tbody tr')")
        told: Told = {"found": read_page(browser)}
        set_scale(browser)
        told["scaled"] = read_page(browser) | {"picture": ask(browser, "/pictures")["pictures"]}
        told["threshold"] = change_threshold(browser)
        told["erased"] = erase_crack(browser)
        told["zip"] = export(browser, folder)
        told["left"] = read_page(browser) | {"pictures": ask(browser, "/pictures")["pictures"]}
        browser.do("reload")
        browser.do("wait", "body[data-ready]")
        browser.do("until", code=f"{SETTLED} && document.querySelector('#cracks tbody tr')")
        told["found_again"] = read_page(browser) | {"pictures": ask(browser, "/pictures")["pictures"]}
        told["served"] = served.address.removeprefix("http://")
        told["asked"], told["complaints"] = browser.do("asked"), browser.do("complaints")
    return told


def test_every_dropped_photo_is_listed_in_order_with_as_many_cracks_as_python_finds(visit: Told) -> None:
    find_cracks = load(threads=1, provider="cpu")
    counts = [len(find_cracks(EXAMPLES / name).measure().cracks) for name in NAMES]

    assert visit["found"]["photos"] == [
        f"{name}{'1 crack' if count == 1 else f'{count} cracks' if count else 'no crack'}"
        for name, count in zip(NAMES, counts, strict=True)
    ]
    assert visit["found"]["figures"][0] == str(counts[0])
    assert len(visit["found"]["cracks"]) == counts[0]


def test_two_clicks_and_a_distance_scale_all_photos(visit: Told) -> None:
    pictures = visit["scaled"]["picture"]
    first, second = pictures[0]["scale"]["points_px"]
    zoom = dist(*((point["y"], point["x"]) for point in POINTS)) / dist(first, second)
    shift = (POINTS[0]["x"] - zoom * (first[1] + 0.5)), (POINTS[1]["x"] - zoom * (second[1] + 0.5))

    assert {json.dumps(picture["scale"]) for picture in pictures} == {json.dumps(pictures[0]["scale"])}
    assert pictures[0]["scale"]["distance_mm"] == DISTANCE_MM
    assert shift[0] == pytest.approx(shift[1], abs=0.1)
    result = pictures[0]["result"]
    assert result["length_mm"] == pytest.approx(result["length_px"] * DISTANCE_MM / dist(first, second), rel=1e-6)
    shown = float(re.findall(r"[\d.]+", visit["scaled"]["scale"])[0])
    assert shown == pytest.approx(DISTANCE_MM / dist(first, second), rel=1e-3)


def test_marks_follow_a_moving_threshold_while_the_program_is_asked_nothing(visit: Told) -> None:
    before, moving = visit["threshold"]["before"], visit["threshold"]["moving"]

    assert moving["yellow"] > 1.1 * before["yellow"] > 0
    assert moving["picture"]["revision"] == before["picture"]["revision"]


def test_the_marks_shown_are_as_large_as_the_mask(visit: Told) -> None:
    found = load(threads=1, provider="cpu")(EXAMPLES / NAMES[0]).crack_map
    ratio = (found.probability >= 0.2).sum() / found.mask.sum()
    shown = visit["threshold"]["moving"]["yellow"] / visit["threshold"]["before"]["yellow"]

    assert shown == pytest.approx(ratio, rel=0.1)  # their rims are blurred by enlarging


def test_a_threshold_let_go_is_kept_and_measured(visit: Told) -> None:
    before, after = visit["threshold"]["before"]["picture"], visit["threshold"]["after"]

    assert (after["threshold"], after["own_threshold"]) == (0.2, 0.2)
    assert after["result"]["crack_share"] > before["result"]["crack_share"]


def test_a_crack_rubbed_out_is_measured_no_more(visit: Told) -> None:
    erased = visit["erased"]
    length_px = sum(map(dist, erased["line"], erased["line"][1:]))

    assert erased["after"]["edits"] == 1
    assert erased["after"]["undo"]
    assert erased["after"]["result"]["length_px"] < erased["before"]["result"]["length_px"] - 0.8 * length_px


def test_the_zip_holds_what_the_page_shows(visit: Told) -> None:
    with ZipFile(visit["zip"]) as file:
        names = set(file.namelist())
        rows = list(csv.DictReader(io.StringIO(file.read("cracks.csv").decode("utf-8-sig"))))
        masks = {name: np.asarray(Image.open(io.BytesIO(file.read(f"masks/{Path(name).stem}.png")))) for name in NAMES}

    assert {"report.html", "cracks.csv", "cracks.geojson", "images.csv"} <= names
    assert any(name.startswith("corrected/masks/dark_wall") for name in names)
    counts = [picture["result"]["cracks"] for picture in visit["left"]["pictures"]]
    assert len(rows) == sum(counts)
    assert all(masks[NAMES[1]][round(row), round(col)] == 0 for row, col in visit["erased"]["line"])
    for name, picture in zip(NAMES, visit["left"]["pictures"], strict=True):
        assert (masks[name] > 0).mean() == pytest.approx(picture["result"]["crack_share"], abs=1e-9)


def test_a_reload_finds_all_again(visit: Told) -> None:
    assert visit["found_again"] == visit["left"]
    assert visit["found_again"]["project"] == "Visit"


def test_no_other_server_is_asked_and_nothing_is_complained_of(visit: Told) -> None:
    assert visit["asked"] == [visit["served"]]
    assert visit["complaints"] == []
