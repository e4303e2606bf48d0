"""Every exception this package raises on purpose.

    CrackError
    |-- SettingsError      (ValueError)    an argument, flag or recipe value that cannot be used
    |-- ImageError         (ValueError)    a picture that cannot be read
    |-- DataError          (ValueError)    pictures and masks that do not fit together
    |-- ScaleError         (ValueError)    a length or width asked for without a scale
    |-- WeightsError       (ValueError)    weights that are unknown, damaged or not described
    |-- CheckpointError    (ValueError)    a checkpoint that does not fit the run
    |-- DivergedError      (ArithmeticError)  a training whose loss is no longer a number
    |-- RuntimeFault       (RuntimeError)  the inference runtime failed on a picture
    |-- OutputError        (OSError)       a result that could not be written
    `-- MissingExtraError  (ImportError)   a feature whose extra is not installed

Messages have the form: where: `argument` must <rule>, got <value>. <What to do.>
"""

from collections.abc import Iterable
from difflib import SequenceMatcher


class CrackError(Exception):
    """Root of all errors raised by this package."""


class SettingsError(CrackError, ValueError):
    """An argument, flag or recipe value that cannot be used."""


class ImageError(CrackError, ValueError):
    """A picture that cannot be read."""


class DataError(CrackError, ValueError):
    """Pictures and masks that do not fit together."""


class ScaleError(CrackError, ValueError):
    """A length or width asked for without a scale, or with an impossible one."""


class WeightsError(CrackError, ValueError):
    """Weights that are unknown, damaged or not described."""


class CheckpointError(CrackError, ValueError):
    """A checkpoint that does not fit the run."""


class DivergedError(CrackError, ArithmeticError):
    """A training whose loss is no longer a number."""


class RuntimeFault(CrackError, RuntimeError):  # noqa: N818  (named apart from the builtin)
    """The inference runtime failed on a picture."""


class OutputError(CrackError, OSError):
    """A result that could not be written."""


class MissingExtraError(CrackError, ImportError):
    """A feature whose extra is not installed."""

    @classmethod
    def of(cls, feature: str, extra: str) -> "MissingExtraError":
        """Return the error that says which extra a feature needs.

        Parameters
        ----------
        feature
            What was asked for, as the user would name it.
        extra
            Name of the extra in this package's metadata.

        Returns
        -------
        MissingExtraError
            Ready to be raised.

        Examples
        --------
        >>> print(MissingExtraError.of("reading HEIC", "heic"))
        reading HEIC needs an extra that is not installed. Install it: pip install 'efficientcracknet[heic]'
        """
        return cls(
            f"{feature} needs an extra that is not installed. Install it: pip install 'efficientcracknet[{extra}]'"
        )


def list_nearest_first(name: str, valid: Iterable[str]) -> str:
    """Return the valid names as one string, those most like `name` first.

    Parameters
    ----------
    name
        What the user wrote.
    valid
        What they could have written; empty gives an empty string.

    Returns
    -------
    str
        Names joined by a comma and a space.

    Examples
    --------
    >>> list_nearest_first("papper", ["compact", "paper"])
    'paper, compact'
    """
    return ", ".join(sorted(valid, key=lambda other: -SequenceMatcher(None, name, other).ratio()))
