"""What the page's scripts compute by themselves, run in Node.js without a browser."""

import json
import shutil
import subprocess
from math import hypot
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.desk_browser import NODE
from efficientcracknet.draw.palette import PLAIN, RANKS, UNDETERMINED, find_class_colour
from efficientcracknet.measure.values import RESOLUTION_PX

STATIC = Path(__file__).resolve().parents[2] / "src" / "efficientcracknet" / "web" / "static"

pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node.js")


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page's scripts where Node.js takes them for modules."""
    folder = tmp_path_factory.mktemp("modules")
    shutil.copytree(STATIC, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("vendor"))
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return folder


def run(modules: Path, module: str, script: str, **values: Any) -> Any:
    """Return what the script leaves in `answer`; `values` are there as `given`."""
    code = (
        f"Object.assign(globalThis, await import({json.dumps((modules / module).as_uri())}));"
        f"const given = JSON.parse(await new Response(process.stdin).text()); let answer; {script};"
        "console.log(JSON.stringify(answer))"
    )
    command = [str(NODE), "--input-type=module", "--eval", code]
    ran = subprocess.run(command, input=json.dumps(values), capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_the_nearest_crack_within_reach_is_meant(modules: Path) -> None:
    def crack(number: int, line: list[list[float]]) -> dict[str, Any]:
        rows, cols = zip(*line, strict=True)
        box = {"box_top_px": min(rows), "box_left_px": min(cols)}
        size = {"box_height_px": max(rows) - min(rows), "box_width_px": max(cols) - min(cols)}
        return {"crack": number, "lines": [line], "width_max_px": 4, **box, **size}

    cracks = [crack(1, [[0, 0], [0, 100]]), crack(2, [[10, 0], [10, 100]])]
    points = [[4, 50], [6, 50], [20, 50], [10, 104], [10, 108]]

    found = run(
        modules,
        "stage/geometry.js",
        "answer = given.points.map((point) => findCrackAt(given.cracks, point, 3)?.crack ?? null)",
        cracks=cracks,
        points=points,
    )

    assert found == [1, 2, None, 2, None]  # within 3 px and half of the crack's 4 px


def test_corners_are_put_clockwise_from_the_top_left_however_they_were_clicked(modules: Path) -> None:
    corners = [[10, 20], [12, 200], [150, 190], [140, 30]]
    clicked = [[corners[at] for at in order] for order in ([0, 1, 2, 3], [2, 0, 3, 1], [3, 2, 1, 0], [1, 3, 0, 2])]

    found = run(modules, "stage/geometry.js", "answer = given.clicked.map(orderCorners)", clicked=clicked)

    assert found == [corners] * 4


@pytest.mark.parametrize(("mm_per_px", "longest_px", "length_mm"), [(1, 160, 100), (0.25, 100, 20), (0.013, 160, 2)])
def test_a_scale_bar_is_the_longest_round_length_that_fits(
    modules: Path, mm_per_px: float, longest_px: float, length_mm: float
) -> None:
    assert length_mm <= mm_per_px * longest_px < 2.5 * length_mm
    assert (
        run(modules, "stage/geometry.js", "answer = findBarLength(...given.of)", of=[mm_per_px, longest_px])
        == length_mm
    )


def test_two_points_and_a_distance_give_the_side_of_a_pixel_and_a_plane_gives_none(modules: Path) -> None:
    scales = [
        {"kind": "two_points", "points_px": [[0, 0], [30, 40]], "distance_mm": 100},
        {"kind": "mm_per_px", "mm_per_px": 0.2},
        {"kind": "corners", "corners_px": [[0, 0]] * 4, "width_mm": 1, "height_mm": 1},
        None,
    ]

    found = run(modules, "stage/geometry.js", "answer = given.scales.map(findPixelSide)", scales=scales)

    assert found == [100 / hypot(30, 40), 0.2, None, None]


def test_a_stroke_keeps_points_as_far_apart_as_its_brush_needs_and_no_more_than_allowed(modules: Path) -> None:
    script = (
        "const extend = (radius, most) => { const points = [];"
        "for (let at = 0; at <= 100; at++) extendStroke(points, [0, at / 10], radius, most); return points; };"
        "answer = [extend(8, 5000), extend(0.5, 5000).length, extend(0.5, 7).length]"
    )

    found = run(modules, "stage/geometry.js", script)

    assert found == [[[0, 2 * at] for at in range(6)], 21, 7]


def test_values_at_the_threshold_and_above_are_coloured(modules: Path) -> None:
    values = np.arange(201, dtype=np.uint8)
    script = (
        'const painter = new Painter(); painter.change({ cut: given.cut, ground: "plain" });'
        "const pixels = new Uint32Array(given.values.length);"
        "colour(Uint8Array.from(given.values), painter.colours, pixels);"
        "answer = Array.from(new Uint8Array(pixels.buffer))"
    )

    for cut in (1, 100, 196):
        pixels = np.array(run(modules, "stage/painter.js", script, values=values.tolist(), cut=cut)).reshape(-1, 4)
        np.testing.assert_array_equal(pixels[:, 3], np.where(values >= cut, 255, 0))
        assert {tuple(pixel[:3]) for pixel in pixels[cut:]} == {PLAIN}


def test_tiles_of_coarse_levels_lie_where_their_pixels_do(modules: Path) -> None:
    tiles = {"max_level": 12, "tile_px": 512, "overlap_px": 0}

    found = run(modules, "stage/probability.js", "answer = place({ level: 10, x: 1, y: 0 }, given)", **tiles)

    assert found == {"scale": 0.25, "left": 512, "top": 0}  # its first column is column 2048 of the picture


def test_colours_are_those_of_annotated_pictures(modules: Path) -> None:
    script = (
        "answer = { colours: COLOURS, names: [1, 2, 3].map((classes) =>"
        "[...Array(classes).keys(), null].map((rank) => nameRank(rank, classes))), without: nameRank(null, 0) }"
    )

    told = run(modules, "stage/palette.js", script)

    colours = {name: tuple(colour) for name, colour in told["colours"].items()}
    assert (colours["plain"], colours["undetermined"]) == (PLAIN, UNDETERMINED)
    assert tuple(colours[f"rank-{rank}"] for rank in range(3)) == RANKS
    assert told["without"] == "plain"
    for classes, names in enumerate(told["names"], 1):
        ranks = [*range(classes), None]
        assert [colours[name] for name in names] == [find_class_colour(rank, classes) for rank in ranks]


def test_the_styles_show_the_same_colours() -> None:
    styles = (STATIC / "styles" / "base.css").read_text(encoding="utf-8")

    for name, colour in {
        "plain": PLAIN,
        "undetermined": UNDETERMINED,
        **{f"rank-{n}": c for n, c in enumerate(RANKS)},
    }.items():
        assert f".swatch.{name} {{ background: rgb({' '.join(map(str, colour))}); }}" in styles


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *(("12", 12), (" 12.5 ", 12.5), ("12,5", 12.5), (".5", 0.5), ("3.", 3)),
        *((typed, None) for typed in ("", "0", "-1", "1.2.3", "12 mm", "1e999")),
    ],
)
def test_a_length_may_be_typed_with_point_or_comma_and_nothing_else_is_guessed(
    modules: Path, typed: str, number: float | None
) -> None:
    assert run(modules, "inspector/figures.js", "answer = readNumber(given.typed)", typed=typed) == number


