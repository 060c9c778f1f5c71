"""The selection on other apps' pages: a template composes."""

from django import template
from django.db.models import Q

from associations.models import Organisation
from habitants.models import Application, Cohort, Relay, Seat

register = template.Library()


@register.inclusion_tag("habitants/_my_group.html")
def my_group(user):
    """What waits for a person in « mon espace »: a seat to answer, their mandate, their candidacy, whom to propose."""
    applications = Application.objects.of_person(user)
    calling = Cohort.objects.filter(state=Cohort.State.CALL).first()
    managed = user.memberships.active().managers().values("organisation")
    return {
        "offered": Seat.objects.filter(state=Seat.State.OFFERED, application__in=applications),
        "has_page": Relay.objects.filter(user=user).exists() or applications.exists(),
        "calling": calling,
        "organisations": Organisation.objects.filter(pk__in=managed) if calling else [],
        "follows": user.is_coordinator
        or Cohort.objects.filter(Q(selection_lead=user) | Q(guarantor=user)).exists(),
    }
