"""The selection on other apps' pages: a template composes."""

from django import template
from django.db.models import Q

from associations.models import Organisation
from habitants.models import Application, Cohort, Relay, Seat

register = template.Library()


@register.inclusion_tag("habitants/_my_group.html")
def my_group(user, relay):
    """
    What waits for a person in « mon espace »: a seat to answer, their mandate, their candidacy, whom to propose.
    `relay` is their mandate of today, if any.
    """
    applications = list(Application.objects.of_person(user).values_list("pk", flat=True))
    cohorts = list(
        Cohort.objects.filter(Q(state=Cohort.State.CALL) | Q(selection_lead=user) | Q(guarantor=user))
    )
    calling = next((cohort for cohort in cohorts if cohort.state == Cohort.State.CALL), None)
    managed = user.memberships.active().managers().values("organisation")
    return {
        "offered": Seat.objects.filter(state=Seat.State.OFFERED, application__in=applications),
        "has_page": bool(relay or applications) or Relay.objects.filter(user=user).exists(),
        "calling": calling,
        "organisations": Organisation.objects.filter(pk__in=managed) if calling else [],
        "follows": user.is_coordinator
        or any(user.pk in (cohort.selection_lead_id, cohort.guarantor_id) for cohort in cohorts),
    }
