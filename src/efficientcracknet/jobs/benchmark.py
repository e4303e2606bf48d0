"""How fast weights run here, on each provider and in each precision, beside another network or alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from efficientcracknet.core.errors import SettingsError, WeightsError
from efficientcracknet.evaluation.latency import Latency, Network, Row, time_sessions
from efficientcracknet.evaluation.memory import measure_peak_mb
from efficientcracknet.evaluation.timing import WARM_UP
from efficientcracknet.runtime.choice import AUTO, PRECISIONS
from efficientcracknet.runtime.session import Session, list_providers, open_session
from efficientcracknet.runtime.weights import find_weights

ALL = "all"
"""Stands for every provider that is here, and for every precision that it can do and the weights come in."""

LEFT_TO_NAME = "tensorrt"
"""Provider that `ALL` leaves out: it builds an engine for each size first, for minutes."""

Watch = Callable[[int, int], None]
"""Called with (sizes done, sizes in all), first with 0 done."""


LeftOut = list[tuple[str, str]]
"""(network, provider and precision that could not be had, why) pairs."""


@dataclass(frozen=True, slots=True)
class BenchmarkSettings:
    """What to time, and how.

    Attributes
    ----------
    weights
        Name or file; None: the default of the catalogue.
    against
        ONNX file to time beside; it needs no description, for nobody looks at what it answers.
    sizes
        (height, width) of the pictures, px; at least one.
    providers
        Names, ``auto`` or ``all``.
    precisions
        Names, ``auto`` or ``all``.
    threads
        Of one run, at least 1; None: as many as the machine has cores.
    batch
        Pictures in one run, at least 1.
    rounds
        Timed runs of each, at least 1.
    """

    weights: str | None = None
    against: Path | None = None
    sizes: tuple[tuple[int, int], ...] = ((192, 256), (480, 640), (1024, 1024))
    providers: tuple[str, ...] = (AUTO,)
    precisions: tuple[str, ...] = (AUTO,)
    threads: int | None = 2
    batch: int = 1
    rounds: int = 30

    def __post_init__(self) -> None:
        """Refuse counts that leave nothing to time.

        Raises
        ------
        SettingsError
            If a count is below 1.
        """
        for name, count in (("batch", self.batch), ("rounds", self.rounds), ("sizes", len(self.sizes))):
            if count < 1:
                raise SettingsError(f"benchmark: `{name}` must be at least 1, got {count}. Leave it out.")

    def to_dict(self) -> dict[str, Any]:
        """Return how it is timed, ready for JSON.

        Returns
        -------
        dict[str, Any]
            Without names of files.
        """
        return {
            "providers": list(self.providers),
            "precisions": list(self.precisions),
            "batch": self.batch,
            "threads": self.threads,
            "rounds": self.rounds,
            "warm_up": WARM_UP,
            "order": "in turns, as the runs are listed",
        }


@dataclass(frozen=True, slots=True)
class _Runner:
    network: Network
    session: Session


def benchmark_weights(settings: BenchmarkSettings, watch: Watch = lambda done, total: None) -> Latency:
    """Time weights, and a network beside them, in every way that was asked for.

    Parameters
    ----------
    settings
        What and how.
    watch
        Told of the progress.

    Returns
    -------
    Latency
        Pictures are noise: what a picture shows does not change how long it takes.
    """
    weights = find_weights(settings.weights)
    first = Network(weights.name, weights.path, weights.sha256)
    second = None if settings.against is None else _describe(settings.against, first)
    runners, left_out = _open_all(first, settings, spares_named=False)
    if second is not None:
        others, left_out_of_second = _open_all(second, settings, spares_named=True)
        runners, left_out = runners + others, left_out + left_out_of_second
    rows: list[Row] = []
    watch(0, len(settings.sizes))
    for size in settings.sizes:
        rows += _time_size(runners, size, settings)
        watch(len(rows) // len(runners), len(settings.sizes))
    return Latency(first, second, tuple(rows), settings.to_dict(), tuple(left_out))


def _describe(path: Path, first: Network) -> Network:
    if not path.is_file():
        raise WeightsError(f"benchmark: `against` must name an ONNX file, got '{path}', which is none. Check the path.")
    name = path.stem if path.stem != first.name else f"{path.stem} (against)"
    return Network(name, path, sha256(path.read_bytes()).hexdigest())


def _open_all(network: Network, settings: BenchmarkSettings, *, spares_named: bool) -> tuple[list[_Runner], LeftOut]:
    """Open a network in every way that was asked for, each once; say which were left out.

    What `all` stands for is left out where it cannot be had; what was asked for by name is so only where the other
    network ran that way.
    """
    runners: dict[tuple[str, str], _Runner] = {}
    left_out: LeftOut = []
    refusals: list[Exception] = []
    for provider, precision, is_named in _list_ways(settings):
        try:
            session = open_session(network.path, settings.threads, provider, precision)
        except (SettingsError, WeightsError) as error:
            if is_named and not spares_named:
                raise
            left_out.append((f"{network.name}, {provider}, {precision}", str(error)))
            refusals.append(error)
        else:
            runners.setdefault((session.choice.provider, session.choice.precision), _Runner(network, session))
    if not runners:
        raise refusals[0]
    return list(runners.values()), left_out


def _list_ways(settings: BenchmarkSettings) -> Iterator[tuple[str, str, bool]]:
    """Yield provider, precision, and whether both were asked for by name."""
    there: dict[str, tuple[str, ...]] = {}
    if ALL in (*settings.providers, *settings.precisions):
        there = {one.name: one.precisions for one in list_providers() if one.precisions}
    for provider in settings.providers:
        for name in [each for each in there if each != LEFT_TO_NAME] if provider == ALL else [provider]:
            for precision in settings.precisions:
                for numbers in there.get(name, PRECISIONS) if precision == ALL else [precision]:
                    yield name, numbers, ALL not in (provider, precision)


def _time_size(runners: Sequence[_Runner], size: tuple[int, int], settings: BenchmarkSettings) -> list[Row]:
    shape = (settings.batch, 3, *size)
    times = time_sessions([runner.session for runner in runners], shape, settings.rounds)
    return [
        Row(
            size=f"{size[0]}x{size[1]}",
            network=runner.network.name,
            choice=runner.session.choice,
            times=found,
            pictures_per_s=1000 * settings.batch / found.median_ms,
            ratio=found.compare(times[0]),
            peak_mb=measure_peak_mb(runner.network.path, settings.threads, runner.session.choice, shape),
        )
        for runner, found in zip(runners, times, strict=True)
    ]
