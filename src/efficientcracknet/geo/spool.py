"""Finished windows on disk: memory never holds the raster, and a run that is killed goes on where it was."""

import json
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from efficientcracknet.core.errors import DataError
from efficientcracknet.geo.parts import WindowFigures, WindowParts, WindowPoints
from efficientcracknet.geo.windows import MapWindow
from efficientcracknet.runtime.files import remove_file, replace_file, write_json

PLAN = "plan.json"


Part = TypeVar("Part", WindowFigures, WindowPoints)


class Spool:
    """A folder with one file for each finished window.

    Parameters
    ----------
    folder
        Of its own; made if missing.
    plan
        All that the windows depend on, ready for JSON: windows of another plan go.
    """

    def __init__(self, folder: Path, plan: dict[str, Any]) -> None:
        self.folder = folder
        if _read_plan(folder / PLAN) == plan:
            return
        for path in sorted(folder.glob("window-*.npz")):
            remove_file(path)
        write_json(folder / PLAN, plan)

    def find_figures(self, window: MapWindow) -> WindowFigures | None:
        """Return what a window holds but its points; None if it is not finished, or its file is damaged."""
        return self._read(window, WindowFigures)

    def find_points(self, window: MapWindow) -> WindowPoints:
        """Return the points of a finished window.

        Parameters
        ----------
        window
            Of the plan.

        Returns
        -------
        WindowPoints
            As they were kept.

        Raises
        ------
        DataError
            If the window's file is gone or damaged.
        """
        points = self._read(window, WindowPoints)
        if points is None:
            raise DataError(
                f"spool: '{self._name(window)}' must be as it was written, got a file that is gone or damaged. "
                "Run again: what is missing is measured anew."
            )
        return points

    def keep(self, window: MapWindow, parts: WindowParts) -> None:
        """Write what a window holds, whole or not at all.

        Parameters
        ----------
        window
            Of the plan.
        parts
            Its parts; an `OutputError` says that there is no room for them.
        """
        with replace_file(self._name(window)) as part, part.open("wb") as file:
            np.savez(file, **_list_arrays(parts.figures), **_list_arrays(parts.points))

    def _read(self, window: MapWindow, kind: type[Part]) -> Part | None:
        try:
            with self._name(window).open("rb") as file, np.load(file, allow_pickle=False) as archive:
                return kind(**{field.name: archive[field.name] for field in fields(kind)})
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None

    def _name(self, window: MapWindow) -> Path:
        return self.folder / f"window-{window.band_row:05d}-{window.band_column:05d}.npz"


def _list_arrays(part: WindowFigures | WindowPoints) -> dict[str, Any]:
    return {field.name: getattr(part, field.name) for field in fields(part)}


def _read_plan(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
