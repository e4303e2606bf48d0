"""One program at a time for one desk; the system itself lets go when that program dies."""

import sqlite3
from pathlib import Path

from efficientcracknet.core.errors import SettingsError


class DeskLock:
    """Holds a desk until `release`.

    Parameters
    ----------
    path
        Of the lock's file; made if it is not there.

    Raises
    ------
    SettingsError
        If another program holds it.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._connection.close()
            raise SettingsError(
                f"serve: `projects` must be a folder that no other serve uses, got '{path.parent}' ({error}). "
                "End the other one, or name another folder."
            ) from error

    def release(self) -> None:
        """Let others have the desk."""
        self._connection.close()
