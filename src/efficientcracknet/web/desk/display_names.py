"""What a picture is called: a name from anywhere, made fit to be shown, and to name a result in an export."""

import re
import unicodedata
from collections.abc import Container
from pathlib import PurePosixPath

LONGEST = 180
"""Characters of a whole name."""

DEEPEST = 6
"""Folders and file name together; of more, the last count."""

NAMELESS = "picture"

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # devices, on Windows


def clean_name(text: str) -> str:
    r"""Return a name with which nothing can be done but to show it, or to put a file below a folder.

    Parameters
    ----------
    text
        From a stranger; may have folders.

    Returns
    -------
    str
        At most `LONGEST` characters and `DEEPEST` parts joined by ``/``: no control characters, no part that is empty,
        begins with a dot, or means a device or another folder.

    Examples
    --------
    >>> clean_name("../../etc/pass\x00wd.jpg"), clean_name("C:\\deck\\IMG_1.jpg"), clean_name("..")
    ('etc/passwd.jpg', 'C_/deck/IMG_1.jpg', 'picture')
    """
    parts = [_clean_part(part) for part in unicodedata.normalize("NFC", text).replace("\\", "/").split("/")]
    kept = [part for part in parts if part][-DEEPEST:]
    while kept and len("/".join(kept)) > LONGEST:
        kept = kept[1:] or [_shorten(kept[0])]
    return "/".join(kept) or NAMELESS


def number_name(name: str, taken: Container[str]) -> str:
    """Return a name that is not yet taken.

    Parameters
    ----------
    name
        As `clean_name` gives it.
    taken
        Names that others have.

    Returns
    -------
    str
        `name` itself, or with a number before its suffix.

    Examples
    --------
    >>> number_name("deck/1.jpg", {"deck/1.jpg", "deck/1 (2).jpg"})
    'deck/1 (3).jpg'
    """
    path, count, candidate = PurePosixPath(name), 1, name
    while candidate in taken:
        count += 1
        candidate = path.with_name(f"{path.stem} ({count}){path.suffix}").as_posix()
    return candidate


def _clean_part(part: str) -> str:
    shown = "".join(letter for letter in part if unicodedata.category(letter)[0] != "C")
    safe = _FORBIDDEN.sub("_", shown).strip(" .")
    return f"_{safe}" if _RESERVED.match(safe) else safe


def _shorten(part: str) -> str:
    path = PurePosixPath(part)
    suffix = path.suffix if len(path.suffix) <= 10 else ""
    return path.stem[: LONGEST - len(suffix)].rstrip(" .") + suffix
