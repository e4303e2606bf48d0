import errno
import sqlite3

import pytest
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from efficientcracknet.core.errors import ImageError, OutputError, ScaleError, SettingsError
from efficientcracknet.web.desk.refusal import DeskRefusal
from efficientcracknet.web.gate.limits import Limits
from efficientcracknet.web.gate.refusals import Refusal, translate


def test_limits_that_let_nothing_through_are_refused() -> None:
    with pytest.raises(SettingsError, match="`queue` must be above 0, got 0"):
        Limits(queue=0)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (DeskRefusal("queue_full", "later", retry_after_s=3), 429, "queue_full"),
        (DeskRefusal("not_found", "none"), 404, "not_found"),
        (SettingsError("bad"), 422, "invalid"),
        (ScaleError("bad"), 422, "invalid"),
        (ImageError("bad"), 415, "not_a_picture"),
        (OutputError("full"), 503, "unavailable"),
        (sqlite3.OperationalError("database is locked"), 503, "unavailable"),
        (MemoryError(), 503, "unavailable"),
        (FileNotFoundError(errno.ENOENT, "gone"), 404, "not_found"),
        (HTTPException(405), 405, "method_not_allowed"),
        (HTTPException(400, "odd"), 422, "invalid"),
        (Refusal("request_timeout", "slow"), 408, "request_timeout"),
    ],
)
def test_every_error_has_its_status_and_code(error: Exception, status: int, code: str) -> None:
    refusal = translate(error)

    assert (refusal.status_code, refusal.code) == (status, code)
    assert refusal.to_dict()["error"]["code"] == code


def test_a_refusal_says_when_to_come_again() -> None:
    response = translate(DeskRefusal("queue_full", "later", retry_after_s=3)).to_response()

    assert response.headers["retry-after"] == "3"


def test_what_does_not_fit_the_form_is_named_without_its_value() -> None:
    error = RequestValidationError([{"loc": ("body", "scale", 1), "msg": "must be a number", "input": float("nan")}])

    assert translate(error).to_dict()["error"] == {
        "code": "invalid",
        "message": "`body.scale.1`: must be a number",
        "field": "scale.1",
        "retry_after_s": None,
    }
