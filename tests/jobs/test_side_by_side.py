"""Several items at a time: order, bounds, what a failure leaves. Threads wait for each other, never for a clock."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientcracknet.core.errors import OutputError
from efficientcracknet.jobs.side_by_side import THREADS, Bounds, Work, run_side_by_side

PATIENCE_S = 60
"""So long a thread waits for another one before the test fails."""

TWO = Bounds(workers=2, items=3, weight=100)
ALONE = Bounds(workers=0, items=1, weight=0)


class Watched:
    """Work on numbers that notes what happened; it may be told to do something else first."""

    def __init__(self, weight: int = 1, **also: Callable[[int], Any]) -> None:
        self.also = also
        self.weight = weight
        self.given: list[int] = []
        self.dropped: list[int] = []
        self.threads: set[str] = set()
        self.lock, self.begun, self.most = threading.Lock(), 0, 0

    def run(self, items: Iterable[int], bounds: Bounds = TWO) -> list[int]:
        run_side_by_side(items, Work(lambda _: self.weight, self._do, self._drop), bounds, self._take)
        return self.given

    def _do(self, item: int) -> int:
        with self.lock:
            self.begun += 1
            self.most = max(self.most, self.begun - len(self.given))
        self.threads.add(threading.current_thread().name)
        self.also.get("do", lambda _: None)(item)
        return item

    def _take(self, item: int) -> None:
        self.given.append(item)
        self.also.get("deliver", lambda _: None)(item)

    def _drop(self, item: int) -> None:
        self.dropped.append(item)
        self.also.get("drop", lambda _: None)(item)


def fail_at(wanted: int, error: BaseException) -> Callable[[int], None]:
    def act(item: int) -> None:
        if item == wanted:
            raise error

    return act


@pytest.mark.parametrize("bounds", [ALONE, TWO, Bounds(8, 9, 3)])
@pytest.mark.parametrize("count", [0, 1, 2, 25])
def test_results_come_in_the_order_of_the_items(bounds: Bounds, count: int) -> None:
    assert Watched().run(list(range(count)), bounds) == list(range(count))


def test_an_item_finished_first_still_waits_for_those_before_it() -> None:
    second_done = threading.Event()

    def do(item: int) -> None:
        if item == 0:
            assert second_done.wait(PATIENCE_S)
        elif item == 1:
            second_done.set()

    assert Watched(do=do).run([0, 1, 2]) == [0, 1, 2]


def test_items_are_worked_on_side_by_side() -> None:
    together = threading.Barrier(2, timeout=PATIENCE_S)  # neither goes on before both have come

    assert Watched(do=lambda _: together.wait()).run([0, 1, 2, 3]) == [0, 1, 2, 3]


def test_the_caller_s_thread_is_left_to_deliver() -> None:
    watched = Watched()
    watched.run(list(range(9)))

    assert threading.current_thread().name not in watched.threads


@pytest.mark.parametrize(("weight", "bounds"), [(1, ALONE), (1000, TWO)])
def test_without_workers_or_too_heavy_everything_happens_in_the_caller_s_thread(weight: int, bounds: Bounds) -> None:
    watched = Watched(weight)

    assert watched.run([1, 2, 3], bounds) == [1, 2, 3]
    assert watched.threads == {threading.current_thread().name}


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 4), st.integers(1, 6), st.integers(0, 12))
def test_no_more_items_are_under_way_than_allowed(workers: int, items: int, count: int) -> None:
    watched = Watched()
    watched.run(list(range(count)), Bounds(workers, items, 100))

    assert watched.most <= items


@pytest.mark.parametrize(("weight", "most"), [(25, 4), (40, 2), (60, 1), (1000, 1)])
def test_heavy_items_are_fewer_at_a_time_and_the_heaviest_go_alone(weight: int, most: int) -> None:
    watched = Watched(weight)

    assert watched.run(list(range(12)), Bounds(workers=4, items=5, weight=100)) == list(range(12))
    assert watched.most <= most


def test_items_are_taken_only_as_there_is_room() -> None:
    taken: list[int] = []
    ahead: list[int] = []

    def items() -> Any:
        for item in range(20):
            taken.append(item)
            yield item

    work = Work(lambda _: 1, lambda item: item, lambda _: None)
    run_side_by_side(items(), work, TWO, lambda item: ahead.append(len(taken) - item))

    assert max(ahead) <= TWO.items + 1  # one more is weighed beforehand


@pytest.mark.parametrize("bounds", [ALONE, TWO])
@pytest.mark.parametrize("weight", [1, 1000])
def test_what_the_work_raises_comes_out_after_the_results_before_it(weight: int, bounds: Bounds) -> None:
    watched = Watched(weight, do=fail_at(3, ValueError("number 3")))

    with pytest.raises(ValueError, match="number 3"):
        watched.run(list(range(9)), bounds)
    assert watched.given == [0, 1, 2]
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith(THREADS)]


@pytest.mark.parametrize("bounds", [ALONE, TWO])
def test_what_was_finished_without_a_taker_is_dropped(bounds: Bounds) -> None:
    watched = Watched(do=fail_at(3, OutputError("full")))

    with pytest.raises(OutputError, match="full"):
        watched.run(list(range(9)), bounds)
    assert watched.dropped[0] == 3
    assert not set(watched.dropped) & set(watched.given)


def test_an_interruption_gives_what_was_begun_and_drops_nothing_of_it() -> None:
    begun = threading.Event()
    watched = Watched(do=lambda item: begun.set() if item == 2 else None)

    def items() -> Any:
        yield from range(4)
        assert begun.wait(PATIENCE_S)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watched.run(items())
    assert (watched.given, watched.dropped) == ([0, 1, 2], [])


def test_whoever_refuses_a_result_gets_no_further_one_and_their_traces_go() -> None:
    watched = Watched(deliver=fail_at(1, KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt):
        watched.run(list(range(9)))
    assert watched.given == [0, 1]
    assert 1 not in watched.dropped


def test_what_cannot_be_dropped_does_not_hide_the_failure() -> None:
    watched = Watched(do=fail_at(0, OutputError("full")), drop=fail_at(0, OutputError("stuck")))

    with pytest.raises(OutputError, match="full"):
        watched.run([0])
