"""HTTP/1.1 for impatient servers: who sends a head too slowly, or takes an answer too slowly, is hung up on."""

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from efficientcracknet.web.gate.limits import Limits


class PatientProtocol(H11Protocol):
    """One connection, under the limits of `make_protocol`."""

    limits = Limits()

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._head_timer = _Timer(self.loop, self._give_up)
        self._write_timer = _Timer(self.loop, self._give_up)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, and wait for a head."""
        super().connection_made(transport)
        self._head_timer.begin(self.limits.head_s)

    def data_received(self, data: bytes) -> None:
        """Take what came; where it began a request, its head was in time."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._head_timer.stop()

    def on_response_complete(self) -> None:
        """Wait for the next head, or for the rest of a body that nobody reads."""
        self._head_timer.begin(self.limits.head_s)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Wait for the other side to take what was sent."""
        super().pause_writing()
        self._write_timer.begin(self.limits.pause_s)

    def resume_writing(self) -> None:
        """Go on."""
        self._write_timer.stop()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._head_timer.stop()
        self._write_timer.stop()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        self.transport.abort()  # a polite end would wait for the other side


def make_protocol(limits: Limits) -> type[PatientProtocol]:
    """Return the protocol with these limits, as uvicorn takes it.

    Parameters
    ----------
    limits
        Of time.

    Returns
    -------
    type[PatientProtocol]
        A class of its own.
    """
    return type("LimitedProtocol", (PatientProtocol,), {"limits": limits})


class _Timer:
    """Does something after a while, unless it is stopped or begun anew before."""

    def __init__(self, loop: asyncio.AbstractEventLoop, act: Callable[[], None]) -> None:
        self._loop = loop
        self._act = act
        self._handle: asyncio.TimerHandle | None = None

    def begin(self, seconds: float) -> None:
        self.stop()
        self._handle = self._loop.call_later(seconds, self._act)

    def stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
