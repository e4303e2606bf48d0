"""Colours of crack classes, after Okabe and Ito: they differ in brightness as well as in hue.

Blue, yellow and red stay apart for every common kind of colour blindness and in print without colours; a class is
written beside its colour too.
"""

INK = (20, 24, 32)
PAPER = (255, 255, 255)
PLAIN = (240, 228, 66)
"""Of cracks without a class."""
UNDETERMINED = (200, 200, 200)
RANKS = ((86, 180, 233), (240, 228, 66), (213, 94, 0))

Colour = tuple[int, int, int]


def find_class_colour(rank: int | None, classes: int) -> Colour:
    """Return the colour of a class.

    Parameters
    ----------
    rank
        0 is the narrowest class; None: it cannot be told.
    classes
        How many classes there are, 1 to 3.

    Returns
    -------
    Colour
        Red, green, blue, 0..255; the widest class is always red.

    Examples
    --------
    >>> find_class_colour(1, 2) == find_class_colour(2, 3)
    True
    """
    if rank is None:
        return UNDETERMINED
    return RANKS[-1] if rank == classes - 1 else RANKS[rank]
