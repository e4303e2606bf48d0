"""Pixels of every kind of file: depth, turns, transparency; and the rule that says which pixels of a mask are crack."""

import struct

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.core.errors import ImageError
from efficientcracknet.runtime.images import read_mask, read_photo, read_size
from efficientcracknet.runtime.pixels import BAND_ROWS, to_array
from tests.awkward import STORED_AS, paint_scene, write_16_bit_png

SCENE = paint_scene()
ALL_16_BITS = np.arange(65536, dtype=np.uint16).reshape(256, 256)
STRETCHED = np.rint(ALL_16_BITS / 257.0).astype(np.uint8)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "picture"


def read_grey(path):
    """Return one channel of a picture whose channels are equal."""
    pixels = read_photo(path).pixels
    np.testing.assert_array_equal(pixels[..., 0], pixels[..., 2])
    return pixels[..., 1]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("kind", "options"),
    [("PNG", {}), ("TIFF", {}), ("TIFF", {"compression": "tiff_lzw"}), ("WEBP", {"lossless": True})],
)
def test_every_orientation_is_turned_upright_in_every_kind_of_file(path, kind, options, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(SCENE)
    if orientation in STORED_AS:
        stored = stored.transpose(STORED_AS[orientation])
    stored.save(path, kind, exif=exif, **options)

    np.testing.assert_array_equal(read_photo(path).pixels, SCENE)
    assert read_size(path) == SCENE.shape[:2]


@pytest.mark.parametrize("orientation", [0, 9, 60000])
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_an_orientation_that_is_none_leaves_the_picture_as_it_is(path, kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(SCENE).save(path, kind, exif=exif)

    np.testing.assert_array_equal(read_photo(path).pixels, SCENE)
    assert read_size(path) == SCENE.shape[:2]


@pytest.mark.parametrize("orientation", [1, 6])
def test_masks_are_turned_upright_with_their_pictures(path, orientation):
    mask = SCENE[..., 0] > 120
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(mask.astype(np.uint8))
    (stored if orientation == 1 else stored.transpose(STORED_AS[orientation])).save(path, "PNG", exif=exif)

    np.testing.assert_array_equal(read_mask(path), mask)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_all_65536_greys_are_stretched_linearly_to_256(path, kind):
    Image.fromarray(ALL_16_BITS).save(path, kind)

    np.testing.assert_array_equal(read_grey(path), STRETCHED)


def test_16_bits_of_a_pgm_are_read_alike(path):
    path.write_bytes(b"P5 256 256 65535 " + ALL_16_BITS.astype(">u2").tobytes())

    np.testing.assert_array_equal(read_grey(path), STRETCHED)


def test_16_bits_with_the_high_byte_first_are_read_alike(path):
    path.write_bytes(grey_tiff(ALL_16_BITS, order=">", white_is_zero=False))

    np.testing.assert_array_equal(read_grey(path), STRETCHED)


def test_16_bits_that_count_from_white_are_inverted(path):
    path.write_bytes(grey_tiff(ALL_16_BITS, order="<", white_is_zero=True))

    np.testing.assert_array_equal(read_grey(path), np.rint((65535 - ALL_16_BITS.astype(int)) / 257).astype(np.uint8))


def grey_tiff(values, *, order, white_is_zero):
    """Return a grey TIFF of (H, W) uint16 as other programs write it and Pillow does not."""
    height, width = values.shape
    tags = [(256, width), (257, height), (258, 16), (259, 1), (262, int(not white_is_zero))]
    tags += [(273, 8 + 2 + 9 * 12 + 4), (277, 1), (278, height), (279, values.size * 2)]
    entries = b"".join(struct.pack(f"{order}HHII", tag, 4, 1, value) for tag, value in tags)
    header = struct.pack(f"{order}2sHIH", {">": b"MM", "<": b"II"}[order], 42, 8, len(tags))
    return header + entries + bytes(4) + values.astype(f"{order}u2").tobytes()


def test_16_bits_of_colour_keep_their_high_byte(path):
    values = np.random.default_rng(0).integers(0, 65536, (20, 30, 3)).astype(np.uint16)
    write_16_bit_png(path, values)

    np.testing.assert_array_equal(read_photo(path).pixels, values >> 8)


def test_half_transparent_pixels_lie_halfway_to_white(path):
    pixels = np.array([[[0, 100, 200, 255], [0, 100, 200, 0], [0, 100, 200, 51]]], np.uint8)
    Image.fromarray(pixels).save(path, "PNG")
    opacity = pixels[..., 3:] / 255
    expected = pixels[..., :3] * opacity + 255 * (1 - opacity)

    np.testing.assert_allclose(read_photo(path).pixels, expected, atol=1)


@pytest.mark.parametrize(("mode", "clear"), [("RGB", (90, 90, 90)), ("L", 90)])
def test_a_colour_that_counts_as_transparent_becomes_white(path, mode, clear):
    picture = Image.new(mode, (2, 1), clear)
    picture.putpixel((1, 0), 30 if mode == "L" else (30, 30, 30))
    picture.save(path, "PNG", transparency=clear)

    assert read_grey(path).tolist() == [[255, 30]]


def test_a_palette_whose_colours_have_opacities_is_blended_with_white(path):
    picture = Image.fromarray(np.array([[0, 1, 2]], np.uint8))
    picture.putpalette([0, 0, 0, 0, 0, 0, 90, 90, 90])
    picture.save(path, "PNG", transparency=bytes([0, 51, 255]))

    np.testing.assert_allclose(read_grey(path), [[255, 204, 90]], atol=1)


@pytest.mark.parametrize(("array", "kind"), [(np.float32([[0.5]]), "floats"), (np.int32([[7]]), "integers of 32 bits")])
def test_values_of_32_bits_are_refused(path, array, kind):
    Image.fromarray(array).save(path, "TIFF")

    for read in (read_photo, read_mask):
        with pytest.raises(ImageError, match=rf"1, 8 or 16 bits a channel, got {kind} in '.*picture'"):
            read(path)


def test_the_first_of_several_pages_is_read(path):
    pages = [Image.fromarray(SCENE), Image.new("RGB", (3, 3))]
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:])

    np.testing.assert_array_equal(read_photo(path).pixels, SCENE)


