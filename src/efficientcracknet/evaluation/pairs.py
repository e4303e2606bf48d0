"""Which mask belongs to which picture, and which pictures make up a split.

A pair is keyed by its place: ``STEM``, ``SPLIT/STEM`` or ``a/b/STEM``, always with forward slashes. Stems alone do not
do: well-known data sets hold different pictures of one stem in train and test.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import file_digest, sha256
from pathlib import Path

from efficientcracknet.core.errors import DataError
from efficientcracknet.evaluation.stems import Stems, list_by_stem, name_some, refuse_mismatch
from efficientcracknet.runtime.images import looks_like_picture


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture and its truth, both still on disk; `mask` is None where the picture is known to show no crack."""

    key: str
    image: Path
    mask: Path | None


def looks_like_truth(path: Path) -> bool:
    """Return whether a file may hold a truth: a picture, or a MATLAB file as CrackForest ships them.

    Parameters
    ----------
    path
        Judged by its suffix alone, case ignored.

    Returns
    -------
    bool
        True for suffixes that `read_truth` reads.
    """
    return path.suffix.lower() == ".mat" or looks_like_picture(path)


def pair_folders(images: Path, masks: Path | None, *, prefix: str = "", mask_suffix: str = "") -> tuple[Pair, ...]:
    """Pair the pictures of one folder with the masks of another by relative place and stem.

    A `DataError` names the folder that is missing or empty, or every picture without a mask, mask without a picture
    and doubled stem.

    Parameters
    ----------
    images
        Folder of pictures; sub-folders keep their place in the key (``a/b/STEM``).
    masks
        Folder of masks with the same sub-folders; None: the pictures are known to show no crack.
    prefix
        Put before each key as it stands, such as ``"train/"``.
    mask_suffix
        What a mask's stem has beyond its picture's, such as ``"_mask"``. Never guessed.

    Returns
    -------
    tuple[Pair, ...]
        At least one pair, sorted by key.
    """
    pictures = list_by_stem(images, looks_like_picture)
    truths = None if masks is None else list_by_stem(masks, looks_like_truth)
    return pair_stems(pictures, truths, prefix=prefix, mask_suffix=mask_suffix)


def pair_stems(pictures: Stems, truths: Stems | None, *, prefix: str = "", mask_suffix: str = "") -> tuple[Pair, ...]:
    """Pair listed pictures with listed masks, refusing what is not one to one.

    Parameters
    ----------
    pictures
        What `list_by_stem` found of the pictures.
    truths
        The same of the masks; None: the pictures are known to show no crack.
    prefix
        Put before each key as it stands.
    mask_suffix
        What a mask's stem has beyond its picture's.

    Returns
    -------
    tuple[Pair, ...]
        Sorted by key; empty if there are neither pictures nor masks.
    """
    refuse_mismatch(pictures, truths, mask_suffix=mask_suffix)
    return tuple(
        Pair(prefix + stem, pictures[stem][0], None if truths is None else truths[stem + mask_suffix][0])
        for stem in sorted(pictures)
    )


def pair_split_tree(root: Path, split: str) -> tuple[Pair, ...]:
    """Pair the pictures and masks of ``root/SPLIT/images`` and ``root/SPLIT/masks``.

    Parameters
    ----------
    root
        Folder of the data set.
    split
        Name of the split's folder, such as ``"train"``.

    Returns
    -------
    tuple[Pair, ...]
        Keys are ``SPLIT/STEM``; without a folder ``masks`` every picture is known to show no crack.

    Raises
    ------
    DataError
        If there is no such split; and as `pair_folders`.
    """
    if not (root / split / "images").is_dir():
        there = sorted(folder.parent.name for folder in root.glob("*/images") if folder.is_dir())
        raise DataError(
            f"pair_split_tree: `split` must name a folder with images/ in {root}, got {split!r}. "
            f"Splits there: {', '.join(there) or 'none'}."
        )
    masks = root / split / "masks"
    return pair_folders(root / split / "images", masks if masks.is_dir() else None, prefix=f"{split}/")


def read_split_list(path: Path) -> tuple[str, ...]:
    """Read the keys of a split from a text file.

    Parameters
    ----------
    path
        UTF-8 text, one key (``SPLIT/STEM``) per line; blank lines and lines that begin with ``#`` are passed over.

    Returns
    -------
    tuple[str, ...]
        At least one key, in the order of the file.

    Raises
    ------
    DataError
        If the file cannot be read as text, names nothing, or names a key twice.
    """
    where = "read_split_list: `path` must"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{where} be a readable UTF-8 text file, got {path} ({error}). Check the path.") from error
    lines = (line.strip() for line in text.splitlines())
    keys = tuple(line for line in lines if line and not line.startswith("#"))
    if not keys:
        raise DataError(f"{where} name at least one picture, got 0 keys in {path}. Check the path.")
    if len(set(keys)) < len(keys):
        doubled = name_some("doubled key", sorted({key for key in keys if keys.count(key) > 1}))
        raise DataError(f"{where} name every picture once, got {doubled} in {path}. Remove the repetitions.")
    return keys


def select_pairs(pairs: Iterable[Pair], keys: Iterable[str]) -> tuple[Pair, ...]:
    """Return the pairs that are named by their keys.

    Parameters
    ----------
    pairs
        What there is.
    keys
        What to keep; empty keeps nothing. A key that names no pair is refused with a `DataError`.

    Returns
    -------
    tuple[Pair, ...]
        In the order of `pairs`.
    """
    pairs, chosen = tuple(pairs), frozenset(keys)
    _refuse_unknown("select_pairs", chosen, pairs)
    return tuple(pair for pair in pairs if pair.key in chosen)


def exclude_pairs(pairs: Iterable[Pair], keys: Iterable[str]) -> tuple[Pair, ...]:
    """Return the pairs that are not named by their keys.

    Parameters
    ----------
    pairs
        What there is.
    keys
        What to leave out; empty leaves out nothing. A key that names no pair is refused with a `DataError`: a list
        that no longer fits must not quietly let held-out pictures in.

    Returns
    -------
    tuple[Pair, ...]
        In the order of `pairs`.
    """
    pairs, left_out = tuple(pairs), frozenset(keys)
    _refuse_unknown("exclude_pairs", left_out, pairs)
    return tuple(pair for pair in pairs if pair.key not in left_out)


def hash_split(pairs: Iterable[Pair]) -> str:
    """Return a fingerprint of a split that changes with any key and any byte of any file.

    It is the sha256 of the sorted lines ``IMAGE_SHA256 MASK_SHA256 KEY`` (UTF-8, ``-`` for no mask, each line ended
    by a line feed), so it can be checked with ``sha256sum`` and depends neither on the order nor on where files lie.

    Parameters
    ----------
    pairs
        In any order; each file is streamed once. None at all gives the sha256 of nothing.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    lines = sorted(f"{_digest(pair.image)} {_digest(pair.mask)} {pair.key}\n" for pair in pairs)
    return sha256("".join(lines).encode()).hexdigest()


def _digest(path: Path | None) -> str:
    if path is None:
        return "-"
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _refuse_unknown(where: str, keys: frozenset[str], pairs: tuple[Pair, ...]) -> None:
    known = {pair.key for pair in pairs}
    unknown = sorted(keys - known)
    if unknown:
        nearest = ", ".join(get_close_matches(unknown[0], known, n=3, cutoff=0.0)) or "none, there are no pairs"
        raise DataError(
            f"{where}: `keys` must name pictures among the {len(known)} there are, "
            f"got {name_some('unknown key', unknown)}. Nearest to {unknown[0]!r}: {nearest}."
        )
