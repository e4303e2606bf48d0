"""From a checkpoint to a file that the light road runs."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from efficientcracknet.core.cost import count_cost
from efficientcracknet.core.errors import CheckpointError, SettingsError
from efficientcracknet.core.presets import PRESETS
from efficientcracknet.model.network import build_network
from efficientcracknet.prediction import load
from efficientcracknet.runtime.weights import find_weights
from efficientcracknet.training.checkpoint import RunFacts, save_checkpoint
from efficientcracknet.training.delivery import deliver
from efficientcracknet.training.graph_cost import count_graph
from efficientcracknet.training.onnx import export_onnx
from efficientcracknet.training.recipe import Recipe


@pytest.fixture(scope="module", params=sorted(PRESETS))
def exported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, torch.nn.Module, Path]:
    torch.manual_seed(0)
    network = build_network(PRESETS[request.param]).eval()
    path = tmp_path_factory.mktemp(request.param) / "network.onnx"
    export_onnx(network, path)
    return request.param, network, path


@pytest.mark.parametrize("size", [(1, 1), (50, 70), (160, 96)])
def test_the_file_answers_as_torch_does_at_any_size(exported, size: tuple[int, int]) -> None:
    _, network, path = exported
    pictures = torch.rand(2, 3, *size)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    with torch.no_grad():
        expected = network(pictures).numpy()
    np.testing.assert_allclose(session.run(None, {"pictures": pictures.numpy()})[0], expected, atol=2e-3)


@pytest.mark.parametrize("size", [(192, 256), (97, 130)])
def test_multiply_adds_of_the_graph_are_those_derived_by_hand(exported, size: tuple[int, int]) -> None:
    name, _, path = exported
    assert count_graph(path, *size).multiply_adds == count_cost(name, *size).multiply_adds


def test_batch_normalisation_is_folded_and_scales_are_constants(exported) -> None:
    graph = onnx.load(exported[2]).graph
    constants = {tensor.name for tensor in graph.initializer}
    assert "BatchNormalization" not in {node.op_type for node in graph.node}
    assert all(node.input[2] in constants for node in graph.node if node.op_type == "Resize")


def test_a_network_that_gives_no_numbers_is_not_exported(tmp_path: Path) -> None:
    network = build_network(PRESETS["compact"])
    torch.nn.init.constant_(network.stem[0].weight, float("nan"))
    with pytest.raises(CheckpointError, match=r"got 1 tensors that are not, first `stem.0.weight`"):
        export_onnx(network, tmp_path / "bad.onnx")
    assert list(tmp_path.iterdir()) == []


def test_a_delivered_checkpoint_predicts(tmp_path: Path) -> None:
    network = build_network(PRESETS["compact"])
    named = {f"average.{name}": tensor for name, tensor in network.state_dict().items()}
    save_checkpoint(
        tmp_path / "best.safetensors", named, RunFacts(Recipe(), {"own": {"split": "train", "train_count": 7}})
    )
    delivery = deliver(tmp_path / "best.safetensors", tmp_path / "out" / "own.onnx", terms="mine alone", threshold=0.4)
    weights = find_weights(delivery.network)
    assert (weights.data, weights.terms, weights.threshold) == ("own train (7)", "mine alone", 0.4)
    assert weights.parameters == count_cost("compact", 192, 256).parameters
    prediction = load(delivery.network, threads=1)(np.zeros((30, 40, 3), np.uint8))
    assert prediction.mask.shape == (30, 40)


def test_names_and_thresholds_that_cannot_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"`out` must end in .onnx, got 'net.pb'"):
        deliver(tmp_path / "c.safetensors", tmp_path / "net.pb")
    with pytest.raises(SettingsError, match=r"`threshold` must be from 0 to 1, got 1.5"):
        deliver(tmp_path / "c.safetensors", tmp_path / "net.onnx", threshold=1.5)
