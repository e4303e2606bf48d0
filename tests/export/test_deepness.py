"""The file for Deepness: what the plugin reads from it, and that it finds what `predict` finds."""

import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import helper

from benchmarks.deepness_plugin import Plugin
from efficientcracknet.core.errors import MissingExtraError, OutputError, SettingsError, WeightsError
from efficientcracknet.export.targets import ExportOptions, find_target
from efficientcracknet.jobs.export import ExportSettings, export_weights, locate_shipped
from efficientcracknet.prediction import load
from efficientcracknet.runtime.images import read_photo
from efficientcracknet.runtime.weights import find_weights
from tests.tiny_networks import (
    DARKNESS,
    write_convolution,
    write_darkness_logits,
    write_darkness_probability,
    write_graph,
)

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = locate_shipped("deepness", find_weights(None))


def draw_noise(height: int, width: int) -> NDArray[np.uint8]:
    return np.random.default_rng(height).integers(0, 256, (height, width, 3), np.uint8)


def export(network: Path, **options: float) -> Path:
    out = network.with_name("deepness") / "net.onnx"
    return export_weights(ExportSettings("deepness", out, str(network), ExportOptions(**options))).path


def test_the_shipped_file_is_what_export_writes(tmp_path: Path) -> None:
    out = tmp_path / "default.onnx"
    find_target("deepness").write(find_weights(None), out, ExportOptions())

    shipped = SHIPPED.read_bytes() if SHIPPED.is_file() else b""
    assert out.read_bytes() == shipped, (
        f"Remove '{SHIPPED}' if it is there, and write it with: efficientcracknet export --target deepness --out FILE"
    )


def test_the_shipped_file_tells_the_plugin_everything_it_asks_for() -> None:
    weights, plugin = find_weights(None), Plugin(SHIPPED)

    assert plugin.list_faults() == []
    assert plugin.metadata == {
        "model_type": "Segmentor",
        "class_names": {"0": "background", "1": "crack"},
        "resolution": 0.1,  # cm: 1 mm per px
        "tile_size": 512,
        "tiles_size": 512,
        "tiles_overlap": 15,
        "standardization_mean": [0.0, 0.0, 0.0],
        "standardization_std": [1.0, 1.0, 1.0],
        "seg_thresh": weights.threshold,
        "seg_small_segment": 0,
        "weights": weights.name,
        "weights_sha256": weights.sha256,
        "data": weights.data,
        "terms": weights.terms,
    }


def test_old_runtimes_can_read_the_shipped_file() -> None:
    model = onnx.load(SHIPPED)

    # onnxruntime 1.17, the newest that some versions of the plugin install, knows format 9 and operators 20.
    assert model.ir_version <= 9
    assert [one.version for one in model.opset_import if one.domain == ""] <= [20]


@pytest.mark.parametrize("standardises", [True, False])
def test_on_one_tile_old_and_new_plugins_find_what_predict_finds(standardises: bool) -> None:
    picture = read_photo(ROOT / "examples" / "branching.jpg").pixels
    tile = np.pad(picture, [(0, 512 - picture.shape[0]), (0, 512 - picture.shape[1]), (0, 0)], mode="symmetric")
    expected = load(threads=1)(tile)
    plugin = Plugin(SHIPPED, standardises=standardises)
    found = plugin.run(tile)

    np.testing.assert_allclose(found, expected.probability, atol=1e-4)
    assert expected.mask.any()
    assert np.count_nonzero(plugin.find_mask(found) != expected.mask) <= 2


@pytest.mark.parametrize("size", [(40, 40), (41, 97), (200, 90)])
def test_a_network_that_sees_one_pixel_finds_the_same_in_any_tile(tmp_path: Path, size: tuple[int, int]) -> None:
    network = write_darkness_logits(tmp_path / "net.onnx", DARKNESS.replace("[0, 0, 0]", "[0.2, 0.3, 0.4]"))
    layer = draw_noise(*size)

    plugin = Plugin(export(network, tile_px=40))

    assert (plugin.tile_px, plugin.overlap_px, plugin.stride_px) == (40, 6, 34)
    np.testing.assert_allclose(plugin.run(layer), load(network)(layer).probability, atol=1e-5)


