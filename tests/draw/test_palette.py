from itertools import combinations

import pytest

from efficientcracknet.draw.palette import RANKS, UNDETERMINED, find_class_colour


def luminance(colour: tuple[int, int, int]) -> float:
    """Return relative luminance, 0..1, as WCAG 2 defines it."""
    linear = [(one / 255 / 12.92) if one <= 10 else ((one / 255 + 0.055) / 1.055) ** 2.4 for one in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("first", "second"), list(combinations(RANKS, 2)))
def test_classes_differ_in_brightness_without_any_hue(first, second) -> None:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) > 1.35


def test_the_widest_class_is_always_of_one_colour_and_what_cannot_be_told_of_none_of_them() -> None:
    assert find_class_colour(1, 2) == find_class_colour(2, 3) == RANKS[-1]
    assert find_class_colour(0, 2) == find_class_colour(0, 3) == RANKS[0]
    assert find_class_colour(None, 3) == UNDETERMINED
    assert UNDETERMINED not in RANKS
