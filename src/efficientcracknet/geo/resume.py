"""How far a raster has come, so that a run that was killed can go on."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from efficientcracknet.core.errors import OutputError, SettingsError
from efficientcracknet.runtime.files import explain_output

STATE = "state.json"


@dataclass(frozen=True, slots=True)
class ResumeState:
    """What is on the disk for certain.

    Attributes
    ----------
    facts
        All that the probabilities depend on, ready for JSON.
    rows
        How many rows of tiles are finished.
    """

    facts: Mapping[str, Any]
    rows: int = 0

    @property
    def identity(self) -> str:
        """64 hexadecimal digits of the facts."""
        return sha256(_encode(self.facts).encode()).hexdigest()

    def save(self, folder: Path) -> None:
        """Write the state, so that after a kill or a power cut it is there whole: this one or the one before.

        Parameters
        ----------
        folder
            Existing.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        path, part = folder / STATE, folder / f".{STATE}.part"
        try:
            with part.open("w", encoding="utf-8") as file:
                file.write(json.dumps({"facts": json.loads(_encode(self.facts)), "rows": self.rows}, indent=2) + "\n")
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            _sync_folder(folder)
        except OSError as error:
            raise OutputError(explain_output(path, error)) from error


def load_state(folder: Path, facts: Mapping[str, Any]) -> ResumeState:
    """Return how far an earlier run came with the same raster and settings.

    Parameters
    ----------
    folder
        Of the work on this raster; need not exist.
    facts
        All that the probabilities depend on now.

    Returns
    -------
    ResumeState
        Nothing finished if there was no such run.

    Raises
    ------
    SettingsError
        If there was one with other facts, which it names.
    """
    try:
        document = json.loads((folder / STATE).read_text(encoding="utf-8"))
        earlier, rows = dict(document["facts"]), int(document["rows"])
    except (OSError, ValueError, KeyError, TypeError):
        return ResumeState(facts)
    now = json.loads(_encode(facts))
    differing = sorted(name for name in {*earlier, *now} if earlier.get(name) != now.get(name))
    if differing:
        name = differing[0]
        raise SettingsError(
            f"map: `--resume` must go on with the same raster and settings, got another {', '.join(differing)} "
            f"({name}: {earlier.get(name)!r} before, {now.get(name)!r} now). Leave `--resume` out to begin anew."
        )
    return ResumeState(facts, rows)


def _encode(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, sort_keys=True)


def _sync_folder(folder: Path) -> None:
    """Make a renaming last; systems whose folders cannot be opened see to it themselves."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
