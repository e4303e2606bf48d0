"""Stages overlapped: order, bounds, what is left after a failure. Threads wait for each other, never for a clock."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientcracknet.core.errors import OutputError
from efficientcracknet.jobs.pipeline import THREADS, Bounds, Stages, run_stages

PATIENCE_S = 60
"""So long a thread waits for another one before the test fails."""

TWO = Bounds(workers=2, items=3, weight=100)
ALONE = Bounds(workers=0, items=1, weight=0)


class Watched:
    """Stages over numbers that note what happened; each may be told to do something else first."""

    def __init__(self, weight: int = 1, **also: Callable[[int], Any]) -> None:
        self.also = also
        self.weight = weight
        self.given: list[int] = []
        self.dropped: list[int] = []
        self.threads: dict[str, set[str]] = {name: set() for name in ("read", "find", "finish")}
        self.lock, self.begun, self.most = threading.Lock(), 0, 0

    def run(self, items: list[int], bounds: Bounds = TWO) -> list[int]:
        stages = Stages(lambda _: self.weight, self._read, self._stage("find"), self._stage("finish"), self._drop)
        run_stages(items, stages, bounds, self._take)
        return self.given

    def _read(self, item: int) -> int:
        with self.lock:
            self.begun += 1
            self.most = max(self.most, self.begun - len(self.given))
        return self._stage("read")(item)

    def _stage(self, name: str) -> Callable[[int], int]:
        def act(item: int) -> int:
            self.threads[name].add(threading.current_thread().name)
            self.also.get(name, lambda _: None)(item)
            return item

        return act

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

    def finish(item: int) -> None:
        if item == 0:
            assert second_done.wait(PATIENCE_S)
        elif item == 1:
            second_done.set()

    assert Watched(finish=finish).run([0, 1, 2]) == [0, 1, 2]


def test_one_is_read_and_another_finished_while_a_third_is_looked_at() -> None:
    read, finishes = threading.Event(), threading.Event()

    def find(item: int) -> None:
        if item == 1:
            assert read.wait(PATIENCE_S)
            assert finishes.wait(PATIENCE_S)

    watched = Watched(
        read=lambda item: read.set() if item == 2 else None,
        find=find,
        finish=lambda item: finishes.set() if item == 0 else None,
    )

    assert watched.run([0, 1, 2]) == [0, 1, 2]


def test_only_the_caller_s_thread_finds() -> None:
    watched = Watched()
    watched.run(list(range(9)))
    here = threading.current_thread().name

    assert watched.threads["find"] == {here}
    assert here not in watched.threads["read"] | watched.threads["finish"]


def test_without_workers_everything_happens_in_the_caller_s_thread() -> None:
    watched = Watched()
    watched.run([1, 2, 3], ALONE)

    assert set.union(*watched.threads.values()) == {threading.current_thread().name}


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

    stages = Stages(lambda _: 1, lambda item: item, lambda item: item, lambda item: item, lambda _: None)
    run_stages(items(), stages, TWO, lambda item: ahead.append(len(taken) - item))

    assert max(ahead) <= TWO.items + 1  # one more is weighed beforehand


@pytest.mark.parametrize("bounds", [ALONE, TWO])
@pytest.mark.parametrize("stage", ["read", "find", "finish"])
def test_what_a_stage_raises_comes_out_after_the_results_before_it(stage: str, bounds: Bounds) -> None:
    watched = Watched(**{stage: fail_at(3, ValueError("number 3"))})

    with pytest.raises(ValueError, match="number 3"):
        watched.run(list(range(9)), bounds)
    assert watched.given == [0, 1, 2]
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith(THREADS)]


@pytest.mark.parametrize("bounds", [ALONE, TWO])
def test_what_was_finished_without_a_taker_is_dropped(bounds: Bounds) -> None:
    watched = Watched(finish=fail_at(3, OutputError("full")))

    with pytest.raises(OutputError, match="full"):
        watched.run(list(range(9)), bounds)
    assert watched.dropped[0] == 3
    assert not set(watched.dropped) & set(watched.given)


def test_an_interruption_gives_what_is_finished_and_drops_nothing_of_it() -> None:
    written = threading.Event()

    def find(item: int) -> None:
        if item == 2:
            assert written.wait(PATIENCE_S)
            raise KeyboardInterrupt

    watched = Watched(find=find, finish=lambda item: written.set() if item == 1 else None)

    with pytest.raises(KeyboardInterrupt):
        watched.run(list(range(9)))
    assert (watched.given, watched.dropped) == ([0, 1], [])


def test_whoever_refuses_a_result_gets_no_further_one_and_their_traces_go() -> None:
    watched = Watched(deliver=fail_at(1, KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt):
        watched.run(list(range(9)))
    assert watched.given == [0, 1]
    assert 1 not in watched.dropped


def test_what_cannot_be_dropped_does_not_hide_the_failure() -> None:
    watched = Watched(finish=fail_at(0, OutputError("full")), drop=fail_at(0, OutputError("stuck")))

    with pytest.raises(OutputError, match="full"):
        watched.run([0])
