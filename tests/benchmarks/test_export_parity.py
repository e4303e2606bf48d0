from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks import export_examples
from benchmarks.export_examples import GUIDE, ROADS, find_example, run_example
from benchmarks.export_parity import compare, format_target, main
from benchmarks.parity_tables import HEADINGS, list_export_parity
from efficientcracknet.core.errors import DataError, RuntimeFault
from efficientcracknet.evaluation.records import read_record
from efficientcracknet.export.targets import TARGETS
from tests.tiny_networks import write_darkness_logits


def test_every_target_but_those_with_a_guide_of_their_own_is_run_by_an_example() -> None:
    assert set(TARGETS) - set(ROADS) == {"deepness", "web"}
    for target in ROADS:
        compile(find_example(target, GUIDE.read_text(encoding="utf-8")), target, "exec")


def test_a_target_without_an_example_is_refused() -> None:
    with pytest.raises(DataError, match=r"`target` must have an example in the guide, got 'ncn'. Choose: ncnn, web"):
        find_example("ncn", "<!-- example:web -->\n<!-- example:ncnn -->\n")


def test_agreement_is_pooled_and_told_for_the_worst_picture() -> None:
    ours = [np.array([[0.9, 0.9, 0.9, 0.1]], np.float32), np.array([[0.9, 0.1]], np.float32)]
    theirs = [ours[0], np.array([[0.9, 0.6]], np.float32)]

    found = compare(ours, theirs, 0.5)

    assert (found["pictures"], found["crack_pixels"]) == (2, 5)
    assert (found["crack_iou"], found["crack_iou_worst"]) == (0.8, 0.5)
    assert found["difference_max"] == 0.5
    empty = [np.zeros((2, 2), np.float32)]
    assert compare(empty, empty, 0.5)["crack_iou"] == 1.0


def test_an_example_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text("<!-- example:onnx-fp16 -->\n```python\nraise OSError('no photo')\n```\n", encoding="utf-8")
    monkeypatch.setattr(export_examples, "GUIDE", guide)

    with pytest.raises(RuntimeFault, match=r"the example for onnx-fp16 must run, got: OSError: no photo"):
        run_example("onnx-fp16", tmp_path, [np.zeros((2, 2, 3), np.uint8)])


def test_the_guides_example_for_half_precision_runs_and_makes_a_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    network, pictures = write_darkness_logits(tmp_path / "net.onnx"), tmp_path / "pictures"
    pictures.mkdir()
    for grey in (10, 120, 240):
        Image.new("RGB", (20, 30), (grey, grey, grey)).save(pictures / f"{grey}.png")
    target = tmp_path / "record.json"

    words = [str(pictures), "--calibrate", str(pictures), "--targets", "onnx-fp16", "--weights", str(network)]
    main([*words, "--count", "2", "--json", str(target)])

    record = read_record(target)
    found = record["targets"]["onnx-fp16"]
    assert (found["pictures"], found["crack_pixels"], found["crack_iou"]) == (2, 1200, 1.0)  # every 1.5th: 10 and 120
    assert found["size"] == "native"
    assert f"onnx-fp16 in {found['runtime']}: crack IoU 1.0000 (as it must) on 2 pictures" in capsys.readouterr().out
    assert "LESS THAN 0.99" in format_target("onnx-fp16", {**found, "crack_iou": 0.98})
    headings, rows = list_export_parity([record])
    assert headings == HEADINGS
    assert [row[:4] for row in rows] == [("`onnx-fp16`", found["runtime"], "2, native", "1.0000")]
    assert list_export_parity([record], "other")[1] == []
