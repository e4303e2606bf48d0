import math

import numpy as np
import pyproj
import pytest

from efficientcracknet.core.errors import ScaleError
from efficientcracknet.core.scale import Scale
from efficientcracknet.geo.ground import GroundScale

UTM = (0.005, 0.0, 500_000.0, 0.0, -0.005, 5_300_000.0)
DEGREES = (5e-8, 0.0, 11.5, 0.0, -4e-8, 48.1)
SIZE_PX = (4000, 6000)
ENDS = np.array([[10.0, 20.0], [3900.0, 5900.0]])


def test_a_ground_is_a_scale() -> None:
    assert isinstance(GroundScale.of("EPSG:32632", UTM, SIZE_PX), Scale)


def test_places_of_pixels_are_those_of_their_centres() -> None:
    ground = GroundScale.of("EPSG:32632", UTM, SIZE_PX)

    assert ground.to_map(np.array([[0.0, 0.0], [-0.5, -0.5]])).tolist() == [
        [500000.0025, 5299999.9975],
        [500000, 5300000],
    ]


def test_metres_of_a_projected_map_are_its_own() -> None:
    ground = GroundScale.of("EPSG:32632", UTM, SIZE_PX)

    assert ground.pixel_mm == pytest.approx((5.0, 5.0), rel=1e-9)
    assert ground.to_plane_mm(ground.middle_px).tolist() == [[0.0, 0.0]]
    assert np.diff(ground.to_plane_mm(np.array([[0.0, 0.0], [1.0, 2.0]])), axis=0)[0] == pytest.approx([5.0, 10.0])
    assert ground.area_mm2(ENDS) == pytest.approx([25.0, 25.0], rel=1e-6)


def test_feet_become_metres() -> None:
    ground = GroundScale.of("EPSG:2263", (0.01, 0.0, 980_000.0, 0.0, -0.01, 200_000.0), SIZE_PX)  # US survey feet

    assert ground.pixel_mm == pytest.approx((3.048006, 3.048006), rel=1e-6)


@pytest.mark.parametrize("angle_deg", [0, 30, 135])
def test_a_rotated_raster_keeps_its_lengths_and_north(angle_deg: float) -> None:
    sine, cosine = 0.005 * math.sin(math.radians(angle_deg)), 0.005 * math.cos(math.radians(angle_deg))
    ground = GroundScale.of("EPSG:32632", (cosine, sine, 500_000.0, sine, -cosine, 5_300_000.0), SIZE_PX)
    along_columns = np.diff(ground.to_plane_mm(np.array([[0.0, 0.0], [0.0, 1.0]])), axis=0)[0]

    assert ground.pixel_mm == pytest.approx((5.0, 5.0))
    assert along_columns == pytest.approx([-1000 * sine, 1000 * cosine])  # (south, east)


@pytest.mark.parametrize(
    ("crs", "transform"),
    [
        ("EPSG:4326", DEGREES),
        ("EPSG:3857", (0.01, 0.0, 1_280_000.0, 0.0, -0.01, 6_123_000.0)),
        ("EPSG:4258+5773", DEGREES),
    ],
)
def test_degrees_and_stretched_maps_are_measured_on_the_ellipsoid(
    crs: str, transform: tuple[float, float, float, float, float, float]
) -> None:
    ground = GroundScale.of(crs, transform, SIZE_PX)
    (west, south), (east, north) = ground.to_wgs84(ground.to_map(ENDS))
    expected_m = pyproj.Geod(ellps="WGS84").inv(west, south, east, north)[2]
    found_m = np.linalg.norm(np.diff(ground.to_plane_mm(ENDS), axis=0)) / 1000

    assert found_m == pytest.approx(expected_m, rel=1e-6)
    assert ground.north == "true north in the middle of the raster"


