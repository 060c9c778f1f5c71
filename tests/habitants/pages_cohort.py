"""The selection: the group's page, applying, answering by signed links, the team's screens, mandates."""

from datetime import timedelta

from django.utils import timezone

from habitants.models import Attendance, GroupMeeting, Seat, WayIn
from tests.factories import EventFactory, RelayFactory
from tests.habitants.factories import (
    ApplicationFactory,
    CohortFactory,
    CriterionFactory,
    NominationFactory,
    ProfileFactory,
    QuotaFactory,
)

# `manager` runs the organisation that proposes; the cohort's two readers are none of these people.
ACCESS = """
GET   habitants:group                             200    200   200   200   200   200   200   200
GET   habitants:apply                             200    200   200   200   200   200   200   200
POST  habitants:apply                             200    200   200   200   200   200   200   200
GET   habitants:apply-form                        200    200   200   200   200   200   200   200
GET   habitants:application        candidate      200    200   200   200   200   200   200   200
POST  habitants:application        candidate      400    400   400   400   400   400   400   400
GET   habitants:application        forged-link    404    404   404   404   404   404   404   404
GET   habitants:application-export candidate      200    200   200   200   200   200   200   200
GET   habitants:application-export forged-link    404    404   404   404   404   404   404   404
GET   habitants:guardian           minor          200    200   200   200   200   200   200   200
GET   habitants:guardian           forged-link    404    404   404   404   404   404   404   404
POST  habitants:guardian           minor          400    400   400   400   400   400   400   400
GET   habitants:nomination         proposed       200    200   200   200   200   200   200   200
GET   habitants:nomination         forged-link    404    404   404   404   404   404   404   404
POST  habitants:nomination         proposed       400    400   400   400   400   400   400   400
GET   habitants:seat               seat           200    200   200   200   200   200   200   200
GET   habitants:seat               forged-link    404    404   404   404   404   404   404   404
POST  habitants:seat               seat           400    400   400   400   400   400   400   400
GET   habitants:propose            proposer       302    404   200   404   404   404   200   404
POST  habitants:propose            proposer       302    404   200   404   404   404   200   404
GET   habitants:nomination-cancel  nomination     302    405   405   405   405   405   405   405
POST  habitants:nomination-cancel  cancelled      302    404   404   404   404   404   404   404
GET   habitants:mandate                           302    200   200   200   200   200   200   200
POST  habitants:mandate                           302    404   404   404   404   404   404   404
GET   habitants:mandate-export                    302    200   200   200   200   200   200   200
GET   habitants:attestation        over           302    404   404   404   200   404   200   404
GET   habitants:attestation        lasting        302    404   404   404   404   404   404   404
GET   habitants:cohort-list                       302    404   404   404   404   404   200   404
GET   habitants:cohort-create                     302    404   404   404   404   404   200   404
POST  habitants:cohort-create                     302    404   404   404   404   404   200   404
GET   habitants:cohort             cohort         302    404   404   404   404   404   200   404
GET   habitants:cohort-edit        cohort         302    404   404   404   404   404   200   404
POST  habitants:cohort-edit        cohort         302    404   404   404   404   404   200   404
GET   habitants:cohort-action      cohort         302    405   405   405   405   405   405   405
POST  habitants:cohort-action      cohort         302    404   404   404   404   404   400   404
GET   habitants:cohort-readers     cohort         302    404   404   404   404   404   404   404
POST  habitants:cohort-readers     cohort         302    404   404   404   404   404   404   404
GET   habitants:answers            cohort         302    404   404   404   404   404   404   404
GET   habitants:criteria           cohort         302    404   404   404   404   404   200   404
POST  habitants:criteria           cohort         302    404   404   404   404   404   200   404
GET   habitants:criterion          criterion      302    404   404   404   404   404   200   404
POST  habitants:criterion          criterion      302    404   404   404   404   404   200   404
GET   habitants:candidates         cohort         302    404   404   404   404   404   200   404
GET   habitants:candidate-decide   candidacy      302    405   405   405   405   405   405   405
POST  habitants:candidate-decide   candidacy      302    404   404   404   404   404   400   404
GET   habitants:desk               cohort         302    404   404   404   404   404   200   404
POST  habitants:desk               cohort         302    404   404   404   404   404   200   404
GET   habitants:import             cohort         302    404   404   404   404   404   200   404
POST  habitants:import             cohort         302    404   404   404   404   404   200   404
GET   habitants:import-model       cohort         302    404   404   404   404   404   200   404
GET   habitants:seats              cohort         302    404   404   404   404   404   200   404
GET   habitants:seat-decide        cohort-seat    302    405   405   405   405   405   405   405
POST  habitants:seat-decide        cohort-seat    302    404   404   404   404   404   400   404
GET   habitants:meetings           cohort         302    404   404   404   404   404   200   404
POST  habitants:meetings           cohort         302    404   404   404   404   404   200   404
GET   habitants:meeting            group-meeting 302    404   404   404   404   404   200   404
POST  habitants:meeting            group-meeting 302    404   404   404   404   404   302   404
"""

