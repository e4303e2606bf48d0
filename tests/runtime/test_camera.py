"""Camera facts: what EXIF says, and None wherever it says nothing or nonsense."""

import io

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from efficientcracknet.runtime.camera import CameraFacts, find_camera_facts, read_exif

MAKE, MODEL, PHOTO_PART, GPS_PART = 0x010F, 0x0110, 0x8769, 0x8825
TAKEN, OFFSET = 0x9003, 0x9011


def exif_of(main=None, photo=None, gps=None):
    """Return EXIF as it comes out of a JPEG file."""
    exif = Image.Exif()
    exif.update(main or {})
    exif[PHOTO_PART], exif[GPS_PART] = photo or {}, gps or {}
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "JPEG", exif=exif)
    return read_exif(Image.open(file))


def facts_of(**parts):
    return find_camera_facts(exif_of(**parts))


def place(latitude, north, longitude, east):
    return {1: north, 2: latitude, 3: east, 4: longitude}


def test_a_phone_says_when_where_and_with_what():
    facts = facts_of(
        main={MAKE: "Apple", MODEL: "iPhone 14"},
        photo={TAKEN: "2024:05:01 12:34:56", OFFSET: "+02:00"},
        gps=place((52.0, 30.0, 36.0), "N", (13.0, 15.0, 0.0), "E"),
    )

    assert facts.taken_at == "2024-05-01T12:34:56+02:00"
    assert facts.camera == "Apple iPhone 14"
    assert (facts.latitude_deg, facts.longitude_deg) == pytest.approx((52.51, 13.25))


def test_a_picture_without_exif_says_nothing():
    assert find_camera_facts(Image.Exif()) == CameraFacts(None, None, None, None)


@pytest.mark.parametrize(
    ("photo", "taken_at"),
    [
        ({TAKEN: "2024:05:01 12:34:56"}, "2024-05-01T12:34:56"),
        ({TAKEN: "2024:05:01 12:34:56", OFFSET: "-03:30"}, "2024-05-01T12:34:56-03:30"),
        ({TAKEN: "2024:05:01 12:34:56", OFFSET: "somewhere"}, "2024-05-01T12:34:56"),
        ({TAKEN: "0000:00:00 00:00:00"}, None),
        ({TAKEN: "    :  :     :  :  "}, None),
        ({TAKEN: "2024:02:30 12:00:00"}, None),
        ({OFFSET: "+02:00"}, None),
    ],
)
def test_the_time_is_iso_8601_or_missing(photo, taken_at):
    assert facts_of(photo=photo).taken_at == taken_at


@pytest.mark.parametrize(("north", "east", "signs"), [("N", "E", (1, 1)), ("S", "E", (-1, 1)), ("N", "W", (1, -1))])
def test_south_and_west_are_negative(north, east, signs):
    facts = facts_of(gps=place((10.0, 30.0, 0.0), north, (20.0, 45.0, 0.0), east))

    assert (facts.latitude_deg, facts.longitude_deg) == pytest.approx((signs[0] * 10.5, signs[1] * 20.75))


@pytest.mark.parametrize(
    "gps",
    [
        pytest.param(place((IFDRational(0, 0),) * 3, "N", (IFDRational(0, 0),) * 3, "E"), id="no number"),
        pytest.param(place((91.0, 0.0, 0.0), "N", (13.0, 0.0, 0.0), "E"), id="beyond the pole"),
        pytest.param(place((52.0, 0.0, 0.0), "N", (180.0, 0.0, 1.0), "E"), id="around the world"),
        pytest.param(place((52.0, 61.0, 0.0), "N", (13.0, 0.0, 0.0), "E"), id="61 minutes"),
        pytest.param(place((52.0, 0.0, 0.0), "X", (13.0, 0.0, 0.0), "E"), id="no direction"),
        pytest.param(place((0.0, 0.0, 0.0), "N", (0.0, 0.0, 0.0), "E"), id="no fix"),
        pytest.param(place((52.0, 30.0), "N", (13.0, 15.0), "E"), id="no seconds"),
        pytest.param({1: "N", 2: (52.0, 0.0, 0.0)}, id="no longitude"),
        pytest.param({2: (52.0, 0.0, 0.0), 4: (13.0, 0.0, 0.0)}, id="no letters"),
    ],
)
def test_an_impossible_place_is_missing(gps):
    facts = facts_of(gps=gps)

    assert facts.latitude_deg is None
    assert facts.longitude_deg is None


def test_a_place_with_negative_degrees_and_a_direction_contradicts_itself():
    exif = Image.Exif()
    exif.get_ifd(GPS_PART).update(place((-52.0, 0.0, 0.0), "N", (13.0, 0.0, 0.0), "E"))

    assert find_camera_facts(exif) == CameraFacts()


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Canon", "Canon EOS 5D", "Canon EOS 5D"),
        ("NIKON CORPORATION", "NIKON D850", "NIKON D850"),
        ("DJI", "FC3582", "DJI FC3582"),
        ("samsung", "SM-G991B", "samsung SM-G991B"),
        ("Sony\0\0", " ILCE-7 ", "Sony ILCE-7"),
        ("Sony", "", "Sony"),
        ("", "ILCE-7", "ILCE-7"),
        ("\0", " ", None),
    ],
)
def test_the_camera_is_make_and_model_without_saying_the_make_twice(make, model, camera):
    assert facts_of(main={MAKE: make, MODEL: model}).camera == camera


def test_a_camera_of_bytes_or_numbers_does_not_matter():
    exif = Image.Exif()
    exif[MAKE], exif[MODEL] = b"DJI\0", 7

    assert find_camera_facts(exif).camera == "DJI"


@pytest.mark.parametrize("broken", [b"Exif\0\0", b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\x7f", b"\0" * 40])
def test_broken_exif_gives_no_facts_and_leaves_the_picture(broken):
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG", exif=broken)
    picture = Image.open(file)

    assert find_camera_facts(read_exif(picture)) == CameraFacts()
    assert picture.getpixel((0, 0)) == (0, 0, 0)


def test_parts_of_exif_that_point_nowhere_give_no_facts():
    exif = Image.Exif()
    exif[MAKE], exif[PHOTO_PART], exif[GPS_PART] = "DJI", 999_999, 888_888  # offsets into no file

    assert find_camera_facts(exif) == CameraFacts(camera="DJI")
