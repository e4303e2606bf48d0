"""A program for the environments of converters: one ONNX file of fixed size to another runtime's files, run once there.

    PYTHON convert.py ncnn|litert|executorch FOLDER

The folder holds ``network.onnx`` and ``tile.npy``, (1, 3, S, S) float32. Beside them are written the runtime's files,
``network.*``, and ``found.npy``: what the runtime gives for the tile.

It imports nothing of the package that it lies in: the environments have a converter and its runtime, and no more.
"""

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

ONNX = "network.onnx"


def run_pnnx(sides: tuple[int, ...]) -> None:
    """Let pnnx write the network for ncnn, and as a torch module, into the current folder."""
    spec = find_spec("pnnx")
    places = (spec and spec.submodule_search_locations) or []
    (program,) = [path for place in places for path in Path(place).glob("pnnx*") if path.stem == "pnnx"]
    shape = ",".join(map(str, sides))
    subprocess.run([program, ONNX, f"inputshape=[{shape}]", "fp16=0"], check=True, stdout=subprocess.DEVNULL)


def load_torch_module() -> Any:
    """Return what pnnx wrote as a torch module, with attention in operators that every converter knows."""
    import torch

    def attend(query: Any, key: Any, value: Any, scale: float | None = None, **ignored: object) -> Any:
        factor = query.shape[-1] ** -0.5 if scale is None else scale
        return torch.softmax((query * factor) @ key.transpose(-1, -2), -1) @ value

    vars(torch.nn.functional)["scaled_dot_product_attention"] = attend
    sys.path.insert(0, os.curdir)
    return importlib.import_module("network_pnnx").Model().eval()


def to_ncnn(tile: Any) -> Any:
    """Name what pnnx wrote for ncnn, and run it."""
    import ncnn

    for kind in ("param", "bin"):
        Path(f"network.ncnn.{kind}").replace(f"network.{kind}")
    net = ncnn.Net()
    net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
    if net.load_param("network.param") or net.load_model("network.bin"):
        raise RuntimeError("ncnn cannot load what pnnx wrote")
    extractor = net.create_extractor()
    extractor.input("in0", ncnn.Mat(tile[0]))
    status, found = extractor.extract("out0")
    if status:
        raise RuntimeError(f"ncnn ends with status {status}")
    return np.array(found)[np.newaxis]


def to_litert(tile: Any) -> Any:
    """Convert by litert-torch, and run the file."""
    import litert_torch
    import torch
    from ai_edge_litert.interpreter import Interpreter

    litert_torch.convert(load_torch_module(), (torch.from_numpy(tile),)).export("network.tflite")
    interpreter = Interpreter("network.tflite")
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], tile)
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"])


def to_executorch(tile: Any) -> Any:
    """Lower to XNNPACK, and run the file."""
    import torch
    from executorch.backends.xnnpack.partition.xnnpack_partitioner import XnnpackPartitioner
    from executorch.exir import to_edge_transform_and_lower
    from executorch.runtime import Runtime

    picture = torch.from_numpy(tile)
    exported = torch.export.export(load_torch_module(), (picture,))
    lowered = to_edge_transform_and_lower(exported, partitioner=[XnnpackPartitioner()])
    Path("network.pte").write_bytes(lowered.to_executorch().buffer)
    method = Runtime.get().load_program("network.pte").load_method("forward")
    return method.execute([picture])[0].numpy()


CONVERTERS: dict[str, Callable[[Any], Any]] = {"ncnn": to_ncnn, "litert": to_litert, "executorch": to_executorch}


def main() -> None:
    """Convert what the command line names."""
    name, folder = sys.argv[1:]
    os.chdir(folder)
    tile = np.load("tile.npy")
    run_pnnx(tile.shape)
    np.save("found.npy", CONVERTERS[name](tile))


if __name__ == "__main__":
    main()