FORGED = ["1:forged"]


def token_of(row):
    """What its signed address names."""
    return [row.get_own_url().rstrip("/").split("/")[-1]]


def things(people, organisation):
    cohort = CohortFactory()
    criterion = QuotaFactory(criterion__cohort=cohort).criterion
    candidate, seated, minor = ApplicationFactory.create_batch(3, cohort=cohort)
    minor.guardian_name, minor.guardian_email, minor.state = "Parent", "parent@example.org", "guardian"
    minor.save()
    seat = Seat.give(seated, WayIn.CALL, by=people["coordinator"], reason="x")
    nomination = NominationFactory(cohort=cohort, organisation=organisation)
    cancelled = NominationFactory(cohort=cohort, organisation=organisation)
    cancelled.cancel(by=people["manager"])
    date = EventFactory(
        starts_at=timezone.now() + timedelta(days=60), ends_at=timezone.now() + timedelta(days=60, hours=2)
    ).occurrences.get()
    meeting = GroupMeeting.objects.create(cohort=cohort, occurrence=date)
    today = timezone.localdate()
    over = RelayFactory(
        user=people["relay"], starts_on=today - timedelta(days=400), ends_on=today - timedelta(days=200)
    )
    return {
        "cohort": [cohort.slug],
        "criterion": [cohort.slug, criterion.pk],
        "candidate": [candidate.token],
        "candidacy": [cohort.slug, candidate.pk],
        "minor": [minor.guardian_url.rstrip("/").split("/")[-1]],
        "proposed": token_of(nomination),
        "proposer": [organisation.slug],
        "nomination": [organisation.slug, nomination.pk],
        "cancelled": [organisation.slug, cancelled.pk],
        "seat": token_of(seat),
        "cohort-seat": [cohort.slug, seat.pk],
        "group-meeting": [cohort.slug, meeting.pk],
        "over": [over.pk],
        "lasting": [people["relay"].relays.exclude(pk=over.pk).get().pk],
        "forged-link": FORGED,
    }


