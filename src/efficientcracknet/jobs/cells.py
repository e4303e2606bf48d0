"""Values as cells of a table that a spreadsheet may open."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Parameters
    ----------
    text
        From anywhere, such as the name of a file.

    Returns
    -------
    str
        With an apostrophe before it where it began like a formula.

    Examples
    --------
    >>> write_text("=1+1"), write_text("a=1")
    ("'=1+1", 'a=1')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def write_cell(value: str | float | None, decimals: int | None = None) -> str:
    """Return a value as text.

    Parameters
    ----------
    value
        None gives an empty cell.
    decimals
        Of a number that is not whole; None: as Python writes it.

    Returns
    -------
    str
        ``yes`` or ``no`` for a truth value.

    Examples
    --------
    >>> write_cell(None), write_cell(0.12345, 3), write_cell(7, 3), write_cell(True)
    ('', '0.123', '7', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return write_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int) or decimals is None else f"{value:.{decimals}f}"
