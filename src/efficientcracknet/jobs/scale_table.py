"""A table of scales: one row a picture, as a spreadsheet saves it."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from efficientcracknet.core.errors import ScaleError, list_nearest_first
from efficientcracknet.core.scale import PixelScale

COLUMNS = ("file", "mm_per_px")


@dataclass(frozen=True, slots=True)
class ScaleTable:
    """Scales by the end of a picture's path.

    Attributes
    ----------
    path
        File of the table, for refusals.
    scales
        By file as written, with forward slashes; None where the row leaves the scale empty.
    """

    path: Path
    scales: Mapping[str, PixelScale | None]

    def find(self, picture: Path) -> PixelScale | None:
        """Return the scale of a picture.

        Parameters
        ----------
        picture
            Belongs to the row whose ``file`` is its path or the end of it; the longest of several.

        Returns
        -------
        PixelScale | None
            None where the row leaves it empty.

        Raises
        ------
        ScaleError
            If there is no such row.
        """
        name = "/" + picture.as_posix().removeprefix("/")
        rows = [file for file in self.scales if name.endswith("/" + file.removeprefix("/"))]
        if not rows:
            nearest = list_nearest_first(picture.as_posix(), self.scales).split(", ")[0]
            raise ScaleError(
                f"scale: '{self.path}' must have a row for '{picture}', got {len(self.scales)} others, the nearest "
                f"{nearest!r}. Add the row; leave its mm_per_px empty if it is not known."
            )
        return self.scales[max(rows, key=len)]


def read_scale_table(path: Path) -> ScaleTable:
    """Read a table of scales.

    Parameters
    ----------
    path
        CSV, UTF-8, with the columns ``file`` and ``mm_per_px`` among others; separated by commas, or by semicolons, in
        which case numbers may have a decimal comma. ``images.csv`` of a run with a column added will do.

    Returns
    -------
    ScaleTable
        At least one row.

    Raises
    ------
    ScaleError
        If it cannot be read, misses a column, names a file twice, or holds an impossible number.
    """
    scales: dict[str, PixelScale | None] = {}
    for line, file, text in _list_rows(path):
        name = file.replace("\\", "/").removeprefix("./")
        if name in scales:
            raise ScaleError(f"scale: '{path}' must name each file once, got '{file}' again in line {line}.")
        scales[name] = _read_scale(path, line, text)
    if not scales:
        raise ScaleError(f"scale: '{path}' must have one row a picture, got 0 rows. Add them below the header.")
    return ScaleTable(path, scales)


def _list_rows(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield (line, file, mm per px with a decimal point) of every row that names a file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ScaleError(f"scale: `--scale-csv` must be a readable UTF-8 table, got '{path}' ({error}).") from error
    lines = text.splitlines()
    separator = ";" if lines and ";" in lines[0] else ","
    reader = csv.DictReader(lines, delimiter=separator)
    names = [name.strip() for name in reader.fieldnames or ()]
    if not set(COLUMNS) <= set(names):
        raise ScaleError(
            f"scale: '{path}' must have the columns file and mm_per_px, got {', '.join(names) or 'none'}. "
            "Write them into the first line."
        )
    reader.fieldnames = names
    for row in reader:
        file, number = ((row[column] or "").strip() for column in COLUMNS)
        if file:
            yield reader.line_num, file, number.replace(",", ".") if separator == ";" else number


def _read_scale(path: Path, line: int, text: str) -> PixelScale | None:
    if not text:
        return None
    try:
        return PixelScale(float(text))
    except ValueError as error:
        raise ScaleError(
            f"scale: mm_per_px in '{path}' must be a finite number above 0, got {text!r} in line {line}. "
            "Leave it empty if it is not known."
        ) from error
