"""Weights in int8 for OpenVINO: quantised in several ways, each measured, the fastest that holds the rule kept.

    python -m benchmarks.quantise --data-root DATA [--weights NAME|FILE] [--out FILE.onnx] --json results

Needs `pip install nncf onnx openvino` beside this package, in an environment of its own; what it writes needs OpenVINO
alone. Calibrated on train pictures that nothing is chosen on. Four schemes are NNCF's, the fifth is that of ONNX
Runtime's own tool, which the table also shows in ONNX Runtime itself.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

from benchmarks.precision import SETS, list_ways, make_parser, measure
from benchmarks.precision_rule import Way
from efficientcracknet.core.preprocess import to_input
from efficientcracknet.evaluation.pairs import Pair, exclude_pairs, pair_split_tree, read_split_list
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.runtime.engines.telemetry import without_telemetry
from efficientcracknet.runtime.files import replace_file
from efficientcracknet.runtime.images import read_photo
from efficientcracknet.runtime.weights import Weights, find_weights, locate_int8

PER_SET = 100
"""Train pictures of each set, evenly spread, that ranges are read from."""

AS_FAST = 1.1
"""Times as long as the fastest: what is not worth a mask further from that of fp32."""

ARITHMETIC = ("Add", "Div", "Mul", "Sub")


def list_sensitive(model: onnx.ModelProto) -> dict[str, list[str]]:
    """Return the schemes: which nodes stay in float.

    Parameters
    ----------
    model
        Any network of convolutions; its nodes are told apart by what they do, never by name.

    Returns
    -------
    dict[str, list[str]]
        By scheme: nothing; the first and the last convolution, where values are pictures and logits; these and products
        of attention; these and all sums and products, so that convolutions alone are quantised.
    """
    nodes = [(node.op_type, node.name) for node in model.graph.node]
    convolutions = [name for kind, name in nodes if kind == "Conv"]
    ends = [convolutions[0], convolutions[-1]]
    products = [name for kind, name in nodes if kind == "MatMul"]
    return {
        "all": [],
        "ends in float": ends,
        "ends, attention in float": [*ends, *products],
        "convolutions alone": [*ends, *products, *(name for kind, name in nodes if kind in ARITHMETIC)],
    }


def read_calibration(weights: Weights, data_root: Path) -> list[NDArray[np.float32]]:
    """Return train pictures as the network sees them.

    Parameters
    ----------
    weights
        Whose preprocessing is used.
    data_root
        Folder of the data sets.

    Returns
    -------
    list[NDArray[np.float32]]
        `PER_SET` of each set at their own size, none of them on a list that something is chosen on.
    """
    pairs: list[Pair] = []
    for name in SETS:
        held_apart = read_split_list(data_root / "dev" / f"{name}.txt")
        found = exclude_pairs(pair_split_tree(data_root / name, "train"), held_apart)
        pairs.extend(found[:: max(1, len(found) // PER_SET)][:PER_SET])
    return [to_input(read_photo(pair.image).pixels, weights.preprocessing) for pair in pairs]


def quantise(model: onnx.ModelProto, batches: Sequence[NDArray[np.float32]], in_float: Sequence[str]) -> Any:
    """Quantise a network with NNCF, activations around a zero point of their own.

    Parameters
    ----------
    model
        In fp32; left as it is.
    batches
        What ranges are read from, each (1, 3, H, W).
    in_float
        Names of nodes that are not quantised.

    Returns
    -------
    Any
        The network in ONNX, with nodes that quantise and dequantise.
    """
    os.environ["NNCF_CI"] = "1"  # keeps it from reporting its use
    with without_telemetry():
        import nncf

    name = model.graph.input[0].name
    return nncf.quantize(
        model,
        nncf.Dataset(list(batches), lambda batch: {name: batch}),
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=len(batches),
        ignored_scope=nncf.IgnoredScope(names=list(in_float)) if in_float else None,
    )


def quantise_convolutions(path: Path, batches: Sequence[NDArray[np.float32]], out: Path) -> None:
    """Quantise the convolutions of a network with ONNX Runtime's tool, one range for each map.

    Parameters
    ----------
    path
        In fp32.
    batches
        What ranges are read from.
    out
        File to write.
    """
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

    name = onnx.load(path).graph.input[0].name

    class Reader(CalibrationDataReader):  # type: ignore[misc]
        """One picture after another."""

        def __init__(self) -> None:
            self.left: Iterator[NDArray[np.float32]] = iter(batches)

        def get_next(self) -> dict[str, NDArray[np.float32]] | None:
            """Return the next one, or None at the end."""
            batch = next(self.left, None)
            return None if batch is None else {name: batch}

    quantize_static(
        path,
        out,
        Reader(),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        op_types_to_quantize=["Conv"],
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
    )


def make_ways(weights: Weights, batches: Sequence[NDArray[np.float32]], folder: Path) -> list[Way]:
    """Quantise in every scheme.

    Parameters
    ----------
    weights
        In fp32.
    batches
        What ranges are read from.
    folder
        Where the files go; int8 forms lie in folders of their own, as `locate_int8` wants them.

    Returns
    -------
    list[Way]
        One for each scheme in OpenVINO, and one of them in ONNX Runtime too.
    """
    model = onnx.load(weights.path)
    ways = []
    for number, (scheme, in_float) in enumerate(list_sensitive(model).items()):
        path = folder / str(number) / weights.path.name
        locate_int8(path).parent.mkdir(parents=True)
        onnx.save(quantise(model, batches, in_float), locate_int8(path))
        ways.append(Way(f"openvino int8, {scheme}", path, "openvino", "int8", "int8"))
    path = folder / "onnxruntime" / weights.path.name
    locate_int8(path).parent.mkdir(parents=True)
    quantise_convolutions(weights.path, batches, locate_int8(path))
    scheme = "convolutions, by ONNX Runtime's tool"
    return [
        *ways,
        Way(f"openvino int8, {scheme}", path, "openvino", "int8", "int8"),
        Way(f"cpu int8, {scheme}", locate_int8(path), "cpu", "fp32", "int8"),
    ]


def choose(rows: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the name of the int8 form to keep.

    Parameters
    ----------
    rows
        Of all ways, as `benchmarks.precision_rule.compose` gives them.

    Returns
    -------
    str | None
        In OpenVINO, among those that hold the rule: of the fastest at the largest size, and those that take less than
        `AS_FAST` times as long, the one whose masks are nearest to those of fp32. None if none holds the rule.
    """
    held = [row for row in rows if row["provider"] == "openvino" and row["numbers"] == "int8" and row["meets_rule"]]
    ratios = {row["name"]: next(reversed(row["times"].values()))["ratio"] for row in held}
    fast = [row for row in held if ratios[row["name"]] < AS_FAST * min(ratios.values())]
    return max(fast, key=lambda row: row["iou_with_fp32"])["name"] if fast else None


