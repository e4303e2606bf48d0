"""A desk: its folder, its database, and the one lock under which its documents change."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from efficientcracknet.core.errors import OutputError
from efficientcracknet.runtime.files import explain_output
from efficientcracknet.web.desk.ledger import Ledger
from efficientcracknet.web.desk.places import DeskPlaces


@dataclass(frozen=True, slots=True)
class Desk:
    """Places and database together.

    Attributes
    ----------
    places
        Of all files.
    ledger
        What is to be done, and the index.
    """

    places: DeskPlaces
    ledger: Ledger
    _writing: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let nobody else of this process change documents of the desk meanwhile."""
        with self._writing:
            yield


def open_desk(root: Path) -> Desk:
    """Open a desk.

    Parameters
    ----------
    root
        Its folder; made, for this user alone, if it is not there.

    Returns
    -------
    Desk
        With an empty index if it is new.

    Raises
    ------
    OutputError
        If the folder cannot be made.
    """
    places = DeskPlaces(root.resolve())
    try:
        places.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        places.inbox.mkdir(exist_ok=True)
        places.removed.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(explain_output(root, error)) from error
    return Desk(places, Ledger(places.ledger))
