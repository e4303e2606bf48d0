import json

import pytest

from efficientcracknet import __version__
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.jobs.info import describe_installation, list_costs
from efficientcracknet.runtime.weights import list_weights


def test_the_installation_is_ready_for_json() -> None:
    document = json.loads(json.dumps(describe_installation().to_dict()))

    assert document["version"] == __version__
    assert [weights["name"] for weights in document["weights"]] == [weights.name for weights in list_weights()]
    assert document["providers"][0]["name"] == "cpu"
    assert document["providers"][0]["precisions"] == ["fp32"]
    assert document["catalogue"].endswith("efficientcracknet/catalogue")


def test_every_preset_has_a_cost_that_its_blocks_add_up_to() -> None:
    costs = list_costs(192, 256)

    assert [cost.preset for cost in costs] == ["compact", "first", "paper"]
    assert all(sum(adds for _, adds in cost.by_block) == cost.multiply_adds for cost in costs)


def test_a_size_without_pixels_is_refused() -> None:
    with pytest.raises(SettingsError, match="got 0 and 256"):
        list_costs(0, 256)
