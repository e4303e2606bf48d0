import numpy as np
import pytest

from benchmarks.found_lines import FoundLine, compare_lines, compare_vertices, count_crossings, list_seams

DRAWN = [np.array([[100.0, 0.0], [100.0, 1000.0]]), np.array([[300.0, 0.0], [300.0, 500.0]])]


def find(crack: int, *points: tuple[float, float]) -> FoundLine:
    return FoundLine(crack, np.array(points, float))


def test_lines_on_the_drawn_ones_are_told_from_others() -> None:
    found = [
        find(1, (101, 0), (101, 600)),
        find(2, (99, 600), (99, 950)),
        find(3, (300, 0), (300, 510)),
        find(4, (200, 0), (200, 70)),
    ]

    figures = compare_lines(DRAWN, found)

    assert (figures["drawn"], figures["drawn_px"]) == (2, 1500)
    assert figures["found_px"] == pytest.approx(950 + 506, abs=1)  # of the last 10 px, 6 are near enough
    assert figures["error_share"] == pytest.approx(1456 / 1500 - 1, abs=1e-3)
    assert figures["error_share_worst"] == pytest.approx(0.05, abs=2e-3)
    assert figures["elsewhere_px"] == pytest.approx(74, abs=1)
    assert figures["pieces_most"] == 2
    assert figures["distance_median_px"] == pytest.approx(1, abs=0.2)


def test_nothing_found_is_all_of_it_missing() -> None:
    figures = compare_lines(DRAWN, [])

    assert (figures["found_px"], figures["error_share"], figures["pieces_most"]) == (0, -1, 0)
    assert figures["distance_median_px"] is None


def test_even_vertices_are_as_dense_near_seams_as_elsewhere() -> None:
    columns = np.arange(0.0, 1001.0, 4.0)
    line = FoundLine(1, np.stack([np.full_like(columns, 100.0), columns], axis=1))

    figures = compare_vertices([line], [], [200, 400, 600, 800])

    assert figures["near_px"] == 64
    assert figures["elsewhere_per_100_px"] == pytest.approx(25, abs=0.5)
    assert figures["ratio"] == pytest.approx(1, abs=0.05)


def test_a_vertex_put_on_a_seam_is_seen() -> None:
    even = np.arange(0.0, 1001.0, 8.0)
    columns = np.sort(np.concatenate([even, [497.0, 499.5, 502.0]]))
    line = FoundLine(1, np.stack([np.full_like(columns, 100.0), columns], axis=1))

    figures = compare_vertices([line], [50], [500])

    assert figures["ratio"] == pytest.approx(5 / 16 / (123 / 984), rel=0.01)  # 496 and 504 lie near it as well


def test_without_seams_there_is_no_ratio() -> None:
    assert compare_vertices([find(1, (0, 0), (0, 9))], [], [])["ratio"] is None


def test_seams_and_crossings_are_counted() -> None:
    assert list_seams(4096, 2048) == [2048]
    assert count_crossings(np.array([[0.0, 0.0], [2047.4, 0.0], [2047.6, 5000.0]]), [2048], [2048, 4096]) == 3
