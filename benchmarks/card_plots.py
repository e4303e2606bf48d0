"""What a card shows in pictures: curves, reliability and widths of weights, from the newest records of their scores."""

from collections.abc import Iterable, Sequence

from benchmarks.panels import COLOURS, Axis, Curve, Entry, Panel, draw_panels
from benchmarks.tabular import Record

NEEDED = ("curve_pooled", "reliability_pooled", "by_width_2px_pooled")
NATIVE = "native"

_SHARE = tuple((tick / 10, f"{tick / 10:g}") for tick in range(0, 11, 2))
_CLASSES = ("<2", "2-4", "4-8", "8-16", "16+")
"""px; of `evaluation.by_width`."""


def choose_drawn(records: Iterable[Record], weights: str) -> list[Record]:
    """Return the records that a card draws: of pictures as they are, with all that is drawn.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Name of the weights.

    Returns
    -------
    list[Record]
        The newest of each set and size, sorted by these; native first.
    """
    newest: dict[tuple[str, bool], Record] = {}
    for record in sorted(records, key=lambda record: str(record["date"])):
        is_scored = record["theme"] == "scores" and record["weights"]["name"] == weights
        if is_scored and set(NEEDED) <= set(record) and not record["protocol"].get("change"):
            newest[record["data"]["name"], record["protocol"]["size"] != NATIVE] = record
    return [record for _, record in sorted(newest.items(), key=lambda item: item[0])]


def draw_card(records: Sequence[Record], crackless: Sequence[Record], weights: str) -> str:
    """Draw the plots of a card.

    Parameters
    ----------
    records
        From `choose_drawn`, at least one.
    crackless
        Of pictures without cracks; none leaves their panel out.
    weights
        Name of the weights.

    Returns
    -------
    str
        SVG.
    """
    names = list(dict.fromkeys(record["data"]["name"] for record in records))
    styles = [(names.index(record["data"]["name"]), int(record["protocol"]["size"] != NATIVE)) for record in records]
    drawn = list(zip(records, styles, strict=True))
    legend = [Entry(_describe(record), *style) for record, style in drawn]
    panels = [_draw_precision(drawn), _draw_thresholds(drawn), _draw_reliability(drawn)]
    panels += [_draw_widths(drawn, *each) for each in (("recall", "Found"), ("f1", "F1"))]
    panels += [_draw_alarms(crackless)] if crackless else []
    title = f"{weights}: precision over recall, F1 over threshold, reliability, and scores by width of the crack"
    return draw_panels(title, panels, legend)


Drawn = Sequence[tuple[Record, tuple[int, int]]]


def _describe(record: Record) -> str:
    data, protocol, figures = record["data"], record["protocol"], record["network"]["figures"]
    f1, error = (figures[name]["value"] for name in ("f1_pooled", "calibration_error_pooled"))
    where = f"{data['name']} ({data['n']}), {protocol['size']}"
    return f"{where}: F1 {f1:.3f} at {protocol['threshold']:g}, calibration error near cracks {error:.3f}"


def _draw_precision(drawn: Drawn) -> Panel:
    curves = []
    for record, style in drawn:
        found, figures = record["curve_pooled"], record["network"]["figures"]
        held = [pair for pair in zip(found["recall"], found["precision"], strict=True) if pair[0] > 0]
        at = figures["recall_pooled"]["value"], figures["precision_pooled"]["value"]
        curves.append(Curve(sorted(held), *style, marked=[at]))
    guides = tuple(_trace_f1(tenths / 10) for tenths in (5, 6, 7, 8, 9))
    x, y = (Axis(title, 0, 1, _SHARE) for title in ("recall, pooled", "precision, pooled"))
    return Panel("Precision over recall; dots: F1 .5 to .9", x, y, tuple(curves), guides)


def _trace_f1(f1: float) -> list[tuple[float, float]]:
    """Return recall and precision of one F1."""
    recalls = [f1 / (2 - f1) + step / 40 * (1 - f1 / (2 - f1)) for step in range(41)]
    return [(recall, min(f1 * recall / (2 * recall - f1), 1.0)) for recall in recalls]


def _draw_thresholds(drawn: Drawn) -> Panel:
    curves = []
    for record, style in drawn:
        found, at = record["curve_pooled"], record["protocol"]["threshold"]
        marked = [(at, record["network"]["figures"]["f1_pooled"]["value"])]
        curves.append(Curve(list(zip(found["threshold"], found["f1"], strict=True)), *style, marked=marked))
    thresholds = sorted({record["protocol"]["threshold"] for record, _ in drawn})
    guides = tuple([(at, 0.0), (at, 1.0)] for at in thresholds)
    x, y = Axis("threshold", 0, 1, _SHARE), Axis("F1, pooled", 0, 1, _SHARE)
    return Panel("F1 over the threshold; marked: the one in use", x, y, tuple(curves), guides)


def _draw_reliability(drawn: Drawn) -> Panel:
    curves = []
    for record, style in drawn:
        found = record["reliability_pooled"]
        points = list(zip(found["probability"], found["crack_share"], strict=True))
        curves.append(Curve(points, *style, marked=points[::3]))
    x, y = Axis("mean probability", 0, 1, _SHARE), Axis("share that is crack", 0, 1, _SHARE)
    return Panel("Reliability, within 10 px of cracks", x, y, tuple(curves), ([(0, 0), (1, 1)],))


def _draw_widths(drawn: Drawn, figure: str, title: str) -> Panel:
    """Draw a figure with its interval by class of width, the sets beside each other."""
    curves = []
    for place, (record, style) in enumerate(drawn):
        found = record["by_width_2px_pooled"][figure]
        aside = (place + 0.5) / len(drawn) * 0.6 - 0.3
        spans = [(number + aside, *three) for number, three in enumerate(found) if three is not None]
        points = [(x, value) for x, value, _, _ in spans]
        curves.append(Curve(points, *style, marked=points, bars=[(x, low, high) for x, _, low, high in spans]))
    x = Axis("width of the true crack, px", -0.5, 4.5, tuple(enumerate(_CLASSES)))
    y = Axis(f"{'recall' if figure == 'recall' else 'F1'} within 2 px, pooled", 0, 1, _SHARE)
    return Panel(f"{title}, by the width of the crack", x, y, tuple(curves))


def _draw_alarms(crackless: Sequence[Record]) -> Panel:
    """Draw how many pictures of each set without cracks raise a false alarm."""
    names = [record["data"]["name"].split("/")[0] for record in crackless]
    curves = []
    for place, record in enumerate(crackless):
        figure = record["network"]["figures"]["alarmed_share"]
        at = float(place), figure["value"]
        curves.append(Curve((), len(COLOURS) - 1, marked=[at], bars=[(place, *figure["interval"])]))
    ticks = tuple((place, name.removeprefix("negatives_").removesuffix("_cc0")) for place, name in enumerate(names))
    x = Axis("pictures without cracks", -0.5, len(names) - 0.5, ticks)
    return Panel("Alarmed: false crack > 0.1 %", x, Axis("share of pictures", 0, 1, _SHARE), tuple(curves))
