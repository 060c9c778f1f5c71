"""The habitants-relais of the demo: a group that runs, and one whose call is open. Nobody exists."""

from datetime import timedelta

from agenda.models import Event
from cooperation.portal.demo.plan import at_noon
from habitants import composition, consent
from habitants.models import (
    Application,
    Attendance,
    Cohort,
    Criterion,
    GroupMeeting,
    Nomination,
    Profile,
    Quota,
    Relay,
    Seat,
    WayIn,
)
from habitants.models.applications import household_digest
from habitants.models.cohorts import six_months_after

MEETINGS = "Le mardi des habitants"
POPULATION_SOURCE = "ordres de grandeur inventés pour la démonstration"
# name, source, question, reason, answers: (label, least, most, inhabitants, from age, to age).
CRITERIA = [
    (
        ("Genre", "asked", "Vous êtes…", "Pour qu’il y ait autant de femmes que d’hommes."),
        [
            ("une femme", 8, 12, 82_000),
            ("un homme", 8, 12, 74_000),
            ("autre, ou je préfère ne pas dire", 0, 3, None),
        ],
    ),
    (
        ("Âge", "age", "", "Pour qu’il y ait des gens de tous les âges."),
        [
            ("16–25 ans", 3, 6, 24_000, 16, 25),
            ("26–45 ans", 5, 8, 47_000, 26, 45),
            ("46–65 ans", 4, 8, 48_000, 46, 65),
            ("66 ans et plus", 3, 6, 37_000, 66, None),
        ],
    ),
    (
        ("Logement", "asked", "Votre logement ?", "Pour que locataires et propriétaires soient entendus."),
        [
            ("locataire d’un bailleur social", 5, 10, 41_000),
            ("locataire d’un propriétaire privé", 4, 9, 46_000),
            ("propriétaire", 4, 8, 69_000),
        ],
    ),
]
# first name, birth year before the group's, district, way in, agrees to be shown.
RELAYS = [
    ("Fatima Y.", 44, "mazargues", "call", True),
    ("Jean-Claude R.", 71, "les-baumettes", "call", True),
    ("Inès M.", 19, "sormiou", "call", True),
    ("Patrick L.", 58, "le-cabot", "call", False),
    ("Soraya H.", 36, "la-panouse", "call", True),
    ("Marinette P.", 77, "saint-giniez", "nomination", True),
    ("Youssef T.", 29, "le-rouet", "nomination", True),
    ("Élodie F.", 33, "sainte-marguerite", "nomination", True),
    ("Kamel B.", 49, "vaufreges", "nomination", True),
    ("Louise A.", 22, "montredon", "nomination", False),
    ("Giovanni S.", 66, "pointe-rouge", "draw", True),
    ("Thao N.", 41, "perier", "draw", True),
    ("Rachida O.", 53, "mazargues", "draw", True),
    ("Lucas D.", 17, "le-redon", "draw", True),
    ("Bernard C.", 63, "bonneveine", "draw", False),
    ("Aminata K.", 38, "sainte-anne", "draw", True),
    ("Hervé G.", 55, "les-goudes", "draw", True),
    ("Nathalie V.", 47, "vieille-chapelle", "draw", True),
    ("Omar E.", 25, "sormiou", "draw", True),
    ("Colette J.", 69, "sainte-marguerite", "substitute", True),
    ("Sébastien W.", 34, "le-cabot", "left", False),
    ("Maryse Q.", 61, "perier", "waiting", False),
    ("Dylan Z.", 23, "la-panouse", "waiting", False),
]
CANDIDATES = [
    ("Zohra I.", 52, "sormiou"),
    ("Michel U.", 68, "mazargues"),
    ("Chloé X.", 27, "le-rouet"),
    ("Anthony B.", 31, "les-baumettes"),
    ("Djamila C.", 45, "la-panouse"),
    ("Roger D.", 74, "bonneveine"),
    ("Emma E.", 18, "sainte-anne"),
    ("Nourredine F.", 39, "le-cabot"),
    ("Sylvie G.", 57, "vaufreges"),
    ("Paul H.", 24, "montredon"),
    ("Assia I.", 35, "perier"),
    ("Gérard J.", 66, "les-goudes"),
    ("Mélanie K.", 42, "pointe-rouge"),
    ("Zohra I.", 52, "sormiou"),
]


def write(network):
    _run(network)
    _call(network)


def _cohort(network, **fields):
    people = network.people
    return Cohort.objects.create(
        selection_lead=people["coordination"],
        guarantor=people["partenaire"],
        population_source=POPULATION_SOURCE,
        **fields,
    )


def _criteria(cohort):
    for order, ((name, source, question, reason), answers) in enumerate(CRITERIA):
        criterion = Criterion.objects.create(
            cohort=cohort, name=name, source=source, question=question, reason=reason, order=order
        )
        for rank, (label, minimum, maximum, population, *ages) in enumerate(answers):
            age_from, age_to = ages or (None, None)
            Quota.objects.create(
                criterion=criterion,
                label=label,
                minimum=minimum,
                maximum=maximum,
                population=population,
                age_from=age_from,
                age_to=age_to,
                order=rank,
            )


