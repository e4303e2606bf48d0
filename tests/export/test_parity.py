"""Exported networks in their own runtimes, as the guide runs them. Slow, and converters are fetched if missing."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator
from PIL import Image

from benchmarks.export_examples import ROADS
from benchmarks.export_parity import measure_target
from efficientcracknet.export.agreement import to_plain
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.jobs.export import ExportSettings, export_weights
from efficientcracknet.prediction import load
from efficientcracknet.runtime.images import looks_like_picture, read_photo

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

pytestmark = [pytest.mark.slow, pytest.mark.parity]


@pytest.mark.parametrize("target", ROADS)
def test_the_guides_example_finds_what_onnx_runtime_finds(target: str) -> None:
    pictures = [read_photo(path).pixels for path in sorted(EXAMPLES.iterdir()) if looks_like_picture(path)]

    found = measure_target(target, None, pictures, ExportOptions(calibrate=EXAMPLES, make_environment=True))

    assert found["crack_pixels"] > 1000
    assert found["crack_iou"] >= ROADS[target].least_iou
    assert found["difference_max"] <= ROADS[target].most_difference


# numpy's exp overflows to infinity in float16 where its sigmoid is 0 or 1 anyway
@pytest.mark.filterwarnings("ignore:overflow encountered in exp:RuntimeWarning")
def test_half_precision_holds_where_every_step_is_rounded(tmp_path: Path) -> None:
    picture = np.asarray(Image.open(EXAMPLES / "branching.jpg").convert("RGB").resize((160, 128)))
    export_weights(ExportSettings("onnx-fp16", tmp_path))

    (maps,) = ReferenceEvaluator(onnx.load(tmp_path / "network.onnx")).run(None, {"picture": to_plain(picture)})
    expected = load(provider="cpu")(picture)

    np.testing.assert_allclose(maps[0, 0], expected.probability, atol=0.02)
    assert expected.mask.any()
