"""Three stages over many items, overlapped: one is read and another finished while a third is worked on.

Reading and finishing run in threads of a small pool, the stage between them in the caller's thread, which keeps the
order: results are given back as the items came, whichever was finished first. What is begun and not yet given back is
bounded, by number and by weight, so that memory does not grow with the number of items.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from efficientcracknet.core.errors import OutputError

THREADS = "pictures"
"""How the names of the pool's threads begin."""

Item = TypeVar("Item")
Read = TypeVar("Read")
Found = TypeVar("Found")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Stages(Generic[Item, Read, Found, Result]):
    """What is done with each item.

    Attributes
    ----------
    weigh
        Says how much an item weighs, in whatever unit `Bounds` has; asked in the caller's thread, in order.
    read
        First stage, in any thread.
    find
        Second stage, in the caller's thread, one item after the other in order.
    finish
        Third stage, in any thread.
    drop
        Removes what `finish` left of an item whose result nobody gets.
    """

    weigh: Callable[[Item], int]
    read: Callable[[Item], Read]
    find: Callable[[Read], Found]
    finish: Callable[[Found], Result]
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
        Most weight of these together; an item that weighs more by itself is under way alone.
    """

    workers: int
    items: int
    weight: int


def run_stages(
    items: Iterable[Item],
    stages: Stages[Item, Read, Found, Result],
    bounds: Bounds,
    deliver: Callable[[Result], None],
) -> None:
    """Take every item through all stages, and deliver the results in order.

    Whatever a stage raises ends the run once the results before it are delivered; so does an interruption, and then
    what is being finished is finished and delivered too. After an exception of `deliver` nothing more is. Items
    finished but not delivered are dropped; no thread is left.

    Parameters
    ----------
    items
        Taken one by one, as there is room.
    stages
        What is done.
    bounds
        How much at a time.
    deliver
        Called in the caller's thread with one result after the other.
    """
    if bounds.workers < 1:
        for item in items:
            deliver(_run_alone(item, stages))
        return
    with ThreadPoolExecutor(bounds.workers, THREADS) as pool:
        line = _Line(items, stages, bounds, deliver, pool)
        try:
            line.run()
        finally:
            line.close()


def _run_alone(item: Item, stages: Stages[Item, Read, Found, Result]) -> Result:
    found = stages.find(stages.read(item))
    done = False
    try:
        result = stages.finish(found)
        done = True
        return result
    finally:
        if not done:
            _drop(item, stages)


@dataclass(frozen=True, slots=True)
class _Begun(Generic[Item]):
    """An item that a thread of the pool reads or finishes."""

    item: Item
    weight: int
    future: Future[Any]

    @property
    def has_result(self) -> bool:
        """Whether it ended well."""
        return self.future.done() and not self.future.cancelled() and self.future.exception() is None


class _Line(Generic[Item, Read, Found, Result]):
    """One run; everything but the stages in the pool happens in the caller's thread."""

    def __init__(
        self,
        items: Iterable[Item],
        stages: Stages[Item, Read, Found, Result],
        bounds: Bounds,
        deliver: Callable[[Result], None],
        pool: ThreadPoolExecutor,
    ) -> None:
        self._stages, self._bounds, self._pool = stages, bounds, pool
        self._give = deliver
        self._takes_results = True
        self._reading: deque[_Begun[Item]] = deque()
        self._finishing: deque[_Begun[Item]] = deque()  # all of them came before those being read
        self._coming: Iterator[tuple[Item, int]] = ((item, stages.weigh(item)) for item in items)
        self._next = next(self._coming, None)

    def run(self) -> None:
        """Go on until there is nothing left."""
        self._begin()
        while self._reading or self._finishing:
            if self._reading:
                self._find()
            else:
                self._deliver()  # waits for it
            while self._finishing and self._finishing[0].future.done():
                self._deliver()
            self._begin()

    def close(self) -> None:
        """Begin nothing more, let what runs come to its end, deliver what was finished in order and drop the rest."""
        self._pool.shutdown(cancel_futures=True)
        try:
            with suppress(OutputError):  # the failure that led here is to be told
                while self._takes_results and self._finishing and self._finishing[0].has_result:
                    self._deliver()
        finally:
            for begun in self._finishing:
                if not begun.future.cancelled():
                    _drop(begun.item, self._stages)

    def _begin(self) -> None:
        """Begin reading as many items as there is room for."""
        while self._next is not None and self._has_room(self._next[1]):
            item, weight = self._next
            self._reading.append(_Begun(item, weight, self._pool.submit(self._stages.read, item)))
            self._next = next(self._coming, None)

    def _has_room(self, weight: int) -> bool:
        weights = [begun.weight for line in (self._reading, self._finishing) for begun in line]
        return not weights or (len(weights) < self._bounds.items and sum(weights) + weight <= self._bounds.weight)

    def _find(self) -> None:
        """Take the next item through the second stage; from then on the third alone holds what was found."""
        begun = self._reading.popleft()
        found = self._stages.find(begun.future.result())
        self._finishing.append(_Begun(begun.item, begun.weight, self._pool.submit(self._stages.finish, found)))

    def _deliver(self) -> None:
        """Give the first result back, once it is there."""
        result: Result = self._finishing[0].future.result()
        self._finishing.popleft()
        try:
            self._give(result)
        except BaseException:
            self._takes_results = False
            raise


def _drop(item: Item, stages: Stages[Item, Read, Found, Result]) -> None:
    with suppress(OutputError):  # the failure that led here is to be told
        stages.drop(item)
