"""Pictures looked at smaller than they are."""

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.working_scale import AS_IS, WorkingScale
from efficientcracknet.runtime.scaled import decide_scale, predict_at


class Darkness:
    """Answers 1 on black; notes which sizes it saw."""

    def __init__(self) -> None:
        self.sizes: list[tuple[int, ...]] = []

    def predict(self, pixels: NDArray[np.uint8], *, beside: bool = False) -> CrackMap:
        self.sizes.append(pixels.shape[:2])
        return CrackMap((1 - pixels[..., 0] / 255).astype(np.float32), 0.5)


def half_black(height: int, width: int) -> NDArray[np.uint8]:
    pixels = np.full((height, width, 3), 255, np.uint8)
    pixels[:, : width // 2] = 0
    return pixels


def test_the_network_sees_the_smaller_picture_and_the_answer_has_the_picture_s_size() -> None:
    network = Darkness()
    found = predict_at(network, half_black(40, 80), WorkingScale(0.25, ""))
    assert network.sizes == [(10, 20)]
    assert found.probability.shape == (40, 80)
    np.testing.assert_array_equal(found.mask[:, :38], True)
    np.testing.assert_array_equal(found.mask[:, 42:], False)


def test_at_scale_1_the_answer_is_the_network_s_own() -> None:
    network = Darkness()
    pixels = half_black(9, 14)
    np.testing.assert_array_equal(predict_at(network, pixels, AS_IS).probability, network.predict(pixels).probability)


def test_a_factor_that_was_asked_for_is_taken_whatever_the_picture_shows() -> None:
    assert decide_scale(half_black(9, 14), 0.5) == WorkingScale(0.5, "as asked for")
    assert decide_scale(half_black(9, 14), None).factor == 1
