"""The page in a real browser: what it finds is what `predict` finds, also without a network."""

from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from benchmarks.browser_page import SOFTWARE_GPU, drive, find_missing
from efficientcracknet.draw.overlay import draw_overlay
from efficientcracknet.export import web
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.export.web import locate_page, write_web
from efficientcracknet.prediction import load
from efficientcracknet.runtime.images import read_mask, read_photo, write_jpeg, write_png
from efficientcracknet.runtime.weights import find_weights

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LEAST_IOU = 0.99
TOLD = ("status", "share", "seconds", "size", "engine")

Mask = NDArray[np.bool_]

pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(find_missing()), reason=f"needs {find_missing()}")]


def score(first: Mask, second: Mask) -> float:
    return float((first & second).sum() / (first | second).sum())


def find_mask(picture: Path) -> Mask:
    return load(threads=1, provider="cpu")(picture).mask


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "site"
    write_web(find_weights(None), folder, ExportOptions())
    return folder


@pytest.fixture(scope="module")
def sideways(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a picture of two tiles, which its EXIF turns by a quarter."""
    path = tmp_path_factory.mktemp("pictures") / "sideways.jpg"
    pixels = np.tile(read_photo(EXAMPLES / "branching.jpg").pixels, (3, 2, 1))[:1100, :600]
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(pixels).save(path, quality=92, exif=exif)
    return path


@pytest.fixture(scope="module")
def visit(site: Path, sideways: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return one visit: a small picture, a large one, a text, and, with the network cut, a reload and a picture."""
    text = site.parent / "notes.jpg"
    text.write_text("no picture", encoding="utf-8")
    steps = [
        {"do": "find", "picture": EXAMPLES / "branching.jpg", "save": ["mask", "overlay"]},
        {"do": "threshold", "value": 0.2},
        {"do": "find", "picture": sideways, "save": ["mask"]},
        {"do": "find", "picture": text},
        {"do": "cut"},
        {"do": "reload"},
        {"do": "drop", "picture": EXAMPLES / "dark_wall.jpg"},
        {"do": "find", "picture": EXAMPLES / "dark_wall.jpg", "save": ["mask"]},
    ]
    return drive(site, tmp_path_factory.mktemp("visit"), steps, engine="cpu")


def test_a_picture_gets_the_mask_and_the_overlay_that_predict_gives_it(visit: dict[str, Any]) -> None:
    mask_path, overlay_path = map(Path, visit["steps"][0]["saved"])
    mask, photo = read_mask(mask_path), read_photo(EXAMPLES / "branching.jpg")

    assert score(mask, find_mask(EXAMPLES / "branching.jpg")) >= LEAST_IOU
    np.testing.assert_array_equal(read_photo(overlay_path).pixels, draw_overlay(photo.pixels, mask))


def test_share_time_size_and_engine_are_told(visit: dict[str, Any]) -> None:
    told = visit["steps"][0]
    share = read_mask(Path(told["saved"][0])).mean()

    assert told["share"] == f"{share:.2%}"
    assert float(told["seconds"].removesuffix(" s")) > 0
    assert told["size"].replace("\u00d7", "x") == "448 x 448 px"
    assert told["engine"].startswith("processor, ")


def test_a_lower_threshold_counts_more_pixels(visit: dict[str, Any]) -> None:
    probability = load(threads=1, provider="cpu")(EXAMPLES / "branching.jpg").probability
    told = visit["steps"][1]

    assert told["value"] == "0.20"
    assert float(told["share"].removesuffix("%")) == pytest.approx(
        100 * (probability >= np.float32(0.2)).mean(), abs=0.02
    )


def test_a_picture_of_several_tiles_that_lies_on_its_side_gets_the_same_mask(
    visit: dict[str, Any], sideways: Path
) -> None:
    mask = read_mask(Path(visit["steps"][2]["saved"][0]))

    assert mask.shape == (600, 1100)
    assert score(mask, find_mask(sideways)) >= LEAST_IOU


def test_what_is_no_picture_is_refused_and_nothing_is_shown_in_its_place(visit: dict[str, Any]) -> None:
    told = visit["steps"][3]

    assert told["state"] == "failed"
    assert told["status"].startswith("This browser cannot read the file as a picture.")


def test_the_page_may_use_several_threads_though_its_server_sends_no_header(visit: dict[str, Any]) -> None:
    assert visit["ready"]["isolated"]


def test_with_the_network_cut_the_page_opens_and_finds_the_same(visit: dict[str, Any]) -> None:
    cut, reopened, dropped, found = visit["steps"][4:]

    assert cut == {"listening": False}
    assert reopened["isolated"]
    assert dropped["state"] == found["state"] == "found"
    assert dropped["share"] == found["share"]
    assert score(read_mask(Path(found["saved"][0])), find_mask(EXAMPLES / "dark_wall.jpg")) >= LEAST_IOU


def test_no_other_server_is_asked_and_nothing_is_complained_of(visit: dict[str, Any]) -> None:
    assert visit["asked"] == []
    assert visit["complaints"] == []


def test_a_browser_that_keeps_nothing_finds_the_same_on_one_thread(site: Path, tmp_path: Path) -> None:
    steps = [{"do": "find", "picture": EXAMPLES / "wide_gap.jpg", "save": ["mask"]}]

    visit = drive(site, tmp_path, steps, isolated=False, language="de-DE")

    assert (visit["ready"]["isolated"], visit["ready"]["language"]) == (False, "de")
    assert visit["steps"][0]["engine"] == "Prozessor, 1 Thread"
    assert score(read_mask(Path(visit["steps"][0]["saved"][0])), find_mask(EXAMPLES / "wide_gap.jpg")) >= LEAST_IOU


@pytest.mark.slow
def test_a_gpu_finds_the_same(site: Path, tmp_path: Path) -> None:
    picture = tmp_path / "part.png"
    write_png(picture, read_photo(EXAMPLES / "branching.jpg").pixels[40:168, 130:290])

    steps = [{"do": "find", "picture": picture, "save": ["mask"]}]
    visit = drive(site, tmp_path / "out", steps, engine="gpu", flags=SOFTWARE_GPU)

    assert visit["steps"][0]["engine"] == "graphics (WebGPU)"
    assert visit["complaints"] == []
    assert score(read_mask(Path(visit["steps"][0]["saved"][0])), find_mask(picture)) >= LEAST_IOU


def test_a_newer_page_on_the_server_is_there_at_the_second_visit(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, page, newer = (tmp_path / name for name in ("old", "page", "newer"))
    copytree(site, old)
    copytree(locate_page(), page)
    texts = page / "messages" / "en.json"
    texts.write_text(texts.read_text(encoding="utf-8").replace("Find cracks in a photo", "Newer"), encoding="utf-8")
    monkeypatch.setattr(web, "locate_page", lambda: page)
    write_web(find_weights(None), newer, ExportOptions())
    wait = "while (!one.waiting) await new Promise((done) => setTimeout(done, 50));"
    fetched = f"navigator.serviceWorker.ready.then(async (one) => {{ {wait} }})"
    title = {"do": "evaluate", "code": "document.title"}
    steps = [{"do": "replace", "folder": newer}, {"do": "reload"}, title, {"do": "evaluate", "code": fetched}]

    visit = drive(old, tmp_path / "out", [*steps, {"do": "reload"}, title], engine="cpu")

    assert (visit["steps"][2], visit["steps"][5]) == ("Find cracks in a photo", "Newer")
    assert visit["steps"][4]["isolated"]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_nothing_sticks_out_at_the_side(site: Path, tmp_path: Path, width: int, height: int) -> None:
    write_jpeg(tmp_path / "small.jpg", read_photo(EXAMPLES / "no_crack.jpg").pixels[:128, :256])
    code = "[document.documentElement.scrollWidth, innerWidth]"
    measure = {"do": "evaluate", "code": code}
    steps = [measure, {"do": "find", "picture": tmp_path / "small.jpg"}, measure]

    before, _, after = drive(site, tmp_path, steps, engine="cpu", width=width, height=height, touch=width < 500)[
        "steps"
    ]

    assert before == after == [width, width]
