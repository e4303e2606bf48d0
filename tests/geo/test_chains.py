import numpy as np

from efficientcracknet.geo.chains import Chain, join_chains


def join(*keys: tuple[int, int]) -> tuple[Chain, ...]:
    return join_chains(np.array(keys, np.int64).reshape(-1, 2))


def test_no_pieces_give_no_chains() -> None:
    assert join() == ()


def test_pieces_that_share_no_number_stay_alone() -> None:
    assert join((-1, 5), (6, -1)) == (Chain(((0, False),), closed=False), Chain(((1, False),), closed=False))


def test_a_chain_may_begin_in_the_middle_of_the_list() -> None:
    # written 2 - 0 - 1: piece 2 ends on 4, piece 0 runs from 4 to 9, piece 1 is entered by its last end
    assert join((4, 9), (-1, 9), (-1, 4)) == (Chain(((2, False), (0, False), (1, True)), closed=False),)


def test_a_ring_of_three_is_closed_and_begins_with_its_first_piece() -> None:
    assert join((1, 2), (3, 2), (3, 1)) == (Chain(((0, False), (1, True), (2, False)), closed=True),)


def test_two_pieces_joined_at_both_ends_are_a_ring() -> None:
    assert join((1, 2), (1, 2)) == (Chain(((0, False), (1, True)), closed=True),)


def test_a_piece_that_meets_itself_is_a_ring() -> None:
    assert join((7, 7), (-1, -1)) == (Chain(((0, False),), closed=True), Chain(((1, False),), closed=False))


def test_a_number_that_three_ends_carry_joins_none() -> None:
    assert [chain.members for chain in join((-1, 3), (3, -1), (3, -1))] == [
        ((0, False),),
        ((1, False),),
        ((2, False),),
    ]
