"""What runs the network, and how large it sees photos."""

from dataclasses import dataclass

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.runtime.choice import AUTO


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What can be chosen about running the network.

    Attributes
    ----------
    provider, precision
        As `runtime.session.open_session` takes them.
    working_scale
        Pixels the network sees for each pixel of a photo along a side; None: decided for each photo.
    """

    provider: str = AUTO
    precision: str = AUTO
    working_scale: float | None = None


def parse_working_scale(text: str) -> float | None:
    """Read the working scale as the user writes it.

    Parameters
    ----------
    text
        A number, or ``auto``.

    Returns
    -------
    float | None
        None for ``auto``.

    Raises
    ------
    SettingsError
        If it is neither.

    Examples
    --------
    >>> parse_working_scale("0.5"), parse_working_scale("auto")
    (0.5, None)
    """
    if text == AUTO:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise SettingsError(
            f"predict: `--working-scale` must be a number or auto, got {text!r}. 1 looks at photos as they are, 0.5 at "
            "half their size."
        ) from error
