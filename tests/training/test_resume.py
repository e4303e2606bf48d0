"""A run that was stopped and resumed is the run that was not."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from efficientcracknet.core.errors import CheckpointError, DataError, SettingsError
from efficientcracknet.training.checkpoint import Validation, load_checkpoint
from efficientcracknet.training.job import TrainSettings, train
from efficientcracknet.training.recipe import Recipe
from efficientcracknet.training.source import DataSource
from tests.fake_datasets import write_drawn_cracks

RECIPE = Recipe(height_px=32, width_px=48, batch=2, steps=6, validate_every=2, warmup_share=0.3)


class KilledError(Exception):
    """Stands for a process that is gone."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_drawn_cracks(tmp_path_factory.mktemp("data"), 12)
    (root / "held.txt").write_text("p0\np1\n", encoding="utf-8")
    return root


def describe(data: Path, folder: Path, recipe: Recipe = RECIPE, *, resume: bool = False) -> TrainSettings:
    source = DataSource("drawn", data)
    return TrainSettings((source,), folder, recipe, {"drawn": data / "held.txt"}, resume=resume, threads=1)


def ignore(done: int, loss: float, latest: Validation | None) -> None:
    """Look at no progress."""


@pytest.mark.parametrize("killed_at", [1, 3, 5])
def test_killed_and_resumed_run_ends_with_the_same_weights(data: Path, tmp_path: Path, killed_at: int) -> None:
    def kill(done: int, loss: float, latest: Validation | None) -> None:
        if done == killed_at:
            raise KilledError

    whole = train(describe(data, tmp_path / "whole"), ignore)
    with pytest.raises(KilledError):
        train(describe(data, tmp_path / "broken"), kill)
    resumed = train(describe(data, tmp_path / "broken", resume=True), ignore)

    expected, _ = load_checkpoint(tmp_path / "whole" / "last.safetensors")
    got, _ = load_checkpoint(tmp_path / "broken" / "last.safetensors")
    assert expected.keys() == got.keys()
    assert [name for name in expected if not torch.equal(expected[name], got[name])] == []
    assert resumed.validations == whole.validations
    logs = [(tmp_path / run / "log.csv").read_text(encoding="utf-8") for run in ("whole", "broken")]
    assert logs[0] == logs[1]


def test_a_run_leaves_checkpoints_logs_and_pictures(data: Path, tmp_path: Path) -> None:
    train(describe(data, tmp_path / "run"), ignore)
    left = {path.name for path in (tmp_path / "run").iterdir()}
    assert left == {
        "best.safetensors", "last.safetensors", "log.csv", "curves.png", "first_batch.jpg", "tensorboard"
    }  # fmt: skip
    rows = (tmp_path / "run" / "log.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[0] for row in rows] == ["step", "2", "4", "6"]


def test_a_run_starts_with_cracks_as_rare_as_the_recipe_says(data: Path, tmp_path: Path) -> None:
    still = dataclasses.replace(RECIPE, steps=1, learning_rate=1e-9, crack_prior=0.1)
    train(describe(data, tmp_path, still), ignore)
    tensors, _ = load_checkpoint(tmp_path / "last.safetensors")
    assert torch.allclose(tensors["network.head.0.bias"].sigmoid(), torch.full((4,), 0.1))


def test_a_folder_with_a_run_is_not_written_over(data: Path, tmp_path: Path) -> None:
    train(describe(data, tmp_path), ignore)
    with pytest.raises(SettingsError, match="must be a folder without a run"):
        train(describe(data, tmp_path), ignore)


def test_a_run_is_not_continued_with_another_recipe(data: Path, tmp_path: Path) -> None:
    train(describe(data, tmp_path), ignore)
    other = dataclasses.replace(RECIPE, batch=3)
    with pytest.raises(CheckpointError, match="`recipe` of a resumed run must be that of"):
        train(describe(data, tmp_path, other, resume=True), ignore)


def test_a_hold_out_list_for_no_data_set_is_refused(data: Path, tmp_path: Path) -> None:
    settings = dataclasses.replace(describe(data, tmp_path), held_lists={"drwan": data / "held.txt"})
    with pytest.raises(SettingsError, match=r"must name a data set of `--data` or `--draw`, got 'drwan'. Choose"):
        train(settings, ignore)


def test_a_list_that_leaves_nothing_to_train_on_is_refused(data: Path, tmp_path: Path) -> None:
    everything = tmp_path / "all.txt"
    everything.write_text("\n".join(f"p{number}" for number in range(12)), encoding="utf-8")
    settings = dataclasses.replace(describe(data, tmp_path / "run"), held_lists={"drawn": everything})
    with pytest.raises(DataError, match="got 0 and 12"):
        train(settings, ignore)


def test_training_lowers_the_loss_on_drawn_cracks(data: Path, tmp_path: Path) -> None:
    recipe = dataclasses.replace(RECIPE, steps=60, validate_every=20, average_decay=0.8)
    facts = train(describe(data, tmp_path, recipe), ignore)
    first, *_, last = facts.validations
    assert last.loss < first.loss


def test_a_run_from_a_cache_ends_with_the_same_weights(data: Path, tmp_path: Path) -> None:
    train(describe(data, tmp_path / "memory"), ignore)
    for run in ("first", "second"):  # the first packs, the second finds the pack
        train(dataclasses.replace(describe(data, tmp_path / run), cache=tmp_path / "cache"), ignore)
    assert len(list((tmp_path / "cache").iterdir())) == 1
    expected, _ = load_checkpoint(tmp_path / "memory" / "last.safetensors")
    for run in ("first", "second"):
        got, _ = load_checkpoint(tmp_path / run / "last.safetensors")
        assert [name for name in expected if not torch.equal(expected[name], got[name])] == []


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten pictures without a crack; two are held apart."""
    root = tmp_path_factory.mktemp("grounds")
    (root / "images").mkdir()
    for number in range(10):
        ground = np.random.default_rng(number).integers(100, 200, (40, 60, 3), np.uint8)
        Image.fromarray(ground).save(root / "images" / f"g{number}.png")
    (root / "held.txt").write_text("g0\ng1\n", encoding="utf-8")
    return root


def describe_drawn(data: Path, grounds: Path, folder: Path) -> TrainSettings:
    held = {"drawn": data / "held.txt", "walls": grounds / "held.txt"}
    return dataclasses.replace(
        describe(data, folder), drawn=(DataSource("walls", grounds, weight=3.0),), held_lists=held
    )


def test_a_run_on_drawn_cracks_says_so_and_ends_the_same_from_a_cache(
    data: Path, grounds: Path, tmp_path: Path
) -> None:
    settings = describe_drawn(data, grounds, tmp_path / "memory")
    facts = train(settings, ignore)
    assert facts.data["walls"]["drawn"] is True
    assert (facts.data["walls"]["train_count"], facts.data["walls"]["held_count"]) == (8, 2)
    assert "drawn" not in facts.data["drawn"]
    cached = train(dataclasses.replace(settings, folder=tmp_path / "packed", cache=tmp_path / "cache"), ignore)
    assert cached.validations == facts.validations


def test_two_data_sets_of_one_name_are_refused(data: Path, grounds: Path, tmp_path: Path) -> None:
    settings = dataclasses.replace(describe(data, tmp_path), drawn=(DataSource("drawn", grounds),))
    with pytest.raises(SettingsError, match="names of data sets must differ, got 'drawn' 2 times"):
        train(settings, ignore)
