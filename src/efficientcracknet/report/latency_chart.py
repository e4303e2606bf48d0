"""How long networks take, as bars in an SVG file."""

from dataclasses import dataclass
from pathlib import Path

from efficientcracknet.evaluation.latency import Latency, Row
from efficientcracknet.report.render import open_template
from efficientcracknet.runtime.files import replace_file

WIDTH = 760
LABEL_WIDTH = 330
TEXT_WIDTH = 150
ROW_HEIGHT = 22
TITLE_HEIGHT = 34
COLOURS = ("#1f5fa8", "#9aa5b1")
"""Of the weights, and of the network beside them."""


@dataclass(frozen=True, slots=True)
class TimeBar:
    """One run as a bar; lengths in px of the drawing.

    Attributes
    ----------
    y
        Of its upper edge.
    length
        To the median.
    reach
        To the 95th percentile.
    colour
        As SVG writes it.
    label
        What ran.
    text
        How long it took.
    """

    y: int
    length: float
    reach: float
    colour: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class BarGroup:
    """The bars of one size, on a scale of their own.

    Attributes
    ----------
    y
        Of the title's base line, px.
    title
        What size.
    bars
        Run by run.
    """

    y: int
    title: str
    bars: tuple[TimeBar, ...]


def plan_groups(latency: Latency) -> tuple[BarGroup, ...]:
    """Return the bars of every size, the slowest run of each as long as there is room.

    Parameters
    ----------
    latency
        What was timed.

    Returns
    -------
    tuple[BarGroup, ...]
        From top to bottom.
    """
    groups: list[BarGroup] = []
    y = 0
    for size in latency.sizes:
        rows = latency.select(size)
        longest = max(row.times.p95_ms for row in rows)
        px_per_ms = (WIDTH - LABEL_WIDTH - TEXT_WIDTH) / longest
        tops = range(y + TITLE_HEIGHT, y + TITLE_HEIGHT + ROW_HEIGHT * len(rows), ROW_HEIGHT)
        bars = tuple(_plan_bar(row, top, px_per_ms, latency) for row, top in zip(rows, tops, strict=True))
        groups.append(BarGroup(y + TITLE_HEIGHT - 8, f"{size}, ms", bars))
        y += TITLE_HEIGHT + ROW_HEIGHT * len(rows)
    return tuple(groups)


def write_chart(latency: Latency, path: Path) -> None:
    """Draw the times.

    Parameters
    ----------
    latency
        What was timed.
    path
        SVG file, replaced if there.
    """
    groups = plan_groups(latency)
    height = groups[-1].bars[-1].y + ROW_HEIGHT + 12
    drawing = open_template("latency.svg.j2").render(
        groups=groups, width=WIDTH, height=height, left=LABEL_WIDTH, bar=ROW_HEIGHT - 8
    )
    with replace_file(path) as part:
        part.write_text(drawing, encoding="utf-8", newline="\n")


def _plan_bar(row: Row, y: int, px_per_ms: float, latency: Latency) -> TimeBar:
    times = row.times
    return TimeBar(
        y=y,
        length=round(times.median_ms * px_per_ms, 1),
        reach=round(times.p95_ms * px_per_ms, 1),
        colour=COLOURS[row.network != latency.first.name],
        label=f"{row.network}, {row.choice.provider} {row.choice.precision}",
        text=f"{times.median_ms:.1f} (p95 {times.p95_ms:.1f})",
    )
