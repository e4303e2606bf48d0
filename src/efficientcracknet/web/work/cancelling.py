"""A network that can be stopped between two tiles."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.runtime.choice import Choice
from efficientcracknet.runtime.session import Session


class CancelledError(Exception):
    """What was being done was cancelled."""


class CancellableSession:
    """A session that asks before each run whether it is still wanted.

    Parameters
    ----------
    session
        That runs.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.require_wanted: Callable[[], None] = lambda: None

    @property
    def choice(self) -> Choice:
        """As the session inside has it."""
        return self._session.choice

    @property
    def lanes(self) -> int:
        """As the session inside has them."""
        return self._session.lanes

    def run(self, batch: NDArray[np.float32], *, beside: bool = False) -> NDArray[np.float32]:
        """Run as the session inside does; whatever `require_wanted` raises ends the picture.

        Parameters
        ----------
        batch
            (B, 3, H, W) float32.
        beside
            Whether others run at the same time.

        Returns
        -------
        NDArray[np.float32]
            (B, 1, H, W).
        """
        self.require_wanted()
        return self._session.run(batch, beside=beside)
