"""The demo's deliberations: one decided in a meeting against an objection, a judgment, one that is going on, a draft."""

from datetime import datetime, time, timedelta

import pgtrigger
from django.utils import timezone

from cooperation.portal.demo.notation import typeset
from gouvernance.ballots import Count
from gouvernance.consent import Kind
from gouvernance.models import Ballot, Body, Deliberation

BIG_STAGE = """
    Pour la fête des quartiers, louer la grande scène et sa sonorisation (2 600 €).

    Les tables viendront des associations.
    """
SMALL_STAGE = """
    Pour la fête des quartiers, louer la petite scène et vingt tables, dans la limite de 1 800 €.

    Le micro est ouvert une heure à qui veut, sans inscription.
    """
DATES = [
    "Samedi 5 juin, l’après-midi",
    "Samedi 5 juin, le soir",
    "Dimanche 6 juin",
    "Vendredi 11 juin, après l’école",
]
# What ten people think of each, from 0 (à rejeter) to 6 (excellent).
GRADES = [
    [5, 3, 4, 2], [6, 4, 1, 3], [4, 5, 0, 3], [5, 2, 3, 6], [3, 4, 2, 5],
    [6, 1, 4, 4], [2, 6, 3, 1], [5, 3, 5, 4], [4, 4, 0, 6],
]  # fmt: skip
SATURDAY = """
    Ouvrir l’accueil chaque samedi de 10 h à 12 h 30, à partir de mars.

    - Les Lanternes et la Marmite tiennent l’accueil à tour de rôle.
    - On compte qui vient, et pour quoi.
    """
CHARTER = """
    Chaque association publie dans l’agenda partagé ce qu’elle organise pour tous, deux semaines avant.

    Elle dit toujours : pour qui, combien, comment on y accède.
    """


class Told:
    """A deliberation written at the times of a demo: the log's own clock is now, and its lines don't change."""

    def __init__(self, deliberation, *, by):
        self.deliberation = deliberation
        deliberation.tell_all = lambda what: None  # nobody is written to
        deliberation.open(by=by)
        self.running = deliberation.deliberators.of(by).get()
        self.seats = {
            row.mandate.name or row.name: row
            for row in deliberation.deliberators.filter(is_invited=True).select_related("mandate")
        }

    def make(self, kind, who=None, text="", **what):
        by = self.seats[who] if who else self.running
        self.deliberation.make(kind, by=by, text=typeset(text), **what)
        return len(self.deliberation.log)

    def date(self, start, *, minutes=7):
        """Its lines stand so many minutes apart from `start` on."""
        deliberation = self.deliberation
        rows = list(deliberation.moves.order_by("number"))
        for rank, row in enumerate(rows):
            row.at = start + timedelta(minutes=minutes * rank)
        closed = rows[-1].at if deliberation.is_closed else None
        with pgtrigger.ignore("gouvernance.LoggedMove:log_is_append_only"):
            deliberation.moves.bulk_update(rows, ["at"])
        with pgtrigger.ignore("gouvernance.Deliberation:deliberation_declared_stays"):
            Deliberation.objects.filter(pk=deliberation.pk).update(
                created_at=start - timedelta(days=2), opened_at=start, closed_at=closed
            )


def _moment(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), timezone.get_current_timezone())


