"""Opening pictures: limits before decoding, refusals that say why, and nothing left changed in Pillow."""

import importlib.util
import io
import re
import struct
import sys
import threading
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile, TiffImagePlugin

from efficientcracknet.core.errors import ImageError, MissingExtraError
from efficientcracknet.runtime.decoding import open_picture
from efficientcracknet.runtime.images import read_mask, read_photo, read_size
from tests.awkward import HEIC, paint_scene, write_lying_png


@pytest.fixture
def picture_path(tmp_path):
    """A picture of 4 x 8 px."""
    path = tmp_path / "wall.png"
    Image.new("RGB", (8, 4), (10, 20, 30)).save(path)
    return path


def test_a_missing_file_is_told_as_missing(tmp_path):
    with pytest.raises(ImageError, match=r"must be an existing file, got '.*nowhere.jpg'"):
        read_photo(tmp_path / "nowhere.jpg")


def test_a_picture_that_ends_too_early_is_damaged_even_where_another_library_has_pillow_fill_it_up(
    tmp_path, monkeypatch
):
    path = tmp_path / "half.jpg"
    scene = io.BytesIO()
    Image.fromarray(paint_scene()).save(scene, "JPEG")
    path.write_bytes(scene.getvalue()[: len(scene.getvalue()) // 2])
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does when it is imported

    with pytest.raises(ImageError, match=r"must be an undamaged picture, got '.*half.jpg' \(image file is truncated"):
        read_photo(path)
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_a_folder_with_the_name_of_a_picture_is_told_as_a_folder(tmp_path):
    (tmp_path / "x.jpg").mkdir()

    with pytest.raises(ImageError, match=r"must be a file, got the folder '.*x.jpg'"):
        read_photo(tmp_path / "x.jpg")


def test_a_file_without_rights_is_told_as_unreadable(picture_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)

    with pytest.raises(ImageError, match=r"must be readable, got '.*wall.png' \(Permission denied\)"):
        read_photo(picture_path)


@pytest.mark.parametrize("read", [read_photo, read_mask, read_size])
def test_every_reader_refuses_alike(tmp_path, read):
    (tmp_path / "text.png").write_text("no picture", encoding="utf-8")
    (tmp_path / "empty.png").touch()

    with pytest.raises(ImageError, match=r"'.*text.png', whose content is none that is known"):
        read(tmp_path / "text.png")
    with pytest.raises(ImageError, match=r"'.*empty.png' of 0 bytes"):
        read(tmp_path / "empty.png")


def test_a_picture_of_exactly_the_allowed_pixels_is_read_and_one_more_is_not(picture_path):
    assert read_photo(picture_path, max_pixels=32).pixels.shape == (4, 8, 3)
    with pytest.raises(ImageError, match=r"at most 31 pixels, got 32 \(4 x 8, height x width\)"):
        read_photo(picture_path, max_pixels=31)


def test_a_header_that_claims_too_much_is_refused_before_decoding(tmp_path):
    write_lying_png(tmp_path / "bomb.png", 30_000, 7_000)

    with pytest.raises(ImageError, match=r"at most 200,000,000 pixels, got 210,000,000 \(30000 x 7000"):
        read_photo(tmp_path / "bomb.png")


@pytest.mark.parametrize("pillow_limit", [10, 20])  # Pillow would raise above 2 x 10, and warn above 20
def test_our_limit_stands_in_for_pillow_s_which_is_as_before_afterwards(picture_path, monkeypatch, pillow_limit):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", pillow_limit)

    assert read_photo(picture_path).pixels.shape == (4, 8, 3)
    with pytest.raises(ImageError):
        read_photo(picture_path, max_pixels=1)
    assert pillow_limit == Image.MAX_IMAGE_PIXELS


def test_pictures_can_be_read_in_several_threads(picture_path, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    shapes = []
    threads = [threading.Thread(target=lambda: shapes.append(read_photo(picture_path).pixels.shape)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert shapes == [(4, 8, 3)] * 8
    assert Image.MAX_IMAGE_PIXELS == 10


def test_pillow_stays_as_it_must_until_the_last_of_several_threads_is_done(picture_path, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    filters = list(warnings.filters)
    first_is_open, second_is_done = threading.Event(), threading.Event()
    limits = []

    def read_slowly():
        with open_picture(picture_path, 32):
            first_is_open.set()
            second_is_done.wait(60)
            limits.append(Image.MAX_IMAGE_PIXELS)

    thread = threading.Thread(target=read_slowly)
    thread.start()
    assert first_is_open.wait(60)
    assert read_photo(picture_path).pixels.shape == (4, 8, 3)  # while the other picture is open
    second_is_done.set()
    thread.join()

    assert limits == [None]
    assert (Image.MAX_IMAGE_PIXELS, warnings.filters) == (10, filters)


def test_what_pillow_warns_of_does_not_leak(tmp_path):
    tag_beyond_the_end = b"II*\0" + struct.pack("<IHHHII", 8, 1, 0x010F, 2, 5000, 26) + bytes(4)
    Image.new("RGB", (4, 4)).save(tmp_path / "a.jpg", exif=b"Exif\0\0" + tag_beyond_the_end)
    with pytest.warns(UserWarning, match="Tag data|Truncated|EXIF"), Image.open(tmp_path / "a.jpg") as picture:
        picture.getexif()

    assert read_photo(tmp_path / "a.jpg").camera is None


@pytest.mark.parametrize("tag", [33550, 33922, 34264, 34735])
def test_a_geotiff_is_refused_with_the_way_to_a_plain_picture(tmp_path, tag):
    places = TiffImagePlugin.ImageFileDirectory_v2()
    places.tagtype[tag] = 3 if tag == 34735 else 12
    places[tag] = (1, 1, 0, 0)
    Image.new("L", (4, 4)).save(tmp_path / "map.tif", tiffinfo=places)

    with pytest.raises(ImageError, match=r"GeoTIFF '.*map.tif'.* gdal_translate -of PNG 'map.tif' 'map.png'"):
        read_photo(tmp_path / "map.tif")


def test_heic_without_its_extra_says_what_to_install(tmp_path, monkeypatch):
    (tmp_path / "IMG_1.HEIC").write_bytes(HEIC)
    monkeypatch.setitem(sys.modules, "pi_heif", None)

    with pytest.raises(MissingExtraError, match=r"IMG_1.HEIC'.*pip install 'efficientcracknet\[heic\]'"):
        read_photo(tmp_path / "IMG_1.HEIC")


def test_heic_named_jpg_is_known_by_its_content(tmp_path):
    pytest.importorskip("pi_heif")
    (tmp_path / "IMG_1.jpg").write_bytes(HEIC)

    assert read_photo(tmp_path / "IMG_1.jpg").pixels.shape == (64, 48, 3)


@pytest.mark.parametrize("kept_bytes", [40, 400, len(HEIC) - 200])
def test_damaged_heic_is_refused(tmp_path, kept_bytes):
    pytest.importorskip("pi_heif")
    (tmp_path / "IMG_1.heic").write_bytes(HEIC[:kept_bytes])

    with pytest.raises(ImageError, match=r"undamaged picture, got '.*IMG_1.heic' \(.+\)"):
        read_photo(tmp_path / "IMG_1.heic")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF"])
def test_half_a_file_is_refused_rather_than_half_grey(tmp_path, kind):
    file = io.BytesIO()
    Image.fromarray(paint_scene()).save(file, kind)
    (tmp_path / "half").write_bytes(file.getvalue()[: file.tell() // 2])

    with pytest.raises(ImageError, match=r"got '.*half'"):
        read_photo(tmp_path / "half")


def test_what_fails_while_the_picture_is_used_is_told_as_its_fault(picture_path):
    told = pytest.raises(ImageError, match=r"undamaged picture, got '.*wall.png' \(rotten\)")
    with told as refusal, open_picture(picture_path, 100):
        raise ZeroDivisionError("rotten")

    assert isinstance(refusal.value.__cause__, ZeroDivisionError)


def test_too_little_memory_is_told_as_such(picture_path):
    with pytest.raises(ImageError, match=r"fit into memory, got '.*wall.png'"), open_picture(picture_path, 100):
        raise MemoryError


def list_samples():
    """Return small pictures of many kinds as bytes."""
    samples = {} if importlib.util.find_spec("pi_heif") is None else {"HEIC": HEIC}
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "DJI"
    for kind in ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "PPM"):
        file = io.BytesIO()
        Image.fromarray(paint_scene()[::4, ::4]).save(file, kind, exif=exif)
        samples[kind] = file.getvalue()
    return samples


SAMPLES = list_samples()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_bytes_are_damaged_there_is_a_photo_or_our_refusal(tmp_path, data):
    content = bytearray(SAMPLES[data.draw(st.sampled_from(sorted(SAMPLES)))])
    for place, value in data.draw(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=12)):
        content[place % len(content)] = value
    path = tmp_path / "damaged"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    photo, refusal = None, ""
    try:
        photo = read_photo(path, max_pixels=1_000_000)
    except ImageError as error:
        refusal = str(error)
    if photo is None:
        assert re.match(r"images: `path` must .*damaged'.*\.", refusal, re.DOTALL)
    else:
        assert photo.pixels.shape[:2] == read_size(path)
