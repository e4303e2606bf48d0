"""What can be chosen about measuring the pictures of a run, and the measuring of one of them."""

from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import ScaleError
from efficientcracknet.draw.annotate import draw_annotated
from efficientcracknet.jobs.crack_drawing import require_ezdxf
from efficientcracknet.jobs.findings import Findings
from efficientcracknet.jobs.outputs import ANNOTATED
from efficientcracknet.jobs.regions import RegionOptions, parse_region_options
from efficientcracknet.jobs.scales import ScaleOptions, parse_scale_options
from efficientcracknet.measure.severity import classify_report, find_standard
from efficientcracknet.measure.values import CrackReport
from efficientcracknet.report.document import ReportHead
from efficientcracknet.report.render import require_weasyprint
from efficientcracknet.runtime.images import Photo, write_jpeg


@dataclass(frozen=True, slots=True)
class MeasuringOptions:
    """What to measure with, and what to write.

    Attributes
    ----------
    scale
        How pixels become mm; by default they do not.
    standard
        Name of the standard that gives the classes; None: no classes.
    head
        Of the report.
    dxf, pdf
        Whether a drawing, and the report as PDF, are wanted; each needs its extra.
    """

    scale: ScaleOptions = field(default_factory=ScaleOptions)
    standard: str | None = None
    head: ReportHead = field(default_factory=ReportHead)
    dxf: bool = False
    pdf: bool = False


class Measuring:
    """Measures and draws one picture after the other.

    Parameters
    ----------
    options
        All that can be refused about them is refused at once.
    region
        Where cracks may be found.
    knows_scale
        Whether some of the pictures are maps, which bring their own scale.

    Attributes
    ----------
    standard
        That the classes come from; None without classes.

    Raises
    ------
    ScaleError
        If a standard is asked for without a scale.
    """

    def __init__(self, options: MeasuringOptions, region: RegionOptions, *, knows_scale: bool = False) -> None:
        if options.standard is not None and options.scale == ScaleOptions() and not knows_scale:
            raise ScaleError(
                f"measure: `--standard` must come with a scale, got {options.standard} alone. "
                "Add one, such as --mm-per-px: its classes are widths in mm."
            )
        self.options = options
        self.standard = None if options.standard is None else find_standard(options.standard)
        self.find_scale = parse_scale_options(options.scale)
        self.regions = parse_region_options(region)
        if options.dxf:
            require_ezdxf()
        if options.pdf:
            require_weasyprint()

    def write_findings(
        self, path: Path, name: str, out: Path, pixels: NDArray[np.uint8], report: CrackReport, photo: Photo | None
    ) -> Findings:
        """Return what was found in one picture, and write the annotated picture.

        Parameters
        ----------
        path
            Of the picture.
        name
            Of its results.
        out
            Folder of the results.
        pixels
            (H, W, 3) uint8, to draw on.
        report
            What was measured.
        photo
            None for a mask.

        Returns
        -------
        Findings
            Of this picture.
        """
        annotated = name_annotated(name)
        severities = classify_report(report, self.standard) if self.standard else ()
        write_jpeg(out / annotated, draw_annotated(pixels, report, severities, self.standard))
        return Findings.of(path.as_posix(), annotated, report, self.standard, photo)


def name_annotated(name: str) -> str:
    """Return where the annotated picture of a name lies, relative to the folder of the results."""
    return f"{ANNOTATED}/{name}.jpg"


def limit_mask(measuring: Measuring, path: Path, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a mask without what lies outside the region.

    Parameters
    ----------
    measuring
        That knows the region.
    path
        Of the mask.
    mask
        (H, W) bool.

    Returns
    -------
    NDArray[np.bool_]
        (H, W) bool.
    """
    return measuring.regions.limit(path, CrackMap(mask.astype(np.float32), threshold=0.5)).mask


def list_choices(options: Any) -> dict[str, Any]:
    """Return what was chosen otherwise than by default, ready for JSON.

    Parameters
    ----------
    options
        A data class whose fields have defaults, such as `ScaleOptions`.

    Returns
    -------
    dict[str, Any]
        Paths with forward slashes; empty if nothing was chosen.

    Examples
    --------
    >>> list_choices(ScaleOptions(mm_per_px=0.5))
    {'mm_per_px': 0.5}
    """
    plain = type(options)()
    chosen = {one.name: getattr(options, one.name) for one in fields(options)}
    return {
        name: value.as_posix() if isinstance(value, Path) else value
        for name, value in chosen.items()
        if value != getattr(plain, name)
    }


def list_measuring_facts(options: MeasuringOptions) -> dict[str, Any]:
    """Return the options of measuring for the record of a run, ready for JSON."""
    return {
        "scale": list_choices(options.scale),
        "standard": options.standard,
        "head": asdict(options.head),
        "dxf": options.dxf,
        "pdf": options.pdf,
    }


def tell_choices(scale: ScaleOptions | None, region: RegionOptions) -> tuple[tuple[str, str], ...]:
    """Return what was chosen about scale and region, for people.

    Parameters
    ----------
    scale
        None: nothing is measured.
    region
        Where cracks may be found.

    Returns
    -------
    tuple[tuple[str, str], ...]
        (label, value).

    Examples
    --------
    >>> tell_choices(ScaleOptions(mm_per_px=0.5), RegionOptions())
    (('Scale', 'mm per px: 0.5'), ('Region', 'whole pictures'))
    """
    return (
        ("Scale", _tell(list_choices(scale) if scale else {}, "none, so nothing is stated in mm")),
        ("Region", _tell(list_choices(region), "whole pictures")),
    )


def _tell(chosen: dict[str, Any], nothing: str) -> str:
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in chosen.items()) or nothing
