import pytest

from benchmarks.roofline import Roofline, summarise_batches


def test_the_higher_floor_decides() -> None:
    by_arithmetic = Roofline(multiply_adds=600, moved_bytes=10, multiply_adds_per_s=300.0, bytes_per_s=10.0)
    by_traffic = Roofline(multiply_adds=600, moved_bytes=40, multiply_adds_per_s=300.0, bytes_per_s=10.0)

    assert (by_arithmetic.arithmetic_floor_s, by_arithmetic.traffic_floor_s) == (2.0, 1.0)
    assert by_arithmetic.pictures_per_s == 0.5
    assert by_traffic.pictures_per_s == 0.25


def test_the_best_batch_does_the_most_pictures_a_second() -> None:
    roofline = Roofline(multiply_adds=1, moved_bytes=1, multiply_adds_per_s=1e3, bytes_per_s=1e9)
    found = summarise_batches({1: 4.0, 2: 5.0, 4: 8.0, 8: 20.0}, roofline)

    assert (found["best_batch"], found["best_per_s"]) == (4, 500.0)
    assert (found["alone_per_s"], found["most_per_s"]) == (250.0, 1000.0)
    assert (found["alone_share"], found["best_share"]) == (0.25, 0.5)


def test_nothing_without_a_picture_alone() -> None:
    with pytest.raises(KeyError):
        summarise_batches({2: 1.0}, Roofline(1, 1, 1.0, 1.0))
