"""Arrays of results: nobody can write to them, and later writes elsewhere do not reach them."""

import numpy as np
import pytest

from efficientcracknet.core.readonly import own_read_only


def test_a_writeable_array_is_copied():
    original = np.arange(6).reshape(2, 3)
    owned = own_read_only(original)
    original[0, 0] = 99

    assert owned[0, 0] == 0
    assert original.flags.writeable


def test_the_result_refuses_to_be_written():
    owned = own_read_only(np.zeros(3))

    with pytest.raises(ValueError, match="read-only"):
        owned[0] = 1


def test_a_read_only_contiguous_array_is_kept_without_a_copy():
    original = np.zeros((2, 3))
    original.flags.writeable = False

    assert own_read_only(original) is original


def test_a_read_only_array_in_another_order_is_made_contiguous():
    turned = np.arange(6).reshape(2, 3).T
    turned.flags.writeable = False
    owned = own_read_only(turned)

    assert owned.flags.c_contiguous
    assert owned.tolist() == [[0, 3], [1, 4], [2, 5]]
    assert not owned.flags.writeable
