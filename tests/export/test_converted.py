"""Targets whose converters live in environments of their own, up to the converter itself; test_parity.py goes on."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.core.errors import MissingExtraError, OutputError, RuntimeFault, SettingsError
from efficientcracknet.export import environments
from efficientcracknet.export.environments import find_environment, list_commands, locate_environment
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.jobs.export import ExportSettings, export_weights
from tests.tiny_networks import DARKNESS, write_convolution, write_darkness_logits

PROGRAM = """\
import sys
from pathlib import Path
import numpy as np
folder = Path(sys.argv[2])
tile = np.load(folder / "tile.npy")
for name in ("network.param", "network.bin"):
    (folder / name).write_text(sys.argv[1])
np.save(folder / "found.npy", 1 / (1 + np.exp(20 * tile.mean(axis=1, keepdims=True) - 10)))
"""
"""In place of a converter: finds what is dark by itself."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(environments.VARIABLE, str(tmp_path / "environments"))
    return tmp_path


def borrow_this_python(name: str) -> None:
    """Put an interpreter where the environment's is looked for."""
    python = locate_environment(name).python
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)


def export(network: Path, target: str = "ncnn", **options: object) -> Path:
    settings = ExportSettings(target, network.parent / "out", str(network), ExportOptions(**options))  # type: ignore[arg-type]
    return export_weights(settings).path


def replace_program(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    real = subprocess.run

    def run(words: list[str], **settings: object) -> subprocess.CompletedProcess[str]:
        return real([words[0], "-c", text, *words[2:]], **settings)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "run", run)


def test_without_its_environment_a_target_says_how_to_make_it(place: Path) -> None:
    network = write_darkness_logits(place / "net.onnx")

    with pytest.raises(MissingExtraError, match=r"must be in an environment of its own, got none at") as caught:
        export(network, tile_px=32)

    said = str(caught.value)
    assert "--make-environment, which fetches about 250 MB" in said
    assert [line.split()[-1] for line in said.splitlines()[1:3]] == [
        str(locate_environment("ncnn").folder),
        environments.PNNX,
    ]
    assert not (place / "out").exists()


def test_the_name_of_an_environment_changes_with_its_versions(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = locate_environment("ncnn").folder
    monkeypatch.setattr(environments, "PNNX", "pnnx==1")

    assert before.parent == place / "environments"
    assert locate_environment("ncnn").folder.name.startswith("ncnn-")
    assert locate_environment("ncnn").folder != before


def test_environments_lie_in_the_cache_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(environments.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))

    assert locate_environment("litert").folder.parent == tmp_path / "efficientcracknet" / "environments"


def test_an_environment_is_made_by_its_commands_in_order(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[tuple[str, ...]] = []

    def note(words: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[str]:
        run.append(words)
        return subprocess.CompletedProcess(words, 0, "")

    monkeypatch.setattr(subprocess, "run", note)

    environment = find_environment("executorch", make=True)

    assert run == list(list_commands(environment))
    assert [words[1:3] for words in run] == [("-m", "venv"), ("-m", "pip"), ("-m", "pip")]


def test_an_environment_that_is_there_is_taken_as_it_is(place: Path) -> None:
    borrow_this_python("ncnn")

    assert find_environment("ncnn", make=False) == find_environment("ncnn", make=True)


def test_what_is_half_made_is_removed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = locate_environment("ncnn").folder

    def fail(words: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[str]:
        folder.mkdir(parents=True)
        return subprocess.CompletedProcess(words, 3, "Collecting\nno such package\n")

    monkeypatch.setattr(subprocess, "run", fail)

    with pytest.raises(
        OutputError, match=r"must be makeable, got exit status 3 and: no such package. The command was:"
    ):
        find_environment("ncnn", make=True)
    assert not folder.exists()


def test_only_targets_with_a_converter_have_an_environment() -> None:
    with pytest.raises(SettingsError, match=r"`name` must be a target that has one, got 'onnx'. Choose from: ncnn,"):
        locate_environment("onnx")


@pytest.mark.parametrize("name", environments.SIZES_MB)
def test_everything_that_is_asked_for_has_one_exact_version(name: str) -> None:
    folder = Path(environments.__file__).parent / "environments"
    asked, with_it = ((folder / f"{name}{ending}.txt").read_text(encoding="utf-8") for ending in ("", "-with"))
    pins, others = ([one for one in text.splitlines() if one[0] != "#"] for text in (asked, with_it))

    assert all(pin.count("==") == 1 and " " not in pin for pin in [*pins, *others])
    assert set(pins) <= set(others)


def test_what_the_converter_writes_ends_in_the_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    borrow_this_python("ncnn")
    replace_program(monkeypatch, PROGRAM)

    folder = export(write_darkness_logits(place / "net.onnx"), tile_px=32)

    assert sorted(path.name for path in folder.iterdir()) == ["network.bin", "network.param", "network.toml"]
    assert (folder / "network.bin").read_text() == "ncnn"


def test_a_converter_that_fails_is_quoted(place: Path) -> None:
    borrow_this_python("ncnn")

    with pytest.raises(RuntimeFault, match=r"converter for ncnn must succeed, got exit status 1 and: .*pnnx|unpack"):
        export(write_darkness_logits(place / "net.onnx"), tile_px=32)  # this Python has no pnnx
    assert not (place / "out").exists()


def test_a_network_of_one_size_is_converted_at_that_size_only(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    borrow_this_python("ncnn")
    replace_program(monkeypatch, PROGRAM)
    network = place / "net.onnx"
    write_convolution(network, weight=(-20 / 3,) * 3, bias=10, sides=((1, 3, 16, 16), (1, 1, 16, 16)))
    network.with_suffix(".toml").write_text(DARKNESS, encoding="utf-8")

    assert np.any([path.name == "network.param" for path in export(network, tile_px=16).iterdir()])
