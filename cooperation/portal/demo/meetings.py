"""The demo's meetings: one held and approved, one convened. What is said there is made up."""

from dataclasses import asdict
from datetime import datetime, time, timedelta

from django.utils import timezone

from cooperation.portal.demo import deliberations
from cooperation.portal.demo.notation import typeset
from gouvernance.models import Attendee, Body, Decision, Mandate, Meeting

PAST = [
    ("Approbation du compte rendu de septembre", "decision", 5, "Yolande Serra", "Approuvé sans remarque.", []),
    ("Budget de la fête des quartiers", "decision", 30, "Patrick Nguyen", """
        Deux devis sont présentés. La location d’une scène coûte plus que prévu.

        Le conseil travaille une proposition, puis une seconde ; ce que chacun en pense est écrit ci-dessous.
        """, []),
    ("Ouverture du samedi matin", "discussion", 25, "Nadège R.", """
        Les Lanternes et la Marmite proposent de tenir l’accueil à tour de rôle. À essayer deux mois.
        """, [("Ouvrir l’accueil le premier samedi de janvier et de février.", "Nadège R.", 50, 100)]),
]  # fmt: skip
COMING = [
    ("Suites de la réunion d’octobre", "information", 10, "Yolande Serra"),
    ("Charte de l’agenda partagé", "decision", 40, "Lucie Garnier"),
    ("Renouvellement du conseil : qui, comment ?", "discussion", 40, "Aïcha Mansouri"),
]


def _moment(day, hour):
    return datetime.combine(day, time(hour), timezone.get_current_timezone())


def write(network):
    board = Body.objects.get(name="Conseil d’administration")
    by = network.people["coordination"]
    _past(network, board, by)
    day = network.day + timedelta(days=20)
    meeting = Meeting.objects.create(
        body=board,
        title="Conseil d’administration de décembre",
        starts_at=_moment(day, 18),
        ends_at=_moment(day, 20),
        place=network.places["restanques"],
        words="Un repas partagé suit la séance. Garde d’enfants sur place.",
        state=Meeting.State.CONVENED,
        convened_at=timezone.now(),
    )
    for position, (title, kind, minutes, presenter) in enumerate(COMING):
        meeting.items.create(
            title=typeset(title), kind=kind, minutes=minutes, presenter=presenter, position=position
        )
    attendees = _call(meeting, day)
    for name, answer in (
        ("Yolande Serra", "present"),
        ("Patrick Nguyen", "present"),
        ("Denise Roux", "absent"),
    ):
        attendees[name].reply(answer)
    attendees["Aïcha Mansouri"].reply("proxy", proxy=attendees["Yolande Serra"].pk)


def _call(meeting, day):
    mandates = Mandate.objects.current(day=day).filter(college__body=meeting.body)
    rows = [
        Attendee(meeting=meeting, mandate=mandate, name=mandate.label, college_name=mandate.college.name)
        for mandate in mandates.select_related("college", "organisation").order_by(
            "college__position", "college", "seat"
        )
    ]
    return {row.mandate.name or row.name: row for row in Attendee.objects.bulk_create(rows)}


def _past(network, board, by):
    day = network.day - timedelta(days=35)
    meeting = Meeting.objects.create(
        body=board,
        title="Conseil d’administration d’octobre",
        starts_at=_moment(day, 18),
        ends_at=_moment(day, 20),
        place=network.places["restanques"],
        is_public=True,
        state=Meeting.State.OPEN,
        convened_at=_moment(day - timedelta(days=20), 10),
        opened_at=_moment(day, 18),
    )
    attendees = _call(meeting, day)
    Attendee.objects.filter(pk=attendees["Aïcha Mansouri"].pk).update(
        answer="proxy", proxy=attendees["Yolande Serra"]
    )
    away = {"Aïcha Mansouri", "Métropole"}
    here = [row.pk for name, row in attendees.items() if name not in away]
    Attendee.objects.filter(pk__in=here).update(arrived_at=_moment(day, 18))
    meeting.opening_quorum = asdict(meeting.count_seats())
    for position, (title, kind, minutes, presenter, notes, decisions) in enumerate(PAST):
        item = meeting.items.create(
            title=title,
            kind=kind,
            minutes=minutes,
            presenter=presenter,
            notes=typeset(notes),
            position=position,
        )
        for text, owner, due, review in decisions:
            Decision.take(
                item,
                by=by,
                text=typeset(text),
                owner=owner,
                due_on=network.day + timedelta(days=due),
                review_on=network.day + timedelta(days=review),
            )
    deliberations.in_meeting(network, meeting.items.get(position=1), by=by)
    meeting.close(by=by)
    meeting.approve(by=by)
