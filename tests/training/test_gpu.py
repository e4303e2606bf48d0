"""Training on a CUDA device: the same recipe, unchanged."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from efficientcracknet.training.job import TrainSettings, train
from efficientcracknet.training.recipe import Recipe
from efficientcracknet.training.source import DataSource

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device on this machine"),
]


@pytest.mark.parametrize("precision", ["32-true", "bf16-mixed"])
def test_a_run_on_the_device_lowers_the_loss(tmp_path: Path, precision: str) -> None:
    for folder in ("images", "masks"):
        (tmp_path / folder).mkdir()
    for number in range(30):
        grey = np.full((64, 64), 160, np.uint8)
        grey[:, number : number + 4] = 20
        Image.fromarray(grey).save(tmp_path / "images" / f"{number}.png")
        Image.fromarray(np.uint8(grey == 20) * 255).save(tmp_path / "masks" / f"{number}.png")
    recipe = Recipe(height_px=64, width_px=64, steps=40, validate_every=20, average_decay=0.8)
    settings = TrainSettings((DataSource("own", tmp_path),), tmp_path / "run", recipe, precision=precision)
    first, last = train(settings, lambda done, loss, latest: None).validations
    assert last.loss < first.loss
