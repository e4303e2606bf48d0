"""What the results of each picture are called, so that nothing overwrites anything, on any file system."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath

LONGEST_BYTES = 200
"""Of a name in UTF-8; systems allow 255, and endings and numbers come on top."""

SUFFIXES = (".png", ".jpg", ".tif")
"""What is put after a name to make a result."""


def plan_names(pictures: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return one name without suffix per picture, relative to the folder of the results.

    1. A picture keeps its place below the folder it was found in, without the suffix: ``deck/IMG_1``.
    2. If pictures of two such folders would share a place, all go below the name of their folder: ``east/deck/IMG_1``.
    3. Pictures that still share a place get their extension: ``deck/IMG_1_jpg``, ``deck/IMG_1_png``.
    4. Those that share it even then are numbered in their order: ``deck/img_1_jpg-2``.

    Names that differ in case or in the composition of accents alone count as the same, as they are on many systems.

    Parameters
    ----------
    pictures
        (folder, place below it) of every picture, both with forward slashes.

    Returns
    -------
    tuple[str, ...]
        In the same order; with ``.png`` or ``.jpg`` put after it, no name is another's or another's folder.

    Examples
    --------
    >>> plan_names([("/a", "x.jpg"), ("/a", "deck/IMG_1.jpg"), ("/a", "deck/IMG_1.png")])
    ('x', 'deck/IMG_1_jpg', 'deck/IMG_1_png')
    >>> plan_names([("/east", "x.jpg"), ("/west", "x.jpg"), ("/west", "y.jpg")])
    ('east/x', 'west/x', 'west/y')
    """
    places = [PurePosixPath(place) for _, place in pictures]
    if _folders_clash(pictures):
        labels = _label_folders([folder for folder, _ in pictures])
        places = [labels[folder] / place for (folder, _), place in zip(pictures, places, strict=True)]
    stems = [place.with_name(_cut_stem(place)) for place in places]
    shared = Counter(_fold(stem) for stem in stems)
    named = [
        stem.with_name(f"{stem.name}_{place.suffix[1:]}") if shared[_fold(stem)] > 1 and place.suffix else stem
        for stem, place in zip(stems, places, strict=True)
    ]
    return _number(named)


def _folders_clash(pictures: Sequence[tuple[str, str]]) -> bool:
    folders_of = defaultdict(set)
    for folder, place in pictures:
        folders_of[_fold(PurePosixPath(place).with_suffix(""))].add(folder)
    return any(len(folders) > 1 for folders in folders_of.values())


def _label_folders(folders: Sequence[str]) -> dict[str, PurePosixPath]:
    """Return one name per folder: its own last part, numbered where two are called the same."""
    distinct = list(dict.fromkeys(folders))
    labels = _number([PurePosixPath(PurePosixPath(folder).name.replace(":", "") or "root") for folder in distinct])
    return {folder: PurePosixPath(label) for folder, label in zip(distinct, labels, strict=True)}


def _number(names: Sequence[PurePosixPath]) -> tuple[str, ...]:
    """Return the names, numbered from the second on where they are the same or would be a folder and a file at once."""
    taken = {_fold(parent) for name in names for parent in name.parents}
    result = []
    for name in names:
        candidate, count = name, 1
        while not taken.isdisjoint(_list_occupied(candidate)):
            count += 1
            candidate = name.with_name(f"{name.name}-{count}")
        taken.update(_list_occupied(candidate))
        result.append(candidate.as_posix())
    return tuple(result)


def _list_occupied(name: PurePosixPath) -> set[str]:
    return {_fold(name) + suffix for suffix in SUFFIXES}


def _fold(path: PurePosixPath) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path.as_posix()).casefold())


def _cut_stem(place: PurePosixPath) -> str:
    """Return the name without suffix, cut where a file system would not take it with what comes on top."""
    stem = place.stem if place.stem.strip(".") else place.name  # a file may be called "..jpg"
    while len(stem.encode("utf-8", "replace")) > LONGEST_BYTES:
        stem = stem[:-1]
    return stem
