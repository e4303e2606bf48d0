"""Weights for other programs: a file or a folder, written or, where it lies in the package, copied."""

from dataclasses import dataclass, field
from pathlib import Path

from efficientcracknet.core.errors import OutputError
from efficientcracknet.export.targets import ExportOptions, find_target, write_target
from efficientcracknet.runtime.files import replace_file
from efficientcracknet.runtime.weights import Weights, find_weights, locate_catalogue


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """What to write, for whom, and where to.

    Attributes
    ----------
    target
        A name of `TARGETS`.
    out
        File to write, its folder is made; or, for a target that is many files, their folder.
    weights
        Name or file; None: the default of the catalogue.
    options
        Sizes.
    """

    target: str
    out: Path
    weights: str | None = None
    options: ExportOptions = field(default_factory=ExportOptions)


@dataclass(frozen=True, slots=True)
class Export:
    """The file or folder that was written, and the weights in it."""

    path: Path
    weights: Weights


def export_weights(settings: ExportSettings) -> Export:
    """Write weights as the file or the folder of a target.

    Without options, the file of the default weights needs no extra: it lies in the package.

    Parameters
    ----------
    settings
        What, for whom, where to.

    Returns
    -------
    Export
        The file or folder, and the weights in it.

    Raises
    ------
    OutputError
        If the file's name does not end as the target's files do.
    """
    suffix = find_target(settings.target).suffix
    if suffix and settings.out.suffix.lower() != suffix:
        raise OutputError(
            f"export: `--out` must end in {suffix} for the target {settings.target}, got '{settings.out}'. "
            f"Name the file to write, as FILE{suffix}."
        )
    weights = find_weights(settings.weights)
    if not suffix:
        write_target(settings.target, weights, settings.out, settings.options)
        return Export(settings.out, weights)
    shipped = locate_shipped(settings.target, weights)
    with replace_file(settings.out) as part:
        if settings.options == ExportOptions() and shipped.is_file():
            part.write_bytes(shipped.read_bytes())
        else:
            write_target(settings.target, weights, part, settings.options)
    return Export(settings.out, weights)


def locate_shipped(target: str, weights: Weights) -> Path:
    """Return where the package has the file of weights without any options, if it has it.

    Parameters
    ----------
    target
        A name of `TARGETS`.
    weights
        Of the catalogue, or anybody's.

    Returns
    -------
    Path
        Of a file, or of nothing: not all weights have one, and those that lie elsewhere never have.
    """
    folder = weights.path.parent / target if weights.path.parent == locate_catalogue() else weights.path
    return folder / f"{weights.name}{find_target(target).suffix}"
