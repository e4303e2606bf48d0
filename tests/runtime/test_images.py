"""The face of pictures: photos as values, resizing as evaluation prescribes, files written whole or not at all."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from efficientcracknet.core.errors import ImageError, OutputError, SettingsError
from efficientcracknet.runtime.images import (
    Photo,
    looks_like_picture,
    read_mask,
    read_photo,
    resize_mask,
    resize_picture,
    write_jpeg,
    write_png,
)
from tests.awkward import paint_scene

SIDE = st.integers(1, 40)


@pytest.fixture(scope="module")
def phone_photo(tmp_path_factory):
    """A JPEG with all a phone writes, taken sideways."""
    exif = Image.Exif()
    exif.update({0x0112: 6, 0x010F: "Apple", 0x0110: "iPhone 14"})
    exif[0x8769] = {0x9003: "2024:05:01 12:34:56", 0x9011: "+02:00"}
    exif[0x8825] = {1: "S", 2: (33.0, 51.0, 36.0), 3: "E", 4: (151.0, 12.0, 0.0)}
    path = tmp_path_factory.mktemp("phone") / "IMG 1.jpg"
    Image.fromarray(paint_scene()).save(path, exif=exif)
    return path


def test_a_photo_carries_its_pixels_and_what_its_camera_wrote(phone_photo):
    photo = read_photo(phone_photo)

    assert photo.pixels.shape == (144, 96, 3)
    assert photo.path == phone_photo
    assert photo.taken_at == "2024-05-01T12:34:56+02:00"
    assert (photo.latitude_deg, photo.longitude_deg) == pytest.approx((-33.86, 151.2))
    assert photo.camera == "Apple iPhone 14"


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "WEBP"])
def test_camera_facts_are_found_in_other_kinds_of_file_too(phone_photo, tmp_path, kind):
    with Image.open(phone_photo) as picture:
        picture.save(tmp_path / "copy", kind, exif=picture.getexif())
    copied, original = read_photo(tmp_path / "copy"), read_photo(phone_photo)

    assert (copied.taken_at, copied.camera) == (original.taken_at, original.camera)
    assert (copied.latitude_deg, copied.longitude_deg) == (original.latitude_deg, original.longitude_deg)
    assert copied.pixels.shape == original.pixels.shape


def test_pixels_are_read_only_contiguous_8_bit_colour(phone_photo):
    pixels = read_photo(phone_photo).pixels

    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous
    with pytest.raises(ValueError, match="read-only"):
        pixels[0, 0, 0] = 1


def test_a_photo_of_an_array_is_not_changed_by_later_writes():
    array = np.zeros((2, 3, 3), np.uint8)
    photo = Photo(array)
    array[:] = 9

    assert photo.pixels.max() == 0
    assert photo.path is None


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.zeros((2, 3), np.uint8), r"got uint8 of shape \(2, 3\)"),
        (np.zeros((2, 3, 4), np.uint8), r"got uint8 of shape \(2, 3, 4\)"),
        (np.zeros((2, 3, 3)), r"got float64 of shape \(2, 3, 3\)"),
    ],
)
def test_arrays_that_are_no_8_bit_colour_are_refused(array, said):
    with pytest.raises(ImageError, match=said):
        Photo(array)


def test_reading_a_large_photo_makes_few_copies(tmp_path):
    """Pillow's own memory is not seen here; the bytes handed over may exist twice for a moment, but not thrice."""
    Image.new("RGB", (1200, 1000), (90, 80, 70)).save(tmp_path / "large.jpg")
    read_photo(tmp_path / "large.jpg")  # imports and tables come once
    tracemalloc.start()
    pixels = read_photo(tmp_path / "large.jpg").pixels
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2.5 * pixels.nbytes


@pytest.mark.parametrize("name", ["a.jpg", "A.JPEG", "b.Png", "c.tif", "d.TIFF", "e.webp", "f.heic", "g.HEIF", "h.bmp"])
def test_names_of_pictures_look_like_pictures(name):
    assert looks_like_picture(Path("folder.txt") / name)


@pytest.mark.parametrize("name", ["a.txt", "jpg", ".jpg", "a.jpg.part", "a.csv", "a.jpg~"])
def test_other_names_do_not_look_like_pictures(name):
    assert not looks_like_picture(Path("folder.jpg") / name)


@given(SIDE, SIDE, st.integers(0, 255))
def test_resizing_one_colour_gives_that_colour_at_the_size_asked_for(height, width, value):
    resized = resize_picture(np.full((7, 9, 3), value, np.uint8), height, width)

    assert resized.shape == (height, width, 3)
    assert (resized == value).all()


