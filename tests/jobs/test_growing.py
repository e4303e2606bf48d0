import json
from pathlib import Path

import pytest

from efficientcracknet.core.errors import OutputError
from efficientcracknet.jobs.growing import GrowingTable, grow_json


def test_a_list_grows_member_by_member(tmp_path: Path) -> None:
    with grow_json(tmp_path / "a.json", {"kind": "x"}, "members") as append:
        append({"name": "Brücke \udcff"})
        append({"name": None})

    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {
        "kind": "x",
        "members": [{"name": "Brücke \udcff"}, {"name": None}],
    }


def test_a_list_may_stay_empty(tmp_path: Path) -> None:
    with grow_json(tmp_path / "a.json", {"kind": "x"}, "members"):
        pass

    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {"kind": "x", "members": []}


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError, OutputError])
def test_a_list_that_is_interrupted_leaves_nothing(tmp_path: Path, failure: type[BaseException]) -> None:
    def interrupt() -> None:
        with grow_json(tmp_path / "a.json", {"kind": "x"}, "members") as append:
            append({})
            raise failure

    with pytest.raises(failure):
        interrupt()
    assert list(tmp_path.iterdir()) == []


def test_no_number_is_written_that_json_does_not_know(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="not JSON compliant"),
        grow_json(tmp_path / "a.json", {"kind": "x"}, "members") as append,
    ):
        append({"width": float("nan")})


def test_many_rows_are_written_at_once(tmp_path: Path) -> None:
    table = GrowingTable(tmp_path / "a.csv", ["x", "y"])
    table.write_rows([["1", "a,b"], ["2", "c"]])
    table.write_rows([])
    table.close()

    assert (tmp_path / "a.csv").read_text(encoding="utf-8").split() == ["x,y", '1,"a,b"', "2,c"]
