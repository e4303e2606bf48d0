import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from efficientcracknet.core.errors import ImageError, RuntimeFault, SettingsError
from efficientcracknet.core.preprocess import Preprocessing
from efficientcracknet.runtime.choice import Choice
from efficientcracknet.runtime.predictor import Predictor, apply_sigmoid
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import Weights, find_weights
from tests.tiny_networks import write_darkness_logits, write_darkness_probability


class Echo:
    """A session that answers the first channel of what it sees and remembers the sizes."""

    def __init__(self, answer: float | None = None, lanes: int = 1) -> None:
        self.answer = answer
        self.lanes = lanes
        self.sizes: list[tuple[int, ...]] = []
        self.beside: list[bool] = []
        self.threads: set[str] = set()

    choice = Choice("cpu", "fp32", "made up")

    def run(self, batch: NDArray[np.float32], *, beside: bool = False) -> NDArray[np.float32]:
        self.sizes.append(batch.shape)
        self.beside.append(beside)
        self.threads.add(threading.current_thread().name)
        return batch[:, :1].copy() if self.answer is None else np.full_like(batch[:, :1], self.answer)


def make_weights(**changes) -> Weights:
    settings = {"output": "probability", "tile_px": 8, "overlap_px": 2, **changes}
    return Weights("echo", Path("echo.onnx"), "0" * 64, Preprocessing(), **settings)


def make_picture(height: int, width: int) -> NDArray[np.uint8]:
    return np.random.default_rng(height * 1000 + width).integers(0, 256, (height, width, 3), np.uint8)


@pytest.mark.parametrize("write", [write_darkness_logits, write_darkness_probability])
def test_dark_pixels_are_found(tmp_path: Path, write) -> None:
    weights = find_weights(write(tmp_path / "net.onnx"))
    predictor = Predictor(weights, open_session(weights.path))
    grey = np.array([[0, 127], [128, 255]], np.uint8)
    crack_map = predictor.predict(np.repeat(grey[..., np.newaxis], 3, axis=2))

    assert crack_map.mask.tolist() == [[True, True], [False, False]]
    assert crack_map.crack_share == 0.5


def test_logits_become_probabilities(tmp_path: Path) -> None:
    weights = find_weights(write_darkness_logits(tmp_path / "net.onnx"))
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    probability = Predictor(weights, open_session(weights.path)).predict(np.dstack([grey] * 3)).probability

    np.testing.assert_allclose(probability, 1 / (1 + np.exp(20 * (grey / 255) - 10)), atol=1e-6)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 12), st.data())
def test_tiles_change_nothing_for_a_network_that_sees_single_pixels(
    height: int, width: int, tile_px: int, data
) -> None:
    overlap_px = data.draw(st.integers(0, tile_px - 1))
    picture = make_picture(height, width)
    echo = Echo()
    crack_map = Predictor(make_weights(tile_px=tile_px, overlap_px=overlap_px), echo).predict(picture)

    # Up to 12 x 12 tiles lie on a pixel; each sum rounds by 6e-8.
    np.testing.assert_allclose(crack_map.probability, picture[..., 0] / 255, atol=144 * 6e-8)
    assert all(max(size[2:]) <= tile_px for size in echo.sizes)


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (1, 8), (3, 5)])
def test_a_picture_that_fits_the_tile_is_seen_once_and_whole(size: tuple[int, int]) -> None:
    echo = Echo()
    Predictor(make_weights(), echo).predict(make_picture(*size))

    assert echo.sizes == [(1, 3, *size)]


@pytest.mark.parametrize("beside", [True, False])
def test_a_picture_that_fits_the_tile_keeps_to_a_lane_only_beside_others(beside: bool) -> None:
    echo = Echo(lanes=3)
    Predictor(make_weights(), echo).predict(make_picture(8, 8), beside=beside)

    assert echo.beside == [beside]
    assert echo.threads == {threading.current_thread().name}


def test_tiles_are_looked_at_side_by_side() -> None:
    together = threading.Barrier(3, timeout=60)  # none goes on before three have come

    class Waiting(Echo):
        def run(self, batch: NDArray[np.float32], *, beside: bool = False) -> NDArray[np.float32]:
            together.wait()
            return super().run(batch, beside=beside)

    echo = Waiting(lanes=3)
    Predictor(make_weights(), echo).predict(make_picture(8, 56))

    assert len(echo.sizes) == 9  # they begin at 0, 6, .., 48
    assert set(echo.beside) == {True}


def test_with_one_lane_nothing_leaves_the_caller_s_thread() -> None:
    echo = Echo()
    Predictor(make_weights(), echo).predict(make_picture(20, 30))

    assert echo.threads == {threading.current_thread().name}


