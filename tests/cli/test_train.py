"""The commands `train` and `checkpoint`, from words to files."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.cli.app import main

RECIPE = "height_px = 32\nwidth_px = 32\nbatch = 2\nsteps = 2\nvalidate_every = 1\n"


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    return int(left.value.code or 0)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for folder in ("images", "masks"):
        (tmp_path / "own" / folder).mkdir(parents=True)
    for number in range(30):
        grey = np.full((40, 40), 160, np.uint8)
        grey[:, number : number + 3] = 20
        Image.fromarray(grey).save(tmp_path / "own" / "images" / f"{number}.png")
        Image.fromarray(np.uint8(grey == 20) * 255).save(tmp_path / "own" / "masks" / f"{number}.png")
    (tmp_path / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    return tmp_path


def test_own_pictures_become_weights_that_predict(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_folder, network = data / "run", data / "own.onnx"
    words = ("train", "--data", f"own={data / 'own'}", "--recipe", data / "recipe.toml", "--out", run_folder, "--quiet")
    assert run(*words) == 0
    assert "step 1: loss" in capsys.readouterr().err
    assert run("checkpoint", run_folder / "best.safetensors", "--out", network, "--terms", "mine") == 0
    assert "Largest difference" in capsys.readouterr().out
    assert (
        run("predict", data / "own" / "images" / "3.png", "--out", data / "found", "--weights", network, "--quiet") == 0
    )
    with Image.open(data / "found" / "masks" / "3.png") as mask:
        assert mask.size == (40, 40)


def test_a_hold_out_without_a_name_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("train", "--data", f"own={data / 'own'}", "--out", data / "run", "--hold-out", "list.txt") == 2
    assert "`--hold-out` must be NAME=FILE, got 'list.txt'" in capsys.readouterr().err


def test_a_folder_that_is_no_data_set_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("train", "--data", f"own={data / 'nothing'}", "--out", data / "run") == 2
    assert "nothing" in capsys.readouterr().err


def test_cracks_are_drawn_on_pictures_that_show_none(data: Path) -> None:
    (data / "walls" / "images").mkdir(parents=True)
    for number in range(30):
        grey = np.random.default_rng(number).integers(100, 180, (40, 40), np.uint8)
        Image.fromarray(grey).save(data / "walls" / "images" / f"{number}.png")
    words = ("--data", f"own={data / 'own'}", "--draw", f"walls={data / 'walls'}@2", "--recipe", data / "recipe.toml")
    assert run("train", *words, "--out", data / "run", "--quiet") == 0


def test_a_set_with_masks_is_not_drawn_on(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--data", f"own={data / 'own'}", "--draw", f"again={data / 'own'}", "--recipe", data / "recipe.toml")
    assert run("train", *words, "--out", data / "run", "--quiet") == 2
    assert "`--draw` must name pictures without cracks" in capsys.readouterr().err
