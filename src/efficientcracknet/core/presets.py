"""The presets of the network: numbers only, so that light code can name and cost them.

`PAPER` is the layout of EfficientCrackNet (Zim et al., WACV 2025, arXiv:2409.18099). `COMPACT` holds the same blocks
under a budget: one octave down, every block linear in the area of the picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from efficientcracknet.core.errors import SettingsError, list_nearest_first


@dataclass(frozen=True, slots=True)
class AttentionPlan:
    """Size of one MobileViT block.

    `patch` and `grid` say how a map is cut into patches; exactly one of them is set. A fixed patch gives sequences that
    grow with the map, so the cost grows with the square of the area. A fixed grid gives sequences of `grid` x `grid`
    tokens at any size, so the cost grows with the area.
    """

    width: int
    depth: int
    heads: int
    head_width: int
    mlp_ratio: int
    patch: int | None = None
    grid: int | None = None

    def __post_init__(self) -> None:
        """Refuse a plan that cuts the map in two ways, or in none.

        Raises
        ------
        SettingsError
            If both or neither of `patch` and `grid` are set.
        """
        if (self.patch is None) == (self.grid is None):
            raise SettingsError(
                f"AttentionPlan: exactly one of `patch` and `grid` must be set, got {self.patch} and {self.grid}. "
                "Leave one of them None."
            )


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


@dataclass(frozen=True, slots=True)
class CompactPreset:
    """Numbers of the compact network: widths at 1/2, 1/4, 1/8 and 1/16 of the picture."""

    widths: tuple[int, int, int, int] = (16, 32, 64, 64)
    edge_strides: tuple[int, ...] = (4, 8)
    subspaces: int = 4
    attention: AttentionPlan = AttentionPlan(width=64, depth=3, heads=4, head_width=8, mlp_ratio=2, grid=8)
    stride: int = 16


Preset = PaperPreset | CompactPreset

PAPER = PaperPreset()
COMPACT = CompactPreset()
PRESETS: Mapping[str, Preset] = MappingProxyType({"compact": COMPACT, "paper": PAPER})


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
