"""Some pixels of a picture, small enough for a JSON file."""

import base64
import binascii
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """Pixels inside a box.

    Attributes
    ----------
    top, left
        Of the box, px.
    inside
        (h, w) bool.
    """

    top: int
    left: int
    inside: NDArray[np.bool_]

    @property
    def box_px(self) -> tuple[int, int, int, int]:
        """(top, left, height, width)."""
        return self.top, self.left, *self.inside.shape

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns of the box in the picture."""
        height, width = self.inside.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)

    def to_dict(self) -> dict[str, Any]:
        """Return the area ready for JSON."""
        bits = base64.b64encode(zlib.compress(np.packbits(self.inside).tobytes())).decode("ascii")
        return {"box_px": list(self.box_px), "bits": bits}

    @classmethod
    def of_dict(cls, document: Mapping[str, Any]) -> "Area":
        """Return the area that `to_dict` wrote.

        Parameters
        ----------
        document
            From a file of this program.

        Returns
        -------
        Area
            The same pixels.

        Raises
        ------
        DataError
            If it is damaged.
        """
        top, left, height, width = map(int, document["box_px"])
        try:
            packed = np.frombuffer(zlib.decompress(base64.b64decode(document["bits"])), np.uint8)
            inside = np.unpackbits(packed, count=height * width).reshape(height, width).astype(np.bool_)
        except (ValueError, zlib.error, binascii.Error) as error:
            raise DataError(
                f"edits: `bits` must hold an area of {height} x {width} px, got: {error}. Undo this edit."
            ) from error
        return cls(top, left, inside)
