"""Marks: lines and letters of paint, fresh or worn, through which the ground still shows."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from efficientcracknet.training.drawing.axes import lay_axes, measure_to_nearest
from efficientcracknet.training.drawing.layers import LUMINANCE, Colours, lay
from efficientcracknet.training.drawing.noise import Field, Shape, draw_clouds, soften

PAINTS = (
    (235, 235, 230),
    (240, 238, 225),
    (215, 215, 210),
    (225, 180, 60),
    (210, 175, 90),
    (180, 75, 65),
    (70, 95, 160),
    (80, 130, 90),
    (55, 55, 58),
)
SIGNS = "0123456789ABCDEFGHKLMNPRSTUVXYZ+-/>"


def draw_lines(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw painted lines: one, two, a zebra, dashes.

    Parameters
    ----------
    values
        (H, W, 3) float32, 0..255.
    generator
        Source of chance.

    Returns
    -------
    Colours
        (H, W, 3) float32.
    """
    shape = values.shape[0], values.shape[1]
    axes = lay_axes(shape, generator, upright_share=0.4)
    width_px = float(np.exp(generator.uniform(np.log(7), np.log(90))))
    spacing_px = float(generator.choice([np.inf, 1.8 * width_px, 3.5 * width_px], p=[0.6, 0.2, 0.2]))
    stripe = np.clip((width_px / 2 - np.abs(measure_to_nearest(axes.across, spacing_px))) / 1.2 + 0.5, 0, 1)
    if generator.random() < 0.25:
        dash_px = width_px * generator.uniform(2, 6)
        stripe = stripe * np.clip(dash_px / 4 - np.abs(measure_to_nearest(axes.along, dash_px)) + 0.5, 0, 1)
    return _paint(values, stripe.astype(np.float32), generator)


def draw_letters(values: Colours, generator: np.random.Generator) -> Colours:
    """Write signs as people spray, stencil or print them.

    Parameters
    ----------
    values
        (H, W, 3) float32, 0..255.
    generator
        Source of chance.

    Returns
    -------
    Colours
        (H, W, 3) float32.
    """
    shape = values.shape[0], values.shape[1]
    text = "".join(generator.choice(list(SIGNS), int(generator.integers(1, 7))))
    sheet = Image.new("L", shape[::-1])
    place = generator.uniform(-0.1, 0.7, 2) * shape[::-1]
    size_px = 8 * int(generator.integers(2, 13))
    ImageDraw.Draw(sheet).text((float(place[0]), float(place[1])), text, fill=255, font=_load_font(size_px))
    turned = sheet.rotate(generator.normal(0, 20), Image.Resampling.BILINEAR, center=(float(place[0]), float(place[1])))
    letters = np.asarray(turned, np.float32) / np.float32(255)
    if generator.random() < 0.3:  # a watermark
        return lay(values, (255.0, 255.0, 255.0), letters * np.float32(generator.uniform(0.15, 0.5)))
    return _paint(values, soften(letters, generator.uniform(0, 2)), generator)


def _paint(values: Colours, share: Field, generator: np.random.Generator) -> Colours:
    """Lay paint where it has not worn off; the ground's grain and its cracks show through."""
    shape: Shape = (values.shape[0], values.shape[1])
    wear = generator.uniform(0, 1)
    spots = draw_clouds(shape, 40, generator) + draw_clouds(shape, generator.uniform(2.5, 8), generator)
    left = soften(np.clip(1.8 - 1.8 * wear + 1.4 * wear * spots, 0, 1), 0.5)
    light = values @ LUMINANCE
    relief = np.clip((light + 8) / (soften(light, 6) + 8), 0.2, 1.6)
    colour = np.array(PAINTS[int(generator.integers(len(PAINTS)))], np.float32) * np.float32(generator.uniform(0.7, 1))
    return lay(values, colour * relief[..., np.newaxis], share * left * np.float32(generator.uniform(0.6, 1)))


@lru_cache(maxsize=16)
def _load_font(size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Load Pillow's own font: it takes a millisecond."""
    return ImageFont.load_default(size=size_px)
