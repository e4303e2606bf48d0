"""From the pixels of a skeleton to a graph: ends and junctions, and the lines of pixels between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.measure.polyline import Points

_STRAIGHT = ((0, 1), (1, 0))
_DIAGONAL = ((1, 1), (1, -1))


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A line of pixels between two nodes; both are numbers of a node, the same one for a ring.

    Attributes
    ----------
    start, stop
        Numbers of the nodes that it begins and ends at.
    points
        (N, 2) float64, (row, col): from node to node.
    """

    start: int
    stop: int
    points: Points

    @property
    def is_ring(self) -> bool:
        """Whether it ends where it began."""
        return self.start == self.stop and len(self.points) > 1


def trace_skeleton(skeleton: NDArray[np.bool_]) -> list[Trace]:
    """Split a skeleton into lines of pixels.

    Parameters
    ----------
    skeleton
        (H, W) bool, one pixel wide; nothing on its outermost rows and columns.

    Returns
    -------
    list[Trace]
        Nodes are numbered as the skeleton's pixels in reading order. A lone pixel is a line of one point; no pixels
        give no lines. Pixels that touch by a corner are neighbours unless a third one touches both by a side.

    Examples
    --------
    >>> skeleton = np.zeros((4, 5), bool)
    >>> skeleton[1, 1] = skeleton[2, 2] = skeleton[2, 3] = True
    >>> [(trace.start, trace.stop, trace.points.tolist()) for trace in trace_skeleton(skeleton)]
    [(0, 2, [[1.0, 1.0], [2.0, 2.0], [2.0, 3.0]])]
    """
    pixels = np.argwhere(skeleton)
    neighbours = _find_neighbours(skeleton, pixels)
    places = pixels.astype(np.float64)
    return [Trace(line[0], line[-1], places[line]) for line in _walk(neighbours)]


def _find_neighbours(skeleton: NDArray[np.bool_], pixels: NDArray[np.intp]) -> list[list[int]]:
    """Return for each pixel the numbers of those it hangs together with."""
    number = np.full(skeleton.shape, -1, np.int64)
    number[tuple(pixels.T)] = np.arange(len(pixels))
    rows, columns = pixels.T
    pairs = []
    for down, right in (*_STRAIGHT, *_DIAGONAL):
        other = number[rows + down, columns + right]
        linked = other >= 0
        if (down, right) in _DIAGONAL:
            linked &= (number[rows + down, columns] < 0) & (number[rows, columns + right] < 0)
        pairs.append(np.stack([np.flatnonzero(linked), other[linked]], axis=1))
    neighbours: list[list[int]] = [[] for _ in range(len(pixels))]
    for first, second in np.concatenate(pairs).tolist():
        neighbours[first].append(second)
        neighbours[second].append(first)
    return neighbours


def _walk(neighbours: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield every line of pixels, from node to node, then the rings that have no node."""
    seen = [False] * len(neighbours)
    for pixel, near in enumerate(neighbours):
        if len(near) == 2:
            continue
        seen[pixel] = True
        if not near:
            yield [pixel]
        for towards in near:
            if not seen[towards] or (len(neighbours[towards]) != 2 and pixel < towards):
                yield _follow(neighbours, seen, pixel, towards)
    for pixel, near in enumerate(neighbours):
        if not seen[pixel]:
            seen[pixel] = True
            yield _follow(neighbours, seen, pixel, near[0], ring=True)


def _follow(
    neighbours: Sequence[Sequence[int]], seen: list[bool], start: int, towards: int, *, ring: bool = False
) -> list[int]:
    line = [start, towards]
    while len(neighbours[line[-1]]) == 2 and not (ring and line[-1] == start):
        seen[line[-1]] = True
        first, second = neighbours[line[-1]]
        line.append(second if first == line[-2] else first)
    return line
