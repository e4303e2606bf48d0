"""What passes for a crack and is none: one of many, drawn on a picture."""

from collections.abc import Callable, Mapping

import numpy as np

from efficientcracknet.training.drawing.cables import draw_cables, draw_twigs
from efficientcracknet.training.drawing.formwork import draw_anchors, draw_boards, draw_brushing, draw_pores
from efficientcracknet.training.drawing.joints import draw_joints, draw_step
from efficientcracknet.training.drawing.layers import Colours, Picture, to_bytes
from efficientcracknet.training.drawing.marks import draw_letters, draw_lines
from efficientcracknet.training.drawing.plants import draw_grass, draw_leaves, draw_moss
from efficientcracknet.training.drawing.shadows import draw_shadows
from efficientcracknet.training.drawing.stains import draw_leaks, draw_stains

Drawing = Callable[[Colours, np.random.Generator], Colours]

SHARES: Mapping[Drawing, float] = {
    draw_joints: 0.22,
    draw_step: 0.04,
    draw_lines: 0.07,
    draw_letters: 0.03,
    draw_stains: 0.12,
    draw_leaks: 0.12,
    draw_shadows: 0.14,
    draw_cables: 0.06,
    draw_twigs: 0.04,
    draw_grass: 0.02,
    draw_leaves: 0.02,
    draw_moss: 0.01,
    draw_boards: 0.05,
    draw_brushing: 0.02,
    draw_anchors: 0.02,
    draw_pores: 0.02,
}
"""How often each is drawn. Scratches are left out: nothing but their depth tells them from cracks."""


def draw_distractor(picture: Picture, generator: np.random.Generator) -> Picture:
    """Draw one thing that is no crack.

    Parameters
    ----------
    picture
        (H, W, 3) uint8, at least 16 px on each side.
    generator
        Source of chance; equal states draw the same.

    Returns
    -------
    Picture
        (H, W, 3) uint8.
    """
    drawings = tuple(SHARES)
    draw = drawings[int(generator.choice(len(drawings), p=tuple(SHARES.values())))]
    return to_bytes(draw(picture.astype(np.float32), generator))
