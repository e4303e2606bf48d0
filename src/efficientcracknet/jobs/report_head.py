"""The head of a report: from options, or from a file ``report.toml`` beside the pictures."""

import tomllib
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from efficientcracknet.core.errors import SettingsError, list_nearest_first
from efficientcracknet.report.document import ReportHead

HEAD_FILE = "report.toml"
NAMES = tuple(field.name for field in fields(ReportHead))


def find_head(folders: Iterable[Path], asked: ReportHead) -> ReportHead:
    """Return the head of a report; what was asked for goes before what the file says.

    Parameters
    ----------
    folders
        Where pictures come from; the first of them that has a ``report.toml`` counts.
    asked
        From options.

    Returns
    -------
    ReportHead
        Fields that nobody named stay None.
    """
    place = next((folder / HEAD_FILE for folder in folders if (folder / HEAD_FILE).is_file()), None)
    written = {} if place is None else _read_head(place)
    return ReportHead(**{**written, **{name: value for name, value in asdict(asked).items() if value is not None}})


def _read_head(path: Path) -> dict[str, str]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # TOML and UTF-8 errors are ValueErrors
        raise SettingsError(
            f"report: '{path}' must be a readable TOML file, got: {error}. Mend or remove it."
        ) from error
    return {name: _read_entry(path, name, value) for name, value in entries.items()}


def _read_entry(path: Path, name: str, value: Any) -> str:
    if name not in NAMES:
        raise SettingsError(
            f"report: a key in '{path}' must be one of {list_nearest_first(name, NAMES)}, got {name!r}. Rename it."
        )
    if isinstance(value, datetime | date):
        return value.isoformat()
    if not isinstance(value, str):
        raise SettingsError(f"report: `{name}` in '{path}' must be a text, got {value!r}. Put it in quotes.")
    return value
