"""Results in order while others work ahead. Threads wait for each other, never for a clock."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core.ahead import run_ahead

PATIENCE_S = 60


@given(st.lists(st.integers()), st.integers(1, 4), st.integers(1, 5))
def test_results_are_those_of_map_in_its_order(items: list[int], workers: int, ahead: int) -> None:
    with ThreadPoolExecutor(workers) as pool:
        assert list(run_ahead(pool, abs, items, ahead)) == list(map(abs, items))


def test_items_are_worked_on_side_by_side() -> None:
    together = threading.Barrier(3, timeout=PATIENCE_S)  # none goes on before three have come
    with ThreadPoolExecutor(3) as pool:
        list(run_ahead(pool, lambda _: together.wait(), range(9), ahead=3))


def test_no_more_items_are_taken_than_asked_for() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for item in range(9):
            taken.append(item)
            yield item

    with ThreadPoolExecutor(2) as pool:
        results = run_ahead(pool, lambda item: item, items(), ahead=2)
        assert taken == []
        assert next(results) == 0
        assert taken == [0, 1, 2]
        assert next(results) == 1
        assert taken == [0, 1, 2, 3]


def test_what_fails_comes_out_in_its_turn_and_the_rest_is_not_begun() -> None:
    done: list[int] = []

    def act(item: int) -> int:
        if item == 1:
            raise ValueError("number 1")
        done.append(item)
        return item

    with ThreadPoolExecutor(1) as pool:
        results = run_ahead(pool, act, range(99), ahead=2)
        assert next(results) == 0
        with pytest.raises(ValueError, match="number 1"):
            next(results)
    assert len(done) <= 3


def test_what_nobody_takes_any_more_is_not_begun() -> None:
    begun, may_end = threading.Event(), threading.Event()
    done: list[int] = []

    def act(item: int) -> None:
        begun.set()
        assert item == 0 or may_end.wait(PATIENCE_S)
        done.append(item)

    with ThreadPoolExecutor(1) as pool:
        results = run_ahead(pool, act, range(9), ahead=8)
        next(results)
        assert begun.wait(PATIENCE_S)
        results.close()  # type: ignore[attr-defined]
        may_end.set()
    assert done in ([0], [0, 1])
