"""Which record of a theme a table is made from."""

from collections.abc import Iterable

from benchmarks.tabular import Record


def choose_last(records: Iterable[Record], theme: str, weights: str = "", subject: str = "weights") -> list[Record]:
    """Return the newest record of a theme in a list of its own, or an empty one.

    Parameters
    ----------
    records
        Of any theme.
    theme
        Wanted.
    weights
        Name of weights to hold to; empty: all.
    subject
        Key under which a record of this theme names its weights.

    Returns
    -------
    list[Record]
        One, or none.
    """
    chosen = [one for one in records if one["theme"] == theme and (not weights or one[subject]["name"] == weights)]
    return sorted(chosen, key=lambda record: str(record["date"]))[-1:]
