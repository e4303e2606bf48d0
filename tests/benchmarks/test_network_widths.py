from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from benchmarks.drawn_cracks import draw_crack
from benchmarks.markdown import tabulate_network_widths
from benchmarks.network_widths import find_drawn, find_grounds, main, paint_crack, summarise
from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import DataError
from efficientcracknet.evaluation.records import read_record
from efficientcracknet.measure.measuring import measure_map, measure_mask
from tests.tiny_networks import write_darkness_logits


@pytest.fixture
def grounds(tmp_path: Path) -> Path:
    folder = tmp_path / "grounds"
    folder.mkdir()
    for name, grey in (("asphalt_1.png", 200), ("brick_1.png", 190)):
        Image.fromarray(np.full((40, 50, 3), grey, np.uint8)).save(folder / name)
    (folder / "notes.txt").write_text("no picture", encoding="utf-8")
    return folder


def test_a_ground_is_repeated_and_darkened_where_the_crack_is() -> None:
    drawn = draw_crack("bar", np.random.default_rng(0), narrowest_px=8)
    painted = paint_crack(drawn, np.full((16, 16, 3), 200, np.uint8), np.random.default_rng(0))

    assert painted.shape == (*drawn.coverage.shape, 3)
    assert painted[0, 0].tolist() == [200, 200, 200]
    assert 40 <= painted.min() <= 100  # darkened by half to four fifths


def test_only_a_crack_on_the_drawn_one_is_the_drawn_one() -> None:
    drawn = draw_crack("bar", np.random.default_rng(0), narrowest_px=8)
    found = find_drawn(measure_map(CrackMap(drawn.coverage, 0.5)), drawn)
    beside = np.zeros(drawn.coverage.shape, bool)
    beside[:, 2:8] = True

    assert found is not None
    assert found.width_median_px == pytest.approx(drawn.mean_width_px, abs=0.2)
    assert find_drawn(measure_mask(beside), drawn) is None


def test_grounds_are_chosen_by_how_their_names_begin(grounds: Path) -> None:
    assert [path.stem for path in find_grounds(grounds, ())] == ["asphalt_1", "brick_1"]
    assert [path.stem for path in find_grounds(grounds, ("brick", "tile"))] == ["brick_1"]
    with pytest.raises(DataError, match=r"of the kinds tile, got 2 others in .*grounds"):
        find_grounds(grounds, ("tile",))


def test_errors_are_told_for_all_and_by_width() -> None:
    spread = summarise(np.array([3.5, 3.6, 12.0]), np.array([1.0, 2.0, -1.0]))

    assert {band: found["n"] for band, found in spread.items()} == {"3 to 20 px": 3, "3 to 4 px": 2, "10 to 20 px": 1}
    assert spread["3 to 4 px"]["p50"] == 1.5
    assert spread["10 to 20 px"]["p50"] == -1


def test_a_network_that_sees_darkness_measures_what_was_drawn(grounds: Path, tmp_path: Path) -> None:
    weights = write_darkness_logits(tmp_path / "net.onnx")
    target = tmp_path / "record.json"
    main(
        ["--grounds", str(grounds), "--weights", str(weights), "--count", "9", "--threads", "1", "--json", str(target)]
    )
    record: dict[str, Any] = read_record(target)

    # Grey 127 is darkness enough, which a crack drawn on 200 reaches near its border.
    assert record["found"] == record["drawn"] == 9
    assert abs(record["errors_px"]["3 to 20 px"]["p50"]) < 1.0
    table = tabulate_network_widths([record])
    assert "| net | 3 to 20 px | 9 of 9 |" in table
    assert tabulate_network_widths([record], "other") == ""
