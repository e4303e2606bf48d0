import math
from dataclasses import fields

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.measure.settings import MeasureSettings


@pytest.mark.parametrize("name", [field.name for field in fields(MeasureSettings)])
@pytest.mark.parametrize("number", [-1, math.nan, math.inf])
def test_a_rule_that_is_no_number_from_0_on_is_refused(name: str, number: float) -> None:
    with pytest.raises(SettingsError, match=f"`{name}` must be finite and at least 0, got {number}"):
        MeasureSettings(**{name: number})
