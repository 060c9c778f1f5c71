"""A draw of the demo that waits for its Loto: its list is frozen, its thousand panels are out. Nobody exists."""

from datetime import timedelta

from django.utils import timezone

from cooperation.portal.demo.cohorts import _application, _cohort, _criteria
from habitants.forms.draws import LOTO_DAYS, source_of_loto
from habitants.models import Cohort, Draw
from habitants.models.cohorts import six_months_after

FIRST_NAMES = [
    *(
        "Amina",
        "Bruno",
        "Chloé",
        "David",
        "Esma",
        "Farid",
        "Gisèle",
        "Hugo",
        "Irène",
        "Joseph",
        "Karim",
        "Lucie",
    ),
    *("Malik", "Nadia", "Olivier", "Paulette", "Quentin", "Rachida", "Sofiane", "Thérèse", "Ugo", "Violette"),
]
AGES = [19, 34, 52, 70, 23, 41, 60, 78, 17, 29, 48, 67]
DISTRICTS = ["mazargues", "sormiou", "les-baumettes", "le-cabot", "la-panouse", "perier"]
PEOPLE = 60


def write(network):
    starts_on = network.day + timedelta(days=40)
    cohort = _cohort(
        network,
        name="Groupe de l’hiver",
        starts_on=starts_on,
        ends_on=six_months_after(starts_on),
        call_opens_on=network.day - timedelta(days=50),
        call_closes_on=network.day - timedelta(days=5),
        seats_call=0,
        seats_nominated=0,
        seats_drawn=20,
    )
    _criteria(cohort)
    for number in range(PEOPLE):
        first_name = FIRST_NAMES[number % len(FIRST_NAMES)]
        name = f"{first_name} {'ABCDEFGHJKLMNPRSTVWZ'[number % 20]}."
        district = DISTRICTS[number % len(DISTRICTS)]
        # Every tenth person shares the home of the one before.
        _application(network, cohort, 500 + number - (number % 10 == 9), name, AGES[number % 12], district)
    cohort.write_computed_answers()
    Cohort.objects.filter(pk=cohort.pk).update(state=Cohort.State.FROZEN, frozen_at=timezone.now())
    team = network.people["coordination"]
    draw = Draw.objects.freeze(cohort, by=team)
    draw.write_panels()
    chosen = timezone.localdate() + timedelta(days=3)
    while chosen.weekday() not in LOTO_DAYS:
        chosen += timedelta(days=1)
    draw.name_source(**source_of_loto(chosen), by=team)
