"""Data sets parted into what is trained on and what is held apart to validate on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from efficientcracknet.core.errors import DataError
from efficientcracknet.evaluation.pairs import Pair, exclude_pairs, hash_split, read_split_list, select_pairs
from efficientcracknet.training.layouts import EVERYTHING, list_splits, read_pairs
from efficientcracknet.training.source import DataSource


@dataclass(frozen=True, slots=True)
class SplitSet:
    """One data set parted into pictures to train on, or to draw cracks on, and pictures held apart."""

    source: DataSource
    train: tuple[Pair, ...]
    held: tuple[Pair, ...]
    drawn: bool = False


def split_source(source: DataSource, held_list: Path | None, *, drawn: bool = False) -> SplitSet:
    """Part a data set into training and validation pictures.

    Parameters
    ----------
    source
        The set.
    held_list
        File with the keys held apart; None holds a tenth apart, chosen by a hash of the key, the same in every run.
    drawn
        Whether cracks are to be drawn on its pictures.

    Returns
    -------
    SplitSet
        Both parts hold pictures.

    Raises
    ------
    DataError
        If a part is empty, or cracks are to be drawn where there are masks already.
    """
    pairs = read_pairs(source.root, name_split(source))
    masks = sum(pair.mask is not None for pair in pairs)
    if drawn and masks:
        raise DataError(
            f"train: `--draw` must name pictures without cracks, which have no masks, got '{source.name}' with {masks} "
            f"masks in {source.root}. Give it to --data, or leave its folder of masks out."
        )
    keys = read_split_list(held_list) if held_list else [pair.key for pair in pairs if _is_tenth(pair.key)]
    part = SplitSet(source, exclude_pairs(pairs, keys), select_pairs(pairs, keys), drawn)
    if not part.train or not part.held:
        raise DataError(
            f"train: data set '{source.name}' must leave pictures for training and for validation, "
            f"got {len(part.train)} and {len(part.held)}. Add pictures, or give --hold-out {source.name}=FILE."
        )
    return part


def name_split(source: DataSource) -> str:
    """Return the split to train on: the one said, else `train` where there is one, else every picture.

    Parameters
    ----------
    source
        The set.

    Returns
    -------
    str
        Name of a split.
    """
    return source.split or ("train" if "train" in list_splits(source.root) else EVERYTHING)


def describe_data(sets: Sequence[SplitSet]) -> dict[str, dict[str, Any]]:
    """Return what a checkpoint says of its data: counts, weights and hashes.

    Parameters
    ----------
    sets
        The data sets of the run.

    Returns
    -------
    dict[str, dict[str, Any]]
        By name of the set; JSON.
    """
    return {
        part.source.name: {
            "split": name_split(part.source),
            "weight": part.source.weight,
            "train_count": len(part.train),
            "train_hash": hash_split(part.train),
            "held_count": len(part.held),
            "held_hash": hash_split(part.held),
            **({"drawn": True} if part.drawn else {}),
        }
        for part in sets
    }


def _is_tenth(key: str) -> bool:
    """Pick every tenth key, scattered."""
    return hashlib.sha256(key.encode()).digest()[0] < 26
