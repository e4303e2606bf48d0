"""Bodies that come neither too slowly nor too large: checked piece by piece, before anything is kept."""

import asyncio
from contextlib import suppress
from time import monotonic

from starlette.types import Message, Receive

from efficientcracknet.web.gate.limits import Limits
from efficientcracknet.web.gate.refusals import Refusal


class PatientBody:
    """Receives a body under limits.

    Parameters
    ----------
    receive
        That the server gave.
    limits
        Of time.
    most_bytes
        Of this body.
    """

    def __init__(self, receive: Receive, limits: Limits, most_bytes: int) -> None:
        self._receive = receive
        self._limits = limits
        self._most_bytes = most_bytes
        self._waited_s = 0.0
        self._received = 0
        self._is_whole = False

    async def __call__(self) -> Message:
        """Return the next piece, or what else comes; after the last piece one waits as long as it takes.

        Returns
        -------
        Message
            As the server has it.

        Raises
        ------
        Refusal
            If a piece comes too late, or the body grows too large.
        """
        if self._is_whole:
            return await self._receive()
        began = monotonic()
        message = await self._take(self._find_patience())
        self._waited_s += monotonic() - began
        if message["type"] == "http.request":
            self._received += len(message.get("body", b""))
            self._is_whole = not message.get("more_body", False)
            if self._received > self._most_bytes:
                raise Refusal("too_large", f"At most {self._most_bytes:,} bytes may be sent here.")
        return message

    async def _take(self, patience_s: float) -> Message:
        """Return the next piece; a piece that is not there in time is refused, even if it came in this moment."""
        if patience_s > 0:
            with suppress(TimeoutError):
                return await asyncio.wait_for(self._receive(), patience_s)
        raise Refusal("request_timeout", f"The body came too slowly: {self._received} bytes so far.")

    def _find_patience(self) -> float:
        """Return how long the next piece may take, s: the whole must keep up a lowest rate, our own delays left out."""
        allowed_s = self._limits.pause_s + self._received / self._limits.lowest_rate
        return min(self._limits.pause_s, allowed_s - self._waited_s)
