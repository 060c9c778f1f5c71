"""What is missing in a concertation scheme, said in words."""

from gouvernance import holes

ACTORS = [(1, "Relais", "habitants"), (2, "Amicale", "habitants"), (3, "Ville", "collectivite")]


def words(levels, subjects=((10, "Logement"),)):
    return [hole.words for hole in holes.find(subjects, ACTORS, levels)]


def test_inhabitants_who_are_only_told_are_a_hole():
    levels = {(10, 1): 1, (10, 2): 1, (10, 3): 4}

    assert words(levels) == ["Logement : aucun habitant au-dessus de « informé »."]


def test_one_inhabitant_beyond_being_told_is_enough():
    assert words({(10, 1): 1, (10, 2): 2, (10, 3): 4}) == []


def test_subject_without_inhabitants_nor_decision_says_both():
    levels = {(10, 3): 3, (20, 1): 4, (20, 2): 4}

    assert words(levels, [(10, "Logement"), (20, "Fêtes")]) == [
        "Logement : aucun habitant.",
        "Logement : personne ne codécide.",
    ]


def test_subject_and_actor_that_are_nowhere_are_told():
    levels = {(10, 1): 4, (10, 3): 2}

    assert words(levels, [(10, "Logement"), (20, "Jeunesse")]) == [
        "Jeunesse : personne n’y a de place.",
        "Amicale : sur aucun sujet.",
    ]


def test_scheme_that_is_not_written_yet_has_no_hole():
    assert words({}) == []
