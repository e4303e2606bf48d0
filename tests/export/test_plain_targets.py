"""Targets that need no environment of their own: what they write is the same network, and this package runs it."""

import logging
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper
from PIL import Image

from efficientcracknet.core.errors import MissingExtraError, SettingsError, WeightsError
from efficientcracknet.export import agreement, quantised
from efficientcracknet.export.agreement import draw_tile, require_agreement
from efficientcracknet.export.calibration import Calibration, cut_middle
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.jobs.export import ExportSettings, export_weights
from efficientcracknet.prediction import load
from efficientcracknet.runtime.weights import find_weights
from tests.tiny_networks import DARKNESS, STEEPNESS, write_darkness_logits, write_graph

SHIFTED = DARKNESS.replace("[0, 0, 0]", "[0.2, 0.3, 0.4]").replace("[1, 1, 1]", "[0.5, 0.6, 0.7]")


def export(target: str, network: Path, **options: object) -> Path:
    return export_weights(
        ExportSettings(target, network.parent / target, str(network), ExportOptions(**options))  # type: ignore[arg-type]
    ).path


def write_pictures(folder: Path, count: int = 3) -> Path:
    folder.mkdir()
    for seed in range(count):
        Image.fromarray(np.random.default_rng(seed).integers(0, 256, (40, 48, 3), np.uint8)).save(
            folder / f"{seed}.png"
        )
    return folder


def write_layers(path: Path) -> Path:
    """Write a darkness detector of three convolutions, of which the middle one passes on what it gets."""
    weights = {
        "first": np.eye(3, dtype=np.float32).reshape(3, 3, 1, 1),
        "middle": np.eye(3, dtype=np.float32).reshape(3, 3, 1, 1),
        "last": np.full((1, 3, 1, 1), -STEEPNESS / 3, np.float32),
    }
    nodes = [
        helper.make_node("Conv", ["picture", "first"], ["a"]),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("Conv", ["b", "middle"], ["c"]),
        helper.make_node("Relu", ["c"], ["d"]),
        helper.make_node("Conv", ["d", "last", "bias"], ["map"]),
    ]
    constants = [numpy_helper.from_array(value, name) for name, value in weights.items()]
    constants.append(numpy_helper.from_array(np.array([STEEPNESS / 2], np.float32), "bias"))
    write_graph(path, nodes, ["map"], constants=constants)
    path.with_suffix(".toml").write_text(DARKNESS, encoding="utf-8")
    return path


@pytest.mark.parametrize("tile_px", [None, 32])
def test_half_precision_finds_the_same_and_predict_runs_it(tmp_path: Path, tile_px: int | None) -> None:
    network = write_darkness_logits(tmp_path / "net.onnx", SHIFTED)
    picture = draw_tile(50)

    folder = export("onnx-fp16", network, tile_px=tile_px)

    found = load(folder / "network.onnx")(picture)
    np.testing.assert_allclose(found.probability, load(network)(picture).probability, atol=2e-2)
    kinds = {one.data_type for one in onnx.load(folder / "network.onnx").graph.initializer}
    assert kinds == {onnx.TensorProto.FLOAT16}


def test_the_description_holds_what_one_must_know(tmp_path: Path) -> None:
    text = f'{SHIFTED}threshold = 0.25\ndata = "drawn, „by hand“"\nterms = "any use"\ntile_px = 64\noverlap_px = 8\n'
    network = write_darkness_logits(tmp_path / "net.onnx", text)

    whole = find_weights(export("onnx-fp16", network) / "network.onnx")
    square = find_weights(export("onnx-fp16", network, tile_px=24) / "network.onnx")

    assert (whole.threshold, whole.data, whole.terms) == (0.25, "drawn, „by hand“", "any use")
    assert (whole.output, whole.preprocessing.mean, whole.preprocessing.std) == ("probability", (0,) * 3, (1,) * 3)
    assert (whole.tile_px, whole.overlap_px, whole.multiple_px) == (64, 8, 1)
    assert (square.tile_px, square.overlap_px, square.multiple_px) == (24, 6, 24)
    head = (tmp_path / "onnx-fp16" / "network.toml").read_text(encoding="utf-8").splitlines()[0]
    assert head == f"# net as onnx-fp16. Made from an ONNX file with the sha256 {find_weights(network).sha256}."


def test_eight_bits_are_in_all_convolutions_but_the_first_and_the_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    network, pictures = write_layers(tmp_path / "net.onnx"), write_pictures(tmp_path / "pictures")
    picture = draw_tile(32)

    folder = export("onnx-int8", network, calibrate=pictures)

    graph = onnx.load(folder / "network.onnx").graph
    makers = {name: node.op_type for node in graph.node for name in node.output}
    quantised_inputs = [
        makers.get(node.input[0]) == "DequantizeLinear" for node in graph.node if node.op_type == "Conv"
    ]
    assert quantised_inputs == [False, True, False]
    found = load(folder / "network.onnx")(picture).probability
    # A step of 1/255 in each colour moves the logit by 20/255 at most, the probability by a quarter of that.
    np.testing.assert_allclose(found, load(network)(picture).probability, atol=STEEPNESS / 255 / 2)
    assert capsys.readouterr().out == ""
    assert logging.root.manager.disable == 0


