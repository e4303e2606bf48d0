"""Times of trials: by processor time, for networks that have one of their own."""

from pathlib import Path

from benchmarks.trial_times import changes_network, time_trial
from benchmarks.trials import ROOT, Trial
from tests.tiny_networks import write_convolution


def make_trial(**fields: object) -> Trial:
    return Trial("deeper", "what", "why", "expected", **fields)  # type: ignore[arg-type]


def test_only_trials_with_a_network_of_their_own_are_timed() -> None:
    assert changes_network(make_trial(network={"subspaces": 1}))
    assert changes_network(make_trial(rival="u-lite"))
    assert changes_network(make_trial(recipe={"preset": "paper"}))
    assert not changes_network(make_trial(recipe={"loss": {"bce": 1.0}}))
    assert not changes_network(make_trial(network={"subspaces": 1}, group="long"))


def test_a_network_is_timed_beside_the_peer_at_every_size(tmp_path: Path) -> None:
    peer = write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1))
    trial = make_trial(network={"widths": [8, 16, 16, 16], "attention": False, "edge_strides": []})
    found = time_trial(trial, ROOT / "recipes" / "bench.toml", peer, sizes=("32x48", "48x64"))
    assert list(found) == ["32x48", "48x64"]
    assert all(figures["ratio_median"] > 1 for figures in found.values())
