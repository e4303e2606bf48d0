"""Learning rates, each a pure function of the step (and, for the plateau, of the validation losses so far)."""

import math
from collections.abc import Sequence

from efficientcracknet.training.recipe import Recipe


def learning_rate_at(recipe: Recipe, step: int, validation_losses: Sequence[float]) -> float:
    """Return the learning rate of a step.

    Parameters
    ----------
    recipe
        The run.
    step
        Batches done so far, 0 to steps - 1.
    validation_losses
        One for each validation so far, oldest first; only the plateau looks at them.

    Returns
    -------
    float
        Above 0.

    Examples
    --------
    >>> recipe = Recipe(steps=100, learning_rate=1.0, warmup_share=0.1)
    >>> [round(learning_rate_at(recipe, step, ()), 2) for step in (0, 10, 55)]
    [0.04, 1.0, 0.5]
    """
    if recipe.schedule == "plateau":
        return recipe.learning_rate * recipe.plateau_factor ** count_reductions(
            validation_losses, recipe.plateau_patience
        )
    progress = step / recipe.steps
    warmup = recipe.warmup_share
    start = 0.04 if recipe.schedule == "one_cycle" else 0.0
    if progress < warmup:
        return recipe.learning_rate * max(start + (1 - start) * _rise(progress / warmup), 1e-3)
    return recipe.learning_rate * max(_rise((1 - progress) / (1 - warmup)), 1e-4)


def count_reductions(losses: Sequence[float], patience: int) -> int:
    """Count how often the loss has failed to fall for more than `patience` validations in a row.

    Parameters
    ----------
    losses
        Oldest first.
    patience
        Validations without a new best that are borne.

    Returns
    -------
    int
        Number of reductions of the learning rate.

    Examples
    --------
    >>> count_reductions([1.0, 0.9, 0.9, 0.9], patience=1)
    1
    """
    best, waited, reductions = math.inf, 0, 0
    for loss in losses:
        if loss < best * (1 - 1e-4):
            best, waited = loss, 0
        else:
            waited += 1
        if waited > patience:
            waited, reductions = 0, reductions + 1
    return reductions


def _rise(share: float) -> float:
    """Go from 0 to 1 along half a cosine."""
    return (1 - math.cos(math.pi * share)) / 2
