"""What every route may use."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from efficientcracknet.runtime.weights import Weights
from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.gate.limits import Limits
from efficientcracknet.web.gate.policy import Policy


@dataclass(slots=True)
class Context:
    """Of one application.

    Attributes
    ----------
    desk
        Projects and jobs.
    weights
        That photos are looked at by from now on.
    limits
        How much may be asked.
    policy
        Who may ask.
    wake
        Tells the worker that there is something to do.
    static
        Folder of the page.
    is_stopping
        Whether streams are to end.
    uploads, streams
        How many there are now.
    drawing
        Held while a picture is decoded for somebody who waits: one at a time.
    """

    desk: Desk
    weights: Weights
    limits: Limits
    policy: Policy
    wake: Callable[[], None]
    static: Path
    is_stopping: bool = False
    uploads: int = 0
    streams: int = 0
    drawing: threading.Lock = field(default_factory=threading.Lock)


def _get_context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


Given = Annotated[Context, Depends(_get_context)]
"""Type of a route's parameter that gets the context."""
