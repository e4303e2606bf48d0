"""Who may ask: decided from the head of a request alone, by pure functions.

Three ways in are closed. A page of another site that sends forms or scripts here (CSRF): writes need a header that such
a page cannot add without being asked back, and browsers that tell where a request comes from are believed. A name of
another site that is suddenly said to be this machine (DNS rebinding): the ``Host`` must be one of ours. Others in the
network: they need the token.
"""

import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie

from efficientcracknet.web.gate.refusals import Refusal

HEADER = "x-efficientcracknet"
COOKIE = "efficientcracknet"
READS = frozenset({"GET", "HEAD"})
OPEN_PATHS = frozenset({"/", "/favicon.ico", "/api/about", "/api/session"})
"""What can be asked for before signing in, beside `OPEN_FOLDERS`."""
OPEN_FOLDERS = ("/static/", "/browser/")
LOCAL_NAMES = frozenset({"localhost"})


@dataclass(frozen=True, slots=True)
class Policy:
    """What is demanded.

    Attributes
    ----------
    token
        None: whoever reaches this address may do everything.
    names
        That the machine may be called by, beside its addresses.
    any_address
        Whether addresses other than those of the machine to itself may be called.
    """

    token: str | None = None
    names: frozenset[str] = LOCAL_NAMES
    any_address: bool = False

    @property
    def cookie(self) -> str | None:
        """What a browser that has signed in sends; the token cannot be had from it."""
        return None if self.token is None else hmac.new(self.token.encode(), b"signed in", sha256).hexdigest()


def judge(policy: Policy, method: str, path: str, headers: Mapping[str, str]) -> Refusal | None:
    """Return why a request is not let through.

    Parameters
    ----------
    policy
        What is demanded.
    method
        In capitals.
    path
        Without query.
    headers
        By names in lower case.

    Returns
    -------
    Refusal | None
        None lets it through.
    """
    host = headers.get("host", "")
    if not _is_ours(policy, host):
        return Refusal("forbidden", "`Host` must be an address of this program: call it by the one that it printed.")
    if _comes_from_elsewhere(headers, host, path):
        return Refusal("forbidden", "Requests of other sites are not answered.")
    if method not in READS and headers.get(HEADER) != "1":
        return Refusal("forbidden", "A request that changes something needs the header 'X-EfficientCrackNet: 1'.")
    if path in OPEN_PATHS or path.startswith(OPEN_FOLDERS) or is_signed_in(policy, headers):
        return None
    return Refusal("unauthorized", "The token is needed: sign in, or send 'Authorization: Bearer TOKEN'.")


def is_signed_in(policy: Policy, headers: Mapping[str, str]) -> bool:
    """Return whether a request may do everything.

    Parameters
    ----------
    policy
        What is demanded.
    headers
        By names in lower case.

    Returns
    -------
    bool
        True without a token.
    """
    if policy.token is None:
        return True
    kind, _, given = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and is_token(policy, given.strip()):
        return True
    return hmac.compare_digest(_read_cookie(headers).encode(), str(policy.cookie).encode())


def is_token(policy: Policy, given: str) -> bool:
    """Return whether somebody knows the token; takes as long for a good guess as for a bad one."""
    return policy.token is not None and hmac.compare_digest(given.encode("utf-8", "replace"), policy.token.encode())


def is_loopback(host: str) -> bool:
    """Return whether an address to listen on is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() in LOCAL_NAMES


def _is_ours(policy: Policy, host: str) -> bool:
    name = _cut_port(host).lower()
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return name in policy.names
    return address.is_loopback or policy.any_address


def _cut_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host


def _comes_from_elsewhere(headers: Mapping[str, str], host: str, path: str) -> bool:
    origin = headers.get("origin")
    if origin is not None and origin not in {f"http://{host}", f"https://{host}"}:
        return True
    site = headers.get("sec-fetch-site", "none")
    is_visit = path in OPEN_PATHS and headers.get("sec-fetch-mode") == "navigate"  # a link to the page itself
    return site not in {"same-origin", "none"} and not is_visit


def _read_cookie(headers: Mapping[str, str]) -> str:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
