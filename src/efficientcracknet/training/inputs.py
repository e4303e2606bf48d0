"""What the network is fed with: uint8 pictures and masks -> normalised float tensors on the device."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from efficientcracknet.core.preprocess import TRAINED_PREPROCESSING


def to_tensor(pictures: NDArray[np.uint8], device: torch.device) -> Tensor:
    """Bring pictures to the device.

    Parameters
    ----------
    pictures
        (B, H, W, 3) uint8.
    device
        Where to.

    Returns
    -------
    Tensor
        (B, 3, H, W) float32, 0..1.
    """
    return torch.from_numpy(pictures).to(device, non_blocking=True).permute(0, 3, 1, 2).float().div_(255).contiguous()


def normalise(pictures: Tensor) -> Tensor:
    """Subtract the mean and divide by the deviation.

    Parameters
    ----------
    pictures
        (B, 3, H, W) float, 0..1.

    Returns
    -------
    Tensor
        (B, 3, H, W) float.
    """
    mean = pictures.new_tensor(TRAINED_PREPROCESSING.mean).view(3, 1, 1)
    std = pictures.new_tensor(TRAINED_PREPROCESSING.std).view(3, 1, 1)
    return (pictures - mean) / std


def masks_to_tensor(masks: NDArray[np.bool_], device: torch.device) -> Tensor:
    """Bring masks to the device.

    Parameters
    ----------
    masks
        (B, H, W) bool.
    device
        Where to.

    Returns
    -------
    Tensor
        (B, 1, H, W) float32, 0 or 1.
    """
    return torch.from_numpy(masks).to(device, non_blocking=True).unsqueeze(1).float()
