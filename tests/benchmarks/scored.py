"""Records of scores as `evaluate` writes them, with figures that a test can follow."""

from typing import Any


def make_scores(
    *, name: str = "bridge/test", weights: str = "tiny", day: int = 1, f1: float = 0.75, **changes: Any
) -> dict[str, Any]:
    """A record of a set that shows cracks: every figure has the value of F1, give or take a tenth."""
    figures = (
        "f1_pooled",
        "miou_pooled",
        "precision_pooled",
        "recall_pooled",
        "f1_2px_pooled",
        "calibration_error_pooled",
    )
    return {
        **make_head("scores", day),
        "data": {"name": name, "n": 12, "split_sha256": "ef" * 32},
        "weights": {"name": weights, "sha256": "cd" * 32},
        "protocol": make_protocol(**changes),
        "network": {"figures": {one: make_figure(f1) for one in figures}},
        "baselines": {"all background": {"figures": {one: make_figure(0.0) for one in figures}}},
        "curve_pooled": {
            "threshold": [0.1, 0.5, 0.9],
            "precision": [0.5, 0.75, 1.0],
            "recall": [1.0, 0.75, 0.5],
            "f1": [0.6, 0.75, 0.6],
        },
        "reliability_pooled": {"probability": [0.1, 0.5, 0.9], "crack_share": [0.0, 0.5, 1.0]},
        "by_width_2px_pooled": {
            "true_pixels": [0, 10, 30, 0, 60],
            "recall": [None, [0.5, 0.4, 0.6], [0.75, 0.7, 0.8], None, [1.0, 1.0, 1.0]],
            "f1": [None, [0.25, 0.2, 0.3], [0.5, 0.4, 0.6], None, [0.8, 0.7, 0.9]],
        },
        "worst": [
            {"key": "test/ugly", "f1": 0.125, "true_share": 0.1, "predicted_share": 0.2},
            {"key": "test/empty", "f1": 0.0, "true_share": 0.0, "predicted_share": 0.0123},
        ],
    }


def make_crackless(*, name: str = "walls/test", weights: str = "tiny", day: int = 1, **changes: Any) -> dict[str, Any]:
    """A record of a set without cracks, one in four of its pictures alarmed."""
    return {
        **make_head("scores", day),
        "data": {"name": name, "n": 8, "split_sha256": "ab" * 32},
        "weights": {"name": weights, "sha256": "cd" * 32},
        "protocol": make_protocol(**changes),
        "network": {"figures": {"alarmed_share": {"value": 0.25, "interval": [0.1, 0.4]}}},
        "baselines": {"all background": {"figures": {"alarmed_share": make_figure(0.0)}}},
        "worst": [{"key": "test/joint", "f1": 0.0, "true_share": 0.0, "predicted_share": 0.0456}],
    }


def make_head(theme: str, day: int = 1) -> dict[str, Any]:
    return {
        **{"theme": theme, "date": f"2025-01-{day:02}T00:00:00Z", "version": "1", "commit": None, "tree_dirty": None},
        **{"processor": {"model": "Some CPU", "cores": 2}, "machine": {}},
    }


def make_protocol(**changes: Any) -> dict[str, Any]:
    return {
        "size": "native",
        "threshold": 0.5,
        "threshold_rule": "fixed",
        "change": None,
        "working_scale": 1.0,
        **changes,
    }


def make_figure(value: float) -> dict[str, Any]:
    return {"value": value, "interval": [round(value - 0.1, 3), round(value + 0.1, 3)]}
