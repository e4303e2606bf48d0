import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from efficientcracknet.core.errors import WeightsError
from efficientcracknet.core.preprocess import Preprocessing
from efficientcracknet.runtime import weights as module
from efficientcracknet.runtime.description import EXAMPLE
from efficientcracknet.runtime.weights import Weights, find_weights, list_weights, locate_catalogue, locate_int8

ENTRY = """
[{name}]
{default}
sha256 = "{sha256}"
mean = [0.5, 0.5, 0.5]
std = [0.25, 0.25, 0.25]
output = "logits"
data = "made up"
terms = "test only"
"""


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue of three entries; the content of each file is its name."""
    names = ["efficientcracknet-roads-v2", "efficientcracknet-roads-v10", "efficientcracknet-walls-v1"]
    text = ""
    for name in names:
        (tmp_path / f"{name}.onnx").write_bytes(name.encode())
        default = "default = true" if "walls" in name else ""
        text += ENTRY.format(name=name, sha256=sha256(name.encode()).hexdigest(), default=default)
    (tmp_path / "catalogue.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "locate_catalogue", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def network(tmp_path: Path) -> Path:
    path = tmp_path / "mine.v3.onnx"
    path.write_bytes(b"abc")
    return path


def describe(network: Path, extra: str = "") -> None:
    network.with_suffix(".toml").write_text(EXAMPLE + extra, encoding="utf-8")


def test_none_is_the_default_of_the_catalogue(catalogue: Path) -> None:
    assert find_weights(None).name == "efficientcracknet-walls-v1"


def test_a_short_name_is_the_newest_version(catalogue: Path) -> None:
    assert find_weights("roads").name == "efficientcracknet-roads-v10"


def test_a_full_name_is_that_version(catalogue: Path) -> None:
    found = find_weights("efficientcracknet-roads-v2")

    assert found.path == catalogue / "efficientcracknet-roads-v2.onnx"
    assert found.preprocessing == Preprocessing((0.5, 0.5, 0.5), (0.25, 0.25, 0.25))
    assert (found.data, found.terms) == ("made up", "test only")


def test_an_unknown_name_lists_the_valid_ones_nearest_first(catalogue: Path) -> None:
    with pytest.raises(
        WeightsError, match=r"be in the catalogue, got 'walls-v2'\. Choose from: efficientcracknet-walls-v1, "
    ):
        find_weights("walls-v2")


def test_no_default_is_told(catalogue: Path) -> None:
    file = catalogue / "catalogue.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("default = true", ""), encoding="utf-8")

    with pytest.raises(WeightsError, match="as the catalogue has no default"):
        find_weights(None)


def test_a_damaged_file_is_refused(catalogue: Path) -> None:
    (catalogue / "efficientcracknet-walls-v1.onnx").write_bytes(b"abc")

    with pytest.raises(
        WeightsError, match=f"must be {sha256(b'efficientcracknet-walls-v1').hexdigest()}, got ba7816bf"
    ):
        find_weights("walls")


def test_a_file_that_is_gone_is_told(catalogue: Path) -> None:
    (catalogue / "efficientcracknet-walls-v1.onnx").unlink()

    with pytest.raises(WeightsError, match=r"must be readable, got '.*efficientcracknet-walls-v1\.onnx'"):
        find_weights("walls")


@pytest.mark.parametrize("key", ["sha256", "data", "terms"])
def test_an_entry_says_where_its_numbers_come_from(catalogue: Path, key: str) -> None:
    file = catalogue / "catalogue.toml"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(key)]
    file.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(WeightsError, match=rf"\[efficientcracknet-roads-v2\]: `{key}` must be given"):
        list_weights()


def test_the_catalogue_of_this_package_is_sound() -> None:
    known = list_weights()
    networks = {path.stem for path in locate_catalogue().glob("*.onnx")}

    assert {weights.name for weights in known} == networks
    assert sum(weights.is_default for weights in known) == min(len(known), 1)
    assert [find_weights(weights.name) for weights in known] == list(known)


def test_a_file_is_described_by_the_toml_beside_it(network: Path) -> None:
    describe(network, "tile_px = 256\noverlap_px = 32\n")
    found = find_weights(str(network))

    assert found == find_weights(network)
    assert (found.name, found.tile_px, found.overlap_px, found.threshold) == ("mine.v3", 256, 32, 0.5)
    assert found.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of "abc", FIPS 180-2
    assert (found.data, found.terms, found.parameters) == ("not stated", "not stated", None)


def test_a_description_may_begin_with_a_byte_order_mark(network: Path) -> None:
    network.with_suffix(".toml").write_text("\ufeff" + EXAMPLE, encoding="utf-8")

    assert find_weights(network).output == "logits"


def test_a_file_without_description_is_refused_with_an_example(network: Path) -> None:
    with pytest.raises(WeightsError, match=r"'mine\.v3\.toml' beside it(?s:.*)output = \"logits\""):
        find_weights(network)


def test_a_file_that_does_not_match_its_own_checksum_is_refused(network: Path) -> None:
    describe(network, f'sha256 = "{"0" * 64}"\n')

    with pytest.raises(WeightsError, match=rf"must be {'0' * 64}, got ba7816bf"):
        find_weights(network)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"must name an ONNX file, got '.*gone\.onnx'"):
        find_weights(str(tmp_path / "gone.onnx"))


@pytest.mark.parametrize("text", ["mean = [", "\udcff"])
def test_a_description_that_is_no_toml_is_refused(network: Path, text: str) -> None:
    network.with_suffix(".toml").write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(WeightsError, match=r"mine\.v3\.toml' must be readable TOML, got: "):
        find_weights(network)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("overlap_px = 1024", "from 0 to `tile_px` - 1, got 1024 for tiles of 1024 px"),
        ("tile_px = 0\noverlap_px = 0", "got 0 for tiles of 0 px"),
        ("multiple_px = 0", "`multiple_px` must be at least 1, got 0"),
        ("threshold = 1.5", "`threshold` must be from 0 to 1, got 1.5"),
        ("threshold = nan", "`threshold` must be from 0 to 1, got nan"),
    ],
)
def test_numbers_that_no_picture_could_be_run_with_are_refused(network: Path, line: str, told: str) -> None:
    describe(network, line + "\n")

    with pytest.raises(WeightsError, match=f"mine.v3: .*{told}"):
        find_weights(network)


def test_a_dictionary_of_weights_is_ready_for_json_and_names_no_path(network: Path) -> None:
    describe(network)
    weights: Weights = replace(find_weights(network), scores=(("F1", 0.5),))
    document = weights.to_dict()

    assert json.loads(json.dumps(document))["mean"] == [0.485, 0.456, 0.406]
    assert document["scores"] == {"F1": 0.5}
    assert not {"path", "preprocessing"} & set(document)


def test_an_int8_form_that_is_promised_must_be_there_and_whole(network: Path) -> None:
    quantised = locate_int8(network)
    describe(network, f'int8_sha256 = "{sha256(b"quantised").hexdigest()}"\n')
    with pytest.raises(WeightsError, match=r"must be readable, got '.*int8.mine\.v3\.onnx'"):
        find_weights(network)

    quantised.parent.mkdir()
    quantised.write_bytes(b"something else")
    with pytest.raises(WeightsError, match=r"the sha256 of '.*int8.mine\.v3\.onnx' must be"):
        find_weights(network)

    quantised.write_bytes(b"quantised")
    assert find_weights(network).int8_sha256 == sha256(b"quantised").hexdigest()
