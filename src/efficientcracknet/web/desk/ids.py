"""Names that this program gives to projects, pictures and exports: the only ones that become parts of paths."""

import re
import secrets

from efficientcracknet.core.errors import DataError

ALPHABET = "abcdefghijkmnopqrstuvwxyz23456789"
LENGTH = 12
PATTERN = f"^[a-z0-9]{{{LENGTH}}}$"

_match = re.compile(PATTERN[:-1] + r"\Z").match


def make_id() -> str:
    """Return a new id, which nobody can guess and nothing else has.

    Returns
    -------
    str
        `LENGTH` lower-case letters and digits.
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_id(text: str) -> bool:
    """Return whether `make_id` could have made a text."""
    return _match(text) is not None


def require_id(text: str) -> str:
    """Return an id that may become part of a path.

    Parameters
    ----------
    text
        From anywhere.

    Returns
    -------
    str
        The same.

    Raises
    ------
    DataError
        If it is none that `make_id` could have made.
    """
    if not is_id(text):
        raise DataError(
            f"desk: `id` must be {LENGTH} lower-case letters and digits, got {text!r}. Take it from a list."
        )
    return text
