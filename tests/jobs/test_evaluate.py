from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.core.errors import DataError, ImageError, SettingsError
from efficientcracknet.core.scores import Confusion
from efficientcracknet.evaluation.bootstrap import Resampling
from efficientcracknet.evaluation.pairs import hash_split, pair_split_tree
from efficientcracknet.evaluation.result import Evaluation
from efficientcracknet.jobs.evaluate import SATO, EvaluateSettings, evaluate_pictures, name_pictures
from efficientcracknet.jobs.predict import PredictSettings, predict_pictures
from tests.fake_datasets import CRACK, draw
from tests.tiny_networks import DARKNESS, write_darkness_logits, write_darkness_probability

FEW = Resampling(resamples=20)
TRUTH = draw(CRACK)


def save(path: Path, array: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(array).save(path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A split of three pictures for a network that calls dark pixels crack.

    `found`: the crack is dark. `half`: only its left half is. `empty`: no crack, all bright.
    """
    split = tmp_path / "bridge" / "test"
    dark = np.where(TRUTH, 20, 230).astype(np.uint8)
    half = np.where(np.arange(8) < 4, dark, np.uint8(230))
    for name, grey, truth in (("found", dark, TRUTH), ("half", half, TRUTH), ("empty", dark * 0 + 230, TRUTH & False)):
        save(split / "images" / f"{name}.png", np.stack([grey.astype(np.uint8)] * 3, axis=2))
        save(split / "masks" / f"{name}.png", truth)
    write_darkness_logits(tmp_path / "net.onnx")
    return tmp_path


def evaluate(root: Path, **changes: object) -> Evaluation:
    split = root / "bridge" / "test"
    settings = {
        "images": split / "images",
        "masks": split / "masks",
        "weights": root / "net.onnx",
        "resampling": FEW,
        **changes,
    }
    return evaluate_pictures(EvaluateSettings(**settings))  # type: ignore[arg-type]


def test_counts_are_those_of_the_drawing(root: Path) -> None:
    evaluation = evaluate(root)

    assert {one.key: one.confusion for one in evaluation.pictures} == {
        "test/empty": Confusion(0, 0, 0, 48),
        "test/found": Confusion(10, 0, 0, 38),
        "test/half": Confusion(7, 0, 3, 38),
    }
    assert evaluation.network.figures["f1_pooled"].value == pytest.approx(2 * 17 / (2 * 17 + 3))
    assert evaluation.network.figures["f1_per_image_mean"].value == pytest.approx((1 + 1 + 14 / 17) / 3)
    assert evaluation.network.figures["alarmed_share"].value == 0.0
    assert (evaluation.n_empty_truth, evaluation.n_empty_truth_found_empty) == (1, 1)


def test_keys_name_and_hash_are_those_of_the_split(root: Path) -> None:
    evaluation = evaluate(root)

    assert evaluation.name == "bridge/test"
    assert evaluation.split_hash == hash_split(pair_split_tree(root / "bridge", "test"))


def test_a_folder_of_another_name_gives_plain_keys(root: Path) -> None:
    (root / "bridge" / "test" / "images").rename(root / "photos")
    evaluation = evaluate(root, images=root / "photos")

    assert [one.key for one in evaluation.pictures] == ["empty", "found", "half"]
    assert evaluation.name == name_pictures(root / "photos") == "photos"


def test_a_split_list_chooses_pictures(root: Path) -> None:
    (root / "list.txt").write_text("test/half\n", encoding="utf-8")

    assert [one.key for one in evaluate(root, split_list=root / "list.txt").pictures] == ["test/half"]


def test_scores_at_native_size_are_those_of_the_masks_that_predict_writes(tmp_path: Path) -> None:
    generator = np.random.default_rng(11)
    for name, size in (("small", (9, 14)), ("large", (70, 55)), ("flat", (1, 33))):  # tiles are 32 px
        save(tmp_path / "images" / f"{name}.png", generator.integers(0, 256, (*size, 3), dtype=np.uint8))
        save(tmp_path / "masks" / f"{name}.png", generator.random(size) < 0.3)
    description = DARKNESS + "tile_px = 32\noverlap_px = 8\nthreshold = 0.4\n"
    weights = write_darkness_logits(tmp_path / "net.onnx", description)

    predict_pictures(PredictSettings((str(tmp_path / "images"),), tmp_path / "out", str(weights)))
    evaluation = evaluate_pictures(EvaluateSettings(tmp_path / "images", tmp_path / "masks", weights=weights))

    for counted in evaluation.pictures:
        stem = counted.key.rsplit("/", 1)[-1]
        found = np.asarray(Image.open(tmp_path / "out" / "masks" / f"{stem}.png").convert("L")) == 255
        truth = np.asarray(Image.open(tmp_path / "masks" / f"{stem}.png").convert("L")) == 255
        expected = [np.sum(found & truth), np.sum(found & ~truth), np.sum(~found & truth), np.sum(~found & ~truth)]
        assert counted.confusion.to_array().tolist() == expected
        assert counted.confusion.prediction_is_empty is False


def test_pictures_are_compared_at_the_size_asked_for(root: Path) -> None:
    evaluation = evaluate(root, size=(3, 4))

    assert {one.confusion.pixels for one in evaluation.pictures} == {12}
    assert evaluation.protocol.size_name == "3x4"


def test_the_threshold_and_its_rule_are_stated(root: Path) -> None:
    own = write_darkness_logits(root / "own.onnx", DARKNESS + "threshold = 0.25\n")

    stated = [evaluate(root, **changes).protocol for changes in ({}, {"weights": own}, {"threshold": 0.7})]
    assert [(one.threshold, one.threshold_rule) for one in stated] == [
        (0.5, "fixed"),
        (0.25, "stated with the weights"),
        (0.7, "given by the user"),
    ]


def test_the_threshold_decides_and_its_own_value_is_crack(root: Path) -> None:
    write_darkness_probability(root / "net.onnx")  # 1 - 20 / 255 on the crack, 1 - 230 / 255 elsewhere
    dark = float(np.float32(1) - np.float32(20) / np.float32(255))

    found = [evaluate(root, threshold=cut).pictures[1].confusion for cut in (0.05, 0.9, min(1.0, dark + 1e-3))]
    assert found == [Confusion(10, 38, 0, 0), Confusion(10, 0, 0, 38), Confusion(0, 0, 10, 38)]


def test_all_background_stands_beside_every_network(root: Path) -> None:
    (silence,) = evaluate(root).baselines

    assert silence.name == "all background"
    assert silence.figures["f1_pooled"].value == 0.0
    assert silence.figures["miou_pooled"].value == pytest.approx((0 + 124 / 144) / 2)  # 20 of 144 pixels are crack
    assert silence.figures["f1_per_image_mean"].value == pytest.approx(1 / 3)  # right about the empty one
    assert "f1_ods_per_image_mean" not in silence.figures


def test_the_ridge_filter_is_scored_if_asked_for(root: Path) -> None:
    assert [row.name for row in evaluate(root, with_ridges=True).baselines] == ["all background", SATO]


def test_pictures_without_masks_are_known_to_show_no_crack(root: Path) -> None:
    evaluation = evaluate(root, masks=None)  # the network sees 10, 7 and 0 of 48 pixels

    assert evaluation.network.figures["alarmed_share"].value == pytest.approx(2 / 3)
    assert evaluation.network.figures["false_area_share_mean"].value == pytest.approx(17 / (3 * 48))
    assert "f1_pooled" not in evaluation.network.figures
    assert evaluation.curve is None


def test_progress_is_told_from_nothing_to_all(root: Path) -> None:
    told: list[tuple[int, int]] = []
    split = root / "bridge" / "test"
    settings = EvaluateSettings(split / "images", split / "masks", weights=root / "net.onnx", resampling=FEW)
    evaluate_pictures(settings, lambda done, total: told.append((done, total)))

    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_the_worst_pictures_are_drawn_the_worst_first(root: Path) -> None:
    evaluation = evaluate(root, worst=2, sheet=root / "sheets" / "worst.jpg")

    assert [one.key for one in evaluation.list_worst(2)] == ["test/half", "test/empty"]  # 14/17, then equals by key
    with Image.open(root / "sheets" / "worst.jpg") as one_sheet:
        two_rows = one_sheet.height
    evaluate(root, worst=1, sheet=root / "one.jpg")
    with Image.open(root / "one.jpg") as one_sheet:
        assert one_sheet.height < two_rows


@pytest.mark.parametrize(("worst", "sheet"), [(3, None), (0, Path("a.jpg")), (-1, Path("a.jpg"))])
def test_a_sheet_and_how_many_belong_together(root: Path, worst: int, sheet: Path | None) -> None:
    with pytest.raises(SettingsError, match=f"1 or more together with a sheet, got {worst} and {sheet}"):
        evaluate(root, worst=worst, sheet=sheet)


def test_a_picture_that_cannot_be_read_ends_the_evaluation(root: Path) -> None:
    (root / "bridge" / "test" / "images" / "half.png").write_bytes(b"no picture")

    with pytest.raises(ImageError, match=r"half\.png"):
        evaluate(root)


def test_a_picture_without_a_mask_is_refused_by_name(root: Path) -> None:
    (root / "bridge" / "test" / "masks" / "half.png").unlink()

    with pytest.raises(DataError, match="half"):
        evaluate(root)