def _application(network, cohort, number, name, age, district, *, email="", **fields):
    """Confirmed, and its answers: what nobody here is asked is taken in turn."""
    asked_at = at_noon(cohort.call_opens_on) + timedelta(days=number % 15)
    application = Application.objects.create(
        cohort=cohort,
        name=name,
        email=email,
        phone="" if email else "04 65 71 48 20",
        birth_year=cohort.starts_on.year - age,
        district=network.districts[district],
        household_digest=household_digest(cohort, f"{number} rue de l’Exemple"),
        channel=fields.pop("channel", Application.Channel.ONLINE if email else Application.Channel.DESK),
        consent_version=consent.VERSION,
        consent_text=consent.for_cohort(cohort),
        consented_at=asked_at,
        created_at=asked_at,
        **{"state": Application.State.CONFIRMED, "confirmed_at": asked_at, **fields},
    )
    answers = {}
    for turn, criterion in enumerate(cohort.criteria.asked().with_quotas(), 1):
        quotas = [quota for quota in criterion.quotas.all() if quota.minimum]
        answers[criterion] = quotas[(number // turn) % len(quotas)]
    application.write_answers(answers)
    return application


def _run(network):
    """Since two months: three ways in, somebody who left and whom a substitute replaced, and meetings."""
    starts_on = network.day - timedelta(days=60)
    cohort = _cohort(
        network,
        name="Groupe de l’automne",
        starts_on=starts_on,
        ends_on=six_months_after(starts_on),
        call_opens_on=starts_on - timedelta(days=70),
        call_closes_on=starts_on - timedelta(days=30),
        substitutes=3,
    )
    _criteria(cohort)
    left, rank = None, 0
    for number, (name, age, district, way, is_shown) in enumerate(RELAYS):
        user = network.people["relais"] if number == 0 else None
        application = _application(
            network,
            cohort,
            number,
            name,
            age,
            district,
            email=user.email if user else f"relais{number}@example.org",
        )
        substitutes = way in {"substitute", "waiting"}
        rank += substitutes
        seat = Seat(
            cohort=cohort,
            application=application,
            way_in=WayIn.SUBSTITUTE if substitutes else WayIn.DRAW if way == "left" else way,
            rank=rank if substitutes else None,
            state={"waiting": "waiting", "left": "left"}.get(way, "accepted"),
            offered_at=None if way == "waiting" else at_noon(starts_on) - timedelta(days=12),
            answered_at=None if way == "waiting" else at_noon(starts_on) - timedelta(days=9),
        )
        if way != "waiting":
            seat.relay = _relay(network, cohort, seat, user, is_shown)
        seat.save()
        left = seat if way == "left" else left
    left.reason = "déménagement"
    left.relay.ended_at = at_noon(starts_on) + timedelta(days=25)
    left.relay.ends_on = left.relay.ended_at.date()
    left.relay.ended_reason = left.reason
    left.relay.save()
    left.save()
    following = cohort.seats.get(way_in=WayIn.SUBSTITUTE, state="accepted")
    following.replaces = left
    following.offered_at = left.relay.ended_at
    following.save()
    cohort.composition = composition.of_group(Profile.objects.counts(cohort.applications.seated()), cohort)
    cohort.state = Cohort.State.RUNNING
    cohort.frozen_at = at_noon(cohort.call_closes_on)
    cohort.drawn_at = at_noon(starts_on) - timedelta(days=14)
    cohort.save()
    _meet(network, cohort)


def _relay(network, cohort, seat, user, is_shown):
    name = seat.application.name
    # The account of the demo stays a relay as long as the demo is looked at.
    known = Relay.objects.filter(user=user).first() if user else None
    relay = known or Relay(name=name, starts_on=cohort.starts_on, ends_on=cohort.ends_on)
    relay.district = seat.application.district
    relay.cohort, relay.way_in = cohort, seat.way_in
    relay.agrees_to_be_shown, relay.first_name = is_shown, name.split(" ")[0]
    relay.save()
    return relay


def _meet(network, cohort):
    event = Event.objects.filter(title=MEETINGS).first()
    if event is None:
        return
    now = at_noon(network.day)
    dates = event.occurrences.filter(is_cancelled=False, starts_at__gte=at_noon(cohort.starts_on))
    past = list(dates.filter(ends_at__lt=now).order_by("-starts_at")[:3])
    for date in [*past, *dates.filter(starts_at__gt=now).order_by("starts_at")[:1]]:
        meeting = GroupMeeting.objects.create(cohort=cohort, occurrence=date)
        if date in past:
            for number, relay in enumerate(meeting.relays().order_by("pk")):
                state = "present" if (number + date.pk) % 5 else "excused"
                Attendance.objects.create(meeting=meeting, relay=relay, state=state)


def _call(network):
    """The next group: two weeks of candidates, two who may be one, a young one who waits for a parent."""
    starts_on = network.day + timedelta(days=75)
    cohort = _cohort(
        network,
        name="Groupe du printemps",
        starts_on=starts_on,
        ends_on=six_months_after(starts_on),
        call_opens_on=network.day - timedelta(days=14),
        call_closes_on=network.day + timedelta(days=30),
        call_text=(
            "Vous connaissez vos voisins, ou vous aimeriez les connaître ? **Une soirée par mois**, et ce que vous "
            "portez d’une porte à l’autre entre-temps. Une garde d’enfants est prévue pendant les rencontres."
        ),
    )
    _criteria(cohort)
    for number, (name, age, district) in enumerate(CANDIDATES):
        email = f"candidat{number}@example.org" if number % 4 else ""
        _application(network, cohort, number, name, age, district, email=email)
    _application(
        network,
        cohort,
        len(CANDIDATES),
        "Sami L.",
        17,
        "mazargues",
        email="sami@example.org",
        guardian_name="Leïla L.",
        guardian_email="leila@example.org",
        state=Application.State.GUARDIAN,
    )
    cohort.state = Cohort.State.CALL
    cohort.save()
    for key, name, email in [("lanternes", "Odette M.", "odette@example.org")]:
        Nomination.objects.create(
            cohort=cohort,
            organisation=network.organisations[key],
            name=name,
            email=email,
            message="Tu connais tout le monde à l’école : ce serait toi !",
            nominated_by=network.people["responsable"],
            created_at=at_noon(network.day) - timedelta(days=2),
        )
