"""How large photos are looked at, as the user writes it."""

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.jobs.engine_options import parse_working_scale


def test_a_working_scale_that_is_no_number_is_refused() -> None:
    with pytest.raises(SettingsError, match="`--working-scale` must be a number or auto, got 'half'"):
        parse_working_scale("half")
