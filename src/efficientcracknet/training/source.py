"""One data set as the user names it on the command line: ``NAME=DIR[:SPLIT][@WEIGHT]``."""

import math
import re
from dataclasses import dataclass
from pathlib import Path

from efficientcracknet.core.errors import SettingsError

_FORM = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)=(?P<root>.+?)(?::(?P<split>[^:@/\\]+))?(?:@(?P<weight>[0-9.eE+-]+))?")


@dataclass(frozen=True, slots=True)
class DataSource:
    """A data set: any name for tables and logs, its folder, its split (empty: not said) and how often it is drawn."""

    name: str
    root: Path
    split: str = ""
    weight: float = 1.0


def parse_source(text: str, flag: str = "--data") -> DataSource:
    r"""Read a data set as the user writes it.

    Parameters
    ----------
    text
        ``NAME=DIR[:SPLIT][@WEIGHT]``. NAME is free; DIR may hold colons and at signs (``C:\photos``) as long as what
        follows the last one does not look like a split or a number; WEIGHT > 0.
    flag
        It was given to, for refusals.

    Returns
    -------
    DataSource
        With weight 1.0 and an empty split where the text has none.

    Raises
    ------
    SettingsError
        If the text has another form or the weight is not a positive number.

    Examples
    --------
    >>> source = parse_source("walls=photos/walls:train@0.5")
    >>> source.name, source.root.as_posix(), source.split, source.weight
    ('walls', 'photos/walls', 'train', 0.5)
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise SettingsError(
            f"train: `{flag}` must be NAME=DIR[:SPLIT][@WEIGHT], got {text!r}. "
            f"Example: {flag} deepcrack=data/DeepCrack:train"
        )
    try:
        weight = float(form["weight"] or 1.0)
    except ValueError:
        weight = math.nan
    if not 0.0 < weight < math.inf:
        raise SettingsError(
            f"train: the weight of `{flag}` must be a number above 0, got {form['weight']} in {text!r}. "
            "Leave the data set out to give it no weight."
        )
    return DataSource(form["name"], Path(form["root"]), form["split"] or "", weight)
