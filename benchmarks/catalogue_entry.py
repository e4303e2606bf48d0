"""The entry of weights for ``catalogue.toml``: their own description, and the scores that records have of that file.

    python -m benchmarks.catalogue_entry NAME.onnx

prints it; NAME.toml lies beside the network, as ``checkpoint`` and ``calibrate`` write it.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.tables import ROOT
from benchmarks.tabular import Record
from efficientcracknet.evaluation.records import read_record
from efficientcracknet.runtime.description import write_description
from efficientcracknet.runtime.weights import find_weights

PUBLISHED = ("f1_pooled", "miou_pooled", "f1_2px_pooled", "alarmed_share")


def write_entry(name: str, description: Mapping[str, Any], records: Iterable[Record]) -> str:
    """Return the entry of weights.

    Parameters
    ----------
    name
        Of the weights.
    description
        As read from the file beside them; scores in it are left out.
    records
        Of any theme and of any weights.

    Returns
    -------
    str
        TOML; the newest score of each set and size, of pictures as they are or repeated as tiles.
    """
    scores: dict[str, float] = {}
    for record in sorted(records, key=lambda record: str(record["date"])):
        is_theirs = record["theme"] == "scores" and record["weights"]["sha256"] == description["sha256"]
        if is_theirs and (record["protocol"].get("change") or "tile").startswith("tile"):
            scores |= _list_scores(record)
    facts = {key: value for key, value in description.items() if key != "scores"}
    lines = (f'scores."{key}" = {value}\n' for key, value in sorted(scores.items()))
    return f"[{name}]\n{write_description(facts)}{''.join(lines)}"


def main(words: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Print the entry.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    root
        Folder of the checkout.

    Returns
    -------
    int
        0.
    """
    program = "python -m benchmarks.catalogue_entry"
    parser = argparse.ArgumentParser(prog=program, description=(__doc__ or "").split("\n")[0])
    parser.add_argument("network", type=Path, help="ONNX file with its description beside it")
    network: Path = parser.parse_args(words).network
    weights = find_weights(network)  # refuses what is damaged or not described
    description = tomllib.loads(network.with_suffix(".toml").read_text(encoding="utf-8"))
    records = map(read_record, sorted((root / "results").glob("*.json")))
    print(write_entry(weights.name, {**description, "sha256": weights.sha256}, records), end="")
    return 0


def _list_scores(record: Record) -> dict[str, float]:
    where = f"{record['data']['name']}, {record['protocol']['size']}"
    figures = record["network"]["figures"]
    return {f"{where}, {name}": figures[name]["value"] for name in PUBLISHED if name in figures}


if __name__ == "__main__":
    sys.exit(main())