def in_meeting(network, item, *, by):
    """On a point of the meeting that is open: amended after a reservation, adopted by vote; an objection stays."""
    day = network.day
    told = Told(
        Deliberation.objects.create(
            body=item.meeting.body,
            item=item,
            title="Fête des quartiers : la scène et les tables",
            text=typeset(BIG_STAGE),
            author=next(row.mandate for row in item.meeting.attendees.all() if "Nguyen" in row.name),
            rule=Deliberation.Rule.TWO_THIRDS,
            is_public=True,
            created_by=by,
        ),
        by=by,
    )
    asked = told.make(Kind.ASK, "Lucie Garnier", "Les tables des associations, qui les transporte ?")
    told.make(Kind.ANSWER, "Patrick Nguyen", "Personne pour l’instant.", about=asked)
    told.make(Kind.HEAR)
    told.make(
        Kind.REACT, "Denise Roux", "Une scène pour ceux qui savent monter dessus. Moi je veux des tables."
    )
    told.make(
        Kind.REACT, "Hervé Costa", "Sans son correct, on n’entendra personne, ni les timides ni les autres."
    )
    told.make(Kind.CALL)
    first = told.make(
        Kind.OBJECT,
        "Marcel T.",
        "À 2 600 €, il ne reste rien pour les ateliers des Lanternes, qui font venir les familles.",
    )
    second = told.make(
        Kind.OBJECT,
        "Denise Roux",
        "Une scène pour ceux qui savent monter dessus. Moi je veux des tables, pour ceux qui n’osent pas.",
    )
    told.make(Kind.EXAMINE, text="Le budget ne porte pas les deux : fondée.", about=first)
    told.make(Kind.EXAMINE, text="Elle dit qui la fête laisse de côté : fondée.", about=second)
    told.make(Kind.AMEND, "Patrick Nguyen", SMALL_STAGE, integrates=(first,))
    told.make(Kind.CALL)
    for name in ("Marcel T.", "Yolande Serra", "Patrick Nguyen", "Lucie Garnier", "Nadège R."):
        told.make(Kind.CONSENT, name)
    told.make(
        Kind.RESERVE, "Hervé Costa", "Je demande qu’on compte combien de personnes montent au micro ouvert."
    )
    told.make(
        Kind.STAND_ASIDE, "Claire D.", "La Ville finance : elle ne prend pas part au choix.", signed=True
    )
    told.deliberation.conclude(
        Kind.VOTE,
        by=told.running,
        count=Count(7, 1, 1, 0),
        review_on=day + timedelta(days=120),
        owner="Patrick Nguyen",
        due_on=day + timedelta(days=40),
    )
    told.make(
        Kind.REPLY,
        "Patrick Nguyen",
        "Le micro ouvert est dans le texte grâce à vous. Dites-nous en juin si c’était assez.",
        about=second,
    )
    told.date(_moment(day - timedelta(days=35), 18, 20), minutes=3)


def write(network):
    by = network.people["coordination"]
    board = Body.objects.get(name="Conseil d’administration")
    _judgment(network, board, by)
    _running(network, board, by)
    coming = board.meetings.latest("starts_at").items.get(title="Charte de l’agenda partagé")
    Deliberation.objects.create(
        body=board,
        item=coming,
        title="Charte de l’agenda partagé",
        text=typeset(CHARTER),
        rule=Deliberation.Rule.TWO_THIRDS,
        created_by=by,
    )


def _judgment(network, board, by):
    deliberation = Deliberation.objects.create(
        body=board,
        title="Quel jour pour la fête des quartiers ?",
        text=typeset("Chaque jour a ses avantages et ses absents. Donnez une mention à chacun."),
        method=Deliberation.Method.JUDGMENT,
        is_secret=True,
        is_public=True,
        created_by=by,
    )
    for position, label in enumerate(DATES):
        deliberation.options.create(position=position, label=label)
    told = Told(deliberation, by=by)
    told.make(
        Kind.REACT, "Aïcha Mansouri", "Le vendredi, les enfants sont déjà là. Le samedi soir, ils dorment."
    )
    for marks, row in zip(GRADES, told.seats.values(), strict=False):
        Ballot.cast(deliberation, marks, by=row)
    deliberation.conclude(Kind.COUNT, by=told.running, review_on=network.day + timedelta(days=60))
    told.make(
        Kind.DISSENT,
        "Aïcha Mansouri",
        "Je reste pour le vendredi : le samedi, la moitié du quartier travaille.",
    )
    told.date(_moment(network.day - timedelta(days=12), 9), minutes=60 * 5)


def _running(network, board, by):
    told = Told(
        Deliberation.objects.create(
            body=board,
            title="Ouvrir l’accueil le samedi matin",
            text=typeset(SATURDAY),
            answers_percent=60,
            is_public=True,
            created_by=by,
        ),
        by=by,
    )
    asked = told.make(Kind.ASK, "Yolande Serra", "Qui ouvre pendant les vacances ?")
    told.make(Kind.ANSWER, text="Personne : l’accueil s’arrête avec l’école.", about=asked)
    told.make(Kind.HEAR)
    told.make(Kind.REACT, "Lucie Garnier", "D’accord pour un samedi sur deux, pas plus.")
    told.make(Kind.CALL)
    told.make(Kind.CONSENT, "Yolande Serra")
    told.make(
        Kind.OBJECT, "Claire D.", "Rien n’est prévu pour le gardien : la salle ne peut pas ouvrir sans lui."
    )
    told.date(_moment(network.day - timedelta(days=3), 10), minutes=60 * 4)
