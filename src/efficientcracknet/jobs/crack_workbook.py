"""``cracks.xlsx``: the rows of ``cracks.csv`` and ``images.csv`` for a spreadsheet, numbers as numbers."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import xlsxwriter

from efficientcracknet.measure.rows import COLUMNS
from efficientcracknet.report.document import PictureSummary
from efficientcracknet.runtime.files import replace_file

MOST_ROWS = 1_048_575
"""Of one sheet, beside the header; a longer table goes on in another sheet."""
LONGEST_TEXT = 32_767
"""Letters of one cell."""

PICTURE_COLUMNS = tuple(
    field.name for field in fields(PictureSummary) if field.name not in ("rows", "orientation_histogram")
)


def write_workbook(path: Path, pictures: Sequence[PictureSummary]) -> None:
    """Write the sheets ``cracks`` and ``pictures``.

    Parameters
    ----------
    path
        Replaced if there.
    pictures
        In their order.
    """
    encoded = io.BytesIO()
    # No text becomes a formula, a link or a number: names of files come from anywhere.
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(encoded, {**never, "in_memory": True}) as book:
        cracks = ([row.to_dict()[column] for column in COLUMNS] for picture in pictures for row in picture.rows)
        _write_sheets(book, "cracks", COLUMNS, cracks)
        places = ([getattr(picture, column) for column in PICTURE_COLUMNS] for picture in pictures)
        _write_sheets(book, "pictures", PICTURE_COLUMNS, places)
    with replace_file(path) as part:
        part.write_bytes(encoded.getbuffer())


def _write_sheets(book: Any, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    bold = book.add_format({"bold": True})
    sheet: Any = None
    for number, row in enumerate(rows):
        place = number % MOST_ROWS
        if sheet is None or place == 0:
            sheet = _begin_sheet(book, name if number == 0 else f"{name} {number // MOST_ROWS + 1}", columns, bold)
        for column, value in enumerate(row):
            _write_cell(sheet, place + 1, column, value)
    if sheet is None:
        _begin_sheet(book, name, columns, bold)


def _begin_sheet(book: Any, name: str, columns: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, columns, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, len(columns) - 1, 16)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        text = value.encode("utf-8", "backslashreplace").decode("utf-8")  # a file name may be no text at all
        sheet.write_string(row, column, text[:LONGEST_TEXT])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)
