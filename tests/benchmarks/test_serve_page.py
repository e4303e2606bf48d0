from benchmarks.serve_page import list_faults


def test_a_page_that_shows_itself_late_or_moves_in_jerks_is_at_fault() -> None:
    pan = {"whole": {"frames_per_s": 29.9}, "enlarged": {"frames_per_s": 30.0}}

    assert list_faults({"first_paint_longest_ms": 999.9, "pan": {"enlarged": pan["enlarged"]}}) == []
    assert list_faults({"first_paint_longest_ms": 1000.0, "pan": pan}) == [
        "first paint after 1000.0 ms",
        "whole: 29.9 frames a second",
    ]
