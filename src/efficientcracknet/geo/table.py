"""``NAME.csv``: one row per crack of a map."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from efficientcracknet.geo.map_rows import COLUMNS, MapRow
from efficientcracknet.runtime.files import replace_file

DECIMALS = {"widest_x": 9, "widest_y": 9, "area_m2": 8, "length_m": 5, "span_m": 5}
OTHER_DECIMALS = 4


def write_table(path: Path, rows: Sequence[MapRow]) -> None:
    """Write the rows of a map; an `OutputError` says that there is no room.

    Parameters
    ----------
    path
        Replaced if there.
    rows
        One per crack; none gives the head alone.
    """
    with replace_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows([_write_cell(name, value) for name, value in row.to_dict().items()] for row in rows)


def _write_cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.{DECIMALS.get(name, OTHER_DECIMALS)}f}" if isinstance(value, float) else str(value)
