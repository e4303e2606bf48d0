"""On what a result was computed: for records that somebody will want to repeat."""

import os
import platform

import numpy as np
import PIL

from efficientcracknet.runtime.engines.onnx_runtime import get_runtime_version
from efficientcracknet.runtime.engines.openvino import get_version as get_openvino_version


def describe_machine() -> dict[str, str | int | None]:
    """Return the facts of this machine and its libraries that a result may depend on.

    Returns
    -------
    dict[str, str | int | None]
        Ready for JSON; nothing that names the machine or its user.
    """
    return {
        "platform": platform.platform(),
        "processor": platform.machine(),
        "cpu_count": os.cpu_count(),
        "python": platform.python_version(),
        "onnxruntime": get_runtime_version(),
        "openvino": get_openvino_version(),
        "numpy": np.__version__,
        "pillow": PIL.__version__,
    }
