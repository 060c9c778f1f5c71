"""The quorum, in whole seats."""

import pytest

from gouvernance.quorum import Seats, count, needed_of


@pytest.mark.parametrize(
    ("held", "percent", "needed"), [(7, 50, 4), (8, 50, 4), (10, 33, 4), (3, 100, 3), (0, 50, 0), (9, 0, 0)]
)
def test_least_number_of_seats(held, percent, needed):
    assert needed_of(held, percent) == needed


def test_present_and_represented_count_alike_overall():
    found = count([Seats("Habitants", 6, present=2, represented=1), Seats("Salariés", 2)], percent=50)

    assert (found.needed, found.counted, found.reached) == (4, 3, False)
    assert found.lacking == ("Ensemble : il manque 1 siège.",)
    assert found.wording == "Quorum non atteint : 3 sièges présents ou représentés, il en faut 4."


def test_each_college_has_its_own():
    colleges = [Seats("Habitants", 6, present=6), Seats("Salariés", 4, present=0)]

    found = count(colleges, percent=50, per_college=True)

    assert found.lacking == ("Salariés : il manque 2 sièges.",)
    assert found.needed == 5


def test_no_quorum_is_always_reached():
    assert count([Seats("Habitants", 6)], percent=0).wording == (
        "0 sièges présents ou représentés, aucun quorum n’est exigé."
    )
    assert count([Seats("Habitants", 6)], percent=0).reached
