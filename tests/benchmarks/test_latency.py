import json
from pathlib import Path

import pytest

from benchmarks.latency import main
from tests.tiny_networks import write_convolution, write_darkness_logits


def test_record_says_what_ran_on_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = write_darkness_logits(tmp_path / "ours.onnx")
    theirs = tmp_path / "theirs.onnx"  # needs no description: nobody looks at what it answers
    write_convolution(theirs, weight=(1, 1, 1))
    target = tmp_path / "record.json"

    sizes = ["--sizes", "16x24", "8x8"]
    main(["--weights", str(ours), "--against", str(theirs), *sizes, "--rounds", "3", "--json", str(target)])

    record = json.loads(target.read_text(encoding="utf-8"))
    assert record["theme"] == "latency"
    assert (record["first"]["name"], record["second"]["name"]) == ("ours", "theirs")
    assert len({record["first"]["sha256"], record["second"]["sha256"]}) == 2
    assert record["settings"]["threads"] == 2
    assert list(record["times"]) == ["16x24", "8x8"]
    assert all(times["first_median_ms"] > 0 for times in record["times"].values())
    assert record["runs"]["8x8"][0]["provider"] == "cpu"
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("16x24: ours ")
    assert printed[-1] == f"Record: {target}"
