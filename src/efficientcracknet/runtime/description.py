"""What goes into a network and what comes out, as a table of a TOML file says it.

One table describes one ONNX file: an entry of the catalogue, or the file ``NETWORK.toml`` beside ``NETWORK.onnx``.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from efficientcracknet.core.errors import SettingsError, WeightsError, list_nearest_first
from efficientcracknet.core.preprocess import Preprocessing

EXAMPLE = """\
mean = [0.485, 0.456, 0.406]  # red, green, blue; in units of pixel / 255
std = [0.229, 0.224, 0.225]   # the same; 1.0 scales nothing
output = "logits"             # or "probability"
"""
"""The shortest description of an ONNX file, to be copied."""

REQUIRED = ("mean", "std", "output")


def parse_description(table: Mapping[str, object], where: str) -> dict[str, Any]:
    """Check one table and return what it says as arguments of `Weights`.

    Parameters
    ----------
    table
        Keys and values as TOML gives them.
    where
        Named at the start of a refusal: the file, and the entry within it.

    Returns
    -------
    dict[str, Any]
        `preprocessing` and `output`, and every optional key that is there.

    Raises
    ------
    WeightsError
        If a key is missing, unknown or of the wrong kind.

    Examples
    --------
    >>> table = {"mean": [0, 0, 0], "std": [1, 1, 1], "output": "logits", "tile_px": 512}
    >>> sorted(parse_description(table, "net.toml"))
    ['output', 'preprocessing', 'tile_px']
    """
    for key in table:
        if key not in _READERS:
            raise WeightsError(
                f"{where}: `{key}` must be a known key. Choose from: {list_nearest_first(key, _READERS)}."
            )
    missing = [key for key in REQUIRED if key not in table]
    if missing:
        raise WeightsError(
            f"{where}: `{missing[0]}` must be given, got {', '.join(table) or 'nothing'}. For example:\n{EXAMPLE}"
        )
    fields = {key: _read(key, value, where) for key, value in table.items()}
    try:
        fields["preprocessing"] = Preprocessing(mean=fields.pop("mean"), std=fields.pop("std"))
    except SettingsError as error:
        raise WeightsError(f"{where}: {error}") from error
    return fields


def write_description(table: Mapping[str, object]) -> str:
    """Write a flat table as TOML; JSON's numbers, texts and lists are TOML's as well.

    Parameters
    ----------
    table
        Keys that need no quotes; values of text, numbers and lists of them.

    Returns
    -------
    str
        One line a key.

    Examples
    --------
    >>> print(write_description({"mean": [0.5, 0.5, 0.5], "output": "logits"}), end="")
    mean = [0.5, 0.5, 0.5]
    output = "logits"
    """
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in table.items())


def _read(key: str, value: object, where: str) -> Any:
    wanted, reader = _READERS[key]
    try:
        return reader(value)
    except (TypeError, ValueError) as error:
        raise WeightsError(f"{where}: `{key}` must be {wanted}, got {value!r}. Correct the file.") from error


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return float(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _three(value: object) -> tuple[float, float, float]:
    if not isinstance(value, list):
        raise TypeError(value)
    red, green, blue = (_number(item) for item in value)
    return red, green, blue


def _output(value: object) -> str:
    if value not in ("logits", "probability"):
        raise ValueError(value)
    return str(value)


def _checksum(value: object) -> str:
    text = _text(value).lower()
    if len(bytes.fromhex(text)) != 32:
        raise ValueError(value)
    return text


def _scores(value: object) -> tuple[tuple[str, float], ...]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return tuple((_text(name), _number(score)) for name, score in value.items())


_READERS: Mapping[str, tuple[str, Callable[[object], object]]] = MappingProxyType(
    {
        "mean": ("three numbers (red, green, blue)", _three),
        "std": ("three numbers (red, green, blue)", _three),
        "output": ('"logits" or "probability"', _output),
        "tile_px": ("a whole number", _whole),
        "overlap_px": ("a whole number", _whole),
        "multiple_px": ("a whole number", _whole),
        "threshold": ("a number", _number),
        "data": ("a text", _text),
        "terms": ("a text", _text),
        "sha256": ("64 hexadecimal digits", _checksum),
        "int8_sha256": ("64 hexadecimal digits", _checksum),
        "parameters": ("a whole number", _whole),
        "multiply_adds_192x256": ("a whole number", _whole),
        "threshold_rule": ("a text", _text),
        "calibration": ("a text", _text),
        "calibration_error_before": ("a number", _number),
        "calibration_error_after": ("a number", _number),
        "scores": ("a table of names and numbers", _scores),
    }
)
