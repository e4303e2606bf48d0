"""Lens and sensor: what EXIF says of them, and the scale that follows only where it says enough."""

import io
import math

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from efficientcracknet.core.errors import ScaleError
from efficientcracknet.runtime.camera import find_camera_facts, read_exif
from efficientcracknet.runtime.images import Photo, read_photo
from efficientcracknet.runtime.optics import Optics, scale_by_optics

FOCAL, FOCAL_35, ZOOM, WIDTH, HEIGHT = 0x920A, 0xA405, 0xA404, 0xA002, 0xA003
PLANE_X, PLANE_Y, PLANE_UNIT = 0xA20E, 0xA20F, 0xA210

# A sensor of 6000 x 4000 pixels on 24 mm x 16 mm: 0.004 mm each, 2500 per cm, 6350 per inch; crop factor 1.5.
SLR = {FOCAL: 50.0, FOCAL_35: 75, WIDTH: 6000, HEIGHT: 4000, PLANE_X: 2500.0, PLANE_Y: 2500.0, PLANE_UNIT: 3}


def read_optics(tags):
    exif = Image.Exif()
    exif[0x8769] = tags
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "JPEG", exif=exif)
    return find_camera_facts(read_exif(Image.open(file))).optics


def test_a_camera_says_lens_and_sensor():
    assert read_optics(SLR) == Optics(50.0, 75.0, pytest.approx(0.004), (6000, 4000), None)


@pytest.mark.parametrize(
    ("resolution", "pitch_mm"),
    [
        ({PLANE_X: 6350.0, PLANE_Y: 6350.0, PLANE_UNIT: 2}, 0.004),
        ({PLANE_X: 6350.0, PLANE_Y: 6350.0}, 0.004),  # the unit is the inch where none is written
        ({PLANE_X: 2500.0, PLANE_Y: 2525.0, PLANE_UNIT: 3}, 10 / math.sqrt(2500 * 2525)),
        ({PLANE_X: 2500.0, PLANE_Y: 1250.0, PLANE_UNIT: 3}, None),  # of interlaced or binned pixels
        ({PLANE_X: 2500.0, PLANE_UNIT: 3}, None),
        ({PLANE_X: 2500.0, PLANE_Y: 2500.0, PLANE_UNIT: 1}, None),
    ],
)
def test_the_pitch_follows_from_the_resolution_of_the_focal_plane(resolution, pitch_mm):
    found = read_optics(resolution).pixel_pitch_mm

    assert found is None if pitch_mm is None else found == pytest.approx(pitch_mm)


def test_nonsense_and_zeros_count_as_missing():
    broken = {FOCAL: IFDRational(0, 0), FOCAL_35: 0, ZOOM: IFDRational(0, 1), WIDTH: 6000, PLANE_X: 0.0, PLANE_Y: 1.0}

    assert read_optics(broken) == read_optics({}) == Optics()


def test_the_size_is_recorded_whichever_way_the_camera_was_held():
    assert read_optics({WIDTH: 3000, HEIGHT: 4000}).recorded_size_px == (4000, 3000)


def test_a_photo_carries_its_optics(tmp_path):
    exif = Image.Exif()
    exif[0x8769] = SLR
    Image.new("RGB", (6, 4)).save(tmp_path / "a.jpg", exif=exif)

    assert read_photo(tmp_path / "a.jpg").optics.focal_length_35mm == 75


def test_pixels_from_elsewhere_have_unknown_optics():
    assert Photo(np.zeros((2, 3, 3), np.uint8)).optics == Optics()


@pytest.mark.parametrize("size_px", [(4000, 6000), (6000, 4000)])
def test_pitch_and_focal_length_give_the_scale(size_px):
    assert scale_by_optics(read_optics(SLR), size_px, 5000).mm_per_px == pytest.approx(0.004 * 5000 / 50)


def test_the_equivalent_gives_the_same_scale_within_its_rounding():
    phone = Optics(focal_length_mm=50, focal_length_35mm=75)

    assert scale_by_optics(phone, (4000, 6000), 5000).mm_per_px == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("optics", "said"),
    [
        (Optics(), "must hold the focal length .* got None mm, None mm per pixel and None mm"),
        (Optics(focal_length_mm=50), "got 50 mm, None mm per pixel and None mm. Name focal length and pixel pitch"),
        (Optics(focal_length_35mm=28, digital_zoom=2.5), "without digital zoom, got 2.5 times"),
        (Optics(focal_length_35mm=28, recorded_size_px=(8000, 6000)), "8000 x 6000 px, got 6000 x 4000 px"),
        (Optics(50, 50, 0.004), "must agree, got 0.4 and 0.6 mm per px"),
    ],
)
def test_what_a_camera_did_not_write_is_not_guessed(optics, said):
    with pytest.raises(ScaleError, match=said):
        scale_by_optics(optics, (4000, 6000), 5000)


def test_a_zoom_of_one_is_none():
    assert scale_by_optics(Optics(50, 75, 0.004, digital_zoom=1.0), (4000, 6000), 5000).mm_per_px == pytest.approx(0.4)
