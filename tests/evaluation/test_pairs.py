"""Pairing by stem, split lists and fingerprints."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from efficientcracknet.core.errors import DataError
from efficientcracknet.evaluation.pairs import (
    Pair,
    exclude_pairs,
    hash_split,
    pair_folders,
    pair_split_tree,
    read_split_list,
    select_pairs,
)
from tests.fake_datasets import fake_split_tree, write_mask, write_picture


def keys_of(pairs: tuple[Pair, ...]) -> list[str]:
    return [pair.key for pair in pairs]


def test_pictures_find_their_mask_whatever_the_suffix(tmp_path: Path) -> None:
    write_picture(tmp_path / "images" / "b.JPG")
    write_picture(tmp_path / "images" / "a.webp")
    for stem in "ab":
        write_mask(tmp_path / "masks" / f"{stem}.png")
    pairs = pair_folders(tmp_path / "images", tmp_path / "masks")
    assert pairs == (
        Pair("a", tmp_path / "images" / "a.webp", tmp_path / "masks" / "a.png"),
        Pair("b", tmp_path / "images" / "b.JPG", tmp_path / "masks" / "b.png"),
    )


def test_sub_folders_keep_their_place_in_the_key(tmp_path: Path) -> None:
    for place in ("x/1", "y/1", "2"):
        write_picture(tmp_path / "images" / f"{place}.jpg")
        write_mask(tmp_path / "masks" / f"{place}.png")
    pairs = pair_folders(tmp_path / "images", tmp_path / "masks", prefix="train/")
    assert keys_of(pairs) == ["train/2", "train/x/1", "train/y/1"]
    assert [pair.mask.parent.name for pair in pairs if pair.mask] == ["masks", "x", "y"]


def test_dots_in_a_stem_belong_to_it(tmp_path: Path) -> None:
    for stem in ("km.1", "km.2"):
        write_picture(tmp_path / "images" / f"{stem}.jpg")
        write_mask(tmp_path / "masks" / f"{stem}.png")
    assert keys_of(pair_folders(tmp_path / "images", tmp_path / "masks")) == ["km.1", "km.2"]


def test_what_archives_and_cameras_leave_is_passed_over(tmp_path: Path) -> None:
    for name in ("a.jpg", "._a.jpg", "__MACOSX/a.jpg", ".thumbnails/a.jpg"):
        write_picture(tmp_path / "images" / name)
    (tmp_path / "images" / "notes.txt").write_text("no picture", encoding="utf-8")
    write_mask(tmp_path / "masks" / "a.png")
    assert keys_of(pair_folders(tmp_path / "images", tmp_path / "masks")) == ["a"]


def test_pictures_without_a_mask_folder_are_negatives(tmp_path: Path) -> None:
    image = write_picture(tmp_path / "wall.png")
    assert pair_folders(tmp_path, None) == (Pair("wall", image, None),)


def test_a_mask_suffix_counts_only_when_it_is_given(tmp_path: Path) -> None:
    write_picture(tmp_path / "images" / "a.jpg")
    write_mask(tmp_path / "masks" / "a_mask.png")
    with pytest.raises(
        DataError, match=r"1 x picture without a mask: .*a.jpg; 1 x mask without a picture: .*a_mask.png"
    ):
        pair_folders(tmp_path / "images", tmp_path / "masks")
    (pair,) = pair_folders(tmp_path / "images", tmp_path / "masks", mask_suffix="_mask")
    assert (pair.key, pair.mask) == ("a", tmp_path / "masks" / "a_mask.png")


def test_case_of_a_stem_is_kept(tmp_path: Path) -> None:
    write_picture(tmp_path / "images" / "A.jpg")
    write_mask(tmp_path / "masks" / "a.png")
    with pytest.raises(DataError, match="1 x picture without a mask"):
        pair_folders(tmp_path / "images", tmp_path / "masks")


def test_doubled_stems_are_refused_with_both_files(tmp_path: Path) -> None:
    write_picture(tmp_path / "images" / "a.jpg")
    write_picture(tmp_path / "images" / "a.png")
    write_mask(tmp_path / "masks" / "a.png")
    write_mask(tmp_path / "masks" / "a.bmp")
    with pytest.raises(
        DataError, match=r"1 x doubled picture stem: \S*a.jpg \+ \S*a.png; 1 x doubled mask stem: \S*a.bmp"
    ):
        pair_folders(tmp_path / "images", tmp_path / "masks")


def test_ten_offenders_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    for number in range(13):
        write_picture(tmp_path / "images" / f"{number:02}.jpg")
    write_mask(tmp_path / "masks" / "00.png")
    with pytest.raises(
        DataError, match=r"12 x picture without a mask: \S*01.jpg, .*10.jpg and 2 more\. Add, rename"
    ) as raised:
        pair_folders(tmp_path / "images", tmp_path / "masks")
    assert "11.jpg" not in str(raised.value)


def test_missing_and_empty_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"`folder` must be a folder of pictures, got \S*nowhere"):
        pair_folders(tmp_path / "nowhere", None)
    with pytest.raises(DataError, match="at least one picture, got 0"):
        pair_folders(tmp_path, None)


def test_split_trees_key_by_split_and_stem(tmp_path: Path) -> None:
    root = fake_split_tree(tmp_path)
    assert keys_of(pair_split_tree(root, "train")) == ["train/a", "train/b"]
    assert keys_of(pair_split_tree(root, "test")) == ["test/a"]
    assert pair_split_tree(root, "clean") == (Pair("clean/wall", root / "clean" / "images" / "wall.webp", None),)


def test_an_absent_split_lists_those_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"got 'val'. Splits there: clean, test, train"):
        pair_split_tree(fake_split_tree(tmp_path), "val")


def test_split_lists_skip_comments_and_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "dev.txt"
    path.write_bytes("\ufeff# held apart\r\ntrain/b\r\n\r\n  train/a \r\n".encode())
    assert read_split_list(path) == ("train/b", "train/a")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"train/a\ntrain/b\ntrain/a\n", "every picture once, got 1 x doubled key: train/a"),
        (b"# nothing\n", "at least one picture, got 0 keys"),
        (b"train/\xff\n", "readable UTF-8 text file, got .*can't decode byte 0xff"),
    ],
)
def test_unusable_split_lists_are_refused(tmp_path: Path, content: bytes, rule: str) -> None:
    path = tmp_path / "dev.txt"
    path.write_bytes(content)
    with pytest.raises(DataError, match=rule):
        read_split_list(path)


def test_an_absent_split_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"readable UTF-8 text file, got \S*dev.txt"):
        read_split_list(tmp_path / "dev.txt")


def test_selected_and_excluded_pairs_make_up_the_whole(tmp_path: Path) -> None:
    pairs = pair_split_tree(fake_split_tree(tmp_path), "train")
    chosen, rest = select_pairs(pairs, ["train/b"]), exclude_pairs(pairs, ["train/b"])
    assert (keys_of(chosen), keys_of(rest)) == (["train/b"], ["train/a"])
    assert select_pairs(pairs, []) == ()
    assert exclude_pairs(pairs, []) == pairs


@pytest.mark.parametrize("choose", [select_pairs, exclude_pairs])
def test_unknown_keys_are_refused_nearest_first(tmp_path: Path, choose: Callable[..., tuple[Pair, ...]]) -> None:
    pairs = tuple(Pair(key, tmp_path, None) for key in ("train/wall-1", "test/road", "train/wall-12"))
    rule = r"among the 3 there are, got 1 x unknown key: train/wall-13. Nearest to 'train/wall-13': train/wall-1"
    with pytest.raises(DataError, match=rule):
        choose(pairs, ["train/wall-13", "test/road"])
    with pytest.raises(DataError, match="Nearest to 'x': none, there are no pairs"):
        choose((), ["x"])


def test_the_hash_of_a_split_is_the_documented_one(tmp_path: Path) -> None:
    image, mask = tmp_path / "i", tmp_path / "m"
    image.write_bytes(b"picture")
    mask.write_bytes(b"truth")
    of = {content: hashlib.sha256(content).hexdigest() for content in (b"picture", b"truth")}
    lines = sorted([f"{of[b'picture']} {of[b'truth']} train/ä\n", f"{of[b'picture']} - train/b\n"])
    expected = hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()
    pairs = (Pair("train/ä", image, mask), Pair("train/b", image, None))
    assert hash_split(pairs) == hash_split(reversed(pairs)) == expected
    assert hash_split([]) == hashlib.sha256(b"").hexdigest()


def test_the_hash_changes_with_every_byte_and_every_key(tmp_path: Path) -> None:
    root = fake_split_tree(tmp_path)
    pairs = pair_split_tree(root, "train")
    before = hash_split(pairs)
    assert hash_split(pairs[:1]) != before
    assert hash_split([Pair(f"{pair.key}x", pair.image, pair.mask) for pair in pairs]) != before
    assert hash_split([Pair(pair.key, pair.image, None) for pair in pairs]) != before
    with (root / "train" / "masks" / "a.png").open("ab") as file:
        file.write(b"\0")
    assert hash_split(pairs) != before
