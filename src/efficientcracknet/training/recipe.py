"""Recipe: every number of a training run, from a TOML file.

Order: default < recipe < flag. Unknown keys are refused with the nearest valid name. The resolved recipe travels
inside the checkpoint, so a resumed run needs no second copy of it.
"""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast, get_args, get_type_hints

from efficientcracknet.core.errors import SettingsError, list_nearest_first
from efficientcracknet.core.presets import vary_preset

Schedule = Literal["one_cycle", "cosine", "plateau"]
Optimizer = Literal["adam", "adamw"]


@dataclass(frozen=True, slots=True)
class LossRecipe:
    """Weights of the terms; `overlap_fall` is taken from Dice and IoU at each fifth of the run (the paper's recipe).

    `cldice` weighs centre lines, `teacher` how closely a teacher's probabilities are followed.
    """

    bce: float = 1.0
    dice: float = 0.5
    iou: float = 0.0
    overlap_fall: float = 0.0
    cldice: float = 0.0
    teacher: float = 0.0


@dataclass(frozen=True, slots=True)
class AugmentationRecipe:
    """How training pictures are varied; every `_share` is the share of pictures it happens to, 0 to 1.

    Of the pictures, `whole_share` are squeezed to the training size as they are, `scaled_share` are cut out at a scale
    between `smallest_scale` and `largest_scale` (1 is native) and mirrored where they end, of the others a part of at
    least `smallest_area` is resized. On `distractor_share` of them, whatever their set, a joint, a shadow or another
    thing that is no crack is drawn.
    """

    smallest_area: float = 0.25
    largest_aspect: float = 1.35
    whole_share: float = 0.3
    scaled_share: float = 0.0
    smallest_scale: float = 0.5
    largest_scale: float = 2.0
    flip: bool = True
    quarter_turn: bool = True
    brightness: float = 0.35
    contrast: float = 0.3
    saturation: float = 0.2
    hue: float = 0.02
    colour_share: float = 0.8
    grey_share: float = 0.1
    blur_share: float = 0.1
    motion_share: float = 0.05
    noise_share: float = 0.15
    jpeg_share: float = 0.15
    shadow_share: float = 0.15
    invert_share: float = 0.0
    distractor_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """One training run. Sizes in pixels; `steps` counts batches; `average_decay` 0 keeps the plain weights.

    `network` holds changes to the preset's numbers, as `core.presets.vary_preset` takes them. `crack_prior` is the
    probability of crack that an untrained network answers everywhere (`training.prior`).
    """

    preset: str = "compact"
    network: Mapping[str, Any] = field(default_factory=dict)
    crack_prior: float = 0.025
    height_px: int = 192
    width_px: int = 256
    batch: int = 8
    steps: int = 8000
    optimizer: Optimizer = "adamw"
    learning_rate: float = 4e-3
    weight_decay: float = 1e-2
    schedule: Schedule = "one_cycle"
    warmup_share: float = 0.1
    plateau_factor: float = 0.8
    plateau_patience: int = 5
    average_decay: float = 0.998
    validate_every: int = 500
    seed: int = 0
    loss: LossRecipe = field(default_factory=LossRecipe)
    augmentation: AugmentationRecipe = field(default_factory=AugmentationRecipe)


def read_recipe(path: Path | None, flags: Mapping[str, Any] | None = None) -> Recipe:
    """Read a recipe and lay the flags of the command over it.

    Parameters
    ----------
    path
        TOML file with the fields of `Recipe`, tables `[loss]` and `[augmentation]`; None for the defaults.
    flags
        Fields given on the command line; None values are passed over.

    Returns
    -------
    Recipe
        Every number settled.

    Raises
    ------
    SettingsError
        If the file cannot be read, or a key or value is none of the recipe's.
    """
    table: dict[str, Any] = {}
    if path is not None:
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"read_recipe: '{path}' must be a readable TOML file: {error}.") from error
    return parse_recipe(table | {name: value for name, value in (flags or {}).items() if value is not None})


