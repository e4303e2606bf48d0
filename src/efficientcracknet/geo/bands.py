"""Which bands of a raster are shown to the network."""

from collections.abc import Sequence

from efficientcracknet.core.errors import SettingsError

COLOURS = ("red", "green", "blue")
NO_PICTURE = {"alpha", "undefined_alpha"}


def choose_bands(colours: Sequence[str], asked: Sequence[int] | None = None) -> tuple[int, int, int]:
    """Return the bands that are shown as red, green and blue, counted from 1.

    Parameters
    ----------
    colours
        What each band of the raster is said to be, as GDAL names it in small letters: ``red``, ``gray``, ``alpha``.
    asked
        Three bands, or one that is shown as grey; None: what the bands are said to be, else the first three that are
        not alpha, else the first as grey.

    Returns
    -------
    tuple[int, int, int]
        Three times the same for grey. A `SettingsError` tells that other than one or three bands are asked for, or one
        that is not there.

    Examples
    --------
    >>> choose_bands(["blue", "green", "red", "undefined"]), choose_bands(["gray", "alpha"])
    ((3, 2, 1), (1, 1, 1))
    >>> choose_bands(["gray"] + ["undefined"] * 4, asked=[5, 3, 2])
    (5, 3, 2)
    """
    if asked is not None:
        return _check(asked, len(colours))
    if all(colour in colours for colour in COLOURS):
        red, green, blue = (colours.index(colour) + 1 for colour in COLOURS)
        return red, green, blue
    shown = [number for number, colour in enumerate(colours, start=1) if colour not in NO_PICTURE] or [1]
    return (shown[0], shown[1], shown[2]) if len(shown) >= 3 else (shown[0],) * 3


def _check(asked: Sequence[int], count: int) -> tuple[int, int, int]:
    if len(asked) not in {1, 3} or not all(1 <= band <= count for band in asked):
        raise SettingsError(
            f"map: `bands` must be one or three of the raster's bands 1 to {count}, got {', '.join(map(str, asked))}. "
            "List its bands: gdalinfo FILE"
        )
    return (asked[0], asked[1], asked[2]) if len(asked) == 3 else (asked[0],) * 3
