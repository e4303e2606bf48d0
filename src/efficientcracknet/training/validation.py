"""Scores of a network on pictures held apart, while it trains: pooled, at the size of the recipe, threshold 0.5."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from efficientcracknet.core.scores import Confusion, count_confusion
from efficientcracknet.evaluation.pairs import Pair
from efficientcracknet.runtime.images import resize_mask, resize_picture
from efficientcracknet.training.checkpoint import Validation
from efficientcracknet.training.inputs import masks_to_tensor, normalise, to_tensor
from efficientcracknet.training.pictures import load_pair


class ValidationSet:
    """Pictures and masks resized once and kept.

    Parameters
    ----------
    pairs
        Held apart from training.
    height
        Rows of the resized pictures.
    width
        Columns of the resized pictures.
    """

    def __init__(self, pairs: Sequence[Pair], height: int, width: int) -> None:
        self.pictures: NDArray[np.uint8] = np.zeros((len(pairs), height, width, 3), np.uint8)
        self.masks: NDArray[np.bool_] = np.zeros((len(pairs), height, width), np.bool_)
        for place, pair in enumerate(pairs):
            picture, mask = load_pair(pair)
            self.pictures[place] = resize_picture(picture, height, width)
            self.masks[place] = resize_mask(mask, height, width)


@torch.no_grad()
def validate(network: nn.Module, held: ValidationSet, step: int, batch: int = 16) -> Validation:
    """Score a network on the held pictures.

    Parameters
    ----------
    network
        In evaluation mode.
    held
        At least one picture.
    step
        Kept in the result.
    batch
        Pictures at a time.

    Returns
    -------
    Validation
        Loss is the mean cross entropy a pixel.
    """
    device = next(network.parameters()).device
    counts, losses = Confusion(0, 0, 0, 0), []
    for start in range(0, len(held.pictures), batch):
        part = slice(start, start + batch)
        masks = masks_to_tensor(held.masks[part], device)
        logits = network(normalise(to_tensor(held.pictures[part], device))).float()
        losses.append(float(functional.binary_cross_entropy_with_logits(logits, masks)) * len(masks))
        counts += count_confusion((logits >= 0).squeeze(1).cpu().numpy(), held.masks[part])
    return Validation(step, sum(losses) / len(held.pictures), counts.f1, counts.miou)
