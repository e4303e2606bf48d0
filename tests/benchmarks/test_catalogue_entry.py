import tomllib

from benchmarks.catalogue_entry import write_entry
from tests.benchmarks.scored import make_crackless, make_scores

DESCRIPTION = {"sha256": "cd" * 32, "mean": [0.5, 0.5, 0.5], "threshold": 0.4, "scores": {"old": 0.1}}


def test_an_entry_is_the_description_with_the_scores_of_that_very_file() -> None:
    other = make_scores(name="other/test")
    other["weights"]["sha256"] = "00" * 32
    changed = make_scores(day=3, f1=0.1, change="jpeg-25")
    records = [make_scores(), make_scores(day=2, f1=0.5), other, changed, make_crackless(change="tile-3")]

    assert tomllib.loads(write_entry("tiny", DESCRIPTION, records)) == {
        "tiny": {
            "sha256": "cd" * 32,
            "mean": [0.5, 0.5, 0.5],
            "threshold": 0.4,
            "scores": {
                "bridge/test, native, f1_2px_pooled": 0.5,
                "bridge/test, native, f1_pooled": 0.5,
                "bridge/test, native, miou_pooled": 0.5,
                "walls/test, native, alarmed_share": 0.25,
            },
        }
    }
