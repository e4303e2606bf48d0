"""What came of hostile requests: counted by part, and every answer that must not be kept word for word."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import httpx

TIMEOUT_S = 60
"""A request that takes longer hangs."""

LONGEST_FAULT = 300

NOT_SENT = (ValueError, TypeError, httpx.InvalidURL, httpx.LocalProtocolError)
"""What clients raise that refuse to send what was made up."""


@dataclass(slots=True)
class Verdict:
    """Counts and faults.

    Attributes
    ----------
    statuses
        By part: how often each status was answered.
    faults
        Answers from 500 on but 503, requests that hung or got no answer, and what else must not be.
    not_sent
        By part: what the client refused to send; no request.
    slowest_s
        Of all requests.
    """

    statuses: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    not_sent: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0

    @property
    def requests(self) -> int:
        """How many were sent."""
        return sum(count for part in self.statuses.values() for count in part.values())

    def count(self, part: str, status: int | None, what: str) -> None:
        """Count one answer.

        Parameters
        ----------
        part
            Of the attack.
        status
            None: the connection was closed without one.
        what
            Was sent.
        """
        self.statuses.setdefault(part, Counter())["hung up" if status is None else str(status)] += 1
        if status is not None and status >= 500 and status != 503:
            self.blame(part, f"{status} for {what!r}")

    def blame(self, part: str, what: str) -> None:
        """Keep what must not be.

        Parameters
        ----------
        part
            Of the attack.
        what
            Happened.
        """
        self.faults.append(f"{part}: {what}"[:LONGEST_FAULT])

    def ask(self, part: str, what: str, request: Callable[[], Any]) -> None:
        """Do one request, and count what comes of it.

        Parameters
        ----------
        part
            Of the attack.
        what
            Is sent.
        request
            Answers with something that has a ``status_code``.
        """
        started = perf_counter()
        try:
            status = int(request().status_code)
        except NOT_SENT:
            self.not_sent[part] += 1
            return
        except Exception as error:  # of the client's own kinds
            has_hung = "timeout" in type(error).__name__.lower()
            self.blame(part, f"no answer within {TIMEOUT_S} s for {what!r}" if has_hung else f"{error} for {what!r}")
            self.count(part, None, what)
            return
        self.slowest_s = max(self.slowest_s, perf_counter() - started)
        self.count(part, status, what)

    def to_dict(self) -> dict[str, Any]:
        """Return counts and faults, ready for JSON."""
        return {
            "requests": self.requests,
            "statuses": {part: dict(sorted(counts.items())) for part, counts in self.statuses.items()},
            "not_sent": dict(self.not_sent),
            "faults": self.faults,
            "slowest_s": round(self.slowest_s, 3),
        }
