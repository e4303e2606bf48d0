import numpy as np
import pytest

from efficientcracknet.geo.map_rows import COLUMNS, find_azimuth, list_map_rows
from efficientcracknet.measure.severity import find_standard
from tests.geo.cracks_of_maps import DEGREES, UTM, make_crack

LTPP = find_standard("ltpp-asphalt")


@pytest.mark.parametrize(
    ("stop", "azimuth_deg"),
    [((90, 100), 0), ((110, 100), 0), ((100, 110), 90), ((90, 110), 45), ((110, 110), 135), ((110, 90), 45)],
)
def test_azimuths_are_told_clockwise_from_north(stop: tuple[float, float], azimuth_deg: float) -> None:
    for ground in (UTM, DEGREES):  # pixels in degrees are not square on the ground: 1.5 mm by 2.2 mm
        found_deg = find_azimuth([np.array([(100.0, 100.0), stop])], ground)
        expected_deg = azimuth_deg
        if ground is DEGREES and azimuth_deg % 90:
            lean_deg = np.degrees(np.arctan2(ground.pixel_mm[1], ground.pixel_mm[0]))
            expected_deg = lean_deg if azimuth_deg == 45 else 180 - lean_deg

        assert found_deg == pytest.approx(expected_deg, abs=1e-3)


def test_lines_without_a_direction_have_no_azimuth() -> None:
    cross = [np.array([[0.0, 0], [0, 10]]), np.array([[0.0, 0], [10, 0]])]

    assert find_azimuth(cross, UTM) is None


def test_a_row_on_the_ground_has_metres_a_place_and_a_class() -> None:
    (row,) = list_map_rows([make_crack((10, 10), (10, 1010))], UTM, LTPP)

    assert (row.length_m, row.area_m2, row.span_m) == (2.0, 0.0004, 2.0)
    assert (row.widest_x, row.widest_y) == pytest.approx((500_000.021, 5_300_001.979))
    assert (row.azimuth_deg, row.orientation_deg) == (90.0, 0.0)
    assert row.severity == "moderate"  # 8 mm


def test_a_row_without_a_ground_has_px_alone() -> None:
    (row,) = list_map_rows([make_crack((10, 10), (10, 1010), mm_per_px=None)], None, LTPP)

    assert (row.length_px, row.length_m, row.azimuth_deg, row.widest_x, row.severity) == (1000, None, None, None, None)


def test_a_crack_without_widths_has_no_widest_place() -> None:
    (row,) = list_map_rows([make_crack((10, 10), (10, 20), width_px=None)], UTM, LTPP)

    assert (row.widest_x, row.widest_row_px, row.severity) == (None, None, "undetermined")


def test_columns_of_a_row_are_its_keys() -> None:
    (row,) = list_map_rows([make_crack((10, 10), (10, 20))], UTM, None)

    assert tuple(row.to_dict()) == COLUMNS
