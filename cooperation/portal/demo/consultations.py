"""The demo's viewpoint consultations: one that is over, with three ways of seeing, and one that is open. Made up."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pgtrigger
from django.utils import timezone

from cooperation.portal.demo.notation import typeset
from gouvernance.models import Body, Computation, Consultation, Participant, Statement, Vote

# How sure somebody of a group is to (agree, disagree) with a statement, by where the group leans; else they pass.
LEANINGS = {2: (0.86, 0.06), 1: (0.7, 0.14), 0: (0.36, 0.36), -1: (0.14, 0.7), -2: (0.06, 0.86)}


@dataclass(frozen=True)
class Question:
    """`groups` are sizes; each statement says where each group leans, and a "+" that a participant proposed it."""

    title: str
    question: str
    words: str
    body: str
    groups: tuple
    statements: tuple


PARKS = Question(
    title="Les parcs, le soir",
    question="Que voulons-nous pour nos parcs quand la nuit tombe ?",
    words="""
        L’été dernier, on s’est beaucoup plaint des parcs le soir, et beaucoup réjoui aussi. Le conseil des
        habitants-relais a voulu entendre tout le monde avant d’en parler avec la Ville.

        Les réponses ont été recueillies trois semaines durant, en ligne et sur une tablette devant les écoles, au marché
        et à l’entrée du parc. Elles sont lues ensemble à la prochaine réunion.
        """,
    body="Conseil des habitants-relais",
    groups=(48, 41, 31),
    statements=(
        ("Chacun devrait pouvoir traverser un parc le soir sans avoir peur.", 2, 2, 2),
        ("Les parcs devraient rester ouverts jusqu’à 23 h en été.", 2, -2, 0),
        ("Il faut plus de lampadaires dans les allées.", 2, 1, -2),
        ("Réparer les bancs et les toilettes devrait passer avant tout le reste.", 1, 2, 1),
        ("Il faut fermer les parcs à la tombée de la nuit.", -2, 2, -1),
        ("Un terrain de foot éclairé le soir ferait du bien aux jeunes.", 2, -1, -1),
        ("La police municipale devrait passer plus souvent le soir.", -1, 2, 0),
        ("Les jeunes devraient décider avec nous de ce qui se passe dans les parcs.", 2, 1, 1),
        ("Une partie de chaque parc devrait rester sauvage.", -1, 0, 2),
        ("Planter des arbres compte plus qu’installer des jeux.", -1, 0, 2),
        ("La musique dans les parcs, même tard, fait partie de la vie du quartier.", 2, -2, -1),
        ("Des caméras à l’entrée des parcs rassureraient.", -1, 2, -2),
        ("Interdire les parcs aux moins de 18 ans le soir serait une bonne idée.", -2, -1, -2, "+"),
        ("Le bruit du soir empêche de dormir ceux qui se lèvent tôt.", -1, 2, 0, "+"),
        ("Il faut éclairer moins, pour les chauves-souris et pour voir les étoiles.", -2, -2, 2, "+"),
        ("Les scooters gênent plus que les jeunes.", 1, 1, 2, "+"),
        ("Les barbecues devraient être permis à certains endroits.", 2, -1, -2, "+"),
        ("Un cinéma en plein air une fois par mois ferait venir tout le monde.", 2, 1, 0, "+"),
        ("Une buvette tenue par une association devrait ouvrir les soirs d’été.", 2, -1, 0, "+"),
        ("Les fontaines à eau devraient marcher toute l’année.", 2, 2, 2, "+"),
        ("Un jardin partagé devrait remplacer une partie de la pelouse.", 0, 0, 2, "+"),
        ("Quelqu’un du quartier, connu de tous, devrait être là le soir.", 2, 1, 1, "+"),
        ("On devrait arrêter d’arroser les pelouses en plein été.", 0, 0, 2, "+"),
        ("Les chiens sans laisse devraient avoir leur coin à eux.", 0, 2, 1, "+"),
        ("J’évite le parc après 19 h.", -1, 2, 0, "+"),
    ),
)
PREMISES = Question(
    title="Le local vide du bâtiment 3",
    question="À quoi devrait servir le local vide, en bas du bâtiment 3 ?",
    words="""
        Le bailleur propose de prêter ce local de 60 m² pendant deux ans. La commission se réunit le mois prochain :
        elle lira ce que vous dites avant de choisir.
        """,
    body="Commission logement et cadre de vie",
    groups=(24, 18),
    statements=(
        ("Ce local devrait être ouvert à tous, sans inscription.", 2, -2),
        ("Il faut un gardien ou une personne salariée sur place.", -1, 2),
        ("Une laverie partagée serait plus utile qu’une salle.", -1, 2),
        ("Les ados ont besoin d’un endroit à eux, sans parents.", 2, -2),
        ("Le local devrait fermer à 20 h.", -2, 2),
        ("Les habitants du bâtiment 3 devraient décider les premiers.", -1, 2),
        ("On devrait pouvoir y fêter un anniversaire.", 2, -1),
        ("Un coin pour réparer vélos et petits appareils servirait à beaucoup de monde.", 1, 1),
        ("Mieux vaut plusieurs usages, à tour de rôle, qu’un seul.", 2, 1, "+"),
        ("Si personne ne range, cela ne durera pas un mois.", 1, 2, "+"),
        ("Il faudrait y faire l’aide aux devoirs.", 1, 1, "+"),
    ),
)
WAITING = "Une bibliothèque où l’on prend et où l’on donne, sans carte."
REFUSED = (
    "C’est la faute de la famille du quatrième.",
    "Cette phrase désigne une famille. Vous pouvez dire ce qui vous gêne sans dire qui.",
)


def write(network):
    parks = _write(network, PARKS, closes_on=network.day - timedelta(days=9))
    ended = timezone.now() - (timezone.localdate() - parks.closes_on)
    parks.close(by=network.people["coordination"])
    Consultation.objects.filter(pk=parks.pk).update(closed_at=ended, opened_at=ended - timedelta(days=21))
    premises = _write(network, PREMISES, closes_on=network.day + timedelta(days=16))
    author = premises.participants.order_by("pk").first()
    Statement.objects.create(consultation=premises, text=typeset(WAITING), author=author)
    text, reason = map(typeset, REFUSED)
    refused = Statement.objects.create(consultation=premises, text=text, author=author)
    refused.refuse(by=network.people["coordination"], reason=reason)


def _write(network, question, *, closes_on):
    by = network.people["coordination"]
    consultation = Consultation(
        title=question.title,
        question=typeset(question.question),
        words=typeset(question.words),
        body=Body.objects.get(name=question.body),
        closes_on=closes_on,
        state=Consultation.State.OPEN,
        opened_at=timezone.now() - timedelta(days=12),
    )
    consultation.save_by(by)
    draw = Random(question.title)  # noqa: S311 -- the same answers each time
    people = Participant.objects.bulk_create(
        Participant(consultation=consultation) for _person in range(sum(question.groups))
    )
    statements = Statement.objects.bulk_create(
        Statement(
            consultation=consultation,
            text=typeset(text),
            state=Statement.State.ACCEPTED,
            is_seed=not proposed,
            author=draw.choice(people) if proposed else None,
            moderated_by=by,
        )
        for text, *leanings, proposed in (
            (*row, "") if len(row) == 1 + len(question.groups) else row for row in question.statements
        )
    )
    for person, user in zip(people[:: len(people) // 5], network.people.values(), strict=False):
        person.user = user
        person.save()
    groups = [number for number, size in enumerate(question.groups) for _member in range(size)]
    with pgtrigger.ignore("gouvernance.Vote:vote_while_open"):
        Vote.objects.bulk_create(
            Vote(participant=person, statement=statement, value=value)
            for person, group in zip(people, groups, strict=True)
            for statement, value in _answers(draw, group, statements, question)
        )
    Computation.objects.renew(consultation)
    return consultation


def _answers(draw, group, statements, question):
    """Most answer nearly everything; some stop early."""
    asked = list(zip(statements, question.statements, strict=True))
    draw.shuffle(asked)
    stops = draw.choice([len(asked)] * 6 + [len(asked) - 3] * 3 + [len(asked) // 2])
    for statement, (_text, *leanings) in asked[:stops]:
        agree, disagree = LEANINGS[leanings[group]]
        chance = draw.random()
        yield statement, 1 if chance < agree else -1 if chance < agree + disagree else 0
