"""Truths from masks and from CrackForest's files; sizes of a pair."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat

from efficientcracknet.core.errors import DataError, ImageError
from efficientcracknet.evaluation.pairs import Pair
from efficientcracknet.evaluation.truth import check_pair, read_truth
from tests.fake_datasets import CRACK, draw, write_mask, write_matlab_truth, write_picture


def test_masks_and_matlab_files_say_the_same(tmp_path: Path) -> None:
    mask, matlab = write_mask(tmp_path / "a.png"), write_matlab_truth(tmp_path / "a.mat")
    for path in (mask, matlab):
        truth = read_truth(path)
        assert truth.dtype == np.bool_
        np.testing.assert_array_equal(truth, draw(CRACK))
    assert draw(CRACK).sum() == 10


def test_only_label_two_is_crack(tmp_path: Path) -> None:
    savemat(tmp_path / "a.mat", {"groundTruth": {"Segmentation": np.array([[1, 2, 3, 4]], np.uint16)}})
    assert read_truth(tmp_path / "a.mat").tolist() == [[False, True, False, False]]


@pytest.mark.parametrize("content", [b"", b"MATLAB 5.0 MAT-file, cut short", b"\x89HDF\r\n\x1a\n" + bytes(600)])
def test_damaged_matlab_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mat"
    path.write_bytes(content)
    with pytest.raises(ImageError, match=r"groundTruth.Segmentation of shape \(H, W\), got \S*a.mat"):
        read_truth(path)


def test_matlab_files_without_labels_are_refused(tmp_path: Path) -> None:
    savemat(tmp_path / "a.mat", {"other": 1})
    with pytest.raises(ImageError, match=r"got .*KeyError"):
        read_truth(tmp_path / "a.mat")
    savemat(tmp_path / "b.mat", {"groundTruth": {"Segmentation": np.ones((2, 3, 4))}})
    with pytest.raises(ImageError, match=r"got shape \(2, 3, 4\) and type float64"):
        read_truth(tmp_path / "b.mat")


def test_fitting_pairs_give_their_size(tmp_path: Path) -> None:
    image = write_picture(tmp_path / "a.jpg", height=6, width=8)
    for mask in (write_mask(tmp_path / "a.png"), write_matlab_truth(tmp_path / "a.mat"), None):
        assert check_pair(Pair("a", image, mask)) == (6, 8)


@pytest.mark.parametrize("write", [write_mask, write_matlab_truth])
def test_differing_sizes_are_refused_with_both(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    image = write_picture(tmp_path / "a.jpg", height=8, width=6)
    mask = write(tmp_path / ("b.mat" if write is write_matlab_truth else "b.png"))
    with pytest.raises(
        DataError, match=r"its picture's 8 x 6 px \(height x width\), got 6 x 8 px: \S*a.jpg with \S*b\."
    ):
        check_pair(Pair("a", image, mask))
