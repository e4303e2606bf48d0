"""Refusals as answers: a status, and one form of JSON for all of them."""

import errno
import json
import logging
import sqlite3
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import Send

from efficientcracknet.core.errors import CrackError, ImageError, OutputError
from efficientcracknet.web.desk.refusal import DeskRefusal

STATUSES = {
    "unauthorized": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "request_timeout": 408,
    "conflict": 409,
    "length_required": 411,
    "too_large": 413,
    "not_a_picture": 415,
    "invalid": 422,
    "queue_full": 429,
    "unavailable": 503,
}
_CODES = {status: code for code, status in STATUSES.items()}

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE}
"""What the system says when there is no room left, on the disk or for open files."""

_log = logging.getLogger("uvicorn.error")


class Refusal(HTTPException):
    """A request that is not done.

    Parameters
    ----------
    code
        One of `STATUSES`.
    message
        For people.
    field
        What of the request it is about.
    retry_after_s
        When it may be asked again.
    """

    def __init__(self, code: str, message: str, *, field: str | None = None, retry_after_s: int | None = None) -> None:
        super().__init__(STATUSES[code], message)
        self.code = code
        self.field = field
        self.retry_after_s = retry_after_s

    def to_dict(self) -> dict[str, dict[str, str | int | None]]:
        """Return the body of the answer."""
        facts = {"code": self.code, "message": self.detail, "field": self.field, "retry_after_s": self.retry_after_s}
        return {"error": facts}

    def to_response(self) -> Response:
        """Return the answer."""
        headers = {} if self.retry_after_s is None else {"Retry-After": str(self.retry_after_s)}
        if self.code == "unauthorized":
            headers["WWW-Authenticate"] = "Bearer"
        return JSONResponse(self.to_dict(), self.status_code, headers)

    async def send(self, send: Send) -> None:
        """Answer without an application; the connection closes, for the body was not read."""
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        if self.retry_after_s is not None:
            headers.append((b"retry-after", str(self.retry_after_s).encode("ascii")))
        if self.code == "unauthorized":
            headers.append((b"www-authenticate", b"Bearer"))
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(self.to_dict()).encode("utf-8")})


def translate(error: Exception) -> Refusal:
    """Return the refusal that an error stands for.

    Parameters
    ----------
    error
        That a route raised.

    Returns
    -------
    Refusal
        With the message of the error where it is meant for people.
    """
    if isinstance(error, Refusal):
        return error
    kind = next((kind for kind in _TRANSLATORS if isinstance(error, kind)), None)
    return Refusal("invalid", str(error)) if kind is None else _TRANSLATORS[kind](error)


def install(app: FastAPI) -> None:
    """Have an application answer all refusals in this form.

    Parameters
    ----------
    app
        That gets the handlers.
    """

    async def answer(request: Request, error: Exception) -> Response:
        return translate(error).to_response()

    async def answer_system(request: Request, error: Exception) -> Response:
        if isinstance(error, OSError) and error.errno in FULL:
            return translate(OutputError(str(error))).to_response()
        raise error

    kinds: list[type[Exception]] = [CrackError, *_TRANSLATORS]
    for kind in kinds:
        app.add_exception_handler(kind, answer)
    app.add_exception_handler(OSError, answer_system)


def _translate_refusal(error: Any) -> Refusal:
    return Refusal(error.reason, str(error), field=error.field, retry_after_s=error.retry_after_s)


def _translate_shortage(error: Any) -> Refusal:
    _log.error("A request could not be done: %s", error)
    return Refusal("unavailable", "There is no room, or the disk does not answer. Try again.", retry_after_s=10)


def _translate_validation(error: Any) -> Refusal:
    """Return the first fault alone, without the value, which may be anything."""
    first = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    field = ".".join(place[1:]) or None
    return Refusal("invalid", f"`{'.'.join(place)}`: {first['msg']}", field=field)


_TRANSLATORS: dict[type[Exception], Callable[[Any], Refusal]] = {
    DeskRefusal: _translate_refusal,
    ImageError: lambda error: Refusal("not_a_picture", str(error)),
    OutputError: _translate_shortage,
    sqlite3.Error: _translate_shortage,
    MemoryError: _translate_shortage,
    FileNotFoundError: lambda error: Refusal("not_found", "It was removed meanwhile."),
    RequestValidationError: _translate_validation,
    HTTPException: lambda error: Refusal(_CODES.get(error.status_code, "invalid"), str(error.detail)),
}
"""By kinds of errors, the first that fits."""
