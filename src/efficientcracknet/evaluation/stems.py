"""Pictures and masks of a folder by their stems, and what keeps them from being one to one."""

from collections.abc import Callable, Sequence
from pathlib import Path

from efficientcracknet.core.errors import DataError

NAMED_AT_MOST = 10

Stems = dict[str, tuple[Path, ...]]
"""``a/b/STEM`` to its files: one, or more where a stem is doubled."""


def list_by_stem(folder: Path, accepts: Callable[[Path], bool]) -> Stems:
    """List the files of a folder and its sub-folders by relative place and stem.

    Parameters
    ----------
    folder
        Where to look. Names that begin with a dot and ``__MACOSX`` folders (left by archives) are passed over.
    accepts
        Says of a file whether it counts.

    Returns
    -------
    Stems
        Keys with forward slashes on every system; never empty.

    Raises
    ------
    DataError
        If the folder is missing or nothing in it counts.
    """
    if not folder.is_dir():
        raise DataError(f"pairs: `folder` must be a folder of pictures, got {folder}, which is none. Check the path.")
    found: Stems = {}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        left_over = any(part.startswith(".") or part == "__MACOSX" for part in place.parts)
        if not left_over and accepts(path) and path.is_file():
            stem = place.with_suffix("").as_posix()
            found[stem] = (*found.get(stem, ()), path)
    if not found:
        raise DataError(f"pairs: `folder` must hold at least one picture, got 0 in {folder}. Check the path.")
    return found


def refuse_mismatch(pictures: Stems, truths: Stems | None, *, mask_suffix: str = "") -> None:
    """Refuse pictures and masks that are not one to one.

    Parameters
    ----------
    pictures
        What `list_by_stem` found of the pictures.
    truths
        The same of the masks; None where the pictures are known to show no crack.
    mask_suffix
        What a mask's stem has beyond its picture's.

    Raises
    ------
    DataError
        Names every file without a partner and every doubled stem, ten of each kind and then a count.
    """
    problems = [name_some("doubled picture stem", [_show(files) for files in pictures.values() if len(files) > 1])]
    if truths is not None:
        wanted = {stem + mask_suffix for stem in pictures}
        bare = [_show(files) for stem, files in pictures.items() if stem + mask_suffix not in truths]
        lone = [_show(files) for stem, files in truths.items() if stem not in wanted]
        problems += [
            name_some("doubled mask stem", [_show(files) for files in truths.values() if len(files) > 1]),
            name_some("picture without a mask", bare),
            name_some("mask without a picture", lone),
        ]
    if any(problems):
        ending = f" + {mask_suffix!r}" if mask_suffix else ""
        raise DataError(
            f"pairs: `masks` must hold one mask per picture, named as the picture's stem{ending}, got "
            f"{'; '.join(filter(None, problems))}. Add, rename or remove these files."
        )


def name_some(kind: str, names: Sequence[str]) -> str:
    """Count the names of a kind and show up to ten of them.

    Parameters
    ----------
    kind
        What they have in common, in the singular.
    names
        All of them; none gives the empty string.

    Returns
    -------
    str
        Ready to stand in a message.

    Examples
    --------
    >>> name_some("unknown key", ["train/1", "train/2"])
    '2 x unknown key: train/1, train/2'
    """
    if not names:
        return ""
    more = f" and {len(names) - NAMED_AT_MOST} more" if len(names) > NAMED_AT_MOST else ""
    return f"{len(names)} x {kind}: {', '.join(names[:NAMED_AT_MOST])}{more}"


def _show(files: tuple[Path, ...]) -> str:
    return " + ".join(str(file) for file in files)
