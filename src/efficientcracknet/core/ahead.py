"""Done in other threads, a few ahead of whoever takes the results, which come in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_ahead(executor: Executor, act: Callable[[Item], Result], items: Iterable[Item], ahead: int) -> Iterator[Result]:
    """Yield what `act` makes of each item, as ``map`` does, while others work on the items that follow.

    Parameters
    ----------
    executor
        Where `act` runs.
    act
        What it raises comes out in its turn; then, and when nobody asks any more, what was not begun is not begun.
    items
        Taken in the thread that takes the results, as there is room; none gives nothing.
    ahead
        How many items are handed out beyond the one whose result is next, at least 1.

    Yields
    ------
    Result
        In the order of the items.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> with ThreadPoolExecutor(2) as pool:
    ...     list(run_ahead(pool, str.upper, "abc", ahead=2))
    ['A', 'B', 'C']
    """
    handed_out: deque[Future[Result]] = deque()
    try:
        for item in items:
            handed_out.append(executor.submit(act, item))
            if len(handed_out) > ahead:
                yield handed_out.popleft().result()
        while handed_out:
            yield handed_out.popleft().result()
    finally:
        for future in handed_out:
            future.cancel()
