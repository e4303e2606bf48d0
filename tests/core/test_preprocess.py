"""Preprocessing: the formula, padding that cropping undoes, and refusals."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from efficientcracknet.core.errors import ImageError, SettingsError
from efficientcracknet.core.preprocess import Preprocessing, crop_to, pad_to, to_input

IMAGENET = Preprocessing(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225))
PICTURE = arrays.arrays(np.uint8, st.tuples(st.integers(0, 7), st.integers(0, 7), st.just(3)))
MAP = arrays.arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(0, 1, width=32))


@given(PICTURE)
def test_input_is_the_formula_in_double_precision_up_to_float32(picture):
    expected = (picture / 255.0 - np.array(IMAGENET.mean)) / np.array(IMAGENET.std)
    network_input = to_input(picture, IMAGENET)

    assert network_input.dtype == np.float32
    assert network_input.flags.c_contiguous
    assert network_input.shape == (1, 3, *picture.shape[:2])
    np.testing.assert_allclose(network_input[0], expected.transpose(2, 0, 1), atol=2e-6)


def test_channels_keep_their_order_and_their_own_mean():
    picture = np.array([[[255, 0, 51]]], np.uint8)
    network_input = to_input(picture, Preprocessing(mean=(1.0, 0.5, 0.0), std=(1.0, 0.25, 0.1)))

    np.testing.assert_allclose(network_input.ravel(), [0.0, -2.0, 2.0], atol=1e-6)


def test_default_preprocessing_maps_0_and_255_to_0_and_1():
    assert to_input(np.array([[[0, 255, 255]]], np.uint8), Preprocessing()).ravel().tolist() == [0.0, 1.0, 1.0]


def test_a_strided_picture_gives_the_same_input_as_its_copy():
    picture = np.arange(5 * 4 * 3, dtype=np.uint8).reshape(5, 4, 3)[::-2, ::2]

    np.testing.assert_array_equal(to_input(picture, IMAGENET), to_input(picture.copy(), IMAGENET))


@pytest.mark.parametrize(
    ("dtype", "shape", "said"),
    [
        (np.float32, (4, 5, 3), r"got float32 of shape \(4, 5, 3\)"),
        (np.uint8, (4, 5), r"got uint8 of shape \(4, 5\)"),
        (np.uint8, (4, 5, 4), r"got uint8 of shape \(4, 5, 4\)"),
    ],
)
def test_what_is_no_8_bit_colour_picture_is_refused(dtype, shape, said):
    with pytest.raises(ImageError, match=said):
        to_input(np.zeros(shape, dtype), Preprocessing())


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("mean", (0.5, 0.5), r"`mean` must be three finite .* got \(0.5, 0.5\)"),
        ("mean", (0.5, math.nan, 0.5), r"`mean` must be three finite .* got \(0.5, nan, 0.5\)"),
        ("std", (1.0, math.inf, 1.0), r"`std` must be three finite .* got \(1.0, inf, 1.0\)"),
        ("std", (1.0, 0.0, 1.0), r"`std` must be above 0 .* got \(1.0, 0.0, 1.0\)"),
        ("std", (1.0, 1.0, -2.0), r"`std` must be above 0 .* got \(1.0, 1.0, -2.0\)"),
    ],
)
def test_impossible_preprocessing_is_refused(name, values, said):
    with pytest.raises(SettingsError, match=said):
        Preprocessing(**{name: values})


@given(MAP, st.integers(0, 4), st.integers(0, 4))
def test_cropping_undoes_padding_and_padding_repeats_the_edge(image, more_rows, more_columns):
    rows, columns = image.shape
    padded = pad_to(image, rows + more_rows, columns + more_columns)

    assert padded.shape == (rows + more_rows, columns + more_columns)
    np.testing.assert_array_equal(crop_to(padded, rows, columns), image)
    for row, column in np.ndindex(padded.shape):
        assert padded[row, column] == image[min(row, rows - 1), min(column, columns - 1)]


def test_padding_leaves_the_axes_before_the_last_two_alone():
    assert pad_to(np.zeros((1, 3, 4, 5), np.float32), 6, 8).shape == (1, 3, 6, 8)


def test_padding_to_the_own_size_copies_nothing():
    image = np.zeros((1, 3, 4, 5), np.float32)

    assert pad_to(image, 4, 5) is image


def test_cropping_gives_a_view():
    image = np.zeros((2, 6, 8), np.float32)

    assert crop_to(image, 3, 4).base is image


@pytest.mark.parametrize(("height", "width"), [(3, 5), (4, 4)])
def test_padding_to_less_than_the_picture_is_refused(height, width):
    with pytest.raises(SettingsError, match=rf"1..{height} rows and 1..{width} columns, got 4 x 5"):
        pad_to(np.zeros((4, 5), np.float32), height, width)


def test_an_empty_picture_has_no_edge_to_repeat():
    with pytest.raises(SettingsError, match="got 0 x 5"):
        pad_to(np.zeros((0, 5), np.float32), 4, 5)


@pytest.mark.parametrize(("height", "width"), [(5, 5), (4, 6), (-1, 5)])
def test_cropping_to_more_than_there_is_is_refused(height, width):
    with pytest.raises(SettingsError, match=f"at least {height} rows and {width} columns, got 4 x 5"):
        crop_to(np.zeros((4, 5), np.float32), height, width)
