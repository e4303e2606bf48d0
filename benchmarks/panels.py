"""Line charts as SVG, side by side: the same bytes for the same numbers, readable on white and on dark ground.

Nothing is filled but marks, and every colour stands out from both grounds. Lines differ in colour, mark and dash, so
that colours need not be told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#b0568c", "#8c7300", "#7a5cc4", "#4d8091")
"""After Okabe and Ito, darker where white asked for it."""

INK, FAINT = "#757b84", "#868c95"
"""Of words and frames; of lines that only guide the eye."""

DASHES = ("", "5 3")
MARKS = ("M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0Z", "M-3-3H3V3H-3Z", "M0-4L4 3H-4Z", "M0-4L4 0L0 4L-4 0Z", "M-4-3H4L0 4Z")
"""Circle, square, triangle, diamond, triangle on its tip: of 6 to 8 px, around (0, 0)."""

WIDTH, HEIGHT = 300, 280
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 30, 40
LINE_HEIGHT = 18

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: what it shows, from where to where, and what is written at its ticks."""

    title: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a panel.

    Attributes
    ----------
    points
        (x, y) in units of the axes, from left to right; a line ends where a point leaves them.
    number
        Of its colour and mark.
    dash
        Of `DASHES`.
    marked
        The points that get a mark, as (x, y).
    bars
        (x, low, high): spans drawn as thin bars.
    """

    points: Points
    number: int
    dash: int = 0
    marked: Points = ()
    bars: Sequence[tuple[float, float, float]] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart.

    Attributes
    ----------
    title
        Above it.
    x, y
        Its axes.
    curves
        Drawn in this order.
    guides
        Lines that only guide the eye.
    """

    title: str
    x: Axis
    y: Axis
    curves: tuple[Curve, ...]
    guides: tuple[Points, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend."""

    text: str
    number: int
    dash: int = 0


def draw_panels(title: str, panels: Sequence[Panel], legend: Sequence[Entry], columns: int = 3) -> str:
    """Draw charts in rows, and the legend under them.

    Parameters
    ----------
    title
        What the picture shows, for those who do not see it.
    panels
        From left to right and from top to bottom.
    legend
        From top to bottom.
    columns
        Charts in a row.

    Returns
    -------
    str
        SVG, lines ended by line feeds.
    """
    rows = -(-len(panels) // columns)
    width, height = columns * WIDTH, rows * HEIGHT + LINE_HEIGHT * (len(legend) + 1)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    style = f'font-family="sans-serif" font-size="11" fill="{INK}" role="img" aria-label="{escape(title)}"'
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>']
    for place, panel in enumerate(panels):
        row, column = divmod(place, columns)
        lines.append(f'<g transform="translate({column * WIDTH} {row * HEIGHT})">')
        lines += [*_draw_frame(panel), *(line for curve in panel.curves for line in _draw_curve(panel, curve)), "</g>"]
    for place, entry in enumerate(legend):
        lines += _draw_entry(entry, rows * HEIGHT + LINE_HEIGHT * (place + 1))
    return "\n".join([*lines, "</svg>", ""])


def _draw_frame(panel: Panel) -> list[str]:
    """Return title, axes, ticks and guides."""
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    middle = (LEFT + right) / 2, (TOP + bottom) / 2
    turned = f'transform="translate(11 {middle[1]:g}) rotate(-90)"'
    lines = [
        f'<text x="{LEFT}" y="{TOP - 12}" font-size="13" font-weight="bold">{escape(panel.title)}</text>',
        f'<path d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" stroke="{INK}"/>',
        f'<text x="{middle[0]:g}" y="{HEIGHT - 8}" text-anchor="middle">{escape(panel.x.title)}</text>',
        f'<text {turned} text-anchor="middle">{escape(panel.y.title)}</text>',
    ]
    for value, text in panel.x.ticks:
        x, _ = _place(panel, (value, panel.y.low))
        lines.append(f'<path d="M{x:g} {bottom}v4" stroke="{INK}"/>')
        lines.append(f'<text x="{x:g}" y="{bottom + 16}" text-anchor="middle">{escape(text)}</text>')
    for value, text in panel.y.ticks:
        _, y = _place(panel, (panel.x.low, value))
        lines.append(f'<path d="M{LEFT - 4} {y:g}h4" stroke="{INK}"/>')
        lines.append(f'<text x="{LEFT - 7}" y="{y + 4:g}" text-anchor="end">{escape(text)}</text>')
    guides = [_trace(panel, points) for points in panel.guides]
    return [*lines, *(f'<path d="{path}" fill="none" stroke="{FAINT}" stroke-dasharray="1 3"/>' for path in guides)]


def _draw_curve(panel: Panel, curve: Curve) -> list[str]:
    colour = COLOURS[curve.number % len(COLOURS)]
    dash = f' stroke-dasharray="{DASHES[curve.dash]}"' if DASHES[curve.dash] else ""
    lines = []
    if path := _trace(panel, curve.points):
        lines.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.8"{dash}/>')
    for x, low, high in curve.bars:
        (column, lower), (_, upper) = _place(panel, (x, low)), _place(panel, (x, high))
        lines.append(f'<path d="M{column:g} {lower:g}V{upper:g}" stroke="{colour}"/>')
    lines += [_draw_mark(*_place(panel, point), curve.number) for point in curve.marked if _is_inside(panel, point)]
    return lines


def _draw_entry(entry: Entry, y: float) -> list[str]:
    colour, dash = COLOURS[entry.number % len(COLOURS)], DASHES[entry.dash]
    stroke = f'<path d="M{LEFT} {y - 4:g}h30" stroke="{colour}" stroke-width="1.8" stroke-dasharray="{dash}"/>'
    text = f'<text x="{LEFT + 40}" y="{y:g}">{escape(entry.text)}</text>'
    return [stroke, _draw_mark(LEFT + 15, y - 4, entry.number), text]


def _draw_mark(x: float, y: float, number: int) -> str:
    colour = COLOURS[number % len(COLOURS)]
    return f'<path d="{MARKS[number % len(MARKS)]}" transform="translate({x:g} {y:g})" fill="{colour}"/>'


def _trace(panel: Panel, points: Points) -> str:
    """Return the path through those of the points that lie inside; a gap where one does not."""
    steps, pen = [], "M"
    for point in points:
        if _is_inside(panel, point):
            x, y = _place(panel, point)
            steps.append(f"{pen}{x:g} {y:g}")
            pen = "L"
        else:
            pen = "M"
    return "".join(steps)


def _is_inside(panel: Panel, point: tuple[float, float]) -> bool:
    return all(axis.low <= value <= axis.high for axis, value in zip((panel.x, panel.y), point, strict=True))


def _place(panel: Panel, point: tuple[float, float]) -> tuple[float, float]:
    """Return where a point lies in the panel, px from its upper left corner."""
    x, y = ((value - axis.low) / (axis.high - axis.low) for axis, value in zip((panel.x, panel.y), point, strict=True))
    return (
        round(LEFT + x * (WIDTH - LEFT - RIGHT), 1),
        round(HEIGHT - BOTTOM - y * (HEIGHT - TOP - BOTTOM), 1),
    )
