"""The parts of all windows joined: which pieces are one crack, which fragments one branch, which arcs one outline.

Pieces hang together where two windows see the same pixel in them. Fragments hang together where both were cut at the
same step of the skeleton; where two windows found different skeletons, as in wide areas, ends that face each other
closely are joined as well, and what is left over stays a free end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from efficientcracknet.geo.chains import Chain, join_chains
from efficientcracknet.geo.parts import Floats, Ints, WindowFigures

NEAREST_PX = 3.0
"""Cut ends that no other window knows are joined to one another over this distance, or over the radius if larger."""


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """The figures of all windows, one after the other, and what belongs together.

    Attributes
    ----------
    figures
        Pieces are numbered through; keys of ends that were near enough are made equal.
    fragment_windows, arc_windows
        (F,), (A,): which window each came from.
    cracks
        (P,): number of the crack that each piece is part of, in the order of their first pieces.
    branches, outlines
        Fragments, and arcs, in the order that they hang together.
    """

    figures: WindowFigures
    fragment_windows: Ints
    arc_windows: Ints
    cracks: Ints
    branches: tuple[Chain, ...]
    outlines: tuple[Chain, ...]


def join_windows(windows: Sequence[WindowFigures]) -> Joined:
    """Join the parts of windows.

    Parameters
    ----------
    windows
        In the order of their plan, at least one.

    Returns
    -------
    Joined
        With every piece, fragment and arc once.
    """
    figures = _lay_together(windows)
    branches = join_chains(_name_near_cuts(figures, _number(windows, "fragment_pieces")))
    outlines = join_chains(figures.arc_keys)
    links = np.concatenate(
        [
            _link_rim(figures),
            *_link_members(branches, figures.fragment_pieces),
            *_link_members(outlines, figures.arc_pieces),
        ]
    )
    return Joined(
        figures,
        _number(windows, "fragment_pieces"),
        _number(windows, "arc_pieces"),
        _group(len(figures.areas_px), links),
        branches,
        outlines,
    )


def _lay_together(windows: Sequence[WindowFigures]) -> WindowFigures:
    """Return the arrays of all windows one after the other, pieces numbered through."""
    before = np.cumsum([0, *(len(one.areas_px) for one in windows)])[:-1]
    joined = {}
    for name in WindowFigures.__slots__:
        shift = before if name in _PIECE_NUMBERS else np.zeros_like(before)
        joined[name] = np.concatenate([getattr(one, name) + add for one, add in zip(windows, shift, strict=True)])
    joined["too_wide"] = joined["too_wide"].astype(np.bool_)
    return WindowFigures(**joined)


_PIECE_NUMBERS = {"rim_pieces", "fragment_pieces", "arc_pieces"}


def _number(windows: Sequence[WindowFigures], name: str) -> Ints:
    """Return the number of the window that each element of an array came from."""
    return np.repeat(np.arange(len(windows)), [len(getattr(one, name)) for one in windows])


def _name_near_cuts(figures: WindowFigures, owners: Ints) -> Ints:
    """Return (F, 2): keys of fragments, made equal where cut ends of two windows lie near and have no other partner."""
    keys = figures.fragment_keys.copy()
    flat = keys.ravel()
    values, places, counts = np.unique(flat, return_inverse=True, return_counts=True)
    alone = np.flatnonzero((counts[places] == 1) & (flat >= 0))
    points = figures.fragment_places.reshape(-1, 2)[alone]
    reach_px = np.maximum(NEAREST_PX, np.repeat(figures.fragment_figures[:, 1], 2)[alone])
    free_key = int(values.max(initial=0)) + 1
    taken: set[int] = set()
    for first, second in _list_pairs(points, reach_px):
        if {first, second} & taken or owners[alone[first] // 2] == owners[alone[second] // 2]:
            continue
        taken |= {first, second}
        flat[alone[first]] = flat[alone[second]] = free_key + alone[first]
    return keys


def _list_pairs(points: Floats, reach_px: Floats) -> list[tuple[int, int]]:
    """Return pairs of points within the smaller of both reaches, nearest first."""
    if len(points) < 2:
        return []
    pairs = KDTree(points).query_pairs(float(reach_px.max()), output_type="ndarray")
    distances = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    near = distances <= reach_px[pairs].min(axis=1)
    order = np.lexsort((pairs[near, 1], pairs[near, 0], distances[near]))
    return [(int(first), int(second)) for first, second in pairs[near][order]]


def _link_rim(figures: WindowFigures) -> Ints:
    """Return (N, 2): pieces that the same pixel of a rim is in."""
    order = np.argsort(figures.rim_pixels, kind="stable")
    pixels, pieces = figures.rim_pixels[order], figures.rim_pieces[order]
    same = np.flatnonzero(pixels[1:] == pixels[:-1])
    return np.stack([pieces[same], pieces[same + 1]], axis=1)


def _link_members(chains: Sequence[Chain], pieces: Ints) -> Iterator[Ints]:
    """Yield (N, 2): pieces that follow each other in a chain."""
    for chain in chains:
        if len(chain.members) > 1:
            around = pieces[[member for member, _ in chain.members]]
            yield np.stack([around[:-1], around[1:]], axis=1)


def _group(count: int, links: Ints) -> Ints:
    """Return (P,): number of the group of each piece, in the order of their first pieces."""
    if count == 0:
        return np.empty(0, np.int64)
    graph = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first, kind="stable"), kind="stable")
    groups: Ints = rank[inverse].astype(np.int64)
    return groups
