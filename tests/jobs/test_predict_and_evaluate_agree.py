"""The masks that `predict` writes score what `evaluate` says, counted here by numpy alone."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.jobs.evaluate import EvaluateSettings, evaluate_pictures
from efficientcracknet.jobs.predict import PredictSettings, predict_pictures
from tests.tiny_networks import DARKNESS, write_darkness_logits

TILED = DARKNESS + "tile_px = 64\noverlap_px = 16\n"


def score_files(predicted: Path, truths: Path) -> dict[str, tuple[int, int, int, int]]:
    """Count true and false positives, false and true negatives of each mask file."""
    counts = {}
    for file in sorted(truths.iterdir()):
        with Image.open(file) as truth_file, Image.open(predicted / f"{file.stem}.png") as predicted_file:
            truth = np.array(truth_file.convert("L")) > 127
            mask = np.array(predicted_file) == 255
        cells = [(mask & truth), (mask & ~truth), (~mask & truth), (~mask & ~truth)]
        counts[file.stem] = tuple(int(cell.sum()) for cell in cells)
    return counts


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    generator = np.random.default_rng(0)
    for folder in ("images", "masks"):
        (tmp_path / folder).mkdir()
    for number, (height, width) in enumerate([(40, 50), (150, 90), (64, 64), (1, 200), (100, 70)]):
        pixels = generator.integers(0, 256, (height, width, 3), np.uint8)
        truth = pixels.mean(-1) + generator.normal(0, 40, (height, width)) < 100
        Image.fromarray(pixels).save(tmp_path / "images" / f"p{number}.png")
        Image.fromarray(truth.astype(np.uint8) * 255).save(tmp_path / "masks" / f"p{number}.png")
    return tmp_path


@pytest.mark.parametrize("threshold", [0.3, 0.5])
def test_mask_files_score_what_evaluate_says(photos: Path, threshold: float) -> None:
    weights = write_darkness_logits(photos / "dark.onnx", TILED)
    predict_pictures(
        PredictSettings((str(photos / "images"),), photos / "out", weights=str(weights), threshold=threshold)
    )
    evaluation = evaluate_pictures(
        EvaluateSettings(photos / "images", photos / "masks", weights=weights, threshold=threshold)
    )
    said = {
        Path(counted.key).name: (
            counted.confusion.true_positives,
            counted.confusion.false_positives,
            counted.confusion.false_negatives,
            counted.confusion.true_negatives,
        )
        for counted in evaluation.pictures
    }
    assert said == score_files(photos / "out" / "masks", photos / "masks")
    assert all(cell > 0 for cell in np.sum(list(said.values()), axis=0))
