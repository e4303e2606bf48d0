"""Losses between logits and masks: cross entropy, and the overlap terms of the paper.

Letters: B batch, H rows, W columns.
"""

from torch import Tensor
from torch.nn import functional

from efficientcracknet.training.recipe import LossRecipe


def crack_loss(logits: Tensor, masks: Tensor, recipe: LossRecipe, progress: float) -> Tensor:
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