@given(st.integers(9, 40), st.integers(1, 40))
def test_the_number_of_lanes_changes_no_bit(height: int, width: int) -> None:
    picture = make_picture(height, width)
    alone, *others = [
        Predictor(make_weights(), Echo(lanes=lanes)).predict(picture).probability.tobytes() for lanes in (1, 2, 5)
    ]

    assert others == [alone] * 2


def test_pictures_of_several_threads_are_not_mixed_up() -> None:
    predictor = Predictor(make_weights(), Echo(lanes=2))
    pictures = [make_picture(20 + number, 30) for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda picture: predictor.predict(picture, beside=True), pictures))

    for picture, crack_map in zip(pictures, found, strict=True):
        np.testing.assert_allclose(crack_map.probability, picture[..., 0] / 255, atol=1e-5)


def test_a_fault_in_one_tile_is_that_of_the_picture_and_leaves_the_next_one_alone() -> None:
    echo = Echo(float("nan"), lanes=2)
    predictor = Predictor(make_weights(), echo)

    with pytest.raises(RuntimeFault, match="must be finite, got nan"):
        predictor.predict(make_picture(20, 30))
    echo.answer = 0.25
    assert np.unique(predictor.predict(make_picture(20, 30)).mask).tolist() == [False]


@pytest.mark.parametrize(("size", "seen"), [((5, 8), (8, 8)), ((1, 1), (4, 4)), ((4, 4), (4, 4))])
def test_sides_are_padded_to_the_multiple_and_cut_again(size: tuple[int, int], seen: tuple[int, int]) -> None:
    echo = Echo()
    picture = make_picture(*size)
    crack_map = Predictor(make_weights(multiple_px=4), echo).predict(picture)

    assert echo.sizes == [(1, 3, *seen)]
    np.testing.assert_allclose(crack_map.probability, picture[..., 0] / 255, atol=1e-6)


def test_the_threshold_is_that_of_the_weights_unless_asked_otherwise() -> None:
    weights = make_weights(threshold=0.25)

    assert Predictor(weights, Echo()).predict(make_picture(2, 2)).threshold == 0.25
    assert Predictor(weights, Echo(), threshold=0.75).predict(make_picture(2, 2)).threshold == 0.75


def test_an_impossible_threshold_is_refused_before_any_picture() -> None:
    with pytest.raises(SettingsError, match="`threshold` must be from 0 to 1, got 50"):
        Predictor(make_weights(), Echo(), threshold=50)


@pytest.mark.parametrize(
    ("pixels", "told"),
    [
        (np.zeros((4, 5), np.uint8), r"uint8 of shape \(4, 5\)"),
        (np.zeros((4, 5, 4), np.uint8), r"uint8 of shape \(4, 5, 4\)"),
        (np.zeros((4, 5, 3), np.float32), r"float32 of shape \(4, 5, 3\)"),
        (np.zeros((0, 5, 3), np.uint8), r"uint8 of shape \(0, 5, 3\)"),
    ],
)
def test_pixels_of_another_kind_are_refused(pixels: NDArray[np.uint8], told: str) -> None:
    with pytest.raises(ImageError, match=f"`pixels` must be uint8 .*, got {told}"):
        Predictor(make_weights(), Echo()).predict(pixels)


@pytest.mark.parametrize("answer", [float("nan"), float("inf")])
@pytest.mark.parametrize("output", ["logits", "probability"])
def test_an_answer_that_is_no_number_is_a_fault(answer: float, output: str) -> None:
    with pytest.raises(RuntimeFault, match=f"output of 'echo' must be finite, got {answer}"):
        Predictor(make_weights(output=output), Echo(answer)).predict(make_picture(2, 2))


@pytest.mark.parametrize("answer", [-0.5, 3.25])
def test_logits_that_are_said_to_be_probabilities_are_a_fault(answer: float) -> None:
    with pytest.raises(
        RuntimeFault, match=rf'must lie within 0\.\.1 .*got {answer}\.\.{answer}\. State output = "logits"'
    ):
        Predictor(make_weights(), Echo(answer)).predict(make_picture(2, 2))


def test_a_probability_that_rounding_took_beyond_one_is_one() -> None:
    assert Predictor(make_weights(), Echo(1.0000001)).predict(make_picture(2, 2)).probability.max() == 1


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_the_sigmoid_is_that_of_the_textbook_and_never_overflows(logit: float) -> None:
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        found = apply_sigmoid(np.array([logit], np.float32))[0]
    with np.errstate(over="ignore"):
        expected = 1 / (1 + np.exp(-np.float64(logit)))

    assert found == pytest.approx(expected, abs=2e-7)
