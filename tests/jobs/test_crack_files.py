import csv
import json
import sys
import zipfile
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import fastjsonschema
import numpy as np
import pytest

from efficientcracknet.core.errors import MissingExtraError
from efficientcracknet.core.scale import PlaneScale
from efficientcracknet.jobs import crack_drawing, crack_workbook
from efficientcracknet.jobs.crack_files import record_cracks
from efficientcracknet.jobs.crack_geojson import TOLERANCE_PX, thin_out
from efficientcracknet.jobs.findings import Findings, describe_scale
from efficientcracknet.measure.rows import COLUMNS
from efficientcracknet.measure.severity import find_standard
from tests.measured import build_crack, build_report

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = "cracks-1.schema.json"
HOSTILE = "=cmd|' /C calc'!A1, \"Brücke\" <script>.jpg"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def find(file: str = "a.jpg", mm_per_px: float | None = None, cracks: int = 2) -> Findings:
    lines = [build_crack(number, (0, 0), (30, 200 - number), 4.0, mm_per_px) for number in range(1, cracks + 1)]
    standard = find_standard("ltpp-asphalt") if mm_per_px else None
    return Findings.of(file, "annotated/a.jpg", build_report(*lines, mm_per_px=mm_per_px), standard)


def record(out: Path, *findings: Findings, dxf: bool = False) -> None:
    with record_cracks(out, {"settings": {}}, dxf=dxf) as files:
        for one in findings:
            files.append(one)