def test_a_width_below_resolution_is_never_shown_narrower_than_it_can_be_seen(modules: Path) -> None:
    script = (
        "const { setLanguage } = await import(given.messages);"
        "globalThis.document = { documentElement: {}, querySelectorAll: () => [] };"
        'globalThis.fetch = async () => ({ json: async () => ({ pixels: "{value} px", millimetres: "{value} mm" }) });'
        'await setLanguage("en"); answer = given.cracks.map(formatWidth)'
    )
    crack = {"width_p95_px": 1.4, "width_p95_mm": None, "width_is_upper_bound": True}
    cracks = [
        crack,
        crack | {"width_p95_mm": 0.6},
        {"width_p95_px": 12.34, "width_p95_mm": 24.68, "width_is_upper_bound": False},
        {"width_p95_px": None, "width_p95_mm": None, "width_is_upper_bound": False},
    ]

    shown = run(modules, "inspector/figures.js", script, cracks=cracks, messages=(modules / "app/messages.js").as_uri())

    assert shown == [f"\u2264\u2009{RESOLUTION_PX:.1f} px", "\u2264\u20090.60 mm", "24.7 mm", ""]


def test_a_crack_of_no_class_is_called_so_in_the_language_of_the_page(modules: Path) -> None:
    messages = json.loads((STATIC / "messages" / "de.json").read_text(encoding="utf-8"))
    script = (
        "const { setLanguage } = await import(given.teller);"
        "globalThis.document = { documentElement: {}, querySelectorAll: () => [] };"
        "globalThis.fetch = async () => ({ json: async () => given.messages });"
        'await setLanguage("de"); answer = [null, "undetermined", "high", "of a standard not yet known"].map(tellClass)'
    )

    teller = (modules / "app/messages.js").as_uri()
    told = run(modules, "photos/describing.js", script, messages=messages, teller=teller)

    assert told == ["unbestimmt", "unbestimmt", "hoch", "of a standard not yet known"]


