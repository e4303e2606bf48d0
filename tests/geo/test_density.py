import numpy as np
import pytest
import shapely

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.geo.density import MOST_CELLS, choose_cell, count_density
from efficientcracknet.geo.layout import Layout
from tests.geo.cracks_of_maps import DEGREES, SIZE_PX, UTM, make_crack

ON_GROUND, IN_DEGREES, IN_PX = Layout(UTM), Layout(DEGREES), Layout(None)


def test_a_crack_counts_for_every_cell_by_its_length_there() -> None:
    # from x = 500000.5 to 500001.75, at y = 5300001.5: half a metre in one cell, three quarters in the next
    crack = make_crack((249.5, 249.5), (249.5, 874.5))
    grid = count_density([crack], ON_GROUND, SIZE_PX, 1.0)

    assert grid.lengths == pytest.approx([0.5, 0.75], abs=0.011)
    assert grid.lengths.sum() == pytest.approx(1.25)
    assert grid.areas == pytest.approx([1.0, 1.0])
    assert grid.corners[0].tolist() == [
        [500000, 5300001], [500001, 5300001], [500001, 5300002], [500000, 5300002], [500000, 5300001]
    ]  # fmt: skip


def test_lengths_of_all_cells_add_up_to_those_of_the_measured_lines() -> None:
    crack = make_crack((5, 5), (500, 1700), (990, 40))
    for layout, unit in ((ON_GROUND, 1000), (IN_DEGREES, 1000), (IN_PX, 1)):
        grid = count_density([crack], layout, SIZE_PX, None)
        whole = crack.crack.length_px if unit == 1 else (crack.crack.length_mm or 0) / unit

        assert grid.lengths.sum() == pytest.approx(whole)


def test_cells_at_the_rim_count_only_what_the_raster_shows_of_them() -> None:
    # 4 m by 2 m, seen through cells of 3 m: the crack leaves out the lower left of four
    grid = count_density([make_crack((10, 10), (990, 1990))], ON_GROUND, SIZE_PX, 3.0)

    assert sorted(grid.areas) == pytest.approx([1.0, 3.0, 3.0])


def test_cells_tell_how_many_cracks_run_through_them() -> None:
    cracks = [make_crack((100, 100), (100, 300)), make_crack((200, 100), (200, 900), number=2)]

    assert count_density(cracks, ON_GROUND, SIZE_PX, 1.0).cracks.tolist() == [2, 1]


def test_without_a_ground_cells_are_px_and_y_points_up() -> None:
    grid = count_density([make_crack((10, 10), (10, 110), mm_per_px=None)], IN_PX, SIZE_PX, None)

    assert (grid.cell, grid.lengths.tolist()) == (256.0, pytest.approx([100.0]))
    assert shapely.Polygon(grid.corners[0]).bounds == (0, -256, 256, 0)


def test_cells_in_degrees_are_square_on_the_ground() -> None:
    grid = count_density([make_crack((10, 10), (10, 110))], IN_DEGREES, SIZE_PX, 2.0)
    (west, south), (east, north) = grid.corners[0][0], grid.corners[0][2]

    assert (north - south) * 111_195 == pytest.approx(2.0, rel=0.01)
    assert (east - west) * 111_195 * np.cos(np.radians(48.1)) == pytest.approx(2.0, rel=0.01)


def test_no_cracks_give_no_cells() -> None:
    grid = count_density([], ON_GROUND, SIZE_PX, None)

    assert (len(grid.lengths), grid.corners.shape) == (0, (0, 5, 2))


@pytest.mark.parametrize("side", [1, 10, 300, 5_000, 70_000])
def test_a_grid_has_no_more_cells_than_its_limit(side: float) -> None:
    footprint = np.array([[0.0, 0], [side, 0], [side, side], [0, side]])

    for unit in ("m", "px"):
        assert (side / choose_cell(footprint, unit)) ** 2 <= MOST_CELLS


@pytest.mark.parametrize("cell", [0.0, -1.0, float("nan"), float("inf")])
def test_a_cell_without_a_size_is_refused(cell: float) -> None:
    with pytest.raises(SettingsError, match=f"must be finite and above 0, got {cell} m"):
        count_density([], ON_GROUND, SIZE_PX, cell)
