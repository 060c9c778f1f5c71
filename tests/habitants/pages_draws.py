"""Draws: the public page and its file, each person's own page, the team's screen."""

from django.urls import reverse

from habitants.models import Cohort
from tests.habitants.test_draws import done, make_cohort, named

ACCESS = """
GET   habitants:draw-list                         200    200   200   200   200   200   200   200
GET   habitants:draw           draw               200    200   200   200   200   200   200   200
GET   habitants:draw-proof     draw               200    200   200   200   200   200   200   200
GET   habitants:draw-mine      drawn              200    200   200   200   200   200   200   200
GET   habitants:draw-mine      forged             404    404   404   404   404   404   404   404
GET   habitants:draw-run       undrawn            302    404   404   404   404   404   200   404
GET   habitants:draw-slips         undrawn          302    404   404   404   404   404   404   404
POST  habitants:draw-run       undrawn            302    404   404   404   404   404   400   404
"""


def things(people, organisation):
    # One call is open at a time, and the part of cohorts has one: it waits while this list is frozen.
    calling = list(Cohort.objects.filter(state=Cohort.State.CALL).values_list("pk", flat=True))
    Cohort.objects.filter(pk__in=calling).update(state=Cohort.State.PREPARATION)
    draw = named()
    Cohort.objects.filter(pk__in=calling).update(state=Cohort.State.CALL)
    return {
        "draw": [draw.pk],
        "drawn": [token_of(draw.entries.first())],
        "undrawn": [draw.cohort.slug],
    }


def token_of(entry):
    return entry.get_own_url().split("/")[-2]


def looked_at(people, organisation):
    cancelled = named()
    cancelled.cancel(reason="Une personne manquait dans la liste.", by=people["coordinator"])
    waiting = named()
    finished = done()
    impossible = make_cohort(women=1)
    entries = finished.entries.filter(code__in=[finished.panel[0], finished.order[0]])
    return {
        "visitor": [
            reverse("habitants:draw-list"),
            cancelled.get_absolute_url(),
            waiting.get_absolute_url(),
            finished.get_absolute_url(),
            waiting.entries.first().get_own_url(),
            *(entry.get_own_url() for entry in entries),
        ],
        "coordinator": [
            reverse("habitants:draw-run", args=[cohort.slug])
            for cohort in (cancelled.cohort, waiting.cohort, finished.cohort, impossible)
        ],
    }
