"""Branches measured in a window, cut down to what belongs to its core.

Two windows that see the same stretch of a crack find the same skeleton there, to the pixel; only what is fitted to it
differs, by hundredths of a pixel. Therefore pixels of the skeleton decide where a branch is cut, not coordinates: a
step between two pixels of different cores is a cut, known to both sides by the same number. No stretch is counted
twice or lost, even of a crack that runs along a seam.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import percentile_filter

from efficientcracknet.measure.polyline import Points
from efficientcracknet.measure.system import MeasuredBranch

EVENED_STEPS = 33
EVENED_PERCENT = 25
"""A pixel belongs to the first core that so much of its `EVENED_STEPS` neighbours along the branch lies in, so that a
crack that winds about a seam is not cut after every pixel."""

NO_KEY = -1
"""Of an end that is no cut."""

_LAG_STEPS = 3
"""By how many pixels more than its own step a point may move ahead along the skeleton; by half of it the first may lie
nearer to a later pixel and still be an earlier one's."""


class EndKind(IntEnum):
    """What an end of a fragment is."""

    FREE = 0
    JUNCTION = 1
    CUT = 2
    CLOSED = 3


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """A stretch of a branch.

    Attributes
    ----------
    line
        (N, 2) float64, px of the raster; N may be 0 for a stretch of a pixel or two.
    borders
        (M, 2, 2) float64: the ends of its profiles that were agreed on.
    taken
        How many profiles were taken.
    radius_px
        Of the whole branch.
    ends
        What the first end is, and the last; both ``CLOSED`` for a ring.
    keys
        Numbers of the cuts, `NO_KEY` where an end is none.
    places
        (2, 2) float64: the pixels of the skeleton at its first end and its last.
    """

    line: Points
    borders: NDArray[np.float64]
    taken: int
    radius_px: float
    ends: tuple[EndKind, EndKind]
    keys: tuple[int, int]
    places: Points


