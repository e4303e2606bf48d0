"""Drawn cracks: pictures without a crack become pictures with one, and the mask is known exactly."""

from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.training.drawing.brickwork import draw_brickwork, follow_joints
from efficientcracknet.training.drawing.crack import Layout, draw_crack
from efficientcracknet.training.drawing.distractor import draw_distractor
from efficientcracknet.training.drawing.ground import join_grounds, prepare_ground, roughen, vary_light
from efficientcracknet.training.drawing.layers import Picture, to_bytes
from efficientcracknet.training.drawing.pattern import draw_pattern
from efficientcracknet.training.mixture import Pictures

CRACK_SHARE, BELOW_SHARE, ABOVE_SHARE = 0.85, 0.3, 0.12
"""Of the pictures: with a crack; with a distractor below it; with one above it."""

BRICK_SHARE = 0.25
"""Of the pictures: a wall of bricks, its crack along the joints."""

JOINED_SHARE, ROUGH_SHARE = 0.08, 0.65
"""Of the pictures: with a ground of two surfaces; with grain that the ground did not have."""

KEPT = 32
"""Pictures remembered, so that a picture and its mask are drawn once: more than threads ask for at a time."""


class DrawnCracks:
    """Pictures drawn on grounds, each a pure function of its number.

    Parameters
    ----------
    grounds
        Pictures without a crack, of any size; their masks are not looked at.
    variations
        Pictures drawn for each ground.
    shape
        (height, width) of the drawn pictures, px.
    """

    def __init__(self, grounds: Pictures, variations: int = 50, shape: tuple[int, int] = (240, 320)) -> None:
        self._grounds, self._variations, self._shape = grounds, variations, shape
        self._draw = lru_cache(maxsize=KEPT)(self._draw_pair)

    def __len__(self) -> int:
        """Return how many different pictures there are."""
        return len(self._grounds) * self._variations

    def picture(self, index: int) -> NDArray[np.uint8]:
        """Return one picture.

        Parameters
        ----------
        index
            From 0.

        Returns
        -------
        NDArray[np.uint8]
            (H, W, 3) uint8, read-only; equal numbers give equal pictures.
        """
        return self._draw(index)[0]

    def mask(self, index: int) -> NDArray[np.bool_]:
        """Return where the cracks of one picture are.

        Parameters
        ----------
        index
            From 0.

        Returns
        -------
        NDArray[np.bool_]
            (H, W) bool, read-only, True where there is crack.
        """
        return self._draw(index)[1]

    def _draw_pair(self, index: int) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Draw a picture with its mask."""
        generator = np.random.default_rng((index, len(self._grounds)))
        picture = self._find_ground(index % len(self._grounds), generator)
        mask = np.zeros(self._shape, np.bool_)
        lay_out: Layout = draw_pattern
        if generator.random() < BRICK_SHARE:
            values, wall = draw_brickwork(picture.astype(np.float32), generator)
            picture, lay_out = to_bytes(values), partial(follow_joints, wall)
        elif generator.random() < BELOW_SHARE:
            picture = draw_distractor(picture, generator)
        if generator.random() < CRACK_SHARE:
            picture, mask = draw_crack(picture, generator, lay_out)
        if generator.random() < ABOVE_SHARE:
            picture = draw_distractor(picture, generator)
        picture.flags.writeable = mask.flags.writeable = False
        return picture, mask

    def _find_ground(self, index: int, generator: np.random.Generator) -> Picture:
        """Return a ground of the wanted shape, sometimes joined with another one."""
        ground = prepare_ground(self._grounds.picture(index), self._shape, generator)
        if generator.random() < JOINED_SHARE:
            other = self._grounds.picture(int(generator.integers(len(self._grounds))))
            ground = join_grounds(ground, prepare_ground(other, self._shape, generator), generator)
        if generator.random() < ROUGH_SHARE:
            ground = roughen(ground, generator)
        return vary_light(ground, generator)
