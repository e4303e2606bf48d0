"""The network, loaded when it is first needed, and what it says of one photo."""

from collections.abc import Callable
from dataclasses import dataclass, field

from efficientcracknet.core.errors import RuntimeFault
from efficientcracknet.jobs.engine_options import EngineOptions
from efficientcracknet.prediction import PhotoPredictor, Prediction
from efficientcracknet.runtime.choice import Choice
from efficientcracknet.runtime.images import Photo
from efficientcracknet.runtime.predictor import Predictor
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import find_weights
from efficientcracknet.web.work.cancelling import CancellableSession


@dataclass(frozen=True, slots=True)
class FinderSettings:
    """Which network, and what runs it.

    Attributes
    ----------
    weights
        Name or file; None: the default of the catalogue.
    threads
        None: as many as the machine has cores.
    engine
        What runs it, and how large it sees photos.
    """

    weights: str | None = None
    threads: int | None = None
    engine: EngineOptions = field(default_factory=EngineOptions)


class Finder:
    """Finds cracks in one photo after the other, as `predict` does.

    Parameters
    ----------
    settings
        Which network.
    """

    def __init__(self, settings: FinderSettings) -> None:
        self._settings = settings
        self._loaded: tuple[CancellableSession, PhotoPredictor] | None = None

    def find(self, photo: Photo, require_wanted: Callable[[], None]) -> Prediction:
        """Find the cracks of a photo.

        Parameters
        ----------
        photo
            Decoded.
        require_wanted
            Called now and then; what it raises ends the search.

        Returns
        -------
        Prediction
            By the weights' own threshold.
        """
        if self._loaded is None:
            self._loaded = self._load()
        session, predictor = self._loaded
        session.require_wanted = require_wanted
        return predictor(photo)

    @property
    def choice(self) -> Choice:
        """On what the network runs.

        Raises
        ------
        RuntimeFault
            If nothing was looked at yet.
        """
        if self._loaded is None:
            raise RuntimeFault("finder: `choice` must be asked for after a photo, got it before. Find cracks first.")
        return self._loaded[0].choice

    def _load(self) -> tuple[CancellableSession, PhotoPredictor]:
        weights, engine = find_weights(self._settings.weights), self._settings.engine
        opened = open_session(weights.path, self._settings.threads, engine.provider, engine.precision)
        session = CancellableSession(opened)
        return session, PhotoPredictor(Predictor(weights, session), engine.working_scale)
