"""What the desk refuses to do, by reasons that the page can tell apart."""

from typing import Literal

from efficientcracknet.core.errors import CrackError

Reason = Literal["not_found", "conflict", "invalid", "too_large", "not_a_picture", "queue_full", "unavailable"]


class DeskRefusal(CrackError):  # noqa: N818  (an answer, not a fault)
    """Something that was asked of the desk and is not done.

    Parameters
    ----------
    reason
        For the page.
    message
        For people.
    field
        What of the request it is about.
    retry_after_s
        When it may be asked again.
    """

    def __init__(
        self, reason: Reason, message: str, *, field: str | None = None, retry_after_s: int | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.field = field
        self.retry_after_s = retry_after_s
