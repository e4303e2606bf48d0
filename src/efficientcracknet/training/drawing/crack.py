"""A crack on a picture: what it looks like, and which pixels it is."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.training.drawing.canvas import Stroke, cover_strokes, trace_strokes
from efficientcracknet.training.drawing.layers import (
    LUMINANCE,
    Colours,
    Ground,
    Picture,
    lay,
    measure_ground,
    shade,
    shift,
    to_bytes,
)
from efficientcracknet.training.drawing.noise import Field, Shape, draw_clouds, soften
from efficientcracknet.training.drawing.opening import choose_look, draw_offset, open_crack
from efficientcracknet.training.drawing.pattern import draw_pattern

Layout = Callable[[Shape, float, np.random.Generator], list[Stroke]]
"""Lines of a crack, from (height, width) of the picture, about how wide it is, px, and chance."""

USUAL_PX, NARROW_PX, WIDE_PX = (1.5, 8.0), (1.0, 1.5), (8.0, 40.0)
FILLED_SHARE = 0.05
"""Of the cracks: light inside, sealed or grown over, not dark."""

DARK, LIGHT = 25.0, 190.0
"""Grey levels: on a darker ground every crack is light, on a lighter one none is."""

FAINTEST, MOST_AMPLIFIED = 11.0, 5.0
"""Grey levels that half of a crack's pixels change by at least; by how much a change is amplified for that."""


def draw_crack(
    picture: Picture, generator: np.random.Generator, lay_out: Layout = draw_pattern
) -> tuple[Picture, NDArray[np.bool_]]:
    """Draw a crack, or several that belong together.

    Parameters
    ----------
    picture
        (H, W, 3) uint8, at least 16 px on each side: a surface.
    generator
        Source of chance; equal states give equal cracks.
    lay_out
        Says where its lines run.

    Returns
    -------
    tuple[Picture, NDArray[np.bool_]]
        (H, W, 3) uint8, and (H, W) bool: True where at least half of a pixel is crack, and all along its middle.
    """
    shape = picture.shape[0], picture.shape[1]
    width_px = draw_width(generator)
    strokes = lay_out(shape, width_px, generator)
    coverage = cover_strokes(shape, strokes)
    mask = (coverage > 0.5) | trace_strokes(shape, strokes)
    ground = measure_ground(picture)
    sharpest_px = np.interp(ground.sharpness, (0.35, 0.75), (0.8, 0.3))  # no crack is sharper than its ground
    blur_px = float(sharpest_px * generator.uniform(1, 1.6))
    edge = soften(coverage, blur_px)
    before = picture.astype(np.float32)
    values = _draw_surroundings(before, edge, width_px, generator)
    may_be_filled = ground.luminance < LIGHT and width_px < USUAL_PX[1]
    if ground.luminance < DARK or (may_be_filled and generator.random() < FILLED_SHARE):
        values = _fill(values, edge, ground, generator)
    else:
        values = open_crack(values, edge, choose_look(width_px, ground, generator), generator)
    return to_bytes(_strengthen(before, values, mask, ground)), mask


def _strengthen(before: Colours, after: Colours, mask: NDArray[np.bool_], ground: Ground) -> Colours:
    """Return what was drawn, amplified where nobody would see it: what is invisible must not be called a crack."""
    if not mask.any():
        return after
    change = float(np.median(np.abs((after[mask] - before[mask]) @ LUMINANCE)))
    wanted = max(FAINTEST, 1.5 * ground.roughness)
    gain = np.clip(wanted / max(change, 0.1), 1, MOST_AMPLIFIED)
    return before + np.float32(gain) * (after - before)


def draw_width(generator: np.random.Generator) -> float:
    """Draw the width of a crack.

    Parameters
    ----------
    generator
        Source of chance.

    Returns
    -------
    float
        1 to 40 px, most of them 1.5 to 8, evenly over the logarithms.
    """
    low, high = (USUAL_PX, NARROW_PX, WIDE_PX)[int(generator.choice(3, p=[0.8, 0.1, 0.1]))]
    return float(np.exp(generator.uniform(np.log(low), np.log(high))))


def _fill(values: Colours, edge: Field, ground: Ground, generator: np.random.Generator) -> Colours:
    """Fill a crack with something light: lime, sealant, sand."""
    shape = edge.shape[0], edge.shape[1]
    light = min(ground.luminance + 1.5 * ground.roughness + generator.uniform(25, 110), 250)
    tint = np.array([1.0, generator.uniform(0.95, 1.0), generator.uniform(0.85, 1.0)], np.float32)
    patchy = np.clip(0.85 + 0.25 * draw_clouds(shape, 20, generator), 0.3, 1)
    grain = 1 + generator.uniform(0.02, 0.06) * draw_clouds(shape, 5, generator)
    return lay(values, light * tint * grain[..., np.newaxis], edge * patchy)


def _draw_surroundings(values: Colours, edge: Field, width_px: float, generator: np.random.Generator) -> Colours:
    """Draw what goes with a crack: a lip in the light, dirt or damp around it, lime that came out of it."""
    shape = edge.shape[0], edge.shape[1]
    if generator.random() < 0.35:
        rows, columns = draw_offset(generator.uniform(1, 2.5), generator)
        broken = np.clip(draw_clouds(shape, 14, generator) + generator.uniform(-0.5, 0.8), 0, 1)
        lip = np.clip(shift(edge, rows, columns) - edge, 0, 1) * broken
        values = shade(values, np.float32(-generator.uniform(0.1, 0.45)) * lip)
    if generator.random() < 0.25:
        halo = soften(edge, generator.uniform(3, 5) + width_px) * np.clip(1 + draw_clouds(shape, 40, generator), 0, 2)
        values = shade(values, np.float32(generator.uniform(0.1, 0.5)) * np.clip(halo, 0, 1))
    if generator.random() < 0.07:
        crust = soften(edge, generator.uniform(3, 6) + width_px / 2)
        crust = np.clip(4 * crust * (draw_clouds(shape, 16, generator, 4) - generator.uniform(-0.2, 0.8)), 0, 0.8)
        values = lay(values, (225.0, 223.0, 214.0), crust * np.float32(generator.uniform(0.3, 0.8)))
    return values
