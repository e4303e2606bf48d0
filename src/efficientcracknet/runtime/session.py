"""The network in a file, ready to run, whatever runs it.

Letters: B batch, H rows, W columns of the picture that the network sees.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import RuntimeFault, SettingsError, WeightsError
from efficientcracknet.runtime.choice import AUTO, Choice, Provider, list_choices, require_known
from efficientcracknet.runtime.engines import onnx_runtime, openvino
from efficientcracknet.runtime.engines.onnx_runtime import OnnxSession
from efficientcracknet.runtime.engines.openvino import OpenVinoSession
from efficientcracknet.runtime.weights import locate_int8


class Session(Protocol):
    """Anything that turns pictures into one map each; any thread may ask, also several at a time."""

    @property
    def choice(self) -> Choice:
        """On what it runs, in which numbers, and why."""

    @property
    def lanes(self) -> int:
        """How many runs side by side it is good for, at least 1."""

    def run(self, batch: NDArray[np.float32], *, beside: bool = False) -> NDArray[np.float32]:
        """Return the map of every picture.

        Parameters
        ----------
        batch
            (B, 3, H, W) float32, preprocessed.
        beside
            Whether others run at the same time; changes the time alone.

        Returns
        -------
        NDArray[np.float32]
            (B, 1, H, W), logits or probabilities as the weights say. The caller owns it and may overwrite it.
        """


_ASK: Mapping[str, Callable[[str], Provider]] = MappingProxyType(
    {
        "cpu": onnx_runtime.describe_provider,
        "cuda": onnx_runtime.describe_provider,
        "tensorrt": onnx_runtime.describe_provider,
        "openvino": openvino.describe_provider,
    }
)

PROVIDERS = tuple(_ASK)
"""Names of all that this package can use, here or not."""


def open_session(path: Path, threads: int | None = None, provider: str = AUTO, precision: str = AUTO) -> Session:
    """Load an ONNX file.

    Parameters
    ----------
    path
        One input (B, 3, H, W) float32, one output (B, 1, H, W) float32; a `WeightsError` refuses anything else.
    threads
        Of all runs together, at least 1; None: as many as the machine has cores for this process.
    provider
        One of `PROVIDERS`, or ``auto``: the best that starts here.
    precision
        ``fp32``, ``bf16``, ``int8``, or ``auto``: fp32. Of int8 the file lies at `locate_int8`.

    Returns
    -------
    Session
        Ready to run; its `choice` says on what.

    Raises
    ------
    SettingsError
        If `threads` is below 1, or nothing here can do what was asked for.
    faults
        The `RuntimeFault` of the first that is offered and did not start, if none did.
    """
    if threads is not None and threads < 1:
        raise SettingsError(
            f"open_session: `threads` must be at least 1, got {threads}. Leave it out to use the machine's cores."
        )
    require_known(provider, precision, PROVIDERS)
    faults: list[RuntimeFault] = []
    for choice in list_choices(provider, precision, lambda name: _ASK[name](name)):
        try:
            return _open(path, threads, choice)
        except RuntimeFault as fault:  # the build offers it, the machine does not have it: the next, where there is one
            faults.append(fault)
    raise faults[0]


def list_providers() -> tuple[Provider, ...]:
    """Return what could run a network here, and why the others could not.

    Returns
    -------
    tuple[Provider, ...]
        One for each of `PROVIDERS`.
    """
    return tuple(ask(name) for name, ask in _ASK.items())


def _open(path: Path, threads: int | None, choice: Choice) -> Session:
    if choice.precision == "int8":
        path = _require_int8(path)
    if choice.provider == "openvino":
        return OpenVinoSession(path, threads, choice)
    return OnnxSession(path, threads, choice)


def _require_int8(path: Path) -> Path:
    quantised = locate_int8(path)
    if not quantised.is_file():
        raise WeightsError(
            f"open_session: `precision` must be one that '{path.name}' comes in, got int8 without the file "
            f"'{quantised}'. Choose fp32 or bf16."
        )
    return quantised
