"""A widened network answers as the narrow one did, and what does not fit is refused."""

from pathlib import Path

import pytest
import torch

from efficientcracknet.core.errors import CheckpointError
from efficientcracknet.core.presets import vary_preset
from efficientcracknet.model.network import CrackNetwork, build_network
from efficientcracknet.training.widening import widen

CHECKPOINT = Path("narrow.safetensors")
NARROW = {"widths": [8, 16, 16, 16], "subspaces": 0}
WIDE = {"widths": [8, 24, 16, 32], "subspaces": 0}


def build(changes: dict[str, object], seed: int) -> CrackNetwork:
    torch.manual_seed(seed)
    network = build_network(vary_preset("compact", changes))
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.5, 0.5)  # type: ignore[union-attr]
            module.running_var.uniform_(0.5, 1.5)  # type: ignore[union-attr]
    return network.eval()


@torch.no_grad()
def test_the_wider_network_answers_what_the_narrow_one_answered() -> None:
    narrow, wide = build(NARROW, 0), build(WIDE, 1)
    pictures = torch.rand(2, 3, 48, 64)
    before = wide(pictures)
    wide.load_state_dict(widen(narrow.state_dict(), wide.state_dict(), CHECKPOINT))
    torch.testing.assert_close(wide(pictures), narrow(pictures))
    assert not torch.allclose(before, narrow(pictures), atol=1e-2)


def test_new_channels_are_not_all_alike() -> None:
    narrow, wide = build(NARROW, 0), build(WIDE, 1)
    filters = widen(narrow.state_dict(), wide.state_dict(), CHECKPOINT)["enc4.0.1.weight"]
    assert filters[16:].std() > 0.01


def test_a_network_of_the_same_width_is_taken_as_it_is() -> None:
    first, second = build(NARROW, 0), build(NARROW, 1)
    widened = widen(first.state_dict(), second.state_dict(), CHECKPOINT)
    assert all(torch.equal(widened[name], tensor) for name, tensor in first.state_dict().items())


def test_a_wider_network_does_not_fit_into_a_narrow_one() -> None:
    with pytest.raises(CheckpointError, match=r"`enc2\.0\.1\.weight` .* got \(16, 8, 1, 1\) for \(24, 8, 1, 1\)"):
        widen(build(WIDE, 0).state_dict(), build(NARROW, 1).state_dict(), CHECKPOINT)


def test_subspace_attention_that_the_network_has_not_is_left_out() -> None:
    attentive, plain = build({**NARROW, "subspaces": 4, "subspace_strides": [4, 8]}, 0), build(NARROW, 1)
    widened = widen(attentive.state_dict(), plain.state_dict(), CHECKPOINT)
    assert widened.keys() == plain.state_dict().keys()
    assert all(torch.equal(tensor, attentive.state_dict()[name]) for name, tensor in widened.items())


def test_other_blocks_are_refused() -> None:
    with pytest.raises(CheckpointError, match=r"got 12 that only one has, enc3\.3\.merge\.0\.weight first"):
        widen(build(NARROW, 0).state_dict(), build({**NARROW, "subspaces": 4}, 1).state_dict(), CHECKPOINT)
