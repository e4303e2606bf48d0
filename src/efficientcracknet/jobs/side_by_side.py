"""Many items, several at a time, each in a thread of its own from beginning to end; results in the order of the items.

What is begun and not yet given back is bounded, by number and by weight, so that memory does not grow with the number
of items.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from efficientcracknet.core.errors import OutputError

THREADS = "pictures"
"""How the names of the pool's threads begin."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Work(Generic[Item, Result]):
    """What is done with each item.

    Attributes
    ----------
    weigh
        Says how much an item weighs, in whatever unit `Bounds` has; asked in the caller's thread, in order.
    do
        Makes the result; in any thread.
    drop
        Removes what `do` left of an item whose result nobody gets.
    """

    weigh: Callable[[Item], int]
    do: Callable[[Item], Result]
    drop: Callable[[Item], None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be under way at a time.

    Attributes
    ----------
    workers
        Threads beside the caller's; 0: one item after the other, all in the caller's thread.
    items
        Most items begun and not given back.
    weight
        Most weight of these together; an item that weighs more by itself is under way alone, in the caller's thread.
    """

    workers: int
    items: int
    weight: int


def run_side_by_side(
    items: Iterable[Item], work: Work[Item, Result], bounds: Bounds, deliver: Callable[[Result], None]
) -> None:
    """Do the work on every item, and deliver the results in order.

    Whatever the work raises ends the run once the results before it are delivered; so does an interruption, and then
    what was begun is finished and delivered too. After an exception of `deliver` nothing more is. Items finished but
    not delivered are dropped; no thread is left.

    Parameters
    ----------
    items
        Taken one by one, as there is room.
    work
        What is done.
    bounds
        How much at a time.
    deliver
        Called in the caller's thread with one result after the other.
    """
    if bounds.workers < 1:
        for item in items:
            deliver(_do_here(item, work))
        return
    with ThreadPoolExecutor(bounds.workers, THREADS) as pool:
        line = _Line(items, work, bounds, deliver, pool)
        try:
            line.run()
        finally:
            line.close()


def _do_here(item: Item, work: Work[Item, Result]) -> Result:
    done = False
    try:
        result = work.do(item)
        done = True
        return result
    finally:
        if not done:
            _drop(item, work)


@dataclass(frozen=True, slots=True)
class _Begun(Generic[Item, Result]):
    """An item that a thread of the pool works on, or did."""

    item: Item
    weight: int
    future: Future[Result]

    @property
    def has_result(self) -> bool:
        """Whether it ended well."""
        return self.future.done() and not self.future.cancelled() and self.future.exception() is None


class _Line(Generic[Item, Result]):
    """One run; everything but the work in the pool happens in the caller's thread."""

    def __init__(
        self,
        items: Iterable[Item],
        work: Work[Item, Result],
        bounds: Bounds,
        deliver: Callable[[Result], None],
        pool: ThreadPoolExecutor,
    ) -> None:
        self._work, self._bounds, self._pool = work, bounds, pool
        self._give = deliver
        self._takes_results = True
        self._begun: deque[_Begun[Item, Result]] = deque()
        self._coming: Iterator[tuple[Item, int]] = ((item, work.weigh(item)) for item in items)
        self._next = next(self._coming, None)

    def run(self) -> None:
        """Go on until there is nothing left."""
        self._begin()
        while self._begun:
            result = self._begun[0].future.result()  # waits for it
            self._begun.popleft()
            self._deliver(result)
            self._begin()

    def close(self) -> None:
        """Begin nothing more, let what runs come to its end, deliver what was finished in order and drop the rest."""
        self._pool.shutdown(cancel_futures=True)
        try:
            with suppress(OutputError):  # the failure that led here is to be told
                while self._takes_results and self._begun and self._begun[0].has_result:
                    self._deliver(self._begun.popleft().future.result())
        finally:
            for begun in self._begun:
                if not begun.future.cancelled():
                    _drop(begun.item, self._work)

    def _begin(self) -> None:
        """Begin as many items as there is room for; do those here that are to be alone."""
        while self._next is not None and self._has_room(self._next[1]):
            item, weight = self._next
            self._next = next(self._coming, None)
            if weight > self._bounds.weight:
                self._deliver(_do_here(item, self._work))
            else:
                self._begun.append(_Begun(item, weight, self._pool.submit(self._work.do, item)))

    def _has_room(self, weight: int) -> bool:
        weights = [begun.weight for begun in self._begun]
        return not weights or (len(weights) < self._bounds.items and sum(weights) + weight <= self._bounds.weight)

    def _deliver(self, result: Result) -> None:
        try:
            self._give(result)
        except BaseException:
            self._takes_results = False
            raise


def _drop(item: Item, work: Work[Item, Result]) -> None:
    with suppress(OutputError):  # the failure that led here is to be told
        work.drop(item)
