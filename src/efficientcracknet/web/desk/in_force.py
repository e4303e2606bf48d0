"""Which threshold and scale hold for a picture: its own, else the project's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from efficientcracknet.web.desk.scale_choice import ScaleChoice


@dataclass(frozen=True, slots=True)
class InForce:
    """What the figures of a picture depend on beside the photo and the network.

    Attributes
    ----------
    threshold
        None: as the weights say.
    scale
        None: no mm.
    edits
        Mark of the corrections.
    """

    threshold: float | None
    scale: ScaleChoice | None
    edits: str

    @property
    def basis(self) -> str:
        """The same text for the same figures."""
        return json.dumps([self.threshold, self.scale, self.edits], sort_keys=True)


def choose_in_force(
    settings: Mapping[str, Any], document: Mapping[str, Any], edits: Mapping[str, Any] | None = None
) -> InForce:
    """Return what holds for a picture.

    Parameters
    ----------
    settings
        Of the project.
    document
        Of the picture.
    edits
        ``mark`` of its corrections; None where they do not matter.

    Returns
    -------
    InForce
        Own values first.

    Examples
    --------
    >>> choose_in_force({"threshold": 0.4, "scale": None}, {"threshold": None, "scale": None}).threshold
    0.4
    """
    own = {name: document[name] if document[name] is not None else settings[name] for name in ("threshold", "scale")}
    return InForce(own["threshold"], own["scale"], edits["mark"] if edits else "")
