"""The map: everybody on it, nobody off the picture, letters away from each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernance.opinion_map import WIDTH, colour, draw, hull, shape

GROUPS = {
    1: (2.0, 1.0, "A"),
    2: (3.0, 1.5, "A"),
    3: (2.5, 0.5, "A"),
    4: (-2.0, -1.0, "B"),
    5: (-3.0, -1.0, "B"),
}
number = st.integers(-50_000, 50_000).map(lambda value: value / 1000)


def test_hull_holds_the_corners_alone():
    square = [(0, 0), (4, 0), (4, 4), (0, 4)]

    assert set(hull([*square, (2, 2), (2, 0), (1, 3), (4, 4)])) == set(square)


@pytest.mark.parametrize("points", [[(1, 1)], [(1, 1), (1, 1)], [(1, 1), (2, 2)]])
def test_hull_of_one_or_two_places_is_these(points):
    assert hull(points) == sorted(set(points))


def test_right_is_right_up_is_up_and_the_scale_is_one():
    found = draw(GROUPS, you=4)

    dots = {territory.letter: territory.dots for territory in found.territories}
    first, second, _third = dots["A"]
    assert found.you == (dots["B"][0].x, dots["B"][0].y)
    assert first.x > dots["B"][0].x
    assert first.y < dots["B"][0].y
    assert (second.x - first.x) == pytest.approx((first.y - second.y) * 2, abs=0.3)
    assert draw(GROUPS, you=99).you is None


def test_letters_stand_away_from_the_others():
    left, right = {t.letter: t for t in draw(GROUPS).territories}["B"], draw(GROUPS).territories[0]

    assert left.letter_x < min(dot.x for dot in left.dots)
    assert right.letter_x > max(dot.x for dot in right.dots)


def test_each_letter_has_its_colour_and_shape():
    assert len({colour(letter) for letter in "ABCDE"}) == 5
    assert len({shape(letter) for letter in "ABCDE"}) == 5
    assert colour("Z")


@given(st.lists(st.tuples(number, number, st.sampled_from("ABC")), min_size=1, max_size=40))
def test_everybody_is_on_the_picture(places):
    found = draw(dict(enumerate(places)))

    dots = [dot for territory in found.territories for dot in territory.dots]
    assert len(dots) == len(places)
    assert all(0 < dot.x < WIDTH and 0 < dot.y < found.height for dot in dots)
    for territory in found.territories:
        assert 0 < territory.letter_x < WIDTH
        assert 0 < territory.letter_y < found.height