def read_csv(out: Path) -> list[dict[str, str]]:
    with (out / "cracks.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_sheet(out: Path, number: int) -> list[list[tuple[str, str]]]:
    """Return (type, text) of every cell of a sheet, row by row."""
    with zipfile.ZipFile(out / "cracks.xlsx") as book:
        strings = [
            "".join(one.itertext())
            for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{SHEET}si")
        ]
        sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        assert not list(row.iter(f"{SHEET}f"))
        cells = [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.iter(f"{SHEET}c")]
        rows.append([(kind, strings[int(text)] if kind == "s" else text) for kind, text in cells])
    return rows


def test_the_table_has_one_row_per_crack_and_mm_only_with_a_scale(tmp_path: Path) -> None:
    record(tmp_path, find("a.jpg"), find("b.jpg", mm_per_px=2.0), find("none.jpg", cracks=0))
    plain, _, scaled, _ = rows = read_csv(tmp_path)

    assert tuple(plain) == COLUMNS
    assert [(row["file"], row["crack"]) for row in rows] == [
        ("a.jpg", "1"),
        ("a.jpg", "2"),
        ("b.jpg", "1"),
        ("b.jpg", "2"),
    ]
    assert {plain[column] for column in COLUMNS if column.endswith(("_mm", "_mm2"))} == {""}
    assert float(scaled["width_p95_mm"]) == 2 * float(scaled["width_p95_px"]) == 8
    assert float(scaled["area_mm2"]) == 4 * float(scaled["area_px"])
    assert (plain["severity"], scaled["severity"]) == ("", "moderate")


def test_the_document_keeps_the_published_schema(tmp_path: Path) -> None:
    record(tmp_path, find(HOSTILE), find("b.jpg", mm_per_px=2.0), find("none.jpg", cracks=0))
    document = json.loads((tmp_path / "cracks.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "docs" / "schemas" / SCHEMA).read_text(encoding="utf-8"))
    picture = schema["properties"]["pictures"]["items"]
    crack = picture["properties"]["cracks"]["items"]
    branch = crack["properties"]["branches"]["items"]

    fastjsonschema.compile(schema)(document)
    assert {*document["pictures"][0]} == {*picture["properties"]} == {*picture["required"]}
    assert {*document["pictures"][0]["cracks"][0]} == {*crack["properties"]}
    assert {*document["pictures"][0]["cracks"][0]["branches"][0]} == {*branch["properties"]}
    assert [one["file"] for one in document["pictures"]] == [HOSTILE, "b.jpg", "none.jpg"]
    assert document["pictures"][1]["cracks"][0]["severity"] == "moderate"


def test_the_schema_in_the_package_is_the_published_one() -> None:
    shipped = ROOT / "src" / "efficientcracknet" / "jobs" / SCHEMA

    assert shipped.read_bytes() == (ROOT / "docs" / "schemas" / SCHEMA).read_bytes()


def test_features_have_x_to_the_right_and_y_downwards(tmp_path: Path) -> None:
    record(tmp_path, find())
    document = json.loads((tmp_path / "cracks.geojson").read_text(encoding="utf-8"))
    feature = document["features"][0]

    assert document["type"] == "FeatureCollection"
    assert "no coordinate reference system" in document["coordinates_note"]
    assert feature["geometry"] == {"type": "MultiLineString", "coordinates": [[[0.0, 0.0], [199.0, 30.0]]]}
    assert tuple(feature["properties"]) == COLUMNS


def test_a_course_is_thinned_out_by_no_more_than_the_tolerance() -> None:
    angle = np.linspace(0, np.pi, 400)
    course = np.stack([100 * np.sin(angle), 100 * np.cos(angle)], axis=1)
    thinned = thin_out(course)
    steps = [np.linspace(start, end, 50) for start, end in pairwise(thinned)]
    distances = np.abs(np.linalg.norm(np.concatenate(steps), axis=1) - 100)

    assert len(thinned) < 80
    assert distances.max() <= TOLERANCE_PX + 0.01
    assert (thinned[[0, -1]] == course[[0, -1]]).all()


def test_the_workbook_has_numbers_as_numbers_and_no_formula(tmp_path: Path) -> None:
    record(tmp_path, find(HOSTILE, mm_per_px=2.0), find("bad\udcff.jpg"))
    cracks, pictures = read_sheet(tmp_path, 1), read_sheet(tmp_path, 2)

    assert [text for _, text in cracks[0]] == list(COLUMNS)
    assert cracks[1][0] == ("s", HOSTILE)
    assert cracks[1][COLUMNS.index("width_p95_mm")] == ("n", "8")
    assert len(cracks) == 1 + 4
    assert [row[0][1] for row in pictures[1:]] == [HOSTILE, "bad\\udcff.jpg"]


def test_a_long_table_goes_on_in_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crack_workbook, "MOST_ROWS", 3)
    record(tmp_path, find(cracks=4))

    assert [len(read_sheet(tmp_path, number)) for number in (1, 2, 3)] == [1 + 3, 1 + 1, 1 + 1]


def test_the_drawing_lies_upright_in_mm_with_a_layer_for_cracks(tmp_path: Path) -> None:
    ezdxf = pytest.importorskip("ezdxf")
    record(tmp_path, find("a.jpg", mm_per_px=2.0), find("b\n%%c.jpg", mm_per_px=1.0), dxf=True)
    drawing = ezdxf.readfile(tmp_path / "cracks.dxf")
    lines = list(drawing.modelspace().query('LWPOLYLINE[layer=="CRACKS"]'))
    frames = list(drawing.modelspace().query('LWPOLYLINE[layer=="PICTURES"]'))
    (x1, y1), (x2, y2) = lines[0].get_points("xy")

    assert len(lines) == 4
    assert drawing.units == ezdxf.units.MM
    assert (x2 - x1, y2 - y1) == pytest.approx((2 * 199, -2 * 30))
    assert not drawing.audit().errors
    first, second = ([x for x, _ in frame.get_points("xy")] for frame in frames)
    assert max(first) - min(first) == pytest.approx(800)
    assert min(second) > max(first)
    texts = [text.dxf.text for text in drawing.modelspace().query('TEXT[layer=="PICTURES"]')]
    assert texts == ["a.jpg (mm)", "b % %c.jpg (mm)"]


def test_without_a_scale_the_drawing_has_no_unit(tmp_path: Path) -> None:
    ezdxf = pytest.importorskip("ezdxf")
    record(tmp_path, find(), find(mm_per_px=1.0), dxf=True)

    assert ezdxf.readfile(tmp_path / "cracks.dxf").units == 0


def test_a_plane_seen_obliquely_is_drawn_rectified(tmp_path: Path) -> None:
    ezdxf = pytest.importorskip("ezdxf")
    scale = PlaneScale.from_rectangle(np.array([[0.0, 0.0], [0.0, 100.0], [50.0, 100.0], [50.0, 0.0]]), 1000, 1000)
    crack = build_crack(1, (0, 0), (50, 100), mm_per_px=1.0)
    report = build_report(crack)
    oblique = type(report)(**{name: getattr(report, name) for name in report.__slots__} | {"scale": scale})
    empty = type(report)(**{name: getattr(oblique, name) for name in report.__slots__} | {"cracks": ()})
    record(tmp_path, *(Findings.of("a.jpg", "a.jpg", one, None) for one in (oblique, empty)), dxf=True)
    (line,) = ezdxf.readfile(tmp_path / "cracks.dxf").modelspace().query('LWPOLYLINE[layer=="CRACKS"]')
    (x1, y1), (x2, y2) = line.get_points("xy")

    assert (x2 - x1, y2 - y1) == pytest.approx((1000, -1000))
    assert describe_scale(scale) == "measured on the rectified plane"


def test_a_missing_drawing_library_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ezdxf", None)

    with pytest.raises(MissingExtraError, match=r"--dxf .*Install it: pip install 'efficientcracknet\[cad\]'"):
        record(tmp_path, dxf=True)
    with pytest.raises(MissingExtraError, match="ezdxf"):
        crack_drawing.require_ezdxf()
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_run_keeps_the_table_alone(tmp_path: Path) -> None:
    record(tmp_path, find("old.jpg"), dxf=False)
    (tmp_path / "report.html").write_text("old", encoding="utf-8")

    def interrupt() -> None:
        with record_cracks(tmp_path, {"settings": {}}, dxf=False) as files:
            files.append(find("new.jpg"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert [path.name for path in tmp_path.iterdir()] == ["cracks.csv"]
    assert {row["file"] for row in read_csv(tmp_path)} == {"new.jpg"}