def test_eight_bits_ask_for_pictures(tmp_path: Path) -> None:
    network = write_layers(tmp_path / "net.onnx")
    with pytest.raises(SettingsError, match=r"`calibrate` must be given for the target onnx-int8, got nothing"):
        export("onnx-int8", network)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingsError, match=r"`calibrate` must be a folder with pictures, got 0 in '.*empty'"):
        export("onnx-int8", network, calibrate=tmp_path / "empty")
    assert not (tmp_path / "onnx-int8").exists()


def test_eight_bits_that_find_other_cracks_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network, pictures = write_layers(tmp_path / "net.onnx"), write_pictures(tmp_path / "pictures")
    monkeypatch.setattr(quantised, "LEAST_IOU", 1.1)

    with pytest.raises(
        WeightsError, match=r"crack IoU of 1.1 or more on the calibration pictures, got (0.9\d*|1.000) on 3"
    ):
        export("onnx-int8", network, calibrate=pictures)


def test_calibration_takes_the_middles_of_a_hundred_pictures_at_most(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(103):
        Image.new("RGB", (3, 2), (number, 0, 0)).save(folder / f"{number:03}.png")

    pictures = Calibration(folder, 2)

    assert len(pictures) == 100
    assert [path.name for path in pictures.paths[-2:]] == ["100.png", "101.png"]  # of 103: every 1.03rd
    pictures.set_range(1, 2)
    pictures.input = "picture"
    first = pictures.get_next()
    assert first is not None
    assert first["picture"].shape == (1, 3, 2, 2)
    assert pictures.get_next() is None


def test_a_square_is_cut_from_the_middle_and_mirrored_where_it_is_missing() -> None:
    row = np.arange(5, dtype=np.uint8).reshape(1, 5, 1).repeat(3, axis=2)

    assert cut_middle(row, 3)[..., 0].tolist() == [[1, 2, 3]] * 3
    assert cut_middle(row[:, :2], 4)[..., 0].tolist() == [[0, 1, 1, 0]] * 4


@pytest.mark.parametrize("tile_px", [None, 32])
def test_openvino_finds_the_same(tmp_path: Path, tile_px: int | None) -> None:
    openvino = pytest.importorskip("openvino")
    network = write_darkness_logits(tmp_path / "net.onnx", SHIFTED)
    picture = draw_tile(32)

    folder = export("openvino", network, tile_px=tile_px)

    compiled = openvino.Core().compile_model(folder / "network.xml", "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    found = compiled(agreement.to_plain(picture))[0][0, 0]
    np.testing.assert_allclose(found, load(network)(picture).probability, atol=1e-5)
    assert sorted(path.name for path in folder.iterdir()) == ["network.bin", "network.toml", "network.xml"]


def test_without_openvino_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)

    with pytest.raises(MissingExtraError, match=r"export --target openvino needs .*efficientcracknet\[openvino\]"):
        export("openvino", write_darkness_logits(tmp_path / "net.onnx"))


def test_a_network_that_finds_something_else_is_refused(tmp_path: Path) -> None:
    weights, tile = find_weights(write_darkness_logits(tmp_path / "net.onnx")), np.zeros((4, 4, 3), np.uint8)

    require_agreement(weights, "ncnn", tile, np.ones((1, 1, 4, 4), np.float32))  # black is crack
    with pytest.raises(
        WeightsError, match=r"of ncnn and of 'net' must agree within 0.001, got 0.5 in shape \(1, 1, 4,"
    ):
        require_agreement(weights, "ncnn", tile, np.full((1, 1, 4, 4), 0.5, np.float32))
    with pytest.raises(WeightsError, match=r"got inf in shape \(1, 1, 4, 5\)"):
        require_agreement(weights, "ncnn", tile, np.ones((1, 1, 4, 5), np.float32))
    with pytest.raises(WeightsError, match=r"got nan"):
        require_agreement(weights, "ncnn", tile, np.full((1, 1, 4, 4), np.nan, np.float32))


@pytest.mark.parametrize(
    ("target", "options", "complaint"),
    [
        ("onnx-fp16", {"calibrate": Path("a")}, "`calibrate` must be left out for the target onnx-fp16, got a"),
        (
            "openvino",
            {"make_environment": True},
            "`make_environment` must be left out for the target openvino, got True",
        ),
        ("ncnn", {"gsd_mm": 2.0}, "`gsd` must be left out for the target ncnn, got 2.0"),
    ],
)
def test_options_that_a_target_would_ignore_are_refused(
    tmp_path: Path, target: str, options: dict[str, object], complaint: str
) -> None:
    with pytest.raises(SettingsError, match=complaint):
        export(target, write_darkness_logits(tmp_path / "net.onnx"), **options)
