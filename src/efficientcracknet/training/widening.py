"""Widening: a trained network inside a wider one, which at first computes what the narrow one did.

Source: the idea is that of Chen et al., "Net2Net", ICLR 2016, arXiv:1511.05641; here new channels start as chance has
them and nothing old listens to them yet.
"""

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from efficientcracknet.core.errors import CheckpointError

LAID_BESIDE = ".fuse.0.weight", ".fuse.1.weight"
"""Ends of the names of filters over two maps laid side by side, each of which grows by itself."""

SUBSPACE_ATTENTION = ".weigh.", ".merge."
"""In the names of its tensors. A network may do without what another had of it: (1 + a) x is very nearly x."""


def widen(state: Mapping[str, Tensor], wide: Mapping[str, Tensor], path: Path) -> dict[str, Tensor]:
    """Put the tensors of a network into those of a wider one of the same blocks.

    Subspace attention that the wider one has not is left out. The answers of a network whose decoder adds its skips
    stay the same but for subspace attention, whose groups take in other channels where their map grows.

    Parameters
    ----------
    state
        Tensors of the trained network by name.
    wide
        Tensors of the wider network, freshly initialised; left as they are.
    path
        Of the trained network's checkpoint, named in the error.

    Returns
    -------
    dict[str, Tensor]
        State of the wider network.

    Raises
    ------
    CheckpointError
        If the networks differ in more than width, or the other one is the wider.
    """
    state = {name: tensor for name, tensor in state.items() if name in wide or not _may_go(name)}
    if state.keys() != wide.keys():
        odd = sorted(state.keys() ^ wide.keys())
        raise CheckpointError(
            f"widen: '{path}' must hold the tensors of a network of the same blocks, got {len(odd)} that only one has, "
            f"{odd[0]} first. Start from a checkpoint of the same preset."
        )
    return {name: _widen_tensor(name, tensor, wide[name], path) for name, tensor in state.items()}


def _may_go(name: str) -> bool:
    return any(part in name for part in SUBSPACE_ATTENTION)


def _widen_tensor(name: str, narrow: Tensor, wide: Tensor, path: Path) -> Tensor:
    """Return a wide tensor that holds the narrow one and gives its outputs nothing else to listen to."""
    if narrow.ndim != wide.ndim or any(n > w for n, w in zip(narrow.shape, wide.shape, strict=True)):
        raise CheckpointError(
            f"widen: `{name}` must be at least as large in the network as in '{path}', got {tuple(wide.shape)} for "
            f"{tuple(narrow.shape)}. Start from a narrower checkpoint."
        )
    out = wide.clone()
    if narrow.ndim == 0:
        return narrow.clone()
    if name.endswith(LAID_BESIDE):
        by = 0 if narrow.shape[1] == 1 else 1  # channel by channel, the maps lie along the outputs
        halves = (half.chunk(2, by) for half in (narrow, out))
        for old, new in zip(*halves, strict=True):
            _fill(old, new)
    else:
        _fill(narrow, out)
    return out


def _fill(narrow: Tensor, wide: Tensor) -> None:
    """Put a tensor into the first outputs and inputs of a wide one, in place; its outputs ignore all other inputs."""
    if narrow.ndim > 1:
        wide[: narrow.shape[0]] = 0
    wide[tuple(slice(side) for side in narrow.shape)] = narrow
