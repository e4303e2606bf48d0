"""The gate: the first that a request meets and the last that an answer passes."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from efficientcracknet.web.gate.answer_headers import complete_headers
from efficientcracknet.web.gate.limits import Limits
from efficientcracknet.web.gate.patience import PatientBody
from efficientcracknet.web.gate.policy import Policy, judge
from efficientcracknet.web.gate.refusals import Refusal

UPLOAD_END = "/pictures"
"""Only what is posted to such a path may be as large as a photo."""


class Gate:
    """Lets through to an application what may ask it, at a pace.

    Parameters
    ----------
    app
        Behind the gate.
    policy
        Who may ask.
    limits
        How much, and how slowly.
    """

    def __init__(self, app: ASGIApp, policy: Policy, limits: Limits) -> None:
        self._app = app
        self._policy = policy
        self._limits = limits
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge one request, and pass it on or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                complete_headers(MutableHeaders(scope=message), path)
            await send(message)

        refusal = self._refuse(scope, path)
        if refusal is not None:
            await refusal.send(complete)
            return
        is_upload = scope["method"] == "POST" and path.endswith(UPLOAD_END)
        most_bytes = self._limits.upload_bytes if is_upload else self._limits.body_bytes
        self._inside += 1
        try:
            await self._app(scope, PatientBody(receive, self._limits, most_bytes), complete)
        finally:
            self._inside -= 1

    def _refuse(self, scope: Scope, path: str) -> Refusal | None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = judge(self._policy, str(scope["method"]), path, headers)
        if refusal is None and self._inside >= self._limits.requests:
            return Refusal("unavailable", "Too many requests at the same time.", retry_after_s=1)
        return refusal