MASK = np.array([[False, True, False], [True, True, False]])


@pytest.mark.parametrize(
    ("stored", "kind"),
    [
        pytest.param(MASK, "PNG", id="1 bit"),
        pytest.param(MASK.astype(np.uint8), "PNG", id="0 and 1"),
        pytest.param(MASK.astype(np.uint8) * np.uint8(255), "PNG", id="0 and 255"),
        pytest.param(MASK.astype(np.uint8) * np.uint8(255), "BMP", id="0 and 255 in BMP"),
        pytest.param(np.where(MASK, 128, 127).astype(np.uint8), "PNG", id="just above and at half"),
        pytest.param(MASK.astype(np.uint16), "PNG", id="0 and 1 of 16 bits"),
        pytest.param(MASK.astype(np.uint16) * np.uint16(255), "PNG", id="0 and 255 of 16 bits"),
        pytest.param(np.where(MASK, 32768, 32767).astype(np.uint16), "TIFF", id="just above and at half of 16 bits"),
        pytest.param(np.repeat(MASK[..., None] * np.uint8(255), 3, axis=2), "PNG", id="grey as colour"),
        pytest.param(np.repeat(MASK[..., None] * np.uint8(1), 3, axis=2), "PNG", id="0 and 1 as colour"),
    ],
)
def test_masks_of_every_kind_give_the_same_pixels(path, stored, kind):
    Image.fromarray(stored).save(path, kind)
    mask = read_mask(path)

    assert mask.dtype == np.bool_
    np.testing.assert_array_equal(mask, MASK)
    assert set(mask.view(np.uint8).ravel()) == {0, 1}  # bools of any other byte confuse compiled code


@pytest.mark.parametrize("opacity", [[], [255]])
def test_an_opaque_alpha_channel_of_a_mask_does_not_matter(path, opacity):
    grey = MASK.astype(np.uint8) * np.uint8(255)
    np_channels = np.stack([grey, grey, grey, *[np.full_like(grey, value) for value in opacity]], axis=2)
    Image.fromarray(np_channels).save(path, "PNG")

    np.testing.assert_array_equal(read_mask(path), MASK)


def test_a_mask_with_transparency_is_refused(path):
    Image.new("LA", (2, 2), (255, 3)).save(path, "PNG")

    with pytest.raises(ImageError, match=r"`mask` must be opaque, got alpha down to 3 of 255 in '.*picture'"):
        read_mask(path)


@pytest.mark.parametrize("colours", [(0, 0, 0, 255, 255, 255), (0, 0, 0, 128, 0, 0), (0, 0, 0, 1, 1, 1)])
def test_a_mask_with_a_palette_of_two_counts_its_second_colour(path, colours):
    picture = Image.fromarray(MASK.astype(np.uint8))
    picture.putpalette(colours)
    picture.save(path, "PNG")

    np.testing.assert_array_equal(read_mask(path), MASK)


def test_a_palette_whose_first_colour_is_white_counts_its_greys_not_its_indices(path):
    picture = Image.fromarray((~MASK).astype(np.uint8))
    picture.putpalette((255, 255, 255, 0, 0, 0))
    picture.save(path, "PNG")

    np.testing.assert_array_equal(read_mask(path), MASK)


def test_a_mask_with_a_palette_of_several_colours_is_refused(path):
    picture = Image.fromarray(np.array([[0, 1, 2]], np.uint8))
    picture.putpalette((0, 0, 0, 128, 0, 0, 0, 90, 0))
    picture.save(path, "PNG")

    with pytest.raises(ImageError, match="`mask` must be grey, got channels that differ by up to 128 of 255 in"):
        read_mask(path)


def test_a_coloured_photo_is_refused_as_a_mask(path):
    Image.new("RGB", (4, 4), (200, 150, 190)).save(path, "PNG")

    with pytest.raises(ImageError, match=r"got channels that differ by up to 50 of 255 in '.*picture'"):
        read_mask(path)


def test_noise_of_compression_in_a_jpeg_mask_is_no_crack(path):
    Image.new("L", (16, 16), 1).save(path, "JPEG")

    assert not read_mask(path).any()


def test_a_jpeg_mask_is_cut_above_127(path):
    grey = np.zeros((64, 64), np.uint8)
    grey[16:48, 24:40] = 255
    Image.fromarray(grey).save(path, "JPEG", quality=75)

    np.testing.assert_array_equal(read_mask(path), grey > 0)


def test_an_empty_mask_has_no_crack(path):
    Image.new("L", (5, 3)).save(path, "PNG")
    mask = read_mask(path)

    assert mask.shape == (3, 5)
    assert not mask.any()


@pytest.mark.parametrize("height", [1, BAND_ROWS - 1, BAND_ROWS, BAND_ROWS + 1, 3 * BAND_ROWS + 7])
@pytest.mark.parametrize("shape", [(5, 3), (5,)])
def test_pixels_come_whole_from_pillow_in_bands(height, shape):
    expected = np.random.default_rng(height).integers(0, 256, (height, *shape), dtype=np.uint8)
    pixels = to_array(Image.fromarray(expected))

    np.testing.assert_array_equal(pixels, expected)
    assert pixels.flags.c_contiguous
    assert not pixels.flags.writeable