def main(words: Sequence[str] | None = None) -> None:
    """Quantise, measure, write the form to keep, and the record where asked to.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    """
    parser = make_parser("python -m benchmarks.quantise", (__doc__ or "").split("\n")[0])
    parser.add_argument("--out", metavar="FILE.onnx", type=Path, help="int8 beside the weights if left out")
    arguments = parser.parse_args(words)
    weights = find_weights(arguments.weights)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ways = make_ways(weights, read_calibration(weights, arguments.data_root), folder)
        others = [way for way in list_ways(weights) if way.numbers != "int8"]
        body = measure([*others, *ways], replace(weights, int8_sha256=None), arguments)
        for row in body["rows"]:
            print(f"{row['name']}: {'meets the rule' if row['meets_rule'] else 'does not meet the rule'}: {row['why']}")
        kept = choose(body["rows"])
        for way in ways:
            if way.name == kept:
                body["int8"] = _keep(way, arguments.out or locate_int8(weights.path))
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, make_record('precision', body), weights.name)}")


def _keep(way: Way, out: Path) -> dict[str, str]:
    """Copy the form to keep; return what the record says of it."""
    made = locate_int8(way.path)
    checksum = sha256(made.read_bytes()).hexdigest()
    with replace_file(out) as part:
        shutil.copyfile(made, part)
    print(f'Kept: {way.name}, {out}. For the description of the weights: int8_sha256 = "{checksum}"')
    return {"scheme": way.name, "sha256": checksum}


if __name__ == "__main__":
    main()
