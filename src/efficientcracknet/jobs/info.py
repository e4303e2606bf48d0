"""What is installed here, and what the presets cost."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from efficientcracknet import __version__
from efficientcracknet.core.cost import Cost, count_cost
from efficientcracknet.core.presets import PRESETS
from efficientcracknet.runtime.choice import Provider
from efficientcracknet.runtime.machine import describe_machine
from efficientcracknet.runtime.session import list_providers
from efficientcracknet.runtime.weights import Weights, list_weights, locate_catalogue


@dataclass(frozen=True, slots=True)
class Installation:
    """What is installed: version, weights and where they lie, and what could run them."""

    version: str
    catalogue: Path
    weights: tuple[Weights, ...]
    providers: tuple[Provider, ...]
    machine: dict[str, str | int | None]

    def to_dict(self) -> dict[str, Any]:
        """Return all of it ready for JSON.

        Returns
        -------
        dict[str, Any]
            Keys are the attributes.
        """
        return {
            "version": self.version,
            "catalogue": self.catalogue.as_posix(),
            "weights": [weights.to_dict() for weights in self.weights],
            "providers": [asdict(provider) for provider in self.providers],
            "machine": self.machine,
        }


def describe_installation() -> Installation:
    """Return what is installed here.

    Returns
    -------
    Installation
        Weights are listed, not checked.
    """
    return Installation(__version__, locate_catalogue(), list_weights(), list_providers(), describe_machine())


def list_costs(height: int, width: int) -> tuple[Cost, ...]:
    """Return what each preset costs for one picture, everything counted.

    Parameters
    ----------
    height
        Rows, px, at least 1.
    width
        Columns, px, at least 1.

    Returns
    -------
    tuple[Cost, ...]
        One per preset, by name.
    """
    return tuple(count_cost(preset, height, width) for preset in sorted(PRESETS))
