import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.size import parse_size


@pytest.mark.parametrize(("text", "size"), [("192x256", (192, 256)), ("1X99999", (1, 99999))])
def test_height_comes_first(text: str, size: tuple[int, int]) -> None:
    assert parse_size(text, argument="cost") == size


@pytest.mark.parametrize("text", ["", "192", "0x5", "192x-256", "192 x 256", "1e3x5", "100000x1", "192x256\n", "²x2"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r"`cost` must be HEIGHTxWIDTH in px, got .*\. For example 192x256"):
        parse_size(text, argument="cost")
