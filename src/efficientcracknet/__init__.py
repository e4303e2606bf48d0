"""Find cracks in pictures of roads, bridges and buildings, on a CPU and offline.

>>> import efficientcracknet
>>> predictor = efficientcracknet.load()                  # doctest: +SKIP
>>> predictor("photo.jpg").save("result")                 # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from efficientcracknet.core.crackmap import CrackMap
    from efficientcracknet.core.errors import CrackError
    from efficientcracknet.prediction import PhotoPredictor, Prediction, load
    from efficientcracknet.runtime.images import Photo, read_photo
    from efficientcracknet.runtime.weights import Weights, list_weights

__version__ = "0.1.0"

__all__ = [
    "CrackError",
    "CrackMap",
    "Photo",
    "PhotoPredictor",
    "Prediction",
    "Weights",
    "__version__",
    "list_weights",
    "load",
    "read_photo",
]

_HOMES = {
    "CrackError": "core.errors",
    "CrackMap": "core.crackmap",
    "Photo": "runtime.images",
    "PhotoPredictor": "prediction",
    "Prediction": "prediction",
    "Weights": "runtime.weights",
    "list_weights": "runtime.weights",
    "load": "prediction",
    "read_photo": "runtime.images",
}
"""Where each public name lives: imported when it is first asked for, so that importing the package costs nothing."""


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted({*globals(), *__all__})
