"""The presets of the network: numbers only, so that light code can name and cost them.

`PAPER` is the layout of EfficientCrackNet (Zim et al., WACV 2025, arXiv:2409.18099). `COMPACT` holds the same blocks
under a budget: one octave down, every block linear in the area of the picture; its numbers were chosen by the trials of
`docs/lab.md` and by what they learn from many data sets. `FIRST` is what those trials began with, twice the parameters
and no better.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Literal, get_args, get_type_hints

from efficientcracknet.core.errors import SettingsError, list_nearest_first


@dataclass(frozen=True, slots=True)
class AttentionPlan:
    """Size of one MobileViT block.

    `patch`, `grid` and `window` say which pixels attend to each other; exactly one of them is set. With a fixed patch,
    those at the same place of every patch: sequences grow with the map, the cost with the square of the area. With a
    fixed grid of patches likewise, but sequences have `grid` x `grid` tokens at any size, so the cost grows with the
    area. With a window, those of the same `window` x `window` pixels. `separable` makes the two 3 x 3 convolutions
    around the attention depthwise separable.
    """

    width: int
    depth: int
    heads: int
    head_width: int
    mlp_ratio: int
    patch: int | None = None
    grid: int | None = None
    window: int | None = None
    separable: bool = False

    def __post_init__(self) -> None:
        """Refuse a plan that cuts the map in two ways, or in none.

        Raises
        ------
        SettingsError
            If not exactly one of `patch`, `grid` and `window` is set.
        """
        if [self.patch, self.grid, self.window].count(None) != 2:
            raise SettingsError(
                f"AttentionPlan: exactly one of `patch`, `grid` and `window` must be set, got {self.patch}, "
                f"{self.grid} and {self.window}. Leave the others None."
            )

    @property
    def multiple(self) -> int:
        """Both sides of a map are padded to a multiple of this."""
        return self.patch or self.grid or self.window or 1


@dataclass(frozen=True, slots=True)
class PaperPreset:
    """Numbers of the paper's figure, encoder from top to bottom, then decoder from bottom to top."""

    encoder: tuple[int, ...] = (16, 32, 64, 16, 32, 64)
    squeeze: int = 32
    bottleneck: int = 64
    decoder: tuple[int, ...] = (64, 32, 16, 64, 32, 16)
    subspaces: int = 4
    narrow_attention: AttentionPlan = AttentionPlan(width=32, depth=3, heads=4, head_width=8, mlp_ratio=2, patch=2)
    wide_attention: AttentionPlan = AttentionPlan(width=64, depth=3, heads=4, head_width=8, mlp_ratio=2, patch=2)
    stride: int = 16


COMPACT_ATTENTION = AttentionPlan(width=32, depth=1, heads=4, head_width=8, mlp_ratio=2, grid=4, separable=True)


@dataclass(frozen=True, slots=True)
class CompactPreset:
    """Numbers of the compact network, and the forms its blocks can take.

    `widths` are channels at 1/2, 1/4, 1/8 and 1/16 of the picture. `edge_filters`: learned from the folded filters,
    fixed at them, or fixed and run on the sum of the channels (as public code does in effect). Subspace attention
    stands at `subspace_strides`, in the encoder at 8 and in the decoder at 4; `subspaces` 0 leaves it out, `attention`
    None the MobileViT block. `kernel` is the side of the depthwise filters below
    1/2. `join` adds a stage to its skip or lays them side by side. `head_stride` 4 leaves out the decoder's last stage;
    `refine` then mends the logits with the picture at full size. `attention_stride` says where the MobileViT block
    stands. `pool_subspaces` takes the softmax of subspace attention at 1/16. `branches` trains every depthwise filter
    as several, folded at export. `least_contrast` is the standard deviation, 0 to 1, that flat pictures are raised to
    before anything is looked for; 0 leaves all as they are.
    """

    widths: tuple[int, int, int, int] = (16, 48, 64, 128)
    edge_strides: tuple[int, ...] = (8,)
    edge_filters: Literal["learned", "fixed", "sum"] = "learned"
    subspaces: int = 4
    subspace_strides: tuple[int, ...] = (8,)
    pool_subspaces: bool = False
    attention: AttentionPlan | None = COMPACT_ATTENTION
    attention_stride: Literal[8, 16] = 16
    branches: bool = False
    kernel: Literal[3, 5, 7] = 3
    join: Literal["sum", "concat"] = "sum"
    head_stride: Literal[2, 4] = 2
    refine: bool = False
    least_contrast: float = 0.05
    stride: int = 16

    def count_subspaces(self, stride: int) -> int:
        """Return how many subspaces there are at a stride; 0 where no subspace attention stands."""
        return self.subspaces if stride in self.subspace_strides else 0


Preset = PaperPreset | CompactPreset

PAPER = PaperPreset()
COMPACT = CompactPreset()
FIRST = CompactPreset(
    widths=(16, 32, 64, 64),
    least_contrast=0.0,
    edge_strides=(4, 8),
    subspace_strides=(4, 8),
    attention=AttentionPlan(width=64, depth=3, heads=4, head_width=8, mlp_ratio=2, grid=8),
)
PRESETS: Mapping[str, Preset] = MappingProxyType({"compact": COMPACT, "first": FIRST, "paper": PAPER})


def vary_preset(name: str, changes: Mapping[str, Any]) -> Preset:
    """Return a preset with some of its numbers changed, as a trial or a recipe asks for.

    Parameters
    ----------
    name
        Key of `PRESETS`.
    changes
        Fields of the preset and their new values, lists for tuples; ``attention`` may be a table of its own fields, or
        False for none. False stands for None in that table too: TOML has no other word for it.

    Returns
    -------
    Preset
        The numbers of the network; the preset itself if nothing is changed.

    Raises
    ------
    SettingsError
        If the preset has no such field, or a value is none that the field can take.

    Examples
    --------
    >>> vary_preset("compact", {"edge_strides": [4, 8], "attention": {"depth": 3}}).edge_strides
    (4, 8)
    """
    preset = find_preset(name)
    try:
        return replace(preset, **{key: _read_change(preset, key, value) for key, value in changes.items()})
    except (TypeError, ValueError, AttributeError) as error:
        raise SettingsError(
            f"vary_preset: `changes` must fit the preset '{name}', got {dict(changes)} ({error}). "
            f"Its fields are: {', '.join(field.name for field in fields(preset))}."
        ) from error


def find_preset(name: str) -> Preset:
    """Return a preset by its name.

    Parameters
    ----------
    name
        Key of `PRESETS`.

    Returns
    -------
    Preset
        The numbers of the network.

    Raises
    ------
    SettingsError
        If there is no preset of that name; the message lists those there are.
    """
    try:
        return PRESETS[name]
    except KeyError as error:
        raise SettingsError(
            f"find_preset: `name` must be a known preset, got '{name}'. "
            f"Choose from: {list_nearest_first(name, PRESETS)}."
        ) from error


def _read_change(preset: Preset, key: str, value: Any) -> Any:
    """Bring a value from TOML or JSON to the form a field has; only values of the field's kind pass."""
    current: Any = getattr(preset, key)
    if key.endswith("attention"):
        if value is False or value is None:
            return None
        if isinstance(value, AttentionPlan):
            return value
        given = {name: None if number is False else number for name, number in value.items()}
        return replace(current or COMPACT_ATTENTION, **given)
    choices = get_args(get_type_hints(type(preset))[key])
    if choices and ... not in choices and not isinstance(current, tuple) and value not in choices:
        raise ValueError(f"`{key}` must be one of {choices}, not {value!r}")
    if isinstance(current, tuple):
        return tuple(value)
    return value
