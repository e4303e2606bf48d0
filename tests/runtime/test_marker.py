"""The sheet in a picture: found from any side, from two markers on, and refused where it would mislead."""

import builtins

import numpy as np
import pytest

from efficientcracknet.core.errors import MissingExtraError, ScaleError
from efficientcracknet.core.scale import PlaneScale
from efficientcracknet.core.sheet import EDGE_MM, MARKER_MM, PLACES_MM, list_paper_mm
from efficientcracknet.runtime.marker import draw_marker, find_sheet
from tests.oblique_plane import SURFACE, View, paint_surface

PROBES_MM = np.array([[0.0, 0.0], [148.0, 105.0], [148.0, 350.0], [400.0, 105.0]])


def cover_markers(picture, view, *numbers):
    """Return the picture with grey over some markers and their margins."""
    covered = picture.copy()
    for number in numbers:
        top, left = PLACES_MM[number]
        margins = np.array([[top - 5, left - 5], [top + MARKER_MM + 5, left + MARKER_MM + 5]])
        rows, columns = view.see([*margins, [margins[0, 0], margins[1, 1]], [margins[1, 0], margins[0, 1]]]).T
        covered[int(rows.min()) : int(rows.max()), int(columns.min()) : int(columns.max())] = SURFACE
    return covered


@pytest.mark.parametrize(
    "view",
    [View(), View(tilt_deg=50), View(pan_deg=-45, roll_deg=70), View(tilt_deg=25, pan_deg=35, roll_deg=180)],
)
def test_points_of_the_plane_are_found_from_any_side(view):
    found = find_sheet(paint_surface(view, []))

    assert found.numbers == (0, 1, 2, 3)
    assert found.scale.to_plane_mm(view.see(PROBES_MM)) == pytest.approx(PROBES_MM, abs=0.5)
    assert found.covered_px == pytest.approx(view.see(list_paper_mm(EDGE_MM)), abs=0.7)


def test_noise_and_blur_move_points_by_less_than_two_millimetres():
    view = View(tilt_deg=35, pan_deg=15)
    picture = paint_surface(view, []).astype(np.float64)
    for axis in (0, 1):
        picture = (np.roll(picture, -1, axis) + picture + np.roll(picture, 1, axis)) / 3
    noisy = picture + np.random.default_rng(6).normal(0, 8, picture.shape)

    found = find_sheet(noisy.clip(0, 255).astype(np.uint8))
    assert np.abs(found.scale.to_plane_mm(view.see(PROBES_MM)) - PROBES_MM).max() < 2


def test_two_markers_are_enough():
    view = View()
    found = find_sheet(cover_markers(paint_surface(view, []), view, 1, 3))

    assert found.numbers == (0, 2)
    assert found.scale.to_plane_mm(view.see(PROBES_MM)) == pytest.approx(PROBES_MM, abs=2)


@pytest.mark.parametrize(("hidden", "count"), [((0, 1, 2), 1), ((0, 1, 2, 3), 0)])
def test_fewer_than_two_markers_are_refused(hidden, count):
    view = View()

    with pytest.raises(ScaleError, match=f"at least 2 of the sheet's 4 markers must be seen, got {count}"):
        find_sheet(cover_markers(paint_surface(view, []), view, *hidden))


def test_markers_too_small_to_be_found_well_are_refused():
    with pytest.raises(ScaleError, match=r"a marker's side must be at least 24 px, got 2\d\.\d px"):
        find_sheet(paint_surface(View(focal_px=900, distance_mm=2250), []))


def test_a_bent_sheet_is_refused():
    view = View()
    picture = paint_surface(view, [])
    bent = picture.copy()
    middle = int(view.see([[148, 0]])[0, 0])
    bent[middle:] = np.roll(picture[middle:], 24, axis=1)  # 12 mm: the lower markers against the upper ones

    with pytest.raises(ScaleError, match=r"corners must lie within 1\.1 mm of a flat sheet, got \d\.\d+ mm"):
        find_sheet(bent)


def test_two_sheets_are_refused():
    view = View(centre_mm=(150, 230), distance_mm=1400)
    picture = paint_surface(view, [])
    left, right = view.see([[0, 0], [0, 210]])[:, 1].astype(int)
    picture[:, right + 20 : right + 20 + right - left] = picture[:, left:right]

    with pytest.raises(ScaleError, match=r"each marker must be seen once, got number [0-3] twice"):
        find_sheet(picture)


def test_markers_differ_however_they_are_turned():
    turned = [np.rot90(draw_marker(number), turns) for number in PLACES_MM for turns in range(4)]

    assert all(modules[[0, -1]].all() and modules[:, [0, -1]].all() for modules in turned)  # a black border
    assert min((turned[i] != turned[j]).sum() for i in range(16) for j in range(i)) >= 12


def test_without_its_extra_finding_markers_says_what_to_install(monkeypatch):
    real_import = builtins.__import__

    def refuse(name, *rest, **named):
        if name == "cv2":
            raise ImportError(name)
        return real_import(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtraError, match=r"finding or printing markers .* 'efficientcracknet\[marker\]'"):
        find_sheet(np.zeros((9, 9, 3), np.uint8))


def test_the_scale_of_the_sheet_is_a_plane():
    assert isinstance(find_sheet(paint_surface(View(), [])).scale, PlaneScale)
