"""Packs hold what the pairs hold."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core.errors import DataError, ImageError, OutputError, SettingsError
from efficientcracknet.evaluation.pairs import Pair, hash_split
from efficientcracknet.evaluation.truth import read_truth
from efficientcracknet.runtime.images import read_photo, write_jpeg
from efficientcracknet.training.layouts import read_pairs
from efficientcracknet.training.packing import PackedPairs, _fit, pack
from tests.fake_datasets import fake_crackforest, fake_split_tree, write_mask, write_picture


def test_a_pack_returns_every_pair_unchanged(tmp_path: Path) -> None:
    pairs = (*read_pairs(fake_split_tree(tmp_path / "tree")), *read_pairs(fake_crackforest(tmp_path / "cfd")))
    wide = write_picture(tmp_path / "wide.png", height=3, width=20)
    pairs = (*pairs, Pair("wide", wide, None))
    pack(pairs, tmp_path / "packs" / "all")
    packed = PackedPairs(tmp_path / "packs" / "all")
    assert len(packed) == len(pairs) == 7
    for index, pair in enumerate(pairs):
        picture, mask = packed.picture(index), packed.mask(index)
        assert packed.key(index) == pair.key
        assert (picture.dtype, mask.dtype) == (np.uint8, np.bool_)
        np.testing.assert_array_equal(picture, read_photo(pair.image).pixels)
        np.testing.assert_array_equal(mask, read_truth(pair.mask) if pair.mask else np.zeros(picture.shape[:2], bool))
    assert packed.split_sha256 == hash_split(pairs)


def test_packed_pixels_cannot_be_changed(tmp_path: Path) -> None:
    pack(read_pairs(fake_split_tree(tmp_path / "tree")), tmp_path / "pack")
    packed = PackedPairs(tmp_path / "pack")
    with pytest.raises(ValueError, match="read-only"):
        packed.picture(0)[0, 0] = 0
    with pytest.raises(ValueError, match="read-only"):
        packed.mask(0)[0, 0] = True


def test_large_pictures_are_made_smaller_with_their_mask(tmp_path: Path) -> None:
    image = write_picture(tmp_path / "a.png", height=12, width=16)
    mask = write_mask(tmp_path / "m.png", "\n".join(["#" * 8 + "." * 8] * 12))
    pack([Pair("a", image, mask)], tmp_path / "pack", long_side_px=8)
    packed = PackedPairs(tmp_path / "pack")
    assert packed.picture(0).shape == (6, 8, 3)
    assert packed.mask(0).tolist() == [[True] * 4 + [False] * 4] * 6


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 5000))
def test_sizes_fit_the_long_side_and_never_grow(height: int, width: int, long_side_px: int) -> None:
    fitted = _fit((height, width), long_side_px)
    assert min(fitted) >= 1
    assert max(fitted) == min(long_side_px, max(height, width))
    assert fitted[0] <= height
    assert fitted[1] <= width
    assert _fit((height, width), None) == (height, width)


def test_a_pack_is_sent_to_workers_by_its_folder(tmp_path: Path) -> None:
    pack(read_pairs(fake_split_tree(tmp_path / "tree")), tmp_path / "pack")
    packed = PackedPairs(tmp_path / "pack")
    sent = pickle.dumps(packed)
    assert len(sent) < 1000
    np.testing.assert_array_equal(pickle.loads(sent).picture(1), packed.picture(1))


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    good = write_picture(tmp_path / "a.png")
    damaged = tmp_path / "b.jpg"
    noise = np.random.default_rng(3).integers(0, 256, (40, 40, 3), np.uint8)
    write_jpeg(damaged, noise)
    content = damaged.read_bytes()
    damaged.write_bytes(content[: len(content) // 2])  # its header is whole, half of its pixels are not
    with pytest.raises(ImageError, match=r"b\.jpg"):
        pack([Pair("a", good, None), Pair("b", damaged, None)], tmp_path / "packs" / "new")
    assert list((tmp_path / "packs").iterdir()) == []


def test_unusable_requests_are_refused(tmp_path: Path) -> None:
    pairs = [Pair("a", write_picture(tmp_path / "a.png"), None)]
    with pytest.raises(DataError, match="at least one pair, got 0"):
        pack([], tmp_path / "pack")
    with pytest.raises(SettingsError, match="`long_side_px` must be at least 1, got 0"):
        pack(pairs, tmp_path / "pack", long_side_px=0)
    with pytest.raises(OutputError, match=r"must not exist yet, got \S*test_unusable"):
        pack(pairs, tmp_path)
    with pytest.raises(OutputError, match=r"must be writable, got \S*a.png.pack"):
        pack(pairs, tmp_path / "a.png" / "pack")


def test_folders_that_are_no_pack_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"must hold a pack, got .*index.json"):
        PackedPairs(tmp_path)
    pack([Pair("a", write_picture(tmp_path / "a.png"), None)], tmp_path / "pack")
    index = tmp_path / "pack" / "index.json"
    content = json.loads(index.read_text(encoding="utf-8"))
    index.write_text(json.dumps(content | {"format": 2}), encoding="utf-8")
    with pytest.raises(DataError, match="format 2, not 1"):
        PackedPairs(tmp_path / "pack")
    content["places"][0]["height"] = 7
    index.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(DataError, match=r"must hold 56 pixels, got pictures \(48, 3\) and masks \(48,\)"):
        PackedPairs(tmp_path / "pack")
