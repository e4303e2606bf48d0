from pathlib import Path

import pytest

from benchmarks.claims import CLAIMS, HEADINGS, list_claims
from efficientcracknet.core.errors import SettingsError
from tests.benchmarks.scored import make_crackless, make_scores

HEAD = 'compared = ["peer"]\n[weights]\nour = "efficientcracknet-tiny"\n'
ROW = '[[row]]\nweights = "our"\npictures = "bridge/test"\nsize = "native"\nfigure = "f1_2px_pooled"\n'
OURS = "efficientcracknet-tiny"


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    return tmp_path / "claims.toml"


def tell(claims: Path, rule: str, records: list[dict], row: str = ROW) -> dict[str, str]:
    """Return the one row of a promise by its headings."""
    claims.write_text(f"{HEAD}{row}{rule}\n", encoding="utf-8")
    headings, (told,) = list_claims(records, path=claims)
    return dict(zip(headings, told, strict=True))


def test_a_promise_stands_beside_what_was_measured(claims: Path) -> None:
    peer = make_scores(weights="peer", f1=0.25)
    told = tell(claims, 'at_least = 0.5\naim = 0.8\npaper = "0.7"', [make_scores(weights=OURS), peer])

    assert tuple(told.values()) == (
        "tiny",
        "bridge/test (12), native, from 0.5",
        "F1 within 2 px, pooled",
        "**0.750** (0.650-0.850)",
        "at least 0.5",
        "0.8",
        "must",
        "0.7",
        "0.000",
        "",
        "peer 0.250",
    )


@pytest.mark.parametrize(
    ("rule", "reached"),
    [
        ("at_least = 0.75", "must"),
        ("above = 0.75", "no, by 0.0000"),
        ("above = 0.74\naim = 0.75", "aim"),
        ("at_least = 0.8", "no, by 0.0500"),
        ("at_most = 0.8\naim = 0.7", "must"),
        ("at_most = 0.7", "no, by 0.0500"),
        ('above = "all background"', "must"),
    ],
)
def test_it_is_said_how_far_a_promise_is_kept(claims: Path, rule: str, reached: str) -> None:
    assert tell(claims, rule, [make_scores(weights=OURS)])["reached"] == reached


def test_a_promise_without_a_record_stays_in_the_table(claims: Path) -> None:
    told = tell(claims, "at_least = 0.5", [make_scores(weights="other")])

    assert told["measured (95 % interval)"] == "not scored"
    assert told["reached"] == ""
    assert told["all background"] == "0.000"  # that of the other weights on the same pictures


def test_of_several_changes_the_one_counts_that_takes_most(claims: Path) -> None:
    records = [make_scores(weights=OURS, f1=f1, change=change) for f1, change in ((0.8, None), (0.7, "jpeg-25"))]
    rule = 'at_most = 0.05\nlost_by = ["jpeg-25", "scale-2"]\nlost_to = "cameras"'
    without = tell(claims, rule, records)
    told = tell(claims, rule, [*records, make_scores(weights=OURS, f1=0.75, change="scale-2")])

    assert without["measured (95 % interval)"] == "not scored"  # one of the changes was not
    assert told["figure"] == "F1 within 2 px, pooled, lost to cameras"
    assert told["measured (95 % interval)"] == "**0.100** (jpeg-25)"
    assert told["reached"] == "no, by 0.0500"
    assert told["all background"] == ""


def test_the_newest_record_of_the_asked_threshold_and_scale_counts(claims: Path) -> None:
    records = [
        make_scores(weights=OURS, f1=0.6, threshold=0.4, working_scale="auto"),
        make_scores(weights=OURS, f1=0.7, day=3),
        make_scores(weights=OURS, f1=0.5, day=2),
    ]

    for rule, measured in (("", "0.700"), ("threshold = 0.4", "0.600"), ('working_scale = "auto"', "0.600")):
        assert f"**{measured}**" in tell(claims, f"at_least = 0.5\n{rule}", records)["measured (95 % interval)"]


def test_pictures_without_cracks_are_promised_quiet(claims: Path) -> None:
    row = ROW.replace("bridge/test", "walls/test").replace("f1_2px_pooled", "alarmed_share")
    told = tell(claims, 'at_most = 0.2\nchange = "tile-3"', [make_crackless(weights=OURS, change="tile-3")], row)

    assert told["pictures (how many), size, threshold"] == "walls/test (8), native, tile-3, from 0.5"
    assert told["reached"] == "no, by 0.0500"


@pytest.mark.parametrize(("rule", "got"), [("", "none"), ("above = 0.1\nat_most = 0.2", "above, at_most")])
def test_a_row_has_one_rule(claims: Path, rule: str, got: str) -> None:
    with pytest.raises(SettingsError, match=f"one of above, at_least, at_most, got {got} for our on bridge/test"):
        tell(claims, rule, [])


def test_the_promises_of_this_project_can_be_told() -> None:
    headings, rows = list_claims([], path=CLAIMS)

    assert headings == HEADINGS
    assert {len(row) for row in rows} == {len(headings)}
    assert len(rows) >= 19
    assert list_claims([], "open")[1] == rows[-1:]
