import torch

from benchmarks.rivals_times import DenseEdgeExtraction, build_dense, filter_densely
from efficientcracknet.core.presets import PRESETS, PaperPreset
from efficientcracknet.model.edges import EdgeExtraction, filter_each_channel, gaussian_kernel
from efficientcracknet.model.network import PaperNetwork

PAPER = PRESETS["paper"]
assert isinstance(PAPER, PaperPreset)


def test_dense_filters_give_every_channel_the_filtered_sum_of_all() -> None:
    x = torch.arange(2 * 4 * 5 * 6, dtype=torch.float32).reshape(2, 4, 5, 6).sin()
    summed = filter_each_channel(x.sum(1, keepdim=True), gaussian_kernel())

    torch.testing.assert_close(filter_densely(x, gaussian_kernel()), summed.expand_as(x))


def test_every_edge_block_is_exchanged_and_nothing_else() -> None:
    dense, paper = build_dense(PAPER), PaperNetwork(PAPER)
    blocks = [module for module in dense.modules() if isinstance(module, EdgeExtraction)]

    assert len(blocks) == 3
    assert all(isinstance(block, DenseEdgeExtraction) for block in blocks)
    assert {name: value.shape for name, value in dense.state_dict().items()} == {
        name: value.shape for name, value in paper.state_dict().items()
    }


def test_the_dense_network_answers_with_a_map_of_the_pictures_size() -> None:
    with torch.no_grad():
        logits = build_dense(PAPER).eval()(torch.zeros(1, 3, 32, 48))

    assert logits.shape == (1, 1, 32, 48)
