"""Recipes: read, laid over, refused."""

import dataclasses
from pathlib import Path

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.training.recipe import LossRecipe, Recipe, parse_recipe, read_recipe

RECIPES = Path(__file__).parents[2] / "recipes"


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_recipe_of_the_repository_can_be_read(path: Path) -> None:
    assert read_recipe(path).steps > 0


def test_flags_go_over_the_recipe_and_the_recipe_over_defaults(tmp_path: Path) -> None:
    file = tmp_path / "recipe.toml"
    file.write_text("batch = 4\nseed = 5\n", encoding="utf-8")
    recipe = read_recipe(file, {"seed": 9, "steps": None})
    assert (recipe.batch, recipe.seed, recipe.steps) == (4, 9, Recipe().steps)


def test_a_recipe_survives_the_way_through_a_checkpoint() -> None:
    recipe = Recipe(steps=7, loss=LossRecipe(iou=0.3))
    assert parse_recipe(dataclasses.asdict(recipe)) == recipe


def test_an_unknown_key_is_answered_with_the_nearest_valid_one() -> None:
    with pytest.raises(
        SettingsError, match=r"key `learning_rat` must be one of the recipe's. Nearest valid names: learn"
    ):
        parse_recipe({"learning_rat": 1.0})
    with pytest.raises(SettingsError, match=r"loss: key `dize` must be one of the recipe's. Nearest valid names: dice"):
        parse_recipe({"loss": {"dize": 1.0}})


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"batch": 1}, "`batch` must be at least 2 .*got 1"),
        ({"batch": 2.5}, "`batch` must be a int, got 2.5"),
        ({"steps": True}, "`steps` must be a int, got True"),
        ({"steps": 0}, "`steps` must be at least 1, got 0"),
        ({"preset": "papper"}, "got 'papper'. Choose from: paper, compact"),
        ({"optimizer": "sgd"}, "`optimizer` must be one of adam, adamw, got 'sgd'"),
        ({"crack_prior": 0}, "`crack_prior` must be between 0 and 1, got 0.0"),
        ({"average_decay": 1.0}, "`average_decay` must be from 0 to below 1, got 1.0"),
        ({"loss": 3}, "`loss` must be a Mapping, got 3"),
        ({"augmentation": {"blur_share": 1.5}}, "`blur_share` must be from 0 to 1, got 1.5"),
    ],
)
def test_a_value_that_cannot_be_trained_with_is_refused(table: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        parse_recipe(table)


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text("steps = = 3", encoding="utf-8")
    with pytest.raises(SettingsError, match="must be a readable TOML file"):
        read_recipe(file)
