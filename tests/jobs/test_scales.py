"""Scale options: each way gives the scale derived by hand, and what is incomplete or contradicts itself is refused."""

from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.core.errors import ScaleError
from efficientcracknet.core.scale import PixelScale, PlaneScale
from efficientcracknet.jobs.scale_table import read_scale_table
from efficientcracknet.jobs.scales import FoundScale, ScaleOptions, parse_scale_options
from efficientcracknet.runtime.images import Photo
from efficientcracknet.runtime.optics import Optics

WALL = Path("photos") / "wall.jpg"


def find(photo=None, path=WALL, **options):
    return parse_scale_options(ScaleOptions(**options))(path, photo).scale


def write(path, text, encoding="utf-8"):
    path.write_text(text, encoding=encoding)
    return path


def test_without_options_there_is_no_scale():
    assert parse_scale_options(ScaleOptions())(WALL, None) == FoundScale(None, ())


@pytest.mark.parametrize(
    ("options", "mm_per_px"),
    [
        ({"mm_per_px": 0.25}, 0.25),
        ({"two_points": "0,0,30,40", "distance_mm": 100}, 2.0),
        ({"distance_m": 5, "focal_mm": 50, "pixel_pitch_um": 4}, 0.4),
    ],
)
def test_one_number_holds_for_every_picture(options, mm_per_px):
    assert find(**options).mm_per_px == pytest.approx(mm_per_px)


def test_four_corners_give_a_plane():
    scale = find(corners=("10,10", "10,110", "60,110", "60,10"), rectangle_mm="400x200")

    assert isinstance(scale, PlaneScale)
    assert scale.to_plane_mm(np.array([[35.0, 60.0]])) == pytest.approx(np.array([[100.0, 200.0]]))


def test_a_distance_takes_lens_and_sensor_from_the_photo():
    photo = Photo(np.zeros((24, 36, 3), np.uint8), optics=Optics(focal_length_35mm=50))

    assert find(photo, distance_m=2).mm_per_px == pytest.approx(2000 / 50)  # 36 mm of film on 36 px: a pitch of 1 mm


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"mm_per_px": 1, "marker": True}, "must be given at most, got --mm-per-px, --marker"),
        ({"distance_mm": 5}, "`--distance-mm` must come with `--two-points`, got it alone"),
        ({"two_points": "1,2,3,4"}, "`--distance-mm` must be given as well, got none"),
        ({"two_points": "1,2,3", "distance_mm": 5}, "`--two-points` must be r1,c1,r2,c2 in numbers, got '1,2,3'"),
        ({"two_points": "1,2,3,x", "distance_mm": 5}, "must be r1,c1,r2,c2 in numbers, got '1,2,3,x'"),
        ({"two_points": "1,2,3,inf", "distance_mm": 5}, "must be r1,c1,r2,c2 in numbers, got '1,2,3,inf'"),
        ({"corners": ("1,2",) * 4}, "`--rectangle-mm` must come with `--corners`, got none"),
        ({"corners": ("1,2",) * 3, "rectangle_mm": "1x2"}, "`--corners` must be four times r,c, got 3"),
        ({"corners": ("1;2",) * 4, "rectangle_mm": "1x2"}, "`--corners` must be r,c four times in numbers, got '1;2'"),
        ({"corners": ("1,2", "1,2", "1,2", "--rectangle-mm")}, "r,c four times in numbers, got '--rectangle-mm'"),
        ({"corners": ("1,2",) * 4, "rectangle_mm": "12"}, "`--rectangle-mm` must be WxH in numbers, got '12'"),
        ({"rectangle_mm": "1x2"}, "`--rectangle-mm` must come with `--corners`, got it alone"),
        ({"focal_mm": 50}, "`--focal-mm` must come with `--distance-m`, got it alone"),
        ({"distance_m": 5, "focal_mm": 50}, "`--pixel-pitch-um` must be given as well, got none"),
        ({"distance_m": -5}, "`--distance-m` must be a finite number above 0, got -5"),
        ({"mm_per_px": 0}, "`--mm-per-px` must be a finite number above 0, got 0"),
    ],
)
def test_what_is_incomplete_or_contradicts_itself_is_refused_before_any_picture(options, said):
    with pytest.raises(ScaleError, match=said):
        parse_scale_options(ScaleOptions(**options))


@pytest.mark.parametrize("options", [{"distance_m": 5}, {"marker": True}])
def test_a_mask_shows_no_camera_and_no_marker(options):
    with pytest.raises(ScaleError, match=r"'.*wall\.jpg' must be a photo for this, got a mask"):
        find(**options)


def test_a_row_belongs_to_the_picture_whose_path_ends_with_its_file(tmp_path):
    rows = "file,note,mm_per_px\nwall.jpg,near,0.5\nnorth/wall.jpg,far,2\n,,\nslab.jpg,unknown,\n"
    table = read_scale_table(write(tmp_path / "scales.csv", rows))

    assert table.find(Path("photos/wall.jpg")) == PixelScale(0.5)
    assert table.find(Path("photos/north/wall.jpg")) == PixelScale(2)
    assert table.find(Path("slab.jpg")) is None
    assert find(scale_csv=tmp_path / "scales.csv") == PixelScale(0.5)
    with pytest.raises(ScaleError, match=r"must have a row for 'awall\.jpg', got 3 others, the nearest 'wall\.jpg'"):
        table.find(Path("awall.jpg"))


@pytest.mark.parametrize(
    "text", ["file;mm_per_px\nsub\\wall.jpg;0,5\n", "\ufefffile , mm_per_px\r\n./sub/wall.jpg, 0.5\r\n"]
)
def test_tables_of_spreadsheets_are_understood(tmp_path, text):
    table = read_scale_table(write(tmp_path / "scales.csv", text))

    assert table.find(Path("photos/sub/wall.jpg")) == PixelScale(0.5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must have the columns file and mm_per_px, got none"),
        ("file,scale\na.jpg,1\n", "must have the columns file and mm_per_px, got file, scale"),
        ("file,mm_per_px\n", "must have one row a picture, got 0 rows"),
        ("file,mm_per_px\na.jpg,1\n./a.jpg,2\n", r"must name each file once, got './a\.jpg' again in line 3"),
        ("file,mm_per_px\na.jpg,1\nb.jpg,0\n", "must be a finite number above 0, got '0' in line 3"),
        ("file,mm_per_px\na.jpg,about 1\n", "must be a finite number above 0, got 'about 1' in line 2"),
    ],
)
def test_tables_that_say_no_scale_are_refused(tmp_path, text, said):
    with pytest.raises(ScaleError, match=said):
        read_scale_table(write(tmp_path / "scales.csv", text))


def test_a_table_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(ScaleError, match=r"`--scale-csv` must be a readable UTF-8 table, got '.*none\.csv'"):
        read_scale_table(tmp_path / "none.csv")
    with pytest.raises(ScaleError, match="must be a readable UTF-8 table"):
        read_scale_table(write(tmp_path / "latin.csv", "file,mm_per_px\nbrücke.jpg,1\n", "latin-1"))