@given(SIDE, SIDE)
def test_resizing_is_pillow_bilinear(height, width):
    expected = Image.fromarray(paint_scene()).resize((width, height), Image.Resampling.BILINEAR)

    np.testing.assert_array_equal(resize_picture(paint_scene(), height, width), np.asarray(expected))


def test_resizing_to_the_own_size_changes_nothing():
    np.testing.assert_array_equal(resize_picture(paint_scene(), 96, 144), paint_scene())


def test_shrinking_averages_rather_than_picks():
    stripes = np.zeros((8, 64), np.uint8)
    stripes[:, ::2] = 254  # one pixel wide: picking would give 0 or 254

    np.testing.assert_allclose(resize_picture(stripes, 1, 4)[0], 127, atol=3)


def test_a_mask_is_resized_as_grey_and_cut_above_127():
    # Pillow BILINEAR to half the size weighs 1 3 3 1: with the first four of eight columns crack, the share falls
    # 1, 7/8, 1/8, 0; with the first three 1, 4/8, 0, 0, and 4/8 of 255 is 128 when rounded
    first_four = np.repeat([[True] * 4 + [False] * 4], 2, axis=0)
    first_three = np.repeat([[True] * 3 + [False] * 5], 2, axis=0)

    assert resize_mask(first_four, 2, 4).tolist() == [[True, True, False, False]] * 2
    assert resize_mask(first_three, 2, 4).tolist() == [[True, True, False, False]] * 2


@given(SIDE, SIDE, st.integers(0, 2**32 - 1))
def test_resizing_a_mask_keeps_bools(height, width, seed):
    mask = np.random.default_rng(seed).random((6, 11)) < 0.5
    resized = resize_mask(mask, height, width)

    assert resized.dtype == np.bool_
    assert resized.shape == (height, width)
    np.testing.assert_array_equal(resize_mask(mask, 6, 11), mask)


@pytest.mark.parametrize(("height", "width"), [(0, 4), (4, -1)])
def test_impossible_sizes_are_refused(height, width):
    with pytest.raises(SettingsError, match=f"at least 1 px, got {height} x {width}"):
        resize_picture(np.zeros((4, 4, 3), np.uint8), height, width)
    with pytest.raises(SettingsError, match=f"at least 1 px, got {height} x {width}"):
        resize_mask(np.zeros((4, 4), bool), height, width)


@pytest.mark.parametrize("name", ["plain.png", "Brücke Süd 'Pfeiler 2' (1).png"])
def test_what_is_written_as_png_is_read_back_exactly(tmp_path, name):
    mask = paint_scene()[..., 0] > 120
    write_png(tmp_path / name, mask.astype(np.uint8) * np.uint8(255))
    write_png(tmp_path / f"colour {name}", paint_scene())

    np.testing.assert_array_equal(read_mask(tmp_path / name), mask)
    np.testing.assert_array_equal(read_photo(tmp_path / f"colour {name}").pixels, paint_scene())


def test_what_is_written_as_jpeg_is_read_back_nearly(tmp_path):
    write_jpeg(tmp_path / "overlay.jpg", paint_scene())
    difference = read_photo(tmp_path / "overlay.jpg").pixels.astype(int) - paint_scene()

    assert np.abs(difference).mean() < 4


def test_writing_replaces_what_was_there_and_leaves_nothing_else(tmp_path):
    write_png(tmp_path / "mask.png", np.zeros((2, 2), np.uint8))
    write_png(tmp_path / "mask.png", np.full((3, 3), 255, np.uint8))

    assert read_mask(tmp_path / "mask.png").shape == (3, 3)
    assert [path.name for path in tmp_path.iterdir()] == ["mask.png"]


@pytest.mark.parametrize(
    ("write", "array", "said"),
    [
        (write_png, np.zeros((0, 4), np.uint8), r"PNG can hold, got uint8 of shape \(0, 4\) for '.*out.x'"),
        (write_png, np.zeros((4, 4, 3)), r"PNG can hold, got float64 of shape \(4, 4, 3\) for '.*out.x'"),
        (write_jpeg, np.zeros((1, 70_000, 3), np.uint8), r"JPEG can hold, got uint8 of shape \(1, 70000, 3\)"),
    ],
)
def test_what_cannot_be_written_is_refused_and_the_old_file_stays(tmp_path, write, array, said):
    (tmp_path / "out.x").write_bytes(b"as it was")

    with pytest.raises(OutputError, match=said):
        write(tmp_path / "out.x", array)
    assert (tmp_path / "out.x").read_bytes() == b"as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["out.x"]
