"""The lab's tables: groups of the queue, seeds averaged, intervals of the spread that all trials share."""

from pathlib import Path

import pytest

from benchmarks.trial_records import measure_spread
from benchmarks.trial_tables import list_parts, list_trials

QUEUE = """
[[trial]]
name = "base"
[[trial]]
name = "wider"
group = "form"
[[trial]]
name = "deeper"
group = "form"
[[trial]]
name = "slower"
group = "loss"
"""


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    (tmp_path / "queue.toml").write_text(QUEUE, encoding="utf-8")
    return tmp_path / "queue.toml"


def record(name: str, seed: int, f1: float, *, even: bool = False) -> dict[str, object]:
    figures = {"f1_pooled": {"value": f1}, "f1_2px_pooled": {"value": 0.5}}
    return {
        "theme": "trial",
        "trial": {"name": name, "what": "w", "why": "y", "expected": "e"},
        "seed": seed,
        "recipe": {} if even else {"crack_prior": 0.025},
        "parameters": 10,
        "multiply_adds_192x256": 3_000_000,
        "dev": {"deepcrack": figures, "cfd": figures},
    }


TIMES = {"theme": "trial-times", "times": {"deeper": {"192x256": {"ratio_median": 1.25}}}}


def test_a_group_stands_below_the_base_in_the_order_of_the_queue(queue: Path) -> None:
    records = [record(name, 0, 0.7) for name in ("slower", "deeper", "base", "wider")]
    assert [row[0] for row in list_trials(records, "form", queue)[1]] == ["base", "wider", "deeper"]


def test_seeds_are_averaged_and_compared_with_the_base(queue: Path) -> None:
    # two deviations of 0.01 * sqrt(2) with one degree of freedom each; t is 4.303 at two: margin 0.0608 * sqrt(1 / 2)
    scores = {("base", 0): 0.70, ("base", 1): 0.72, ("deeper", 0): 0.75, ("deeper", 1): 0.73}
    records = [record(name, seed, f1) for (name, seed), f1 in scores.items()]
    rows = list_trials([*records, TIMES], "form", queue)[1]
    assert rows[0][4:7] == ("2", "**0.710** (0.667-0.753)", "")
    assert rows[1][4:] == ("2", "**0.740** (0.697-0.783)", "+0.030 ± 0.061", "", "0.500", "10", "3", "1.25")


def test_without_a_second_seed_no_interval_is_claimed(queue: Path) -> None:
    rows = list_trials([record("base", 0, 0.7), record("wider", 0, 0.8)], "form", queue)[1]
    assert rows[1][5:7] == ("**0.800**", "+0.100")


def test_trials_started_at_even_odds_have_their_own_column_and_no_part_in_the_spread(queue: Path) -> None:
    early = [record("base", seed, f1, even=True) for seed, f1 in enumerate((0.4, 0.6))]
    early.append(record("wider", 0, 0.65, even=True))
    rows = list_trials([*early, record("base", 0, 0.7)], "form", queue)[1]
    assert [row[4:8] for row in rows] == [("1", "**0.700**", "", "0.500 (2, 0.400-0.600)"), ("", "", "", "0.650 (1)")]


def test_a_part_is_judged_by_its_interval_and_only_with_several_seeds(queue: Path) -> None:
    # variances of 5e-5, 5e-5 and 0 pooled, three degrees of freedom: t is 3.182, margin 3.182 * 0.00577
    scores = {"base": (0.70, 0.71), "slower": (0.80, 0.81), "wider": (0.9, 0.9)}
    records = [record(name, seed, f1) for name, found in scores.items() for seed, f1 in enumerate(found)]
    text = queue.read_text(encoding="utf-8").replace("[[trial]]", '[[trial]]\nwhat = "w"').replace("form", "size")
    queue.write_text(text, encoding="utf-8")
    assert [row[:5] for row in list_parts([*records, record("deeper", 0, 0.1)], queue=queue)[1]] == [
        ("supervision size", "w", "2", "+0.195 ± 0.018", "better"),
        ("loss", "w", "2", "+0.100 ± 0.018", "better"),
    ]


def test_a_difference_within_the_interval_is_none_seen(queue: Path) -> None:
    scores = {"base": (0.70, 0.72), "slower": (0.71, 0.73)}
    records = [record(name, seed, f1) for name, found in scores.items() for seed, f1 in enumerate(found)]
    text = queue.read_text(encoding="utf-8").replace("[[trial]]", '[[trial]]\nwhat = "w"')
    queue.write_text(text, encoding="utf-8")
    assert list_parts(records, queue=queue)[1][0][4] == "no difference seen"


def test_the_spread_of_trials_is_pooled_by_their_degrees_of_freedom() -> None:
    spread = measure_spread([[1.0, 1.0, 1.0], [0.0, 2.0]])
    assert (spread.deviation, spread.freedom) == (pytest.approx((2 / 3) ** 0.5, abs=1e-5), 3)