def test_a_network_that_gives_probability_gets_no_second_sigmoid(tmp_path: Path) -> None:
    network = write_darkness_probability(tmp_path / "net.onnx")
    white, black = np.full((8, 8, 3), 255, np.uint8), np.zeros((8, 8, 3), np.uint8)

    plugin = Plugin(export(network, tile_px=8))

    np.testing.assert_allclose(plugin.run(white), 0, atol=1e-6)
    np.testing.assert_allclose(plugin.run(black), 1, atol=1e-6)


def test_names_that_the_network_uses_already_are_left_to_it(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("ReduceMean", ["picture", "axes"], ["probability"], keepdims=1),
        helper.make_node("Sub", ["half", "probability"], ["scaled"]),
    ]
    constants = [onnx.numpy_helper.from_array(np.array([1], np.int64), "axes")]
    constants.append(onnx.numpy_helper.from_array(np.array(0.5, np.float32), "half"))
    network = write_graph(tmp_path / "net.onnx", nodes, ["scaled"], constants=constants)
    network.with_suffix(".toml").write_text(DARKNESS, encoding="utf-8")

    found = Plugin(export(network, tile_px=4)).run(np.full((4, 4, 3), 255, np.uint8))

    np.testing.assert_allclose(found, 1 / (1 + np.exp(0.5)), atol=1e-6)  # logit 0.5 - 1


def test_resolution_is_told_in_cm(tmp_path: Path) -> None:
    network = write_darkness_logits(tmp_path / "net.onnx")

    assert Plugin(export(network, tile_px=8, gsd_mm=2.5)).metadata["resolution"] == 0.25


def test_a_tile_is_never_larger_than_the_weights_like_unless_asked_for(tmp_path: Path) -> None:
    network = write_darkness_logits(tmp_path / "net.onnx", f"{DARKNESS}tile_px = 96\noverlap_px = 8\n")

    assert Plugin(export(network)).tile_px == 96
    assert Plugin(export(network, tile_px=100)).tile_px == 100


def test_a_tile_that_the_weights_cannot_take_is_refused(tmp_path: Path) -> None:
    network = write_darkness_logits(tmp_path / "net.onnx", f"{DARKNESS}multiple_px = 32\n")
    with pytest.raises(SettingsError, match=r"`tile` must be a multiple of 32 px for 'net', got 500. Use 512."):
        export(network, tile_px=500)

    write_convolution(network, weight=(1, 1, 1), sides=((1, 3, 64, 64), (1, 1, 64, 64)))
    with pytest.raises(WeightsError, match=r"`tile` must be 64 px for these weights, got 96"):
        export(network, tile_px=96)
    assert not (tmp_path / "deepness" / "net.onnx").exists()


def test_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"`tile` must be at least 1 px, got 0"):
        ExportOptions(tile_px=0)
    for gsd_mm in (0.05, float("nan")):
        with pytest.raises(SettingsError, match=r"`gsd` must be a number of mm per px, 0.1 or more, got (0.05|nan)"):
            ExportOptions(gsd_mm=gsd_mm)


def test_an_unknown_target_and_another_suffix_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"`target` must be known, got 'depness'. Choose from: deepness"):
        export_weights(ExportSettings("depness", tmp_path / "net.onnx"))
    with pytest.raises(OutputError, match=r"`--out` must end in .onnx for the target deepness, got '.*net.pb'"):
        export_weights(ExportSettings("deepness", tmp_path / "net.pb"))


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "net.onnx"
    broken.write_bytes(b"no network")
    broken.with_suffix(".toml").write_text(DARKNESS, encoding="utf-8")

    with pytest.raises(WeightsError, match=r"`weights` must be an ONNX file, got '.*net.onnx'"):
        export(broken, tile_px=8)


def test_without_the_extra_only_the_shipped_file_is_to_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("onnx", "efficientcracknet.export.graph", "efficientcracknet.export.deepness"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "onnx", None)

    made = export_weights(ExportSettings("deepness", tmp_path / "net.onnx"))
    assert made.path.read_bytes() == SHIPPED.read_bytes()
    with pytest.raises(MissingExtraError, match=r"export --target deepness needs .*efficientcracknet\[export\]"):
        export_weights(ExportSettings("deepness", tmp_path / "other.onnx", options=ExportOptions(tile_px=64)))
    assert [path.name for path in tmp_path.iterdir()] == ["net.onnx"]
