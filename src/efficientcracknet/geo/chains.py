"""Pieces of lines joined at ends that carry the same number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Chain:
    """Pieces in order.

    Attributes
    ----------
    members
        Number of each piece, and whether it is walked backwards.
    closed
        Whether the last is joined to the first.
    """

    members: tuple[tuple[int, bool], ...]
    closed: bool


def join_chains(keys: NDArray[np.int64]) -> tuple[Chain, ...]:
    """Join pieces of lines.

    Parameters
    ----------
    keys
        (N, 2): a number for the first and the last end of every piece, below 0 where it is joined to nothing. An end is
        joined if exactly one other carries its number.

    Returns
    -------
    tuple[Chain, ...]
        Every piece once; chains by their piece of the lowest number, which a ring begins with.

    Examples
    --------
    >>> [chain.members for chain in join_chains(np.array([[-1, 7], [-1, -1], [8, 7], [8, -1]]))]
    [((0, False), (2, True), (3, False)), ((1, False),)]
    """
    partner = _find_partners(keys)
    seen = np.zeros(len(keys), bool)
    chains = []
    for start in range(len(keys)):
        if not seen[start]:
            chain = _walk(start, partner)
            seen[[piece for piece, _ in chain.members]] = True
            chains.append(chain)
    return tuple(chains)


def _find_partners(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return (2 N,): for each end, twice its piece and one for the last, the end it is joined to; -1 for none."""
    flat = keys.ravel()
    order = np.argsort(flat, kind="stable")
    values, first, counts = np.unique(flat[order], return_index=True, return_counts=True)
    pairs = first[(counts == 2) & (values >= 0)]
    partner = np.full(flat.size, -1, np.int64)
    partner[order[pairs]], partner[order[pairs + 1]] = order[pairs + 1], order[pairs]
    return partner


def _walk(start: int, partner: NDArray[np.int64]) -> Chain:
    """Return the chain that a piece is part of: first ahead from its last end, then from its first end back."""
    ahead = _follow(2 * start + 1, start, partner)
    if ahead and ahead[-1][0] == start:
        return Chain(((start, False), *ahead[:-1]), closed=True)
    behind = _follow(2 * start, start, partner)
    before = [(piece, not backwards) for piece, backwards in reversed(behind)]
    return Chain((*before, (start, False), *ahead), closed=False)


def _follow(end: int, start: int, partner: NDArray[np.int64]) -> Sequence[tuple[int, bool]]:
    """Return the pieces that come after an end, and how they are walked; the last is `start` if it comes again."""
    found: list[tuple[int, bool]] = []
    while (entered := int(partner[end])) >= 0:
        found.append((entered // 2, entered % 2 == 1))
        if entered // 2 == start:
            break
        end = entered ^ 1
    return found
