"""How quick the page of ``serve`` is: until it shows something, and while a photo of 12 megapixels is moved about.

    python -m benchmarks.serve_page --json results [--megapixels 12] [--visits 5]

Program and Chromium run on this machine, Chromium without a graphics card: it draws on the processor. Each visit begins
with an empty cache. The photo is one of `examples/` repeated, so that it has hundreds of cracks, all drawn
and many labelled; it is drawn with the pointer along a path, at three sizes. A frame counts if the photo was drawn anew
in it. The load of the machine is in the record: what else runs takes frames away. Ends with status 1 if the page takes
a second to show something, or fewer than 30 frames a second are drawn at any size.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.desk_browser import Browser, find_missing
from benchmarks.served import run_served
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.runtime.images import read_photo, write_jpeg
from efficientcracknet.runtime.weights import find_weights

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PHOTOS = ("branching.jpg", "hairline.jpg")
PATH = ((250, 0), (0, 200), (-250, 0), (0, -200), (200, 100), (-200, -100))
"""Corners of the pointer's way from the middle of the stage, CSS px."""

LONGEST_PAINT_MS, FEWEST_FRAMES = 1000, 30

STEPS = 40
"""Moves of the pointer between two corners."""

PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
REST = "new Promise((done) => setTimeout(done, 2500))"
COUNT = """(() => {
  const old = CanvasRenderingContext2D.prototype.drawImage;
  const counted = { frames: [], drawn: 0 };
  let isDrawn = false;
  CanvasRenderingContext2D.prototype.drawImage = function (...given) {
    if (this.canvas.closest('.openseadragon-canvas')) isDrawn = true;
    return old.apply(this, given);
  };
  const look = (at) => {
    counted.frames.push(at);
    if (isDrawn) counted.drawn++;
    isDrawn = false;
    if (window.counted === counted) requestAnimationFrame(look);
  };
  window.counted = counted;
  requestAnimationFrame(look);
})()"""
COUNTED = "(() => { const { counted } = window; window.counted = null; return counted; })()"
RECOLOUR = """(async () => {
  const slider = document.querySelector('#threshold');
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const begun = await frame();
  for (let at = 0; at < 60; at++) {
    slider.value = String(0.2 + 0.01 * at);
    slider.dispatchEvent(new Event('input'));
    await frame();
  }
  return 60000 / ((await frame()) - begun);
})()"""


def time_paint(address: str, visits: int) -> dict[str, float]:
    """Return when the page shows something, and when it has loaded.

    Parameters
    ----------
    address
        Of the page.
    visits
        How many, at least 1; each with an empty cache.

    Returns
    -------
    dict[str, float]
        Median and longest time to the first paint, median time until all is loaded, ms.
    """
    paints, loads = [], []
    for _ in range(visits):
        with Browser() as browser:
            browser.do("open", url=address)
            browser.do("wait", "body[data-ready]")
            paints.append(float(browser.do("evaluate", code=PAINT)))
            loads.append(float(browser.do("evaluate", code=LOADED)))
    return {
        "first_paint_median_ms": round(median(paints), 1),
        "first_paint_longest_ms": round(max(paints), 1),
        "loaded_median_ms": round(median(loads), 1),
    }


def time_moves(address: str, photo: Path) -> dict[str, Any]:
    """Return how smoothly a photo moves under the pointer and its marks follow the threshold.

    Parameters
    ----------
    address
        Of the page.
    photo
        A picture with cracks.

    Returns
    -------
    dict[str, Any]
        Frames each second and times between frames at three sizes; frames each second while the threshold moves;
        seconds from dropping to cracks; version of the browser.
    """
    with Browser() as browser:
        browser.do("open", url=address)
        browser.do("wait", "body[data-ready]")
        begun = perf_counter()
        browser.do("drop", files=[photo])
        browser.do("wait", "#cracks tbody tr")
        seconds = perf_counter() - begun
        cracks = browser.do("count", "#cracks tbody tr")
        sizes = {}
        for size, button in (("whole", "#zoom-fit"), ("enlarged", "#zoom-in"), ("pixel by pixel", "#zoom-pixels")):
            browser.do("click", button)
            browser.do("evaluate", code=REST)  # tiles come, springs come to rest
            sizes[size] = _move(browser)
        browser.do("click", "#zoom-fit")
        browser.do("evaluate", code=REST)
        return {
            "browser": browser.do("version"),
            "cracks": cracks,
            "drop_to_cracks_s": round(seconds, 2),
            "pan": sizes,
            "threshold_frames_per_s": round(float(browser.do("evaluate", code=RECOLOUR)), 1),
        }


