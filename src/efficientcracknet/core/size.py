"""Sizes as people write them: height x width."""

import re

from efficientcracknet.core.errors import SettingsError


def parse_size(text: str, *, argument: str) -> tuple[int, int]:
    """Read a size in pixels.

    Parameters
    ----------
    text
        ``HEIGHTxWIDTH``, both from 1 to 99999.
    argument
        What the size was given as, for the refusal.

    Returns
    -------
    tuple[int, int]
        Height and width, px.

    Raises
    ------
    SettingsError
        If it is something else.

    Examples
    --------
    >>> parse_size("192x256", argument="cost")
    (192, 256)
    """
    sides = re.fullmatch(r"([1-9]\d{0,4})x([1-9]\d{0,4})", text, re.ASCII | re.IGNORECASE)
    if sides is None:
        raise SettingsError(f"parse_size: `{argument}` must be HEIGHTxWIDTH in px, got {text!r}. For example 192x256.")
    return int(sides[1]), int(sides[2])
