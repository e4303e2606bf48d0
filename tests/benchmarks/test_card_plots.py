from benchmarks.card_plots import choose_drawn, draw_card
from tests.benchmarks.scored import make_crackless, make_scores


def test_the_newest_record_of_each_set_and_size_is_drawn_native_first() -> None:
    small, old, new = make_scores(size="192x256"), make_scores(day=2), make_scores(day=3)
    other = make_scores(name="aqueduct/test")

    assert choose_drawn([new, small, old, other], "tiny") == [other, new, small]


def test_changed_pictures_other_weights_and_older_records_are_not_drawn() -> None:
    before = {key: value for key, value in make_scores().items() if key != "by_width_2px_pooled"}

    assert (
        choose_drawn([make_scores(change="jpeg-25"), make_scores(weights="w"), before, make_crackless()], "tiny") == []
    )


def test_the_legend_says_what_was_scored_where_and_how_well() -> None:
    drawing = draw_card([make_scores(threshold=0.4)], [], "tiny")

    assert "bridge/test (12), native: F1 0.750 at 0.4, calibration error near cracks 0.750" in drawing
    assert drawing.count("font-weight") == 5


def test_pictures_without_cracks_have_a_panel_of_their_own() -> None:
    crackless = [make_crackless(name="negatives_concrete/test"), make_crackless(name="surfaces_cc0/test")]
    drawing = draw_card([make_scores()], crackless, "tiny")

    assert drawing.count("font-weight") == 6
    assert ">concrete<" in drawing
    assert ">surfaces<" in drawing


def test_the_same_set_at_two_sizes_has_one_colour_and_two_dashes() -> None:
    drawing = draw_card([make_scores(), make_scores(size="192x256")], [], "tiny")

    assert "#0072b2" in drawing
    assert "#d55e00" not in drawing
    assert 'stroke-dasharray="5 3"' in drawing


def test_the_same_records_give_the_same_bytes() -> None:
    assert draw_card([make_scores()], [], "tiny") == draw_card([make_scores()], [], "tiny")
