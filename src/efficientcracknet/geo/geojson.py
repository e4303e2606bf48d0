"""``NAME.geojson``: the centre lines of a map's cracks in WGS 84, as RFC 7946 has it."""

import json
from collections.abc import Sequence
from pathlib import Path

from efficientcracknet.geo.ground import GroundScale
from efficientcracknet.geo.map_crack import MapCrack
from efficientcracknet.geo.map_rows import MapRow
from efficientcracknet.runtime.files import replace_file

DECIMALS = 9
"""Of degrees: 0.1 mm."""


def write_geojson(path: Path, cracks: Sequence[MapCrack], rows: Sequence[MapRow], ground: GroundScale) -> None:
    """Write one feature per crack.

    Parameters
    ----------
    path
        Replaced if there.
    cracks
        Of the map.
    rows
        One per crack: the properties.
    ground
        Where the map lies. An `OutputError` says that the file cannot be written.
    """
    with replace_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for number, (one, row) in enumerate(zip(cracks, rows, strict=True)):
            lines = [
                ground.to_wgs84(ground.to_map(branch.points_px)).round(DECIMALS).tolist()
                for branch in one.crack.branches
            ]
            feature = {
                "type": "Feature",
                "geometry": {"type": "MultiLineString", "coordinates": lines},
                "properties": row.to_dict(),
            }
            file.write((",\n" if number else "\n") + json.dumps(feature, allow_nan=False))
        file.write("\n]}\n")
