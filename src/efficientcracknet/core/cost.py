"""What a preset costs, derived by hand: trainable parameters and multiply-adds with everything counted.

Everything means convolutions (the fixed filters too), linear layers and both attention products (Q K' and A V); one
multiply-add counts 1. Biases, normalisation, activations, pooling and resizing are not multiply-adds by this rule.
Public counters miss the fused attention or the fixed filters, so the sums are checked against the exported ONNX graph.

Letters: C channels in, D channels out, k side of a filter, g groups, n pixels of the map.
"""

from dataclasses import dataclass

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.presets import AttentionPlan, CompactPreset, PaperPreset, Preset, find_preset


@dataclass(frozen=True, slots=True)
class Work:
    """Parameters and multiply-adds of one part; parts add up.

    Examples
    --------
    >>> Work(3, 10) + Work(2, 5)
    Work(parameters=5, multiply_adds=15)
    """

    parameters: int = 0
    multiply_adds: int = 0

    def __add__(self, other: "Work") -> "Work":
        """Return both parts as one."""
        return Work(self.parameters + other.parameters, self.multiply_adds + other.multiply_adds)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one picture costs; `by_block` holds (block, multiply-adds) from top to bottom."""

    preset: str
    height: int
    width: int
    parameters: int
    multiply_adds: int
    by_block: tuple[tuple[str, int], ...]


def count_cost(preset: str | Preset, height: int, width: int) -> Cost:
    """Count parameters and multiply-adds of a preset for one picture.

    Parameters
    ----------
    preset
        Name of the preset, or its numbers.
    height
        Rows of the picture, at least 1.
    width
        Columns of the picture, at least 1.

    Returns
    -------
    Cost
        Totals, and the multiply-adds of each block.

    Raises
    ------
    SettingsError
        If the preset is unknown or a side is not positive.

    Examples
    --------
    >>> count_cost("compact", 192, 256).parameters
    131724
    """
    if height < 1 or width < 1:
        raise SettingsError(
            f"count_cost: `height` and `width` must be at least 1, got {height} and {width}. Give the picture's size."
        )
    plan = find_preset(preset) if isinstance(preset, str) else preset
    rows, columns = -(-height // plan.stride) * plan.stride, -(-width // plan.stride) * plan.stride
    blocks = _paper(plan, rows, columns) if isinstance(plan, PaperPreset) else _compact(plan, rows, columns)
    total = sum(blocks.values(), Work())
    by_block = tuple((name, work.multiply_adds) for name, work in blocks.items())
    name = preset if isinstance(preset, str) else type(plan).__name__
    return Cost(name, height, width, total.parameters, total.multiply_adds, by_block)


def _conv(c: int, d: int, k: int, n: int, *, g: int = 1, bias: bool = False) -> Work:
    """Convolution with n pixels out."""
    weights = d * (c // g) * k * k
    return Work(weights + d * bias, weights * n)


def _norm(c: int) -> Work:
    """Scale and shift of a normalisation."""
    return Work(2 * c)


def _separable(c: int, d: int, n: int, k: int = 3) -> Work:
    """Depthwise k x k and pointwise 1 x 1 with normalisation."""
    return _conv(c, c, k, n, g=c) + _conv(c, d, 1, n) + _norm(d)


def _dense(c: int, d: int, n: int) -> Work:
    return _conv(c, d, 3, n) + _norm(d)


def _point(c: int, d: int, n: int) -> Work:
    return _conv(c, d, 1, n) + _norm(d)


def _excite(c: int) -> Work:
    """Squeeze and excitation: two layers on one pixel."""
    hidden = max(c // 4, 4)
    return _conv(c, hidden, 1, 1, bias=True) + _conv(hidden, c, 1, 1, bias=True)


def _paper_edges(c: int, n: int) -> Work:
    half = c // 2
    fixed = Work(0, 2 * 9 * c * n)  # Gaussian and Laplacian, not trained
    prelu = Work(c // 2 * 2 + c + c)  # two halves, the restored map, the sum
    mixed = _conv(c, half, 1, n, g=half, bias=True)
    return fixed + mixed + mixed + _conv(half, c, 1, n, g=half, bias=True) + _norm(c) + prelu + _excite(c) + _excite(c)


def _folded_edges(c: int, n: int) -> Work:
    half = c // 2
    filters = _conv(c, c, 3, n, g=c) + _conv(c, c, 5, n, g=c)
    return filters + _point(c, half, n) + _point(c, half, n) + _point(half, c, n) + _excite(c)


def _subspaces(c: int, g: int, n: int, pooled: int | None = None) -> Work:
    if not g:
        return Work()
    seen, spread = pooled or n, Work(0, g * c * n)
    return _conv(c, c, 1, seen, g=c) + _norm(c) + _conv(c, g, 1, seen, g=g) + _norm(g) + spread


def _mobilevit(c: int, plan: AttentionPlan, rows: int, columns: int) -> Work:
    n, d = rows * columns, plan.width
    multiple = plan.multiple
    padded_rows, padded_columns = -(-rows // multiple) * multiple, -(-columns // multiple) * multiple
    tokens = padded_rows * padded_columns
    sequence = tokens // plan.patch**2 if plan.patch else multiple**2
    inner, hidden = plan.heads * plan.head_width, d * plan.mlp_ratio
    attention = (
        _norm(d)
        + _conv(d, 3 * inner, 1, tokens)
        + Work(0, 2 * tokens * sequence * inner)
        + _conv(inner, d, 1, tokens, bias=True)
    )
    mlp = _norm(d) + _conv(d, hidden, 1, tokens, bias=True) + _conv(hidden, d, 1, tokens, bias=True)
    layers = sum((attention + mlp for _ in range(plan.depth)), Work())
    filters = _separable if plan.separable else _dense
    local = filters(c, c, n) + _conv(c, d, 1, n)
    return local + layers + _norm(d) + _point(d, c, n) + filters(2 * c, c, n)


def _paper(p: PaperPreset, h: int, w: int) -> dict[str, Work]:
    e1, e2, e3, e4, e5, e6 = p.encoder
    d1, d2, d3, d4, d5, d6 = p.decoder
    at1, at2, at4, at8, at16 = (h * w // s**2 for s in (1, 2, 4, 8, 16))
    quarter = h // 4, w // 4
    g = p.subspaces
    return {
        "enc1": _separable(3, e1, at1) + _paper_edges(e1, at1),
        "enc2": _separable(e1, e2, at1) + _paper_edges(e2, at1),
        "enc3": _separable(e2, e3, at1) + _paper_edges(e3, at2) + _subspaces(e3, g, at2),
        "enc4": _separable(e3, e4, at2) + _mobilevit(e4, p.narrow_attention, *quarter),
        "enc5": _separable(e4, e5, at4) + _mobilevit(e5, p.wide_attention, *quarter),
        "enc6": _separable(e5, e6, at4),
        "bottleneck": _conv(e6, p.squeeze, 3, at8, bias=True)
        + _subspaces(p.squeeze, g, at8)
        + _conv(p.squeeze, p.bottleneck, 2, at16, bias=True),
        "dec1": _separable(p.bottleneck + e6, d1, at8),
        "dec2": _separable(d1 + e5, d2, at4) + _subspaces(d2, g, at4),
        "dec3": _separable(d2 + e4, d3, at4) + _mobilevit(d3, p.narrow_attention, *quarter),
        "dec4": _separable(d3 + e3, d4, at2) + _subspaces(d4, g, at2),
        "dec5": _separable(d4 + e2, d5, at1) + _subspaces(d5, g, at1),
        "dec6": _separable(d5 + e1, d6, at1),
        "head": _conv(d6, 1, 1, at1, bias=True),
    }


def _compact(p: CompactPreset, h: int, w: int) -> dict[str, Work]:
    c2, c4, c8, c16 = p.widths
    at2, at4, at8, at16 = (h * w // s**2 for s in (2, 4, 8, 16))
    k, wider = p.kernel, 2 if p.join == "concat" else 1

    def edges(c: int, n: int, at: int) -> Work:
        return _compact_edges(p, c, n) if at in p.edge_strides else Work()

    def subspaces(c: int, n: int, at: int) -> Work:
        return _subspaces(c, p.count_subspaces(at), n, at16 if p.pool_subspaces else None)

    def attention(c: int, at: int) -> Work:
        plan = p.attention if at == p.attention_stride else None
        return _mobilevit(c, plan, h // at, w // at) if plan else Work()

    def separable(c: int, d: int, n: int, k: int = k) -> Work:
        return _separable(c, d, n, k) + Work(c if p.branches else 0)  # what is folded leaves a shift a channel

    def decode(below: int, c: int, n_below: int, n: int, k: int) -> Work:
        return _point(below, c, n_below) + separable(wider * c, c, n, k) + separable(c, c, n, k)

    blocks = {
        "stem": _conv(3, c2, 3, at2) + _norm(c2),
        "enc1": separable(c2, c2, at2, 3) + edges(c2, at2, 2),
        "enc2": separable(c2, c4, at4) + separable(c4, c4, at4) + edges(c4, at4, 4),
        "enc3": separable(c4, c8, at8)
        + separable(c8, c8, at8)
        + edges(c8, at8, 8)
        + subspaces(c8, at8, 8)
        + attention(c8, 8),
        "enc4": separable(c8, c16, at16) + attention(c16, 16),
        "dec3": decode(c16, c8, at16, at8, k),
        "dec2": decode(c8, c4, at8, at4, k) + subspaces(c4, at4, 4),
    }
    if p.head_stride == 2:
        blocks["dec1"] = decode(c4, c2, at4, at2, 3)
    last, n = (c2, at2) if p.head_stride == 2 else (c4, at4)
    blocks["head"] = _conv(last, p.head_stride**2, 1, n, bias=True)
    if p.refine:
        blocks["refine"] = _conv(4, 8, 3, h * w, bias=True) + _conv(8, 1, 3, h * w, bias=True)
    return blocks


def _compact_edges(p: CompactPreset, c: int, n: int) -> Work:
    if p.edge_filters == "learned":
        return _folded_edges(c, n)
    taps, maps = 9 + 25, 1 if p.edge_filters == "sum" else c
    trained = _folded_edges(c, n) + Work(-taps * c, -taps * c * n)
    return trained + Work(0, taps * maps * n)
