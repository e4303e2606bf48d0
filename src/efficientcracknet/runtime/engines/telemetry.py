"""Keeping quiet: the libraries that run networks report their use to their makers unless they are stopped.

Both do so from the moment they are imported: ONNX Runtime from 1.29 on and OpenVINO write a number for this user to the
home folder and send messages in a thread of their own. Nothing here may open a connection.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SWITCH = "ORT_DISABLE_TELEMETRY"
_REPORTER = "openvino_telemetry"


@contextmanager
def without_telemetry() -> Iterator[None]:
    """Import a library inside this block, and it tells nobody.

    ONNX Runtime reads a variable of the environment once, when it is loaded; OpenVINO goes without the module that
    reports where that cannot be loaded. Both are left as they were; what is loaded already stays loaded.

    Yields
    ------
    None
        While this holds.
    """
    reporter, switch = sys.modules.get(_REPORTER), os.environ.get(_SWITCH)
    sys.modules[_REPORTER] = reporter  # type: ignore[assignment]  # None makes its import fail
    os.environ[_SWITCH] = "1"
    try:
        yield
    finally:
        if reporter is None:
            del sys.modules[_REPORTER]
        if switch is None:
            del os.environ[_SWITCH]
        else:
            os.environ[_SWITCH] = switch
