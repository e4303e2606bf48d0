from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.card_tables import PICTURES
from benchmarks.cards import CATALOGUE, UNWRITTEN, begin_card, draw_sheet, list_faults, main, mark_sheet, plan_files
from benchmarks.tables import ROOT
from efficientcracknet.core.errors import DataError
from efficientcracknet.runtime.weights import find_weights
from tests.benchmarks.scored import make_crackless, make_scores
from tests.tiny_networks import DARKNESS, write_darkness_logits

RECORDS = [make_scores(), make_crackless()]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout whose one card is finished and whose plots are as they should be."""
    (tmp_path / CATALOGUE).mkdir(parents=True)
    (tmp_path / CATALOGUE / "tiny.md").write_text("# tiny\n", encoding="utf-8")
    (tmp_path / PICTURES).mkdir(parents=True)
    for name, drawing in plan_files(RECORDS, ["tiny"]).items():
        (tmp_path / PICTURES / name).write_text(drawing, encoding="utf-8", newline="\n")
    return tmp_path


def find_faults(root: Path, records: list[dict] = RECORDS) -> list[str]:
    return list(list_faults(root, plan_files(records, ["tiny"]), records, ["tiny"]))


def test_weights_with_curves_have_plots_and_others_none() -> None:
    assert list(plan_files(RECORDS, ["tiny", "other"])) == ["tiny.svg"]


def test_a_finished_card_has_no_fault(root: Path) -> None:
    assert find_faults(root) == []


def test_plots_that_lag_behind_are_named(root: Path) -> None:
    (fault,) = find_faults(root, [*RECORDS, make_scores(day=2, f1=0.5)])

    assert fault.startswith("docs/pictures/cards/tiny.svg: lags behind results/")


def test_a_picture_that_belongs_to_no_card_is_named(root: Path) -> None:
    (root / PICTURES / "old.svg").write_text("", encoding="utf-8")

    assert find_faults(root) == ["docs/pictures/cards/old.svg: belongs to no card; remove it"]


def test_a_card_that_is_missing_or_has_words_to_be_written_is_named(root: Path) -> None:
    card = root / CATALOGUE / "tiny.md"
    card.write_text(f"# tiny\n{UNWRITTEN}\n", encoding="utf-8")
    faults = find_faults(root)
    card.unlink()

    assert faults == find_faults(root)
    assert faults[0].startswith("src/efficientcracknet/catalogue/tiny.md: is not finished")


def test_a_sheet_has_to_be_of_the_weights_and_pictures_of_its_record(root: Path) -> None:
    record = make_scores(name="uav_cc0/val")
    path = root / PICTURES / "tiny-worst-uav_cc0-val.jpg"
    records = [*RECORDS, record]
    (root / PICTURES / "tiny.svg").write_text(plan_files(records, ["tiny"])["tiny.svg"], encoding="utf-8", newline="\n")
    told = []
    for comment in (None, "other weights", mark_sheet(record)):
        if comment:
            Image.new("RGB", (4, 4)).save(path, "JPEG", comment=comment)
        told.append(find_faults(root, records))

    assert [len(faults) for faults in told] == [1, 1, 0]
    assert told[0] == told[1]
    assert told[0][0].startswith("docs/pictures/cards/tiny-worst-uav_cc0-val.jpg: lags behind results/")


def test_a_new_card_has_the_facts_the_tables_and_gaps_for_words(tmp_path: Path) -> None:
    text = 'terms = "open: for all"\ndata = "walls (3)"\nthreshold = 0.4\nthreshold_rule = "best on dev"\n'
    weights = find_weights(write_darkness_logits(tmp_path / "tiny.onnx", DARKNESS + text))
    card = begin_card(weights, RECORDS)

    assert card.startswith("# tiny\n")
    assert "**Open: for all.**" in card
    assert "Trained on walls (3)." in card
    assert "Threshold 0.4: best on dev." in card
    assert "| bridge/test (12) | native |" in card
    assert "docs/pictures/cards/tiny.svg" in card
    assert UNWRITTEN in card
    assert "{" not in card


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A set of two pictures of two greys."""
    for name in ("ugly", "empty"):
        for kind, array in (("images", np.full((8, 9, 3), 90, np.uint8)), ("masks", np.eye(8, 9, dtype=bool))):
            folder = tmp_path / "uav_cc0" / "test" / kind
            folder.mkdir(parents=True, exist_ok=True)
            Image.fromarray(array).save(folder / f"{name}.png")
    return tmp_path


def test_a_sheet_shows_the_pictures_that_a_record_names(data: Path) -> None:
    weights = find_weights(write_darkness_logits(data / "tiny.onnx"))
    record = make_scores(name="uav_cc0/test")
    record["weights"]["sha256"] = weights.sha256

    two = draw_sheet(record, weights, data)
    record["worst"] = record["worst"][:1]
    assert two.height > draw_sheet(record, weights, data).height > 100


def test_a_sheet_of_other_weights_is_refused(data: Path) -> None:
    weights = find_weights(write_darkness_logits(data / "tiny.onnx"))

    with pytest.raises(DataError, match=rf"must be of these weights, got tiny with sha256 {'cd' * 32}, which is now"):
        draw_sheet(make_scores(name="uav_cc0/test"), weights, data)


def test_the_cards_of_this_project_do_not_lag_behind_its_records() -> None:
    assert main(["--check"], ROOT) == 0
