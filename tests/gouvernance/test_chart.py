"""The organisation chart: boxes that don't meet, parents above their children."""

from hypothesis import given
from hypothesis import strategies as st

from gouvernance import chart


def drawn(*links):
    """The chart of bodies named by their keys, from (key, parent)."""
    return chart.draw([(key, parent, f"Instance {key}", "", "") for key, parent in links])


def corners(picture):
    return {box.key: (box.x, box.y) for box in picture.boxes}


def test_parent_stands_above_the_middle_of_its_children():
    picture = drawn((1, None), (2, 1), (3, 1))

    assert corners(picture) == {1: (107, 0), 2: (0, 130), 3: (214, 130)}
    assert (picture.width, picture.height) == (404, 214)
    assert picture.boxes[1].path == "M202 84V107H95V130"
    assert picture.boxes[0].path == ""


def test_parent_that_is_not_there_counts_as_none():
    assert corners(drawn((1, 99), (2, 98))) == {1: (0, 0), 2: (214, 0)}


def test_circle_is_drawn_as_roots():
    assert corners(drawn((1, 2), (2, 1), (3, 3), (4, 1))) == {
        1: (0, 0),
        4: (0, 130),
        2: (214, 0),
        3: (428, 0),
    }


def test_nothing_gives_an_empty_picture():
    assert drawn() == chart.Chart([], 0, 0)


def test_long_name_is_cut_in_two_lines():
    name = "Conseil des habitantes et habitants relais des quartiers sud"

    box = chart.draw([(1, None, name, "", "")]).boxes[0]

    assert box.lines == ["Conseil des habitantes", "et habitants relais…"]


@given(st.lists(st.integers(-1, 14), max_size=15))
def test_boxes_never_meet(parents):
    picture = drawn(*((key, parent if parent >= 0 else None) for key, parent in enumerate(parents)))

    assert len(picture.boxes) == len(parents)
    for one in picture.boxes:
        for other in picture.boxes:
            if one.key < other.key and one.y == other.y:
                assert abs(one.x - other.x) >= chart.WIDTH + chart.GAP_X