@dataclass(frozen=True, slots=True)
class Ownership:
    """Which core a pixel of the raster belongs to.

    Attributes
    ----------
    core_px
        Side of the cores.
    band_row, band_column
        The core in question.
    width_px
        Of the raster.
    """

    core_px: int
    band_row: int
    band_column: int
    width_px: int

    def find_own(self, chain: NDArray[np.int64], *, closed: bool) -> NDArray[np.bool_]:
        """Return (N,): which pixels (N, 2) along a branch are the core's own, evened out along the way."""
        mode: Literal["wrap", "nearest"] = "wrap" if closed else "nearest"
        bands = percentile_filter(chain // self.core_px, EVENED_PERCENT, (EVENED_STEPS, 1), mode=mode)
        own: NDArray[np.bool_] = (bands == (self.band_row, self.band_column)).all(axis=1)
        return own

    def number_step(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> int:
        """Return one number for the step between two neighbouring pixels, whichever is the first."""
        (row, column), (other_row, other_column) = sorted([tuple(first.tolist()), tuple(second.tolist())])
        return int((row * self.width_px + column) * 9 + (other_row - row + 1) * 3 + other_column - column + 1)


def cut_branch(branch: MeasuredBranch, ownership: Ownership, *, closed: bool) -> Iterator[Fragment]:
    """Cut a branch down to what belongs to a core.

    Parameters
    ----------
    branch
        Measured in the window of the core, in px of the raster.
    ownership
        Of that core.
    closed
        Whether it is a ring without a node.

    Yields
    ------
    Fragment
        In the order of the branch; none if nothing belongs to the core.
    """
    chain = branch.skeleton_px.astype(np.int64)
    chain = chain[:-1] if closed else chain
    own = ownership.find_own(chain, closed=closed)
    if own.all():
        yield _keep_whole(branch, closed=closed)
        return
    if not own.any():
        return
    shift = int(np.flatnonzero(own != np.roll(own, 1))[0]) if closed else 0
    chain, own = np.roll(chain, -shift, axis=0), np.roll(own, -shift)
    line = branch.line[:-1] if closed else branch.line
    parts = [line, branch.course.middles, branch.course.points]
    places = [find_places(part, chain, closed=closed) for part in parts]
    if not closed:  # ends lie where the border or the junction is, not where the skeleton's are
        places[0][0], places[0][-1] = 0, len(chain) - 1
    for start, stop in _list_runs(own):
        first, last = _tell_ends(branch, chain, start, stop, ownership, closed=closed)
        inside = [np.flatnonzero((place >= start) & (place < stop)) for place in places]
        ordered = [
            chosen[np.argsort(place[chosen], kind="stable")] for chosen, place in zip(inside, places, strict=True)
        ]
        yield Fragment(
            line=line[ordered[0]],
            borders=branch.course.borders[ordered[1]],
            taken=0 if branch.course.is_short else len(ordered[2]),
            radius_px=branch.course.radius_px,
            ends=(first[0], last[0]),
            keys=(first[1], last[1]),
            places=chain[[start, stop - 1]].astype(np.float64),
        )


def find_places(points: Points, chain: NDArray[np.int64], *, closed: bool) -> NDArray[np.intp]:
    """Return next to which pixel of a skeleton every point of a line along it lies.

    Parameters
    ----------
    points
        (N, 2) float64, in order along the skeleton; N may be 0.
    chain
        (M, 2), its pixels in order.
    closed
        Whether the last pixel is followed by the first.

    Returns
    -------
    NDArray[np.intp]
        (N,), 0..M - 1, never going back, but around the start of a ring: a skeleton that comes near to itself does not
        lead astray.
    """
    places = np.zeros(len(points), np.intp)
    if not len(points):
        return places
    distances_px = np.linalg.norm(chain - points[0], axis=1)
    here = int((distances_px <= distances_px.min() + _LAG_STEPS / 2).argmax())
    steps = np.linalg.norm(np.diff(points, axis=0, prepend=points[:1]), axis=1)
    for index, (point, step) in enumerate(zip(points, steps.tolist(), strict=True)):
        ahead = np.arange(here, here + int(2 * step) + _LAG_STEPS)
        ahead = ahead % len(chain) if closed else ahead[: max(1, len(chain) - here)]
        here = int(ahead[np.linalg.norm(chain[ahead] - point, axis=1).argmin()])
        places[index] = here
    return places


def _keep_whole(branch: MeasuredBranch, *, closed: bool) -> Fragment:
    course = branch.course
    first, last = (EndKind.CLOSED if closed else _name_end(free) for free in branch.free_ends)
    return Fragment(
        line=branch.line,
        borders=course.borders,
        taken=course.taken,
        radius_px=course.radius_px,
        ends=(first, last),
        keys=(NO_KEY, NO_KEY),
        places=branch.skeleton_px[[0, -1]],
    )


def _name_end(free: bool) -> EndKind:
    return EndKind.FREE if free else EndKind.JUNCTION


def _list_runs(own: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return where runs of True begin, and where they end."""
    changes = np.flatnonzero(np.diff(own.astype(np.int8), prepend=0, append=0))
    return [(int(start), int(stop)) for start, stop in changes.reshape(-1, 2)]


def _tell_ends(
    branch: MeasuredBranch, chain: NDArray[np.int64], start: int, stop: int, ownership: Ownership, *, closed: bool
) -> tuple[tuple[EndKind, int], tuple[EndKind, int]]:
    """Return kind and key of both ends of a run of pixels."""
    first, last = ((_name_end(free), NO_KEY) for free in branch.free_ends)
    if closed or start > 0:
        first = EndKind.CUT, ownership.number_step(chain[start - 1], chain[start])
    if closed or stop < len(chain):
        last = EndKind.CUT, ownership.number_step(chain[stop - 1], chain[stop % len(chain)])
    return first, last
