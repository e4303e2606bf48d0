"""Mixtures: batches as functions of (seed, step)."""

import dataclasses
import itertools

import numpy as np
import pytest

from efficientcracknet.core.errors import DataError
from efficientcracknet.training.mixture import Mixture
from efficientcracknet.training.recipe import AugmentationRecipe, Recipe

RECIPE = Recipe(height_px=32, width_px=40, batch=4, steps=6)
CALM = AugmentationRecipe(shadow_share=0, jpeg_share=0)


class Plain:
    """Pictures of one grey value, all crack."""

    def __init__(self, value: int, count: int = 5) -> None:
        self.value, self.count = value, count

    def __len__(self) -> int:
        return self.count

    def picture(self, index: int) -> np.ndarray:
        return np.full((50, 70, 3), self.value, np.uint8)

    def mask(self, index: int) -> np.ndarray:
        return np.ones((50, 70), np.bool_)


def test_a_batch_is_the_same_whatever_was_drawn_before() -> None:
    mixture = Mixture([Plain(10), Plain(200)], [1, 1], RECIPE)
    later = list(itertools.islice(mixture.batches(0), 4))[3]
    alone = Mixture([Plain(10), Plain(200)], [1, 1], RECIPE).batch(3)
    assert later.step == alone.step == 3
    np.testing.assert_array_equal(later.pictures, alone.pictures)
    np.testing.assert_array_equal(later.masks, alone.masks)


@pytest.mark.parametrize("threads", [1, 3])
def test_batches_come_in_order_from_the_step_asked_for(threads: int) -> None:
    mixture = Mixture([Plain(10)], [1], RECIPE)
    assert [batch.step for batch in mixture.batches(2, threads=threads)] == [2, 3, 4, 5]


def test_batches_have_the_recipe_s_size() -> None:
    batch = Mixture([Plain(10)], [1], RECIPE).batch(0)
    assert batch.pictures.shape == (4, 32, 40, 3)
    assert batch.masks.shape == (4, 32, 40)
    assert batch.masks.all()


def test_sets_are_drawn_by_their_weights_not_their_sizes() -> None:
    mixture = Mixture(
        [Plain(10, count=1), Plain(200, count=99)], [3, 1], dataclasses.replace(RECIPE, batch=400, augmentation=CALM)
    )
    assert (mixture.batch(0).pictures[:, 0, 0, 0] == 10).mean() == pytest.approx(0.75, abs=0.08)


def test_processes_draw_different_parts_of_a_step() -> None:
    mixture = Mixture([Plain(value) for value in range(0, 250, 5)], [1] * 50, RECIPE)
    assert not np.array_equal(mixture.batch(0, rank=0).pictures, mixture.batch(0, rank=1).pictures)


def test_an_empty_set_is_refused() -> None:
    with pytest.raises(DataError, match=r"got 2 sets of which numbers \[2\] are empty"):
        Mixture([Plain(1), Plain(1, count=0)], [1, 1], RECIPE)


def test_distractors_are_drawn_on_their_share_of_the_pictures_and_on_no_mask() -> None:
    plain, drawn = (
        Mixture([Plain(150)], [1], dataclasses.replace(RECIPE, batch=100, augmentation=augmentation)).batch(0)
        for augmentation in (CALM, dataclasses.replace(CALM, distractor_share=0.3))
    )
    np.testing.assert_array_equal(plain.masks, drawn.masks)
    assert (plain.pictures == 150).all()
    assert 0.12 < (plain.pictures != drawn.pictures).any(axis=(1, 2, 3)).mean() <= 0.42


def test_without_a_share_no_chance_is_spent_on_distractors(monkeypatch: pytest.MonkeyPatch) -> None:
    spent: list[str] = []

    class Counted:
        """A generator that lists what it is asked for."""

        def __init__(self, seed: object) -> None:
            self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))  # type: ignore[arg-type]

        def __getattr__(self, name: str) -> object:
            spent.append(name)
            return getattr(self._generator, name)

    monkeypatch.setattr(np.random, "default_rng", Counted)
    whole = dataclasses.replace(CALM, whole_share=1.0, flip=False, quarter_turn=False)
    Mixture([Plain(10)], [1], dataclasses.replace(RECIPE, batch=2, augmentation=whole)).batch(0)
    assert spent == ["choice", "integers", "random"] * 2  # which set, which picture, which kind of cut
