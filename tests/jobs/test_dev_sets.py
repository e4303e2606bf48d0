from pathlib import Path

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.evaluation.changes import Change
from efficientcracknet.jobs.dev_sets import DevSet, parse_dev_sets


def test_a_set_is_read_with_its_list_and_its_change(tmp_path: Path) -> None:
    (tmp_path / "walls" / "train" / "masks").mkdir(parents=True)
    folder = tmp_path / "walls" / "train"

    sets = parse_dev_sets([f"a={tmp_path}/walls:train"], ["a=dev.txt"], ["a=tile-3"])

    assert sets == (DevSet("a", folder / "images", folder / "masks", Path("dev.txt"), Change("tile", 3.0)),)


def test_without_a_folder_of_masks_a_set_shows_no_crack(tmp_path: Path) -> None:
    assert parse_dev_sets([f"a={tmp_path}"]) == (DevSet("a", tmp_path / "images"),)


@pytest.mark.parametrize("text", ["walls", "=walls", "a b=walls"])
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=rf"`--dev` must be NAME=DIR\[:SPLIT\], got '{text}'"):
        parse_dev_sets([text])


@pytest.mark.parametrize(("texts", "got"), [(["a=x", "a=y"], "a, a"), ([], "none")])
def test_names_are_given_once(texts: list[str], got: str) -> None:
    with pytest.raises(SettingsError, match=f"given once for each set, got {got}"):
        parse_dev_sets(texts)


def test_a_list_of_a_set_that_is_not_there_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"`--only` must name a set of --dev, got 'wall'. There are: walls, roads"):
        parse_dev_sets(["roads=x", "walls=y"], ["wall=dev.txt"])


def test_a_change_without_a_name_is_refused() -> None:
    with pytest.raises(SettingsError, match="`--change` must be NAME=KIND-NUMBER, got 'tile-3'"):
        parse_dev_sets(["roads=x"], change=["tile-3"])
