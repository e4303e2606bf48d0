"""Figures as people read them: with a unit, and no more digits than they are worth."""

from efficientcracknet.measure.values import RESOLUTION_PX


def write_length(length_mm: float | None, length_px: float | None) -> str:
    """Return a length on the surface where it is known, or else in the picture.

    Parameters
    ----------
    length_mm
        None without a scale.
    length_px
        None where there is no length at all.

    Returns
    -------
    str
        In m from 1000 mm on; an en dash where there is none.

    Examples
    --------
    >>> write_length(1840, 92), write_length(23.44, 92), write_length(None, 92.3)
    ('1.84 m', '23.4 mm', '92 px')
    """
    if length_mm is not None:
        return f"{length_mm / 1000:.2f} m" if length_mm >= 1000 else f"{length_mm:.1f} mm"
    return "\N{EN DASH}" if length_px is None else f"{length_px:.0f} px"


def write_width(width_mm: float | None, width_px: float | None, *, is_upper_bound: bool = False) -> str:
    """Return a crack width on the surface where it is known, or else in the picture.

    Parameters
    ----------
    width_mm
        None without a scale.
    width_px
        None where none could be measured.
    is_upper_bound
        Whether the crack may be narrower: then no less than what pixels can tell is stated.

    Returns
    -------
    str
        An en dash where there is none.

    Examples
    --------
    >>> write_width(0.4234, 4.2), write_width(None, 2.1, is_upper_bound=True)
    ('0.42 mm', '≤ 3.0 px')
    """
    if width_px is None:
        return "\N{EN DASH}"
    bound = "\N{LESS-THAN OR EQUAL TO} " if is_upper_bound else ""
    if width_mm is None:
        return f"{bound}{max(width_px, RESOLUTION_PX if is_upper_bound else 0):.1f} px"
    return f"{bound}{width_mm:.{2 if width_mm < 10 else 1}f} mm"


def write_angle(angle_deg: float | None) -> str:
    """Return a direction in whole degrees, from 0 to 179; an en dash where none prevails."""
    return "\N{EN DASH}" if angle_deg is None else f"{round(angle_deg) % 180}\N{DEGREE SIGN}"
