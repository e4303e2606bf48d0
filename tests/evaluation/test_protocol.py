import json

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.evaluation.protocol import Protocol, parse_scoring_size


def test_size_is_height_by_width_or_native() -> None:
    assert Protocol((192, 256), 0.5, "fixed").size_name == "192x256"
    assert Protocol(None, 0.5, "fixed").size_name == "native"


def test_other_sizes_are_refused_with_both_choices() -> None:
    with pytest.raises(SettingsError, match=r"`size` must be HEIGHTxWIDTH in px, got '192'.* 192x256.* Or native"):
        parse_scoring_size("192")


def test_a_protocol_says_every_rule() -> None:
    rules = json.loads(json.dumps(Protocol(None, 0.3, "given by the user").to_dict()))

    assert rules["size"] == "native"
    assert (rules["threshold"], rules["threshold_rule"]) == (0.3, "given by the user")
    assert rules["tolerance_px"] == 2
    assert rules["interval"] == {
        "method": "percentile bootstrap over pictures",
        "level": 0.95,
        "resamples": 1000,
        "seed": 0,
    }