def looked_at(people, organisation):
    """Each page with all that it can show."""
    by = people["coordinator"]
    running = running_cohort(people)
    cohort = CohortFactory(call_text="Venez **nombreux**.")
    asked = QuotaFactory(criterion__cohort=cohort, criterion__reason="pour la parité", minimum=1)
    QuotaFactory(criterion=CriterionFactory(cohort=cohort, source="age"), age_from=16)
    district = QuotaFactory(criterion=CriterionFactory(cohort=cohort, source="district"))
    first, second, seated, aside = ApplicationFactory.create_batch(4, cohort=cohort)
    ApplicationFactory(
        cohort=cohort, name=first.name, birth_year=first.birth_year, email="", phone="0491000000"
    )
    district.districts.add(first.district)
    ProfileFactory(application=first, quota=asked)
    aside.set_aside(by=by, reason="habite ailleurs")
    seat = Seat.give(seated, WayIn.CALL, by=by, reason="connaît l’école")
    gone = ApplicationFactory(cohort=cohort)
    gone.withdraw()
    minor = ApplicationFactory(
        cohort=cohort, state="guardian", guardian_name="Ana", guardian_email="a@example.org"
    )
    unconfirmed = ApplicationFactory(cohort=cohort, unconfirmed=True)
    nomination = NominationFactory(cohort=cohort, organisation=organisation, message="Venez !")
    accepted = NominationFactory(
        cohort=cohort, organisation=organisation, application=second, state="accepted"
    )
    declined = NominationFactory(cohort=cohort, organisation=organisation)
    declined.decline()
    preparing = CohortFactory(preparing=True, selection_lead=by)
    team = f"/habitants/suivi/{cohort.slug}"
    over = f"/habitants/suivi/{running.slug}"
    applications = (first, second, seated, aside, gone, minor, unconfirmed)
    waiting = running.seats.waiting().first()
    return {
        "visitor": [
            *("/habitants/", "/habitants/candidater/"),
            *(row.get_own_url() for row in (*applications, seat, waiting, *running.seats.holding())),
            *(row.get_own_url() for row in (nomination, accepted, declined)),
            *(minor.guardian_url, first.guardian_url),
        ],
        "manager": [f"/habitants/proposer/{organisation.slug}/"],
        "relay": ["/habitants/mon-mandat/", "/mon-espace/"],
        "member": ["/habitants/mon-mandat/"],
        "coordinator": [
            *("/habitants/suivi/", "/habitants/suivi/nouveau/", preparing.get_absolute_url()),
            f"/habitants/suivi/{preparing.slug}/reponses/",
            *(
                f"{team}/{page}"
                for page in ("", "modifier/", "criteres/", "candidatures/", "saisir/", "importer/")
            ),
            *(f"{team}/criteres/{criterion.pk}/" for criterion in cohort.criteria.all()),
            *(
                f"{over}/{page}"
                for page in ("", "modifier/", "criteres/", "sieges/", "rencontres/", "importer/")
            ),
            *(f"{over}/rencontres/{meeting.pk}/" for meeting in running.meetings.all()),
        ],
    }


def running_cohort(people):
    """A group that runs: seats of each way, somebody who left, a substitute, a meeting, figures."""
    cohort = CohortFactory(size=7, seats_call=1, seats_nominated=0, seats_drawn=6, population_source="Insee")
    criterion = CriterionFactory(cohort=cohort)
    quotas = [QuotaFactory(criterion=criterion, population=number) for number in (600, 400)]
    rows = ApplicationFactory.create_batch(9, cohort=cohort)
    for number, application in enumerate(rows):
        ProfileFactory(application=application, quota=quotas[number % 2])
    cohort.freeze(by=people["coordinator"])
    drawn = [row.draw_id for row in rows]
    cohort.record_draw(drawn[:7], drawn[7:])
    today = timezone.localdate()
    cohort.call_opens_on, cohort.call_closes_on = today - timedelta(days=90), today - timedelta(days=60)
    cohort.starts_on, cohort.ends_on = today - timedelta(days=30), today + timedelta(days=150)
    cohort.save()
    first, _second, leaving, *others = cohort.seats.holding()
    for seat in (first, leaving, *others):
        seat.accept(is_shown=True)
    cohort.start()
    leaving.give_up(by=people["coordinator"], reason="déménagement")
    date = EventFactory(
        starts_at=timezone.now() - timedelta(minutes=90), ends_at=timezone.now() - timedelta(minutes=30)
    ).occurrences.get()
    meeting = GroupMeeting.objects.create(cohort=cohort, occurrence=date)
    relay = people["relay"].relays.get()
    relay.cohort, relay.way_in = cohort, WayIn.CALL
    relay.save()
    Attendance.objects.create(meeting=meeting, relay=relay, state="present")
    return cohort
