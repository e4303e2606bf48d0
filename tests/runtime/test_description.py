import tomllib

import pytest

from efficientcracknet.core.errors import WeightsError
from efficientcracknet.core.preprocess import Preprocessing
from efficientcracknet.runtime.description import EXAMPLE, parse_description

SHORTEST = {"mean": [0.5, 0.5, 0.5], "std": [1, 1, 1], "output": "logits"}


def test_the_example_is_a_description() -> None:
    fields = parse_description(tomllib.loads(EXAMPLE), "example")

    assert fields == {"preprocessing": Preprocessing((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)), "output": "logits"}


def test_every_key_is_read() -> None:
    rest = {
        "tile_px": 512,
        "overlap_px": 64,
        "multiple_px": 32,
        "threshold": 0.25,
        "data": "walls",
        "terms": "research only",
        "sha256": "AB" * 32,
        "parameters": 7,
        "multiply_adds_192x256": 11,
        "threshold_rule": "best on dev",
        "calibration": "logits * 0.5 + 0.1",
        "calibration_error_before": 0.2,
        "calibration_error_after": 0.01,
    }
    fields = parse_description({**SHORTEST, **rest, "scores": {"walls, test, F1": 0.5, "n": 3}}, "net.toml")

    assert fields.pop("preprocessing") == Preprocessing((0.5, 0.5, 0.5), (1.0, 1.0, 1.0))
    assert fields.pop("scores") == (("walls, test, F1", 0.5), ("n", 3.0))
    assert fields == {**rest, "output": "logits", "sha256": "ab" * 32}


def test_an_unknown_key_is_refused_with_the_nearest() -> None:
    with pytest.raises(WeightsError, match=r"net\.toml: `treshold` must be a known key\. Choose from: threshold, "):
        parse_description({**SHORTEST, "treshold": 0.5}, "net.toml")


@pytest.mark.parametrize("key", ["mean", "std", "output"])
def test_a_missing_key_is_named_and_an_example_shown(key: str) -> None:
    table = {name: value for name, value in SHORTEST.items() if name != key}

    with pytest.raises(WeightsError, match=rf"`{key}` must be given, got (?s:.*)mean = \[0\.485, 0\.456, 0\.406\]"):
        parse_description(table, "net.toml")


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("mean", [0.5, 0.5], r"`mean` must be three numbers .*, got \[0\.5, 0\.5\]"),
        ("mean", 0.5, "`mean` must be three numbers .*, got 0.5"),
        ("std", [1, 1, "1"], "`std` must be three numbers"),
        (
            "std",
            [1, 0, 1],
            r"net\.toml: Preprocessing: `std` must be above 0 in every channel, got \(1\.0, 0\.0, 1\.0\)",
        ),
        ("output", "logit", '`output` must be "logits" or "probability", got \'logit\''),
        ("tile_px", 512.0, r"`tile_px` must be a whole number, got 512\.0"),
        ("overlap_px", True, "`overlap_px` must be a whole number, got True"),
        ("threshold", "0.5", "`threshold` must be a number, got '0.5'"),
        ("terms", 1, "`terms` must be a text, got 1"),
        ("sha256", "abc", "`sha256` must be 64 hexadecimal digits, got 'abc'"),
        ("sha256", "ab" * 31, "`sha256` must be 64 hexadecimal digits"),
        ("scores", 0.9, "`scores` must be a table of names and numbers, got 0.9"),
        ("scores", {"F1": "good"}, "`scores` must be a table of names and numbers"),
    ],
)
def test_a_value_of_another_kind_is_refused(key: str, value: object, told: str) -> None:
    with pytest.raises(WeightsError, match=told):
        parse_description({**SHORTEST, key: value}, "net.toml")
