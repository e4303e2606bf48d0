import json
from dataclasses import replace
from pathlib import Path

import pytest

from efficientcracknet import __version__
from efficientcracknet.cli import info as module
from efficientcracknet.cli.app import main
from efficientcracknet.core.cost import count_cost
from efficientcracknet.core.preprocess import Preprocessing
from efficientcracknet.core.presets import PRESETS
from efficientcracknet.jobs.info import describe_installation
from efficientcracknet.runtime.weights import Weights


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["info", *words])
    return int(leaving.value.code or 0)


def install(monkeypatch: pytest.MonkeyPatch, *weights: Weights) -> None:
    installation = replace(describe_installation(), weights=weights)
    monkeypatch.setattr(module, "describe_installation", lambda: installation)


def test_weights_are_listed_with_counts_scores_and_terms(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = Weights(
        "efficientcracknet-made-up-v1",
        Path("x.onnx"),
        "0" * 64,
        Preprocessing(),
        "logits",
        data="drawn walls",
        terms="research only",
        parameters=244188,
        scores=(("walls, test, F1", 0.8125),),
        is_default=True,
    )
    install(monkeypatch, weights)

    assert call() == 0
    out = capsys.readouterr().out
    expected = [
        "efficientcracknet-made-up-v1",
        "(default)",
        "244,188",
        "drawn walls",
        "research only",
        "walls, test, F1",
        "0.812",
    ]
    assert [word for word in [__version__, "ONNX Runtime on the CPU", "fp32", *expected] if word not in out] == []


def test_an_empty_catalogue_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch)

    assert call() == 0
    assert "give predict the path of an ONNX file" in capsys.readouterr().out


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--json") == 0
    assert json.loads(capsys.readouterr().out)["version"] == __version__


def test_cost_is_printed_for_every_preset(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--cost", "192x256") == 0
    lines = capsys.readouterr().out.splitlines()

    for preset in PRESETS:
        cost = count_cost(preset, 192, 256)
        (line,) = [line for line in lines if preset in line]
        assert f"{cost.parameters:,}" in line
        assert f"{cost.multiply_adds:,}" in line


def test_cost_as_json_has_the_blocks(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--cost", "64x32", "--json") == 0
    compact, _, paper = json.loads(capsys.readouterr().out)

    assert (compact["preset"], compact["height"], compact["width"]) == ("compact", 64, 32)
    assert paper["by_block"][0][0] == "enc1"


def test_a_size_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--cost", "native") == 2
    assert "`cost` must be HEIGHTxWIDTH in px, got 'native'" in capsys.readouterr().err
