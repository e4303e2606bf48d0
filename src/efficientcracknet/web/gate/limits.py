"""How much may be asked of a desk, and how long one waits for whoever asks."""

from dataclasses import dataclass

from efficientcracknet.core.errors import SettingsError

MEBIBYTE = 2**20
MEGAPIXEL = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits; each must be above 0.

    Attributes
    ----------
    upload_bytes
        Of one photo.
    pixels
        Of one photo, height times width, known before any is decoded.
    queue
        Photos that may wait.
    body_bytes
        Of any request but a photo.
    requests, uploads, streams, connections
        At the same time; photos are requests too.
    head_s
        For all lines before the body, and for the next request of a connection.
    pause_s
        From one piece of a body to the next, or until a piece of an answer is taken.
    lowest_rate
        Bytes a second of a body, after its first `pause_s`.
    free_bytes
        That the disk must have left.
    """

    upload_bytes: int = 200 * MEBIBYTE
    pixels: int = 100 * MEGAPIXEL
    queue: int = 2000
    body_bytes: int = MEBIBYTE
    requests: int = 128
    uploads: int = 64
    streams: int = 32
    connections: int = 512
    head_s: float = 15.0
    pause_s: float = 20.0
    lowest_rate: int = 16 * 1024
    free_bytes: int = 500 * MEBIBYTE

    def __post_init__(self) -> None:
        """Refuse limits that let nothing through.

        Raises
        ------
        SettingsError
            If one is not above 0.
        """
        for name in self.__slots__:
            if not getattr(self, name) > 0:
                raise SettingsError(
                    f"serve: `{name}` must be above 0, got {getattr(self, name)}. Leave it out to use the usual limit."
                )
