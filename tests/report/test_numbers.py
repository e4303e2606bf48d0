from efficientcracknet.report.numbers import write_angle, write_length, write_width


def test_lengths_are_on_the_surface_where_that_is_known() -> None:
    assert write_length(999.94, 5) == "999.9 mm"
    assert write_length(1000, 5) == "1.00 m"
    assert write_length(None, 5.4) == "5 px"
    assert write_length(None, None) == "\N{EN DASH}"


def test_widths_say_when_they_are_bounds() -> None:
    assert write_width(0.4, 4) == "0.40 mm"
    assert write_width(12.34, 4) == "12.3 mm"
    assert write_width(None, 2, is_upper_bound=True) == "\N{LESS-THAN OR EQUAL TO} 3.0 px"
    assert write_width(None, None, is_upper_bound=True) == "\N{EN DASH}"


def test_a_direction_that_rounds_to_a_half_turn_is_none() -> None:
    assert (write_angle(179.7), write_angle(44.6), write_angle(None)) == (
        "0\N{DEGREE SIGN}",
        "45\N{DEGREE SIGN}",
        "\N{EN DASH}",
    )
