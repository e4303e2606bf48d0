"""What a network has to take and give, whichever library runs it: a picture in, one map out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from efficientcracknet.core.errors import RuntimeFault, WeightsError


@dataclass(frozen=True, slots=True)
class Port:
    """An input or output of a network, as its library describes it.

    Attributes
    ----------
    name
        In the file.
    kind
        Of its numbers, in the library's words.
    is_float32
        Whether they are float32.
    sides
        Numbers where they are fixed, anything else where they are free; None if not even their count is known.
    """

    name: str
    kind: str
    is_float32: bool
    sides: tuple[object, ...] | None


def require_interface(path: Path, inputs: Sequence[Port], outputs: Sequence[Port]) -> None:
    """Refuse a network that is not picture in, one map out.

    Parameters
    ----------
    path
        Named in the refusal.
    inputs
        All there are; one of (B, 3, H, W) float32 is wanted.
    outputs
        All there are; one of (B, 1, H, W) float32 is wanted.

    Raises
    ------
    WeightsError
        If it is something else.
    """
    for kind, channels, ports in (("input", 3, inputs), ("output", 1, outputs)):
        if len(ports) != 1:
            names = ", ".join(port.name for port in ports)
            raise WeightsError(
                f"open_session: `path` must have 1 {kind}, got {len(ports)} ({names}) in '{path}'. "
                "Export the network so that it takes a picture and returns one map."
            )
        if not _fits(ports[0], channels):
            sides = None if ports[0].sides is None else list(ports[0].sides)
            raise WeightsError(
                f"open_session: the {kind} of `path` must be float32 of shape (batch, {channels}, height, width), "
                f"got {ports[0].kind} of shape {sides} in '{path}'. "
                "Export the network so that it takes red, green, blue and returns one map."
            )


def require_maps(path: Path, batch: tuple[int, ...], maps: tuple[int, ...]) -> None:
    """Refuse maps that have not the pictures' size.

    Parameters
    ----------
    path
        Of the network, named in the refusal.
    batch
        Shape of the pictures, (B, 3, H, W).
    maps
        Shape of what came out; (B, 1, H, W) is wanted.

    Raises
    ------
    RuntimeFault
        If it is another.
    """
    expected = (batch[0], 1, *batch[2:])
    if maps != expected:
        raise RuntimeFault(
            f"run: the output of '{path}' must have shape {expected} for this picture, got {maps}. "
            "Export the network so that it returns one map of the picture's size."
        )


def explain_run(path: Path, batch: tuple[int, ...], library: str, error: Exception) -> RuntimeFault:
    """Return the error that says what a library could not run.

    Parameters
    ----------
    path
        Of the network.
    batch
        Shape of the pictures.
    library
        Its name.
    error
        What it raised.

    Returns
    -------
    RuntimeFault
        Ready to be raised.
    """
    return RuntimeFault(
        f"run: `batch` must suit '{path}', got shape {batch}; {library} says: {quote(error)}. "
        "If it takes certain sizes only, state tile_px and multiple_px in its TOML."
    )


def explain_file(path: Path, library: str, error: Exception) -> WeightsError:
    """Return the error that says why a library could not load a file.

    Parameters
    ----------
    path
        Of the network.
    library
        Its name.
    error
        What it raised.

    Returns
    -------
    WeightsError
        Ready to be raised.
    """
    return WeightsError(
        f"open_session: `path` must be an ONNX network, got '{path}'; {library} says: {quote(error)}. Check the file."
    )


def quote(error: Exception) -> str:
    r"""Return what is worth repeating of a library's message.

    Parameters
    ----------
    error
        Of any kind.

    Returns
    -------
    str
        The first line that does not merely say where in the library's source it was written, without a full stop.

    Examples
    --------
    >>> quote(RuntimeError("Exception from src/core.cpp:84:\nCheck 'file' failed at src/a.cpp:5:\nNo such file.\n"))
    'No such file'
    """
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if not line.endswith(":")] or lines or [type(error).__name__]
    return telling[0].rstrip(".")


def _fits(port: Port, channels: int) -> bool:
    """Return whether a float32 batch of 1 with so many channels fits; a side without a number takes any."""
    if not port.is_float32 or port.sides is None or len(port.sides) != 4:
        return False
    return all(
        not isinstance(side, int) or side == wanted for side, wanted in zip(port.sides, (1, channels), strict=False)
    )
