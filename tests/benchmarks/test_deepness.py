from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.deepness import compare, lay_out, main
from benchmarks.deepness_plugin import Plugin
from efficientcracknet.core.errors import DataError
from efficientcracknet.evaluation.records import read_record
from efficientcracknet.jobs.export import locate_shipped
from efficientcracknet.runtime.weights import find_weights
from tests.tiny_networks import write_darkness_logits


def test_pictures_take_turns_in_cells_and_are_mirrored_until_they_fill_them() -> None:
    pictures = [np.array([[[value] * 3, [value + 1] * 3]], np.uint8) for value in (10, 20)]

    layer = lay_out(pictures, 2, 7, cell_px=4)

    assert layer[..., 0].tolist() == [[10, 11, 11, 10, 20, 21, 21]] * 2


def test_agreement_is_told_inside_the_borders() -> None:
    ours, theirs = np.zeros((5, 5), np.float32), np.zeros((5, 5), np.float32)
    ours[1, 1:3], theirs[1, 2:4] = 0.75, 0.75
    theirs[0, 0] = 1.0  # on the border

    found = compare(ours, theirs, 0.5, border_px=1)

    assert (found["pixels"], found["crack_pixels"]) == (9, 3)
    assert found["crack_iou"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["difference_max"] == 0.75
    assert compare(ours[3:], theirs[3:], 0.5, border_px=0)["crack_iou"] == 1.0


def test_the_plugin_keeps_the_nearer_half_of_every_overlap() -> None:
    plugin = Plugin(locate_shipped("deepness", find_weights(None)))

    assert plugin.overlap_px == 76  # 15 % of 512 is 76.8
    assert list(plugin._list_spans(3)) == [(0, slice(0, 474)), (436, slice(38, 474)), (872, slice(38, 512))]


def test_a_median_filter_is_not_imitated() -> None:
    plugin = Plugin(locate_shipped("deepness", find_weights(None)))
    plugin.metadata["seg_small_segment"] = 7

    with pytest.raises(DataError, match=r"`seg_small_segment` must be 0, got 7"):
        plugin.find_mask(np.zeros((1, 1), np.float32))


def test_faults_of_a_file_are_named() -> None:
    plugin = Plugin(locate_shipped("deepness", find_weights(None)))
    plugin.metadata |= {"tile_size": 500, "class_names": {"0": "crack"}, "standardization_std": [1.0]}

    assert plugin.list_faults() == ["class_names", "tile_size", "standardization_std"]


def test_a_network_that_sees_one_pixel_agrees_with_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights = write_darkness_logits(tmp_path / "net.onnx")
    for name, grey in (("asphalt_1", 180), ("other_1", 90)):
        Image.fromarray(np.full((32, 40, 3), grey, np.uint8)).save(tmp_path / f"{name}.png")
    target = tmp_path / "record.json"

    folders = ["--grounds", str(tmp_path), "--pictures", str(tmp_path)]
    main([*folders, "--weights", str(weights), "--tile", "256", "--side", "1400", "--json", str(target)])

    record = read_record(target)
    assert record["faults"] == []
    assert (record["file"]["tile_size"], record["settings"]["border_px"]) == (256, 38)
    found = [one for comparisons in record["agreement"].values() for one in comparisons.values()]
    assert [one["crack_iou"] for one in found] == [1.0] * 6
    assert all(one["crack_pixels"] for one in found)
    assert capsys.readouterr().out.splitlines()[-1] == f"Record: {target}"
