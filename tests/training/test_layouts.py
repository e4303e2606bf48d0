"""Official archives, split trees and plain folders are recognised by what is on disk."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from efficientcracknet.core.errors import DataError
from efficientcracknet.evaluation.pairs import read_split_list, select_pairs
from efficientcracknet.evaluation.truth import check_pair, read_truth
from efficientcracknet.training.layouts import LAYOUTS, list_splits, read_pairs, recognise
from tests.fake_datasets import (
    CRACK,
    draw,
    fake_cfd_fphb,
    fake_crack500,
    fake_crackforest,
    fake_deepcrack,
    fake_gaps384,
    fake_split_tree,
    write_mask,
    write_picture,
)

FAKES: dict[str, Callable[[Path], Path]] = {
    "crack500": fake_crack500,
    "deepcrack": fake_deepcrack,
    "gaps384": fake_gaps384,
    "cfd": fake_crackforest,
    "cfd_fphb": fake_cfd_fphb,
}


def keys_of(root: Path, split: str = "all") -> list[str]:
    return [pair.key for pair in read_pairs(root, split)]


@pytest.mark.parametrize("name", LAYOUTS)
def test_official_archives_are_recognised_and_their_truth_is_read(tmp_path: Path, name: str) -> None:
    root = FAKES[name](tmp_path)
    assert recognise(root) == name
    for pair in read_pairs(root):
        assert check_pair(pair) == (6, 8)
        assert pair.mask is not None
        assert (read_truth(pair.mask) == draw(CRACK)).all()


@pytest.mark.parametrize("nested", [False, True])
def test_crack500_keeps_its_three_splits_apart(tmp_path: Path, nested: bool) -> None:
    root = fake_crack500(tmp_path, nested=nested)
    assert list_splits(root) == ("train", "val", "test")
    stem = "20160222_081011"
    assert keys_of(root, "train") == [f"train/{stem}_1_1", f"train/{stem}_1_361", f"train/{stem}_641_1"]
    assert keys_of(root, "val") == [f"val/{stem}_1_1"]
    assert Counter(key.split("/")[0] for key in keys_of(root)) == {"train": 3, "val": 1, "test": 2}


def test_deepcrack_holds_one_stem_in_both_splits(tmp_path: Path) -> None:
    root = fake_deepcrack(tmp_path)
    assert list_splits(root) == ("train", "test")
    assert keys_of(root, "train") == ["train/11111", "train/11289-1"]
    assert keys_of(root, "test") == ["test/11125-1", "test/11289-1"]


def test_undivided_sets_are_keyed_by_stem_alone(tmp_path: Path) -> None:
    root = fake_gaps384(tmp_path)
    assert list_splits(root) == ()
    assert keys_of(root) == keys_of(root, "") == ["train_0608_541_1", "valid_0012_1_641"]


def test_crackforest_pictures_without_a_truth_are_passed_over(tmp_path: Path) -> None:
    assert keys_of(fake_crackforest(tmp_path / "mat")) == ["001", "002"]
    assert keys_of(fake_cfd_fphb(tmp_path / "png")) == ["001"]


def test_a_truth_without_its_picture_is_refused_everywhere(tmp_path: Path) -> None:
    root = fake_crackforest(tmp_path)
    (root / "image" / "002.jpg").unlink()
    with pytest.raises(DataError, match=r"1 x mask without a picture: \S*002.mat"):
        read_pairs(root)


def test_a_picture_without_its_truth_is_refused_where_all_have_one(tmp_path: Path) -> None:
    root = fake_deepcrack(tmp_path)
    (root / "test_lab" / "11125-1.png").unlink()
    assert len(read_pairs(root, "train")) == 2
    with pytest.raises(DataError, match=r"1 x picture without a mask: \S*11125-1.jpg"):
        read_pairs(root)


def test_half_a_split_is_refused_not_overlooked(tmp_path: Path) -> None:
    root = fake_deepcrack(tmp_path)
    (root / "train_lab").rename(root / "labels")
    assert list_splits(root) == ("train", "test")
    with pytest.raises(DataError, match=r"must be a folder of pictures, got \S*train_lab, which is none"):
        read_pairs(root)


def test_a_part_of_an_archive_is_enough(tmp_path: Path) -> None:
    write_picture(tmp_path / "testcrop" / "a.jpg")
    write_mask(tmp_path / "testcrop" / "a.png")
    assert list_splits(tmp_path) == ("test",)
    assert keys_of(tmp_path) == ["test/a"]


def test_split_trees_list_the_usual_splits_first(tmp_path: Path) -> None:
    root = fake_split_tree(tmp_path)
    assert recognise(root) is None
    assert list_splits(root) == ("train", "test", "clean")
    assert keys_of(root) == ["clean/wall", "test/a", "train/a", "train/b"]
    assert keys_of(root, "train") == ["train/a", "train/b"]


def test_plain_folders_are_one_undivided_set(tmp_path: Path) -> None:
    write_picture(tmp_path / "images" / "a.jpg")
    assert [pair.mask for pair in read_pairs(tmp_path)] == [None]
    mask = write_mask(tmp_path / "masks" / "a.png")
    assert [pair.mask for pair in read_pairs(tmp_path)] == [mask]
    assert list_splits(tmp_path) == ()


def test_an_absent_split_is_refused_nearest_first(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"got 'tran'. There are: train, all, test"):
        read_pairs(fake_deepcrack(tmp_path / "d"), "tran")
    with pytest.raises(DataError, match=r"got 'train'. There are: all. A set that is not divided"):
        read_pairs(fake_gaps384(tmp_path / "g"), "train")


def test_unknown_trees_are_refused_with_the_layouts_that_are_known(tmp_path: Path) -> None:
    fake_deepcrack(tmp_path / "DeepCrack")
    with pytest.raises(DataError, match=r"Did you mean \S*DeepCrack\? .*SPLIT/images") as raised:
        read_pairs(tmp_path)
    for line in ("Crack500: traincrop, valcrop, testcrop", "CrackForest: image, groundTruth"):
        assert line in str(raised.value)
    with pytest.raises(DataError, match=r"`root` must be a folder, got \S*nowhere"):
        read_pairs(tmp_path / "nowhere")


SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the data sets are not beside this repository")
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("crack500", {"train": 1896, "val": 348, "test": 1124}),
        ("deepcrack", {"train": 300, "test": 237}),
        ("gaps384_crops", {"train": 942, "val": 157, "test": 611}),
        ("cfd", {"train": 71, "test": 46}),
        ("negatives_scenes", {"train": 74, "test": 46}),
    ],
)
def test_shared_sets_have_their_documented_sizes(name: str, counts: dict[str, int]) -> None:
    root = SHARED / name
    assert {split: len(read_pairs(root, split)) for split in list_splits(root)} == counts
    held_apart = SHARED / "dev" / f"{name}.txt"
    if held_apart.exists():
        keys = read_split_list(held_apart)
        assert len(select_pairs(read_pairs(root, "train"), keys)) == len(keys)
