"""
What the demo's neighbours say, in every state of its way, some of it answered late. Nobody exists; the words are ours.

Each step is written as it would have been, then put on its day: nobody is written to.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from cooperation.portal.demo.notation import typeset
from cooperation.portal.demo.plan import at_noon
from habitants.models import Addressing, Carrying, Concern, ConcernMove, Gathering, Voice


@dataclass(frozen=True, kw_only=True)
class Said:
    """`ago` is in days; `asked` is (organisation, days until due from the day it was asked, days to answer or None)."""

    words: str
    title: str = ""
    theme: str = ""
    district: str = ""
    spot: str = ""
    at: str = ""  # a known place
    by: str = "relais"
    ago: int = 0
    qualified: int = 1
    sent: int = 2
    asked: tuple = ()
    answers: tuple = ()
    carried: int | None = None
    aside: str = ""
    voices: int = 0
    also: str = ""  # said again by somebody else, and gathered


SAID = [
    Said(
        words="Le soir devant le stade c’est noir complet, les ados rentrent à la lampe du téléphone.",
        ago=1,
        district="mazargues",
    ),
    Said(
        words="Il faudrait un endroit au frais pour les mamans avec les petits, l’été on ne sait plus où aller.",
        by="",
        ago=3,
    ),
    Said(
        title="Un banc à l’arrêt de bus",
        words="Les anciens attendent debout à l’arrêt, il n’y a ni banc ni ombre. Deux ont renoncé au marché.",
        theme="personnes-agees",
        district="saint-giniez",
        spot="À l’arrêt devant la pharmacie",
        ago=6,
        voices=2,
    ),
    Said(
        title="Traversée dangereuse à la sortie de l’école",
        words="À 16 h 30 les voitures ne s’arrêtent pas. On demande un passage surélevé, ou quelqu’un.",
        theme="enfance",
        district="sainte-anne",
        spot="Devant le portail, côté boulevard",
        at="tamaris",
        ago=58,
        asked=(("ville", 30, None), ("metropole", 30, 21)),
        answers=(
            "",
            "Un comptage de vitesse est posé en janvier. Ensuite, un plateau au printemps.",
        ),
        voices=6,
        also="Un petit a failli se faire renverser mardi à la sortie, ça roule beaucoup trop vite.",
    ),
    Said(
        title="Ascenseur en panne depuis trois semaines",
        words="Troisième panne de l’année. Une dame du septième ne descend plus, les voisins lui montent ses courses.",
        theme="droit-et-logement",
        district="la-panouse",
        ago=47,
        asked=(("pins-et-mer", 15, None),),
        voices=9,
    ),
    Said(
        title="Plus de bus après 20 h 30",
        words="Ceux qui finissent tard au restaurant rentrent à pied, quarante minutes le long de la route.",
        theme="vie-de-quartier",
        district="bonneveine",
        ago=20,
        asked=(("metropole", 30, None),),
        voices=4,
    ),
    Said(
        title="Une permanence pour les papiers, le samedi",
        words="Les gens qui travaillent ne peuvent pas venir en semaine. Même un samedi sur deux, ce serait bien.",
        theme="acces-aux-droits",
        district="mazargues",
        ago=16,
        asked=(("prefecture", 30, None),),
        voices=3,
    ),
    Said(
        title="La fontaine du parc ne coule plus",
        at="vallon-pins",
        words="Coupée depuis le printemps. Les enfants achètent des bouteilles à côté.",
        theme="environnement-et-jardins",
        district="pointe-rouge",
        ago=33,
        asked=(("ville", 30, 24),),
        answers=("La pompe est changée et la fontaine coule depuis lundi. Merci de nous l’avoir dit.",),
        voices=1,
    ),
    Said(
        title="Les encombrants restent des semaines",
        words="Personne ne connaît le numéro, alors tout le monde pose au pied des immeubles.",
        theme="environnement-et-jardins",
        district="mazargues",
        ago=75,
        asked=(("metropole", 30, 18), ("ville", 30, 12)),
        answers=(
            "La tournée passe désormais le premier jeudi du mois. Les relais ont des bandeaux avec le numéro à appeler.",
            "Les agents de propreté signalent les dépôts à la Métropole le jour même.",
        ),
        carried=24,
        voices=5,
    ),
    Said(
        title="Une salle pour les devoirs en décembre",
        at="embruns",
        words="La bibliothèque ferme deux semaines, les collégiens n’ont nulle part où réviser.",
        theme="jeunesse",
        district="mazargues",
        ago=64,
        asked=(("ville", 30, 9),),
        answers=("La salle du premier étage de la mairie annexe ouvre de 16 h à 19 h pendant la fermeture.",),
        carried=12,
    ),
    Said(
        title="Des cours de français le soir",
        words="Les cours sont le matin, à l’heure du travail. Plusieurs mamans attendent depuis la rentrée.",
        theme="acces-aux-droits",
        district="le-cabot",
        ago=90,
        asked=(("ville", 30, 41), ("departement", 30, 28)),
        answers=(
            "Un groupe du mardi soir commence après les vacances, douze places.",
            "Le Département finance la garde des enfants pendant ces cours.",
        ),
        carried=50,
        voices=7,
    ),
    Said(
        title="Repeindre le local à vélos",
        words="Il est tout gris, ça donne envie à personne.",
        ago=30,
        aside="Les habitants de la résidence l’ont repeint eux-mêmes en octobre, avec la peinture du bailleur.",
    ),
]


def write(network):
    for said in SAID:
        _write(said, network)
    Concern.objects.all().refresh_search_text()


def _write(said, network):
    team = network.people["coordination"]
    heard = at_noon(network.day) - timedelta(days=said.ago)
    concern = Concern.objects.create(
        words=typeset(said.words),
        title=typeset(said.title),
        theme=network.themes.get(said.theme),
        district=network.districts.get(said.district),
        spot=said.spot,
        place=network.places.get(said.at),
        author=network.people.get(said.by),
        created_at=heard,
        moved_at=heard,
    )
    steps = _Steps(concern)
    steps.add("heard", Concern.State.HEARD, heard, by=concern.author)
    for number in range(said.voices):
        Voice.objects.create(concern=concern, created_at=heard + timedelta(hours=number + 1))
    if said.aside:
        concern.aside_reason = typeset(said.aside)
        steps.add("aside", Concern.State.SET_ASIDE, heard + timedelta(days=4), by=team)
    elif said.title:
        steps.add("qualified", Concern.State.QUALIFIED, heard + timedelta(days=said.qualified), by=team)
        _ask(said, network, steps, heard + timedelta(days=said.sent), team)
        if said.carried is not None:
            told = heard + timedelta(days=said.carried)
            carrying = Carrying.objects.create(
                concern=concern, user=concern.author, way="school", reach="6-20"
            )
            Carrying.objects.filter(pk=carrying.pk).update(created_at=told)
            steps.add("carried", Concern.State.CARRIED_BACK, told, by=concern.author)
    concern.save()
    if said.also:
        other = Concern.objects.create(
            words=typeset(said.also),
            title="Ça roule trop vite",
            theme=concern.theme,
            district=concern.district,
            state=Concern.State.QUALIFIED,
            merged_into=concern,
            created_at=heard + timedelta(days=5),
        )
        Gathering.objects.create(kept=concern, absorbed=other, by=team, created_at=heard + timedelta(days=6))


def _ask(said, network, steps, asked_at, team):
    answers = []
    for number, (key, due, taken) in enumerate(said.asked):
        organisation = network.organisations[key]
        addressing = Addressing(
            concern=steps.concern,
            organisation=organisation,
            asked_at=asked_at,
            due_on=timezone.localdate(asked_at) + timedelta(days=due),
        )
        steps.add("asked", Concern.State.ADDRESSED, asked_at, by=team, organisation=organisation)
        if taken is not None:
            addressing.answer, addressing.answered_at = (
                typeset(said.answers[number]),
                asked_at + timedelta(days=taken),
            )
            answers.append((addressing.answered_at, organisation))
        addressing.save()
    for number, (moment, organisation) in enumerate(sorted(answers, key=lambda answer: answer[0])):
        is_last = number + 1 == len(said.asked)
        state = Concern.State.ANSWERED if is_last else Concern.State.ADDRESSED
        steps.add("answered", state, moment, organisation=organisation)


class _Steps:
    def __init__(self, concern):
        self.concern = concern

    def add(self, kind, state, at, *, by=None, organisation=None):
        before = self.concern.state if kind != "heard" else ""
        ConcernMove.objects.create(
            concern=self.concern,
            kind=kind,
            before=before,
            after=state,
            at=at,
            by=by,
            organisation=organisation,
        )
        self.concern.state, self.concern.moved_at = state, at
