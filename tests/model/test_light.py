"""Flat and dim pictures are raised, others are left alone."""

import torch

from efficientcracknet.model.light import EvenLight
from efficientcracknet.training.inputs import normalise

LEAST = 0.05


def stripes(dark: float, bright: float) -> torch.Tensor:
    columns = torch.where(torch.arange(64) // 4 % 2 == 0, dark, bright)
    return normalise(columns.expand(1, 3, 64, 64).contiguous())


def test_a_picture_with_contrast_stays_as_it_is() -> None:
    picture = stripes(0.4, 0.6)  # deviation 0.1
    torch.testing.assert_close(EvenLight(LEAST)(picture), picture)


def test_a_flat_grey_picture_gets_the_least_contrast_around_its_mean() -> None:
    out = EvenLight(LEAST)(stripes(0.58, 0.62))  # deviation 0.02, so two and a half times
    torch.testing.assert_close(out, stripes(0.55, 0.65))


def test_a_dim_picture_is_seen_as_in_more_light() -> None:
    out = EvenLight(LEAST)(stripes(0.15, 0.19))  # two and a half times the light
    torch.testing.assert_close(out, stripes(0.375, 0.475))


def test_light_ends_at_grey() -> None:
    out = EvenLight(LEAST)(stripes(0.29, 0.31))  # deviation 0.01: four times, mean 0.3 to 0.5 and not to 1.2
    torch.testing.assert_close(out, stripes(0.46, 0.54))


def test_a_blank_picture_stays_blank() -> None:
    out = EvenLight(LEAST)(stripes(0.7, 0.7))
    torch.testing.assert_close(out, stripes(0.7, 0.7))


def test_every_picture_of_a_batch_has_its_own_light() -> None:
    flat, clear = stripes(0.58, 0.62), stripes(0.4, 0.6)
    out = EvenLight(LEAST)(torch.cat((flat, clear)))
    torch.testing.assert_close(out, torch.cat((stripes(0.55, 0.65), clear)))