def _move(browser: Browser) -> dict[str, float]:
    box = browser.do("box", "#frame")
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    way = [{"x": middle[0] + across, "y": middle[1] + down} for across, down in ((0, 0), *PATH)]
    browser.do("evaluate", code=COUNT)
    browser.do("drag", through=way, steps=STEPS)
    counted = browser.do("evaluate", code=COUNTED)
    between = np.diff(counted["frames"])
    return {
        "frames_per_s": round(1000 * counted["drawn"] / float(between.sum()), 1),
        "frame_median_ms": round(float(np.median(between)), 1),
        "frame_p95_ms": round(float(np.percentile(between, 95)), 1),
        "seconds": round(float(between.sum()) / 1000, 1),
    }


def write_photo(path: Path, megapixels: float) -> tuple[int, int]:
    """Write a JPEG of 3 : 4 made of examples, each second row of them mirrored.

    Parameters
    ----------
    path
        Replaced if there.
    megapixels
        Its size.

    Returns
    -------
    tuple[int, int]
        Its height and width, px.
    """
    row = np.concatenate([read_photo(EXAMPLES / name).pixels for name in PHOTOS], axis=1)
    block = np.concatenate([row, row[:, ::-1]])
    height, width = (round((megapixels * 1e6 * share) ** 0.5) for share in (3 / 4, 4 / 3))
    tiled = np.tile(block, (-(-height // block.shape[0]), -(-width // block.shape[1]), 1))
    write_jpeg(path, tiled[:height, :width])
    return height, width


def measure(megapixels: float, visits: int) -> dict[str, Any]:
    """Start the program, visit its page, and say how quick it was.

    Parameters
    ----------
    megapixels
        Of the photo.
    visits
        To time the first paint.

    Returns
    -------
    dict[str, Any]
        A record of the theme ``serve-page``.

    Raises
    ------
    SettingsError
        If there is no browser.
    """
    if missing := find_missing():
        raise SettingsError(f"serve_page: a browser must be there, got no {missing}. Install it.")
    weights = find_weights(None)
    with TemporaryDirectory() as folder:
        photo = Path(folder) / "photo.jpg"
        height, width = write_photo(photo, megapixels)
        with run_served(Path(folder) / "desk") as served:
            load = [round(os.getloadavg()[0], 2)]
            paint = time_paint(served.address, visits)
            moves = time_moves(served.address, photo)
            load.append(round(os.getloadavg()[0], 2))
    settings = {"height_px": height, "width_px": width, "visits": visits, "stage": "1440 x 900", "photos": list(PHOTOS)}
    body = {"weights": {"name": weights.name, "sha256": weights.sha256}, "settings": settings, "load_1min": load}
    return make_record("serve-page", {**body, **paint, **moves, "faults": list_faults({**paint, **moves})})


def list_faults(found: Mapping[str, Any]) -> list[str]:
    """Return what is slower than it may be, from the figures of a record."""
    paint, pan = found["first_paint_longest_ms"], found["pan"]
    faults = [f"first paint after {paint} ms"] if paint >= LONGEST_PAINT_MS else []
    slow = {size: moved["frames_per_s"] for size, moved in pan.items() if moved["frames_per_s"] < FEWEST_FRAMES}
    return [*faults, *(f"{size}: {frames} frames a second" for size, frames in slow.items())]


def format_page(record: Mapping[str, Any]) -> str:
    """Return the record's figures as lines of text.

    Parameters
    ----------
    record
        As `measure` gives it.

    Returns
    -------
    str
        First paint, then one line for each size.
    """
    visits = record["settings"]["visits"]
    paint = f"First paint {record['first_paint_median_ms']} ms"
    paint += f" (longest of {visits}: {record['first_paint_longest_ms']} ms)"
    lines = [f"{paint}; {record['cracks']} cracks {record['drop_to_cracks_s']} s after the drop"]
    lines += [
        f"{size}: {moved['frames_per_s']} frames a second, p95 {moved['frame_p95_ms']} ms between two"
        for size, moved in record["pan"].items()
    ]
    return "\n".join([*lines, f"threshold: {record['threshold_frames_per_s']} frames a second"])


def parse_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.

    Returns
    -------
    argparse.Namespace
        `megapixels`, `visits`, `json`.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve_page", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--megapixels", metavar="N", type=float, default=12, help="size of the photo")
    parser.add_argument("--visits", metavar="N", type=int, default=5, help="visits to time the first paint")
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        As `parse_arguments` takes them.
    """
    arguments = parse_arguments(words)
    record = measure(arguments.megapixels, arguments.visits)
    print(format_page(record))
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, record, record['weights']['name'])}")
    sys.exit(bool(record["faults"]))


if __name__ == "__main__":
    main()