def test_files_are_taken_for_pictures_by_ending_or_kind(modules: Path) -> None:
    files = [
        {"name": "a.JPG", "type": ""},
        {"name": "b.heic", "type": ""},
        {"name": "photo", "type": "image/png"},
        {"name": "notes.txt", "type": "text/plain"},
        {"name": "plan.svg", "type": "image/svg+xml"},
        {"name": ".DS_Store", "type": ""},
    ]

    found = run(modules, "photos/intake.js", "answer = given.files.map(looksLikePicture)", files=files)

    assert found == [True, True, True, False, False, False]


def test_refusals_are_said_without_the_words_of_programmers(modules: Path) -> None:
    messages = [
        "images: `path` must be an undamaged picture, got 'a.b.jpg' (image file is truncated). Copy it. Or leave it.",
        "PixelScale: the two points must lie a finite distance apart, got (0, 0) and (0, 0). Name two.",
        "Something else happened.",
    ]

    found = run(modules, "app/plain-words.js", "answer = given.messages.map(explain)", messages=messages)

    assert found[0] == {"rule": "must be an undamaged picture", "advice": "Copy it. Or leave it."}
    assert found[1]["rule"].startswith("the two points must lie")
    assert found[2] == {"rule": "Something else happened", "advice": ""}


def test_whoever_shows_a_fact_is_told_once_of_many_changes_and_never_of_others(modules: Path) -> None:
    script = (
        "const store = new Store({ one: 1, other: 1 }); let told = 0; store.on(['one'], () => told++);"
        "store.set({ one: 2 }); store.set({ one: 3, other: 2 }); await null; const first = told;"
        "store.set({ other: 3 }); store.set({ one: 3 }); await null; answer = [first, told]"
    )

    assert run(modules, "app/store.js", script) == [2, 2]  # at the beginning, and once


def test_of_two_reports_the_newer_counts_whatever_comes_last(modules: Path) -> None:
    script = (
        f"const {{ desk }} = await import({json.dumps((modules / 'app/desk.js').as_uri())});"
        "const item = (id, revision, position) => ({ id, revision, position });"
        "takePictures([item('b', 2, 1), item('a', 5, 0)]); takePictures([item('a', 4, 0)]);"
        "const { pictures, current } = desk.now;"
        "answer = { order: [...pictures.keys()], revision: pictures.get('a').revision, current };"
    )

    assert run(modules, "app/taking.js", script) == {"order": ["a", "b"], "revision": 5, "current": "a"}
