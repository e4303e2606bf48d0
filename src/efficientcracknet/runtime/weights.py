"""Which weights there are, what they mean, and whether their files are whole."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from efficientcracknet.core.errors import WeightsError, list_nearest_first
from efficientcracknet.core.preprocess import Preprocessing
from efficientcracknet.runtime.description import EXAMPLE, parse_description

_NAME = re.compile(r"efficientcracknet-(?P<data>.+)-v(?P<version>\d+)")


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained network in a file, and everything one must know to run it.

    Attributes
    ----------
    name
        ``efficientcracknet-DATA-vN``, or the stem of a file of one's own.
    path
        The ONNX file.
    sha256
        64 hexadecimal digits of the file as it is.
    preprocessing
        Mean and standard deviation that the network was trained with.
    output
        Whether the network gives logits or, after a sigmoid, probabilities.
    tile_px
        Side of the squares that larger pictures are cut into, px, at least 1.
    overlap_px
        What neighbouring squares share, px, 0 to `tile_px` - 1.
    threshold
        Probability from which a pixel is crack, 0..1.
    data
        What the network was trained on.
    terms
        Who may use the weights for what.
    parameters
        Trainable numbers; None where not counted.
    multiply_adds_192x256
        Multiply-adds for one picture of 192 x 256; None where not counted.
    multiple_px
        Height and width that the network takes are multiples of this, px, at least 1.
    scores
        (what was measured and how, value) pairs, as published with the weights.
    is_default
        Whether these are taken when nothing is asked for.
    int8_sha256
        64 hexadecimal digits of the network's int8 form (see `locate_int8`); None where none is promised.
    threshold_rule
        How the threshold was chosen, in words; None where nobody said.
    calibration
        What was done to the logits so that probabilities mean what they say, and on what it was fitted, in words.
    calibration_error_before
        Expected calibration error near cracks without it, on the pictures it was fitted on, 0..1.
    calibration_error_after
        The same with it.
    """

    name: str
    path: Path
    sha256: str
    preprocessing: Preprocessing
    output: Literal["logits", "probability"]
    tile_px: int = 1024
    overlap_px: int = 128
    threshold: float = 0.5
    data: str = "not stated"
    terms: str = "not stated"
    parameters: int | None = None
    multiply_adds_192x256: int | None = None
    multiple_px: int = 1
    scores: tuple[tuple[str, float], ...] = ()
    is_default: bool = False
    int8_sha256: str | None = None
    threshold_rule: str | None = None
    calibration: str | None = None
    calibration_error_before: float | None = None
    calibration_error_after: float | None = None

    def __post_init__(self) -> None:
        """Refuse sizes and thresholds that no picture could be run with.

        Raises
        ------
        WeightsError
            If a number leaves its range.
        """
        if self.tile_px < 1 or not 0 <= self.overlap_px < self.tile_px:
            raise WeightsError(
                f"{self.name}: `overlap_px` must be from 0 to `tile_px` - 1, got {self.overlap_px} for tiles of "
                f"{self.tile_px} px. Correct the description of the weights."
            )
        if self.multiple_px < 1:
            raise WeightsError(
                f"{self.name}: `multiple_px` must be at least 1, got {self.multiple_px}. Use 1 for a network that "
                "takes any size."
            )
        if not 0 <= self.threshold <= 1:
            raise WeightsError(
                f"{self.name}: `threshold` must be from 0 to 1, got {self.threshold}. Use 0.5 when in doubt."
            )

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the path, ready for JSON.

        Returns
        -------
        dict[str, Any]
            Keys are the attributes; `mean` and `std` stand in place of `preprocessing`.
        """
        fields = asdict(self)
        del fields["path"]
        preprocessing = fields.pop("preprocessing")
        return {**fields, **preprocessing, "scores": dict(self.scores)}


def find_weights(name_or_path: str | Path | None) -> Weights:
    """Return the weights somebody asks for, once their file has been found whole.

    Parameters
    ----------
    name_or_path
        None: the default of the catalogue. ``DATA``: the newest ``efficientcracknet-DATA-vN``. A full name. Or the path
        of an ONNX file that has its description beside it, in a file of the same stem that ends in ``.toml``.

        A `WeightsError` says that there are none, that the file is damaged, or that it is not described.

    Returns
    -------
    Weights
        Described, and checked against their sha256 where one is known.
    """
    if isinstance(name_or_path, Path) or (name_or_path is not None and name_or_path.lower().endswith(".onnx")):
        return _describe_file(Path(name_or_path))
    chosen = _choose(name_or_path, list_weights())
    _require_whole(chosen.path, chosen.sha256)
    _require_int8(chosen)
    return chosen


def list_weights() -> tuple[Weights, ...]:
    """Return the weights of the catalogue, unchecked.

    Returns
    -------
    tuple[Weights, ...]
        In the order of the catalogue; empty if it has no entry.
    """
    catalogue = locate_catalogue() / "catalogue.toml"
    return tuple(_describe_entry(catalogue, name, dict(table)) for name, table in _read_toml(catalogue).items())


def locate_catalogue() -> Path:
    """Return the folder of the catalogue and its networks.

    Returns
    -------
    Path
        Inside the installed package.
    """
    return Path(str(files("efficientcracknet") / "catalogue"))


def _describe_entry(catalogue: Path, name: str, table: dict[str, Any]) -> Weights:
    where = f"{catalogue.name}: [{name}]"
    is_default = table.pop("default", False) is True
    for key in ("sha256", "data", "terms"):
        if key not in table:
            raise WeightsError(f"{where}: `{key}` must be given, got {', '.join(table)}. Complete the entry.")
    return Weights(
        name=name, path=catalogue.with_name(f"{name}.onnx"), is_default=is_default, **parse_description(table, where)
    )


def _describe_file(path: Path) -> Weights:
    if not path.is_file():
        raise WeightsError(
            f"find_weights: `weights` must name an ONNX file, got '{path}', which is none. Check the path."
        )
    description = path.with_suffix(".toml")
    if not description.is_file():
        raise WeightsError(
            f"find_weights: `weights` must be described in '{description.name}' beside it, got '{path}' alone. "
            f"Write what its input and output mean, for example:\n{EXAMPLE}"
        )
    fields = parse_description(_read_toml(description), str(description))
    sha256 = _hash_file(path)
    _require_whole(path, fields.setdefault("sha256", sha256), found=sha256)
    weights = Weights(name=path.stem, path=path, **fields)
    _require_int8(weights)
    return weights


def locate_int8(path: Path) -> Path:
    """Return where the int8 form of a network lies.

    Parameters
    ----------
    path
        Of the network.

    Returns
    -------
    Path
        A file of the same name, in the folder ``int8`` beside it; it need not be there.

    Examples
    --------
    >>> locate_int8(Path("weights/net.onnx")).as_posix()
    'weights/int8/net.onnx'
    """
    return path.parent / "int8" / path.name


def _choose(name: str | None, known: tuple[Weights, ...]) -> Weights:
    if name is None:
        chosen = [weights for weights in known if weights.is_default]
    else:
        chosen = [weights for weights in known if weights.name == name] or _list_versions(name, known)
    if not chosen:
        wanted = "be given, as the catalogue has no default" if name is None else "be in the catalogue"
        names = list_nearest_first(name or "", (weights.name for weights in known))
        raise WeightsError(
            f"find_weights: `weights` must {wanted}, got {name!r}. Choose from: {names or 'nothing'}; "
            "or give the path of an ONNX file."
        )
    return chosen[-1]


def _list_versions(data: str, known: tuple[Weights, ...]) -> list[Weights]:
    """Return the weights trained on `data`, the newest last."""
    matches = ((_NAME.fullmatch(weights.name), weights) for weights in known)
    versions = [(int(match["version"]), weights) for match, weights in matches if match and match["data"] == data]
    return [weights for _, weights in sorted(versions, key=lambda version: version[0])]


def _require_int8(weights: Weights) -> None:
    """Check the int8 form where the description promises one."""
    if weights.int8_sha256 is not None:
        _require_whole(locate_int8(weights.path), weights.int8_sha256)


def _require_whole(path: Path, expected: str, *, found: str | None = None) -> None:
    found = found or _hash_file(path)
    if found != expected:
        raise WeightsError(
            f"find_weights: the sha256 of '{path}' must be {expected}, got {found}. "
            "The file is damaged or was exchanged: install the package again, or restore the file."
        )


def _hash_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WeightsError(
            f"find_weights: the file of `weights` must be readable, got '{path}' ({error.strerror}). Check the path."
        ) from error


def _read_toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"find_weights: '{path}' must be readable TOML, got: {error}. Correct the file.") from error