def parse_recipe(table: Mapping[str, Any]) -> Recipe:
    """Check a table against the recipe's fields.

    Parameters
    ----------
    table
        As read from TOML or from a checkpoint.

    Returns
    -------
    Recipe
        Defaults where the table says nothing.

    Examples
    --------
    >>> parse_recipe({"steps": 10, "loss": {"dice": 1}}).loss.dice
    1.0
    """
    recipe: Recipe = _fill(Recipe, table, "recipe")
    _check(recipe)
    return recipe


def _fill(kind: type[Any], table: Mapping[str, Any], where: str) -> Any:
    """Build one table of the recipe, each value brought to its field's type."""
    types = get_type_hints(kind)
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in types:
            nearest = ", ".join(list_nearest_first(key, types).split(", ")[:3])
            raise SettingsError(f"{where}: key `{key}` must be one of the recipe's. Nearest valid names: {nearest}.")
        wanted = types[key]
        if dataclasses.is_dataclass(wanted):
            values[key] = _fill(cast(type[Any], wanted), _require(value, Mapping, key, where), key)
        else:
            values[key] = _convert(value, wanted, key, where)
    return kind(**values)


def _convert(value: object, wanted: Any, key: str, where: str) -> object:
    """Bring a value to a field's type; whole numbers pass for floats, nothing else is bent."""
    if wanted == Mapping[str, Any]:
        return dict(_require(value, Mapping, key, where))
    if choices := get_args(wanted):
        if value in choices:
            return value
        raise SettingsError(
            f"{where}: `{key}` must be one of {', '.join(choices)}, got {value!r}. Correct it in the recipe."
        )
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return _require(value, wanted, key, where)


def _require(value: Any, wanted: type, key: str, where: str) -> Any:
    """Return the value if it has the type."""
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise SettingsError(f"{where}: `{key}` must be a {wanted.__name__}, got {value!r}. Correct it in the recipe.")
    return value


def _check(recipe: Recipe) -> None:
    """Refuse numbers that cannot be trained with."""
    vary_preset(recipe.preset, recipe.network)
    rules = {
        "crack_prior": (0 < recipe.crack_prior < 1, "between 0 and 1"),
        "height_px": (recipe.height_px >= 32, "at least 32"),
        "width_px": (recipe.width_px >= 32, "at least 32"),
        "batch": (recipe.batch >= 2, "at least 2 (batch normalisation)"),
        "steps": (recipe.steps >= 1, "at least 1"),
        "learning_rate": (recipe.learning_rate > 0, "above 0"),
        "warmup_share": (0 <= recipe.warmup_share < 1, "from 0 to below 1"),
        "average_decay": (0 <= recipe.average_decay < 1, "from 0 to below 1"),
        "validate_every": (recipe.validate_every >= 1, "at least 1"),
    }
    for key, (holds, rule) in rules.items():
        if not holds:
            raise SettingsError(
                f"recipe: `{key}` must be {rule}, got {getattr(recipe, key)}. Correct it in the recipe."
            )
    augmentation = recipe.augmentation
    if augmentation.whole_share + augmentation.scaled_share > 1:
        raise SettingsError(
            f"augmentation: `whole_share` and `scaled_share` must be at most 1 together, got "
            f"{augmentation.whole_share} and {augmentation.scaled_share}. Lower one of them."
        )
    if not 0 < augmentation.smallest_scale <= augmentation.largest_scale:
        raise SettingsError(
            f"augmentation: `smallest_scale` must be above 0 and at most `largest_scale`, got "
            f"{augmentation.smallest_scale} and {augmentation.largest_scale}. Exchange them?"
        )
    for entry in dataclasses.fields(AugmentationRecipe):
        share = getattr(recipe.augmentation, entry.name)
        if entry.name.endswith("_share") and not 0 <= share <= 1:
            raise SettingsError(
                f"augmentation: `{entry.name}` must be from 0 to 1, got {share}. It is a share of the pictures."
            )
