"""Every awkward file gives the right pixels, or the refusal that says why."""

import re

import numpy as np
import pytest

from efficientcracknet.core.errors import CrackError
from efficientcracknet.runtime.images import looks_like_picture, read_photo, read_size
from tests.awkward import build_awkward_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("awkward")


@pytest.fixture(scope="module")
def files(folder):
    return build_awkward_folder(folder)


def test_the_folder_holds_thirty_files_that_look_like_pictures(folder, files):
    assert len({file.name for file in files}) == 30
    assert all(looks_like_picture(path) for path in folder.iterdir())
    assert {file.outcome for file in files} == {"ok", "error"}


def test_good_files_give_the_pixels_as_seen_upright(folder, files):
    for file in files:
        if file.outcome == "ok":
            pixels = read_photo(folder / file.name).pixels

            assert pixels.shape == (file.height, file.width, 3), file.name
            assert np.abs(pixels.astype(int) - file.pixels).mean() <= file.tolerance, file.name


def test_bad_files_are_refused_with_their_name_and_the_reason(folder, files):
    for file in files:
        if file.outcome == "error":
            with pytest.raises(CrackError, match=re.escape(file.reason)) as refusal:
                read_photo(folder / file.name)

            assert file.name in str(refusal.value)


def test_sizes_are_those_of_the_pixels(folder, files):
    for file in files:
        if file.outcome == "ok":
            assert read_size(folder / file.name) == (file.height, file.width), file.name