def test_areas_of_pixels_in_degrees_agree_with_the_ellipsoid() -> None:
    ground = GroundScale.of("EPSG:4326", DEGREES, SIZE_PX)
    corners = ground.to_map(np.array([[-0.5, -0.5], [-0.5, 5999.5], [3999.5, 5999.5], [3999.5, -0.5]]))
    expected_m2 = abs(pyproj.Geod(ellps="WGS84").polygon_area_perimeter(*corners.T)[0])
    rows, columns = np.meshgrid(np.linspace(0, 3999, 21), np.linspace(0, 5999, 31), indexing="ij")
    areas_mm2 = ground.area_mm2(np.stack([rows.ravel(), columns.ravel()], axis=1))

    assert areas_mm2.mean() * 4000 * 6000 / 1e6 == pytest.approx(expected_m2, rel=1e-6)


@pytest.mark.parametrize(("crs", "transform"), [("EPSG:32632", UTM), ("EPSG:4326", DEGREES)])
def test_the_way_to_the_plane_leads_back(crs: str, transform: tuple[float, ...]) -> None:
    ground = GroundScale.of(crs, transform, SIZE_PX)
    down, right = ground.to_plane_mm(ENDS).T / 1000
    back = ground.to_map_from_plane(np.stack([right, -down], axis=1))

    assert np.abs(back - ground.to_map(ENDS)).max() < 1e-8


def test_no_points_are_fine() -> None:
    ground = GroundScale.of("EPSG:4326", DEGREES, SIZE_PX)

    assert ground.to_plane_mm(np.empty((0, 2))).shape == (0, 2)
    assert ground.area_mm2(np.empty((0, 2))).shape == (0,)


def test_a_ground_tells_where_its_metres_come_from() -> None:
    assert GroundScale.of("EPSG:4326", DEGREES, SIZE_PX).to_dict() == {
        "kind": "ground",
        "crs": "EPSG:4326",
        "transform": list(DEGREES),
        "pixel_mm": pytest.approx([4.4477, 3.7241], abs=1e-4),
        "metres_from": "a transverse Mercator projection about the middle",
    }


@pytest.mark.parametrize("transform", [(0, 0, 5, 0, -1, 7), (1, 2, 5, 2, 4, 7), (math.nan, 0, 5, 0, -1, 7)])
def test_a_flat_transform_is_refused(transform: tuple[float, ...]) -> None:
    with pytest.raises(ScaleError, match=r"must be finite and span an area, got \(.*5(\.0)?, .*7(\.0)?\)"):
        GroundScale.of("EPSG:32632", transform, SIZE_PX)


def test_a_crs_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ScaleError, match="must be a CRS that PROJ reads, got 'EPSG:999999'"):
        GroundScale.of("EPSG:999999", UTM, SIZE_PX)


@pytest.mark.parametrize(
    ("crs", "name"),
    [
        ("EPSG:4978", "Geocentric CRS"),
        ("EPSG:5773", "Vertical CRS"),
        ('LOCAL_CS["x",UNIT["unknown",1]]', "Engineering CRS"),
    ],
)
def test_a_crs_without_metres_is_refused(crs: str, name: str) -> None:
    with pytest.raises(ScaleError, match=f"in degrees or in a unit of length, got {name}"):
        GroundScale.of(crs, UTM, SIZE_PX)


def test_a_local_grid_in_metres_is_measured_as_it_is() -> None:
    ground = GroundScale.of(
        'LOCAL_CS["site",UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]', UTM, SIZE_PX
    )

    assert ground.pixel_mm == pytest.approx((5.0, 5.0))
    assert ground.name == "site"


def test_places_beyond_the_earth_are_refused() -> None:
    with pytest.raises(ScaleError, match=r"must lie on the earth, got longitude 11\.5001, latitude 94\.9999"):
        GroundScale.of("EPSG:4326", (5e-8, 0.0, 11.5, 0.0, -4e-8, 95.0), SIZE_PX)


def test_places_that_the_projection_does_not_reach_are_refused() -> None:
    with pytest.raises(ScaleError, match=r"must lie where their CRS holds, got x 1e\+15, y "):
        GroundScale.of("EPSG:32632", (0.005, 0.0, 1e15, 0.0, -0.005, 5_300_000.0), SIZE_PX)
