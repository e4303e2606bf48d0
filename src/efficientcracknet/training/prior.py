"""Where training starts: an untrained network says that cracks are rare.

Source: Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017, arXiv:1708.02002, section 3.3.
"""

import math

from torch import nn


def set_prior(head: nn.Module, crack_share: float) -> None:
    """Let a head answer one probability while it sees nothing.

    Started at even odds, a head behind rectified maps first learns what a crack is not: all its weights turn negative,
    a crack is what no map speaks against, and its logit cannot rise above the bias, which lies near 0. Whether a crack
    passes 0.5 is then chance until the bias has grown, long after a short run has ended.

    Parameters
    ----------
    head
        Its last convolution, which must have a bias, is set.
    crack_share
        Probability, between 0 and 1.

    Examples
    --------
    >>> head = nn.Conv2d(16, 1, 1)
    >>> set_prior(head, 0.5)
    >>> head.bias.item()
    0.0
    """
    last = [module for module in head.modules() if isinstance(module, nn.Conv2d)][-1]
    nn.init.constant_(last.bias, math.log(crack_share / (1 - crack_share)))  # type: ignore[arg-type]
