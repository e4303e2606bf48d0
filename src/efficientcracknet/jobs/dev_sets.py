"""Sets of pictures that serve for choosing, as the command line names them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from efficientcracknet.core.errors import SettingsError, list_nearest_first
from efficientcracknet.evaluation.changes import Change, parse_change

_FORM = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)=(?P<root>.+?)(?::(?P<split>[^:@/\\]+))?")


@dataclass(frozen=True, slots=True)
class DevSet:
    """One set.

    Attributes
    ----------
    name
        For tables and records.
    images
        Folder of pictures.
    masks
        Folder of masks; None: the pictures are known to show no crack.
    split_list
        Text file of the keys to take; None: all pictures.
    change
        What happens to every picture first; None: nothing.
    """

    name: str
    images: Path
    masks: Path | None = None
    split_list: Path | None = None
    change: Change | None = None


def parse_dev_sets(dev: Sequence[str], only: Sequence[str] = (), change: Sequence[str] = ()) -> tuple[DevSet, ...]:
    """Read what was said of all sets.

    Parameters
    ----------
    dev
        ``NAME=DIR[:SPLIT]``, once for each: pictures in ``DIR/SPLIT/images``, masks in ``masks`` beside it. Without
        that folder the pictures are known to show no crack.
    only
        ``NAME=FILE``: text file of the keys to take of a set.
    change
        ``NAME=KIND-NUMBER``: what happens to the pictures of a set first, as `evaluate` has it.

    Returns
    -------
    tuple[DevSet, ...]
        In the order given.

    Raises
    ------
    SettingsError
        If a text has another form, or a name is given twice or never.
    """
    forms = [(text, _FORM.fullmatch(text)) for text in dev]
    for text, form in forms:
        if form is None:
            raise SettingsError(
                f"calibrate: `--dev` must be NAME=DIR[:SPLIT], got {text!r}. Example: --dev walls=photos/walls:train"
            )
    names = [str(form["name"]) for _, form in forms if form]
    lists = _parse_about("--only", "FILE", only, names)
    changes = _parse_about("--change", "KIND-NUMBER", change, names)
    if not names or len(set(names)) < len(names):
        raise SettingsError(
            f"calibrate: `--dev` must be given once for each set, got {', '.join(names) or 'none'}. "
            "Give every set a name of its own."
        )
    return tuple(_make(form, lists, changes) for _, form in forms if form)


def _make(form: re.Match[str], lists: dict[str, str], changes: dict[str, str]) -> DevSet:
    folder, name = Path(form["root"], form["split"] or ""), form["name"]
    masks = folder / "masks"
    return DevSet(
        name,
        folder / "images",
        masks if masks.is_dir() else None,
        Path(lists[name]) if name in lists else None,
        parse_change(changes[name]) if name in changes else None,
    )


def _parse_about(flag: str, what: str, texts: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Read ``NAME=SOMETHING`` of sets that are there."""
    found = {}
    for text in texts:
        name, _, value = text.partition("=")
        if not value:
            raise SettingsError(f"calibrate: `{flag}` must be NAME={what}, got {text!r}. Name one of the sets.")
        if name not in names:
            there = list_nearest_first(name, names)
            raise SettingsError(f"calibrate: `{flag}` must name a set of --dev, got {name!r}. There are: {there}.")
        found[name] = value
    return found
