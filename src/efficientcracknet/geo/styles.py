"""How QGIS draws the layers, as QML: cracks by class or by width, cells by density.

Colours of classes are those of the pictures, after Okabe and Ito; see ``draw/palette.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

Colour = tuple[int, int, int]

PLAIN: Colour = (240, 228, 66)
UNDETERMINED: Colour = (200, 200, 200)
RANKS: tuple[Colour, ...] = ((86, 180, 233), (240, 228, 66), (213, 94, 0))
PURPLES: tuple[Colour, ...] = ((242, 240, 247), (203, 201, 226), (158, 154, 200), (117, 107, 177), (84, 39, 143))
"""Of densities: no line has one of them."""

LINE_MM = (0.5, 0.8, 1.2)
"""Widths of lines on the screen, from narrow cracks to wide ones."""

_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend.

    Attributes
    ----------
    label
        For people.
    colour
        Red, green, blue.
    line_mm
        Width of a line, or of the rim of an area; 0: no rim.
    value
        Of the column, where entries are classes.
    lower, upper
        Ends of the range, where entries are ranges.
    """

    label: str
    colour: Colour
    line_mm: float
    value: str = ""
    lower: float = 0.0
    upper: float = 0.0


def style_classes(names: Sequence[str]) -> str:
    """Return the QML of lines by class.

    Parameters
    ----------
    names
        Of the classes, from narrow to wide; those that cannot be told come last.

    Returns
    -------
    str
        For the column ``severity``.
    """
    ranks = [*RANKS[: len(names) - 1], RANKS[-1]]
    widths_mm = [*LINE_MM[: len(names) - 1], LINE_MM[-1]]
    entries = [Entry(*one, value=one[0]) for one in zip(names, ranks, widths_mm, strict=True)]
    entries.append(Entry("undetermined", UNDETERMINED, LINE_MM[0], value="undetermined"))
    return _write("categorizedSymbol", "severity", "line", entries)


def style_widths(column: str, widths: NDArray[np.float64], unit: str) -> str:
    """Return the QML of lines by width.

    Parameters
    ----------
    column
        That holds the widths.
    widths
        (N,): what it holds, without gaps.
    unit
        For the legend.

    Returns
    -------
    str
        Three ranges with as many cracks each; one colour without widths.
    """
    if not widths.size:
        return style_plain("line")
    limits = _find_limits(widths, len(RANKS))
    entries = [
        Entry(f"{lower:g} to {upper:g} {unit}", colour, line_mm, lower=lower, upper=upper)
        for colour, line_mm, lower, upper in zip(RANKS, LINE_MM, limits[:-1], limits[1:], strict=True)
    ]
    return _write("graduatedSymbol", column, "line", entries)


def style_cells(column: str, densities: NDArray[np.float64], unit: str) -> str:
    """Return the QML of cells by density.

    Parameters
    ----------
    column
        That holds the densities.
    densities
        (N,): what it holds.
    unit
        For the legend.

    Returns
    -------
    str
        Five ranges with as many cells each; one colour without cells.
    """
    if not densities.size:
        return style_plain("fill")
    limits = _find_limits(densities, len(PURPLES))
    entries = [
        Entry(f"{lower:g} to {upper:g} {unit}", colour, 0.0, lower=lower, upper=upper)
        for colour, lower, upper in zip(PURPLES, limits[:-1], limits[1:], strict=True)
    ]
    return _write("graduatedSymbol", column, "fill", entries)


def style_plain(kind: str) -> str:
    """Return the QML of one colour for all.

    Parameters
    ----------
    kind
        ``line`` or ``fill``.

    Returns
    -------
    str
        In the colour of cracks without a class.
    """
    return _write("singleSymbol", "", kind, [Entry("crack", PLAIN, LINE_MM[0])])


def _find_limits(numbers: NDArray[np.float64], ranges: int) -> list[float]:
    """Return where ranges with as many numbers each begin and end, by three digits, so that all lie inside."""
    quantiles = np.quantile(numbers, np.linspace(0, 1, ranges + 1)).tolist()
    limits = [float(f"{number:.3g}") for number in quantiles]
    limits[0] = min(0.0, limits[0])
    limits[-1] = max(float(f"{quantiles[-1] * 1.006:.3g}"), limits[-1])
    return limits


def _write(renderer: str, column: str, kind: str, entries: Sequence[Entry]) -> str:
    root = ElementTree.Element("qgis", version="3.22.0", styleCategories="Symbology")
    drawn = ElementTree.SubElement(root, "renderer-v2", type=renderer, forceraster="0", symbollevels="0")
    if renderer == "categorizedSymbol":
        drawn.set("attr", column)
        listed = ElementTree.SubElement(drawn, "categories")
        for number, one in enumerate(entries):
            ElementTree.SubElement(
                listed, "category", symbol=str(number), value=one.value, label=one.label, render="true", type="string"
            )
    if renderer == "graduatedSymbol":
        drawn.set("attr", column)
        drawn.set("graduatedMethod", "GraduatedColor")
        listed = ElementTree.SubElement(drawn, "ranges")
        for number, one in enumerate(entries):
            ElementTree.SubElement(
                listed,
                "range",
                symbol=str(number),
                lower=f"{one.lower:.15g}",
                upper=f"{one.upper:.15g}",
                label=one.label,
                render="true",
            )
    symbols = ElementTree.SubElement(drawn, "symbols")
    for number, one in enumerate(entries):
        _add_symbol(symbols, str(number), kind, one)
    ElementTree.SubElement(root, "layerGeometryType").text = "1" if kind == "line" else "2"
    ElementTree.indent(root)
    return _HEAD + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_symbol(symbols: ElementTree.Element, name: str, kind: str, entry: Entry) -> None:
    alpha = "1" if kind == "line" else "0.5"
    symbol = ElementTree.SubElement(symbols, "symbol", type=kind, name=name, alpha=alpha, clip_to_extent="1")
    colour = ",".join(map(str, (*entry.colour, 255)))
    if kind == "line":
        layer = ElementTree.SubElement(symbol, "layer", {"class": "SimpleLine", "enabled": "1", "pass": "0"})
        properties = {
            "line_color": colour,
            "line_width": f"{entry.line_mm:g}",
            "line_width_unit": "MM",
            "capstyle": "round",
            "joinstyle": "round",
        }
    else:
        layer = ElementTree.SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1", "pass": "0"})
        properties = {
            "color": colour,
            "style": "solid",
            "outline_color": "20,24,32,255",
            "outline_style": "solid" if entry.line_mm else "no",
            "outline_width": "0.15",
            "outline_width_unit": "MM",
        }
    for key, value in properties.items():
        ElementTree.SubElement(layer, "prop", k=key, v=value)
