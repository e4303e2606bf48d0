"""Checkpoints: whole, described, refused when foreign."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from efficientcracknet.core.errors import CheckpointError
from efficientcracknet.core.presets import COMPACT
from efficientcracknet.model.network import build_network
from efficientcracknet.training.checkpoint import (
    RunFacts,
    Validation,
    flatten_optimizer,
    load_checkpoint,
    load_network,
    save_checkpoint,
    unflatten_optimizer,
)
from efficientcracknet.training.recipe import Recipe

FACTS = RunFacts(Recipe(steps=3), {"a": {"weight": 1.0}}, 2, (Validation(2, 0.5, 0.25, 0.6),), {"commit": None})


def test_what_was_saved_is_what_is_loaded(tmp_path: Path) -> None:
    tensors = {"average.x": torch.arange(6.0).reshape(2, 3).T}
    save_checkpoint(tmp_path / "c.safetensors", tensors, FACTS)
    loaded, facts = load_checkpoint(tmp_path / "c.safetensors")
    assert torch.equal(loaded["average.x"], tensors["average.x"])
    assert facts == FACTS
    assert [path.name for path in tmp_path.iterdir()] == ["c.safetensors"]


def test_a_network_comes_back_with_its_answers(tmp_path: Path) -> None:
    network = build_network(COMPACT).eval()
    named = {f"average.{name}": tensor for name, tensor in network.state_dict().items()}
    save_checkpoint(tmp_path / "c.safetensors", named, FACTS)
    loaded, _ = load_network(tmp_path / "c.safetensors")
    x = torch.rand(1, 3, 32, 32)
    assert torch.equal(loaded(x), network(x))


def test_an_optimiser_s_state_comes_back() -> None:
    parameter = torch.nn.Parameter(torch.ones(3))
    optimizer = torch.optim.AdamW([parameter])
    parameter.sum().backward()
    optimizer.step()
    state = optimizer.state_dict()["state"]
    back = unflatten_optimizer(flatten_optimizer(optimizer.state_dict()) | {"network.x": parameter})
    assert back.keys() == state.keys()
    assert all(torch.equal(back[0][key], state[0][key]) for key in state[0])


def test_the_earliest_of_equal_validations_is_the_best() -> None:
    entries = tuple(Validation(step, 0.1, f1, 0.5) for step, f1 in ((1, 0.2), (2, 0.8), (3, 0.8)))
    assert RunFacts(Recipe(), {}, 3, entries).best() == entries[1]
    assert RunFacts(Recipe(), {}).best() is None


def test_foreign_files_are_refused(tmp_path: Path) -> None:
    text = tmp_path / "text.safetensors"
    text.write_text("no tensors", encoding="utf-8")
    with pytest.raises(CheckpointError, match="must be a readable safetensors file"):
        load_checkpoint(text)
    with pytest.raises(CheckpointError, match="must be a readable safetensors file"):
        load_checkpoint(tmp_path / "missing.safetensors")
    plain = tmp_path / "plain.safetensors"
    save_file({"x": torch.ones(1)}, plain)
    with pytest.raises(CheckpointError, match="must be a checkpoint of format 1, got format None"):
        load_checkpoint(plain)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "c.safetensors", {"average.x": torch.ones(1)}, FACTS)
    with pytest.raises(CheckpointError, match=r"the 1 `average` tensors of .* must fit the network"):
        load_network(tmp_path / "c.safetensors")
