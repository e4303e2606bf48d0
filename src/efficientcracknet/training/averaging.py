"""Running average of a network's weights, which scores better than the last step's weights."""

import copy

import torch
from torch import nn


class WeightAverage:
    """Exponential moving average of parameters and buffers.

    Parameters
    ----------
    network
        The network to follow; it is copied, never changed.
    decay
        Share of the average that stays at each step; 0 keeps the plain weights. It grows from 0.1 in the first steps,
        so that the random start is forgotten.
    """

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.network = copy.deepcopy(network).eval().requires_grad_(requires_grad=False)
        self.decay = decay

    @torch.no_grad()
    def follow(self, network: nn.Module, step: int) -> None:
        """Move the average towards the network.

        Parameters
        ----------
        network
            The network after an optimiser step.
        step
            Steps done so far, from 0.
        """
        decay = min(self.decay, (1 + step) / (10 + step))
        for kept, new in zip(self.network.state_dict().values(), network.state_dict().values(), strict=True):
            if kept.is_floating_point():
                kept.lerp_(new.to(kept.dtype), 1 - decay)
            else:
                kept.copy_(new)
