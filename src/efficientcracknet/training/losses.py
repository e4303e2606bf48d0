"""Losses between logits and masks: cross entropy, the overlap terms of the paper, centre lines, and a teacher.

Source of the term of centre lines: Shit et al., "clDice", CVPR 2021, arXiv:2003.07311.
Letters: B batch, H rows, W columns.
"""

import torch
from torch import Tensor
from torch.nn import functional

from efficientcracknet.training.recipe import LossRecipe

THINNINGS = 5
"""Rounds of soft thinning: cracks up to twice as wide, in pixels, become lines."""


def crack_loss(
    logits: Tensor, masks: Tensor, recipe: LossRecipe, progress: float, taught: Tensor | None = None
) -> Tensor:
    """Return the loss of a batch.

    Parameters
    ----------
    logits
        (B, 1, H, W) float.
    masks
        (B, 1, H, W) float, 0 or 1.
    recipe
        Weights of the terms.
    progress
        Share of the run that is done, 0 to 1; overlap terms lose `overlap_fall` at each fifth.
    taught
        (B, 1, H, W) float, 0..1: what a teacher answers; None without one.

    Returns
    -------
    Tensor
        () float.
    """
    fallen = recipe.overlap_fall * int(progress * 5)
    dice, iou = max(recipe.dice - fallen, 0.0), max(recipe.iou - fallen, 0.0)
    logits = logits.float()
    probability = logits.sigmoid()
    loss = recipe.bce * functional.binary_cross_entropy_with_logits(logits, masks)
    if recipe.cldice:
        loss = loss + recipe.cldice * centre_line_loss(probability, masks)
    if taught is not None:
        loss = loss + recipe.teacher * functional.binary_cross_entropy_with_logits(logits, taught)
    return loss + dice * dice_loss(probability, masks) + iou * iou_loss(probability, masks)


def dice_loss(probability: Tensor, masks: Tensor) -> Tensor:
    """Return 1 - Dice over the whole batch; a batch without crack and without answer scores 0.

    Parameters
    ----------
    probability
        (B, 1, H, W) float, 0..1.
    masks
        (B, 1, H, W) float, 0 or 1.

    Returns
    -------
    Tensor
        () float, 0..1.
    """
    overlap = (probability * masks).sum()
    return 1 - (2 * overlap + 1) / (probability.sum() + masks.sum() + 1)


def iou_loss(probability: Tensor, masks: Tensor) -> Tensor:
    """Return 1 - intersection over union of the whole batch; a batch without crack and without answer scores 0.

    Parameters
    ----------
    probability
        (B, 1, H, W) float, 0..1.
    masks
        (B, 1, H, W) float, 0 or 1.

    Returns
    -------
    Tensor
        () float, 0..1.
    """
    overlap = (probability * masks).sum()
    return 1 - (overlap + 1) / (probability.sum() + masks.sum() - overlap + 1)


def centre_line_loss(probability: Tensor, masks: Tensor) -> Tensor:
    """Return 1 - clDice over the whole batch: centre lines of each within the other.

    Parameters
    ----------
    probability
        (B, 1, H, W) float, 0..1.
    masks
        (B, 1, H, W) float, 0 or 1.

    Returns
    -------
    Tensor
        () float, 0..1; a batch without crack and without answer scores 0.
    """
    answered, true = thin_softly(probability), thin_softly(masks)
    precision = ((answered * masks).sum() + 1) / (answered.sum() + 1)
    sensitivity = ((true * probability).sum() + 1) / (true.sum() + 1)
    return 1 - 2 * precision * sensitivity / (precision + sensitivity)


def thin_softly(maps: Tensor) -> Tensor:
    """Return soft centre lines: what opening takes away, at each round of thinning.

    Parameters
    ----------
    maps
        (B, 1, H, W) float, 0..1.

    Returns
    -------
    Tensor
        (B, 1, H, W) float, 0..1.
    """
    lines = functional.relu(maps - _widen(_narrow(maps)))
    for _ in range(THINNINGS):
        maps = _narrow(maps)
        taken = functional.relu(maps - _widen(_narrow(maps)))
        lines = lines + functional.relu(taken - lines * taken)
    return lines


def _narrow(maps: Tensor) -> Tensor:
    """Take the smallest of the five pixels of a cross."""
    across = -functional.max_pool2d(-maps, (3, 1), 1, (1, 0))
    along = -functional.max_pool2d(-maps, (1, 3), 1, (0, 1))
    return torch.minimum(across, along)


def _widen(maps: Tensor) -> Tensor:
    """Take the largest of the nine pixels of a square."""
    return functional.max_pool2d(maps, 3, 1, 1)
