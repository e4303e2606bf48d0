"""Cuts: which part of a picture and its mask becomes one training picture.

A cut is planned from a seeded generator and carried out by Pillow, so that shrinking is antialiased as it is in
evaluation.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from efficientcracknet.training.recipe import AugmentationRecipe


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of a picture is taken and how it is turned; in pixels of the picture.

    A part that reaches beyond the picture sees it mirrored there.
    """

    top: float
    left: float
    height: float
    width: float
    quarter_turns: int
    flip: bool


def plan_cut(
    size: tuple[int, int], target: tuple[int, int], recipe: AugmentationRecipe, generator: np.random.Generator
) -> Cut:
    """Draw the part of a picture that becomes one training picture.

    Parameters
    ----------
    size
        (height, width) of the picture.
    target
        (height, width) of the training picture.
    recipe
        How far areas and aspects may vary.
    generator
        Source of chance.

    Returns
    -------
    Cut
        Inside the picture, but for one at a scale of its own, of which the picture may be a part.
    """
    turns = int(generator.integers(4)) if recipe.quarter_turn else 0
    flip = bool(recipe.flip and generator.integers(2))
    height, width = size
    wide, high = (target[0], target[1]) if turns % 2 else (target[1], target[0])
    kind = generator.random()
    if kind < recipe.whole_share:
        return Cut(0.0, 0.0, float(height), float(width), turns, flip)
    if kind < recipe.whole_share + recipe.scaled_share:
        scale = np.exp(generator.uniform(np.log(recipe.smallest_scale), np.log(recipe.largest_scale)))
        spare_rows, spare_columns = height - high / scale, width - wide / scale
        top, left = (generator.uniform(min(spare, 0.0), max(spare, 0.0)) for spare in (spare_rows, spare_columns))
        return Cut(float(top), float(left), float(high / scale), float(wide / scale), turns, flip)
    limit = np.log(recipe.largest_aspect)
    aspect = wide / high * np.exp(generator.uniform(-limit, limit))  # width over height
    area = height * width * np.exp(generator.uniform(np.log(recipe.smallest_area), 0.0))
    cut_width = min(np.sqrt(area * aspect), width)
    cut_height = min(cut_width / aspect, height)
    top = generator.uniform(0, height - cut_height)
    left = generator.uniform(0, width - cut_width)
    return Cut(float(top), float(left), float(cut_height), float(cut_width), turns, flip)


def apply_cut(array: NDArray[np.uint8], cut: Cut, target: tuple[int, int]) -> NDArray[np.uint8]:
    """Cut, resize, turn and flip a picture or a mask.

    Parameters
    ----------
    array
        (H, W, 3) or (H, W) uint8.
    cut
        From `plan_cut`.
    target
        (height, width) wanted.

    Returns
    -------
    NDArray[np.uint8]
        (height, width, 3) or (height, width).
    """
    height, width = target[::-1] if cut.quarter_turns % 2 else target
    array, cut = _mirror_beyond(array, cut)
    box = (cut.left, cut.top, cut.left + cut.width, cut.top + cut.height)
    resized = Image.fromarray(array).resize((width, height), Image.Resampling.BILINEAR, box=box)
    out = np.rot90(np.asarray(resized), cut.quarter_turns)
    return np.ascontiguousarray(out[:, ::-1] if cut.flip else out)


def _mirror_beyond(array: NDArray[np.uint8], cut: Cut) -> tuple[NDArray[np.uint8], Cut]:
    """Return an array that holds the whole cut, and the cut in its pixels."""
    before = max(math.ceil(-cut.top), 0), max(math.ceil(-cut.left), 0)
    after = (
        max(math.ceil(cut.top + cut.height) - array.shape[0], 0),
        max(math.ceil(cut.left + cut.width) - array.shape[1], 0),
    )
    if not any(before + after):
        return array, cut
    borders = [(before[0], after[0]), (before[1], after[1]), (0, 0)][: array.ndim]
    return np.pad(array, borders, mode="symmetric"), replace(cut, top=cut.top + before[0], left=cut.left + before[1])
