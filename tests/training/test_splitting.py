"""Data sets parted into training and validation pictures."""

from pathlib import Path

import pytest

from efficientcracknet.core.errors import DataError
from efficientcracknet.training.source import DataSource
from efficientcracknet.training.splitting import describe_data, name_split, split_source
from tests.fake_datasets import write_mask, write_picture


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """Six pictures without masks, two of them held apart."""
    for number in range(6):
        write_picture(tmp_path / "plain" / "train" / "images" / f"p{number}.png")
    (tmp_path / "held.txt").write_text("train/p0\ntrain/p5\n", encoding="utf-8")
    return tmp_path


def test_pictures_to_draw_on_are_split_like_all_others(plain: Path) -> None:
    part = split_source(DataSource("walls", plain / "plain", "train"), plain / "held.txt", drawn=True)
    assert [pair.key for pair in part.held] == ["train/p0", "train/p5"]
    assert len(part.train) == 4
    assert {pair.mask for pair in part.held} == {None}


def test_the_facts_say_which_sets_are_drawn_on(plain: Path) -> None:
    source = DataSource("walls", plain / "plain")
    facts = [describe_data([split_source(source, plain / "held.txt", drawn=drawn)])["walls"] for drawn in (True, False)]
    assert facts[0].pop("drawn") is True
    assert facts[0] == facts[1]
    assert (facts[1]["train_count"], facts[1]["held_count"], facts[1]["split"]) == (4, 2, "train")
    assert name_split(source) == "train"


def test_cracks_are_not_drawn_where_there_are_masks(plain: Path) -> None:
    for number in range(6):
        write_mask(plain / "plain" / "train" / "masks" / f"p{number}.png")
    with pytest.raises(DataError, match=r"`--draw` must name pictures without cracks.* got 'walls' with 6 masks in "):
        split_source(DataSource("walls", plain / "plain"), plain / "held.txt", drawn=True)
