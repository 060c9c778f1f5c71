"""What a body lacks, in words, and when nothing is said."""

from gouvernance.balance import Holder, lacks

WOMEN, MEN = "Femme", "Homme"


def test_empty_seats_are_told():
    assert lacks([("Habitants", 2), ("Salariés", 1), ("Associations", 0)], []) == [
        "Habitants : 2 sièges vacants.",
        "Salariés : 1 siège vacant.",
    ]


def test_what_fewer_than_five_said_is_not_compared():
    holders = [Holder("Mazargues", "60+", MEN)] * 4

    assert lacks([], holders, districts=["Le Cabot"], ages=["18-25"], genders=[WOMEN, MEN]) == []


def test_absent_districts_ages_and_a_gender_that_is_short_are_told():
    holders = [Holder("Mazargues", "60+", MEN)] * 4 + [Holder("Mazargues", "26-39", WOMEN), Holder()]

    assert lacks(
        [], holders, districts=["Mazargues", "Le Cabot"], ages=["18-25", "26-39", "60+"], genders=[WOMEN, MEN]
    ) == ["Personne ne vient de : Le Cabot.", "Personne n’a : 18-25.", "Femme : 1 sur 5 qui l’ont dit."]


def test_two_fifths_are_enough():
    holders = [Holder(gender=MEN)] * 3 + [Holder(gender=WOMEN)] * 2

    assert lacks([], holders, genders=[WOMEN, MEN]) == []


def test_districts_and_ages_with_less_than_half_of_an_equal_share_are_told():
    holders = [Holder("Mazargues", "60+")] * 5 + [Holder("Le Cabot", "26-39")]

    assert lacks([], holders, districts=["Mazargues", "Le Cabot"], ages=["26-39", "60+"]) == [
        "Peu de personnes viennent de : Le Cabot (1 sur 6).",
        "Peu de personnes ont : 26-39 (1 sur 6).",
    ]
    assert lacks([], [*holders, *holders[:1], holders[-1]], districts=["Mazargues", "Le Cabot"]) == []
