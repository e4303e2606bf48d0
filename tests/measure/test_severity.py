from dataclasses import replace

import pytest

from efficientcracknet.core.errors import ScaleError, SettingsError
from efficientcracknet.measure.severity import UNDETERMINED, classify, classify_report, find_standard, list_standards
from tests.measured import build_crack, build_report


def crack_of(width_mm: float, *, width_px: float = 10.0):
    return build_crack(1, (0, 0), (0, 100), width_px, mm_per_px=width_mm / width_px)


@pytest.mark.parametrize(
    ("standard", "limits_mm"),
    [
        ("aci-224r-dry", (0.41,)),
        ("aci-224r-humid", (0.30,)),
        ("aci-224r-de-icing", (0.18,)),
        ("aci-224r-seawater", (0.15,)),
        ("aci-224r-water-retaining", (0.10,)),
        ("en-1992-1-1-x0-xc1", (0.4,)),
        ("en-1992-1-1-xc2-xs3", (0.3,)),
        ("en-1992-1-1-prestressed", (0.2,)),
        ("ltpp-asphalt", (6, 19)),
        ("astm-d6433-slab", (13, 50)),
    ],
)
def test_limits_are_those_of_the_documents(standard: str, limits_mm: tuple[float, ...]) -> None:
    assert tuple(one.limit_mm for one in find_standard(standard).classes) == (*limits_mm, None)


def test_every_standard_says_source_and_caveat_and_never_the_word_that_promises() -> None:
    for standard in list_standards().values():
        texts = (standard.title, standard.structure, standard.source, standard.caveat)

        assert all(texts)
        assert "our choice" in standard.caveat or standard.name == "ltpp-asphalt"
        assert "safe" not in " ".join((*texts, *(one.name for one in standard.classes))).lower()


@pytest.mark.parametrize(
    ("standard", "width_mm", "name"),
    [
        ("ltpp-asphalt", 5.9, "low"),
        ("ltpp-asphalt", 6.0, "low"),
        ("ltpp-asphalt", 6.1, "moderate"),
        ("ltpp-asphalt", 19.5, "high"),
        ("astm-d6433-slab", 12.9, "low"),
        ("astm-d6433-slab", 13.0, "medium"),
        ("astm-d6433-slab", 50.0, "medium"),
        ("astm-d6433-slab", 50.1, "high"),
        ("aci-224r-humid", 0.2, "within guide value"),
        ("aci-224r-humid", 0.4, "above guide value"),
    ],
)
def test_the_class_follows_from_the_width(standard: str, width_mm: float, name: str) -> None:
    assert classify(crack_of(width_mm), find_standard(standard)).name == name


def test_each_standard_compares_the_width_it_names() -> None:
    crack = replace(crack_of(1.0), width_mean_mm=5.0, width_p95_mm=25.0)

    assert classify(crack, find_standard("ltpp-asphalt")).name == "low"
    assert classify(replace(crack, width_mean_mm=0.1), find_standard("aci-224r-dry")).name == "above guide value"


def test_an_upper_bound_gives_a_class_only_where_no_narrower_width_gives_another() -> None:
    standard = find_standard("aci-224r-humid")

    assert classify(crack_of(0.2, width_px=2.0), standard).rank == 0
    assert classify(crack_of(0.4, width_px=2.0), standard) == UNDETERMINED


def test_a_crack_without_widths_has_no_class() -> None:
    crack = replace(crack_of(1.0), width_mean_mm=None, width_p95_mm=None)

    assert classify(crack, find_standard("ltpp-asphalt")) == UNDETERMINED


def test_without_a_scale_there_is_no_class() -> None:
    crack = build_crack(7, (0, 0), (0, 100))

    with pytest.raises(ScaleError, match="must be measured in mm for ltpp-asphalt, got crack 7 in px"):
        classify(crack, find_standard("ltpp-asphalt"))
    assert classify_report(build_report(crack), find_standard("ltpp-asphalt")) == (None,)


def test_an_unknown_standard_is_told_with_the_nearest_first() -> None:
    with pytest.raises(SettingsError, match=r"must be one of ltpp-asphalt, .*got 'ltpp'"):
        find_standard("ltpp")
