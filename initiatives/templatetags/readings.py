"""Readings on other pages: what waits for a person, where a sheet stands."""

from django import template

from associations.models import Organisation
from initiatives.models import Initiative, Inspiration, Reading

register = template.Library()


@register.inclusion_tag("initiatives/_my_readings.html")
def my_readings(user, memberships):
    """For « mon espace »: what waits for this person's word, and for that of their organisations, if any."""
    mine = list(Reading.objects.open().of(user).for_list())
    ours = Initiative.objects.theirs(user).run_by(user)
    joined = [membership.organisation_id for membership in memberships]
    return {
        "asked": [each for each in mine if each.is_proposed],
        "reading": [each for each in mine if each.is_accepted],
        "inspirations": Inspiration.objects.for_answer_by(user)
        .filter(initiative__in=ours.values("pk"))
        .select_related("initiative", "organisation", "by")[:10],
        "to_agree": Initiative.objects.to_agree().filter(carrier__in=joined)[:10] if joined else (),
        "to_confirm": ours.to_confirm()[:10],
        "stuck": Initiative.objects.stuck().count() if user.is_coordinator else 0,
    }


@register.simple_tag
def may_agree(user, initiative):
    """Whether this person says in its carrier's name that the sheet is theirs."""
    return Organisation.objects.written_by(user).filter(pk=initiative.carrier_id).exists()


@register.simple_tag
def reading_of(initiative):
    """Its open reading, or None."""
    return initiative.open_reading
