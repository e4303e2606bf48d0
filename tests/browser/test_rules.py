"""What the page's scripts compute is what this package computes, run in Node.js without a browser."""

import base64
import json
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from benchmarks.browser_page import NODE
from efficientcracknet.core.blend import TileBlender
from efficientcracknet.core.preprocess import Preprocessing, pad_to, to_input
from efficientcracknet.core.tiles import plan_tiles
from efficientcracknet.draw.overlay import draw_overlay, grow_mask
from efficientcracknet.runtime.predictor import apply_sigmoid

PAGE = Path(__file__).resolve().parents[2] / "browser" / "page"

pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node.js")


def run(script: str, *modules: str, **values: Any) -> Any:
    """Return what the script leaves in `answer`; `values` are there under their names."""
    imports = "".join(
        f"Object.assign(globalThis, await import({json.dumps((PAGE / name).as_uri())}));" for name in modules
    )
    code = f"{imports} const given = JSON.parse(await new Response(process.stdin).text()); let answer; {script};"
    command = [str(NODE), "--input-type=module", "--eval", f"{code} console.log(JSON.stringify(answer))"]
    ran = subprocess.run(command, input=json.dumps(values), capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_tiles_lie_where_predict_cuts_them() -> None:
    cases = [
        (1, 1, 8, 2, 1),
        (8, 8, 8, 0, 1),
        (9, 30, 8, 3, 1),
        (9, 30, 8, 3, 4),
        (100, 64, 16, 15, 16),
        (3000, 4000, 1024, 128, 1),
        (3000, 4000, 1024, 128, 16),
        (1024, 1025, 1024, 128, 1),
    ]

    found = run("answer = given.cases.map((one) => planTiles(...one))", "tiles.js", cases=cases)

    expected = [
        plan_tiles(rows, columns, tile_px=tile, overlap_px=overlap, multiple_px=multiple)
        for rows, columns, tile, overlap, multiple in cases
    ]
    ours = [[(one.top, one.left, one.height, one.width) for one in plan] for plan in expected]
    assert [[(one["top"], one["left"], one["height"], one["width"]) for one in plan] for plan in found] == ours


def test_tiles_blend_to_the_same_map() -> None:
    height, width, overlap_px = 21, 33, 5
    tiles = plan_tiles(height, width, tile_px=16, overlap_px=overlap_px)
    random = np.random.default_rng(0)
    maps = [random.random((tile.height, tile.width), np.float32) for tile in tiles]
    blender = TileBlender(height, width, overlap_px)
    for tile, probability in zip(tiles, maps, strict=True):
        blender.add(tile, probability)

    found = run(
        "const blender = new Blender(21, 33, 5);"
        "for (const [at, tile] of planTiles(21, 33, 16, 5, 1).entries()) blender.add(tile, given.maps[at]);"
        "answer = Array.from(blender.finish())",
        "tiles.js",
        "blend.js",
        maps=[probability.ravel().tolist() for probability in maps],
    )

    np.testing.assert_array_equal(np.array(found, np.float32).reshape(height, width), blender.result())


def test_pixels_mean_the_same_to_the_network() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (5, 7, 3), np.uint8)
    preprocessing = Preprocessing(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225))
    rgba = np.dstack([pixels, np.full((5, 7), 255, np.uint8)])

    found = run(
        "const { data, height, width } = toInput(given.rgba, 5, 7, makeTables(given), 4);"
        "answer = { data: Array.from(data), height, width }",
        "preprocess.js",
        rgba=rgba.ravel().tolist(),
        mean=preprocessing.mean,
        std=preprocessing.std,
    )

    expected = pad_to(to_input(pixels, preprocessing), 8, 8)
    assert (found["height"], found["width"]) == (8, 8)
    np.testing.assert_array_equal(np.array(found["data"], np.float32).reshape(1, 3, 8, 8), expected)


def test_what_was_padded_is_cut_away_and_logits_become_probability() -> None:
    logits = np.linspace(-12, 12, 24, dtype=np.float32).reshape(4, 6)

    found = run(
        'answer = Array.from(toProbability(given.logits, 6, 3, 5, "logits"))',
        "preprocess.js",
        logits=logits.ravel().tolist(),
    )

    expected = apply_sigmoid(logits[:3, :5].copy())
    np.testing.assert_allclose(np.array(found).reshape(3, 5), expected, atol=1e-6)


def test_a_network_that_answers_nonsense_is_not_believed() -> None:
    script = 'try { toProbability([NaN], 1, 1, 1, "logits"); } catch (error) { answer = String(error); }'

    assert run(script, "preprocess.js") == "RangeError: the network answered NaN"


@pytest.mark.parametrize(("height", "width"), [(40, 30), (12, 1500), (2500, 9)])
def test_marks_are_those_of_the_overlay(height: int, width: int) -> None:
    random = np.random.default_rng(2)
    pixels = random.integers(0, 256, (height, width, 3), np.uint8)
    mask = random.random((height, width)) > 0.99

    found = run(
        "const rgb = Uint8Array.from(given.rgb);"
        "markPixels(rgb, classify(Uint8Array.from(given.mask), given.height, given.width), 1);"
        "answer = Array.from(rgb)",
        "marks.js",
        rgb=pixels.ravel().tolist(),
        mask=mask.ravel().astype(int).tolist(),
        height=height,
        width=width,
    )

    np.testing.assert_array_equal(np.array(found, np.uint8).reshape(height, width, 3), draw_overlay(pixels, mask))


@pytest.mark.parametrize("radius_px", [1, 3, 50])
def test_masks_grow_by_a_square(radius_px: int) -> None:
    mask = np.random.default_rng(radius_px).random((17, 23)) > 0.97

    found = run(
        "answer = Array.from(growMask(Uint8Array.from(given.mask), 17, 23, given.radius))",
        "marks.js",
        mask=mask.ravel().astype(int).tolist(),
        radius=radius_px,
    )

    np.testing.assert_array_equal(np.array(found, bool).reshape(17, 23), grow_mask(mask, radius_px))


@pytest.mark.parametrize("channels", [1, 3])
def test_pngs_hold_the_very_pixels(channels: int) -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (6, 11, channels), np.uint8)

    encoded = run(
        "const blob = await encodePng(Uint8Array.from(given.pixels), 6, 11, given.channels);"
        'answer = Buffer.from(await blob.arrayBuffer()).toString("base64")',
        "png.js",
        pixels=pixels.ravel().tolist(),
        channels=channels,
    )

    with Image.open(BytesIO(base64.b64decode(encoded))) as picture:
        assert picture.mode == ("L" if channels == 1 else "RGB")
        np.testing.assert_array_equal(np.asarray(picture).reshape(6, 11, channels), pixels)


def test_a_single_crack_pixel_is_seen_in_the_preview() -> None:
    script = (
        "const probability = new Float32Array(3000 * 4000); probability[1234 * 4000 + 2345] = 0.75;"
        "const { peaks, height, width } = shrinkToPeaks(probability, 3000, 4000);"
        "answer = { height, width, peak: Math.max(...peaks.filter((value) => value > 0)) }"
    )

    assert run(script, "picture.js") == {"height": 1536, "width": 2048, "peak": 0.75}
