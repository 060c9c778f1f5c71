"""What courses and methods bring to the pages of others."""

from django import template

from initiatives import durations
from initiatives.models import Course, Enrolment, Method

register = template.Library()

SHOWN = 10


@register.inclusion_tag("initiatives/_methods_of.html")
def methods_of(initiative):
    """The public methods that an initiative used; nothing where there are none."""
    return {"methods": Method.objects.public().filter(initiatives=initiative).order_by("title")}


@register.inclusion_tag("initiatives/_my_courses.html")
def my_courses(user, writes):
    """
    For « mon espace »: the courses that this person follows, or waits for, and those that their organisations run,
    where they write for one. Two queries at most.
    """
    followed = Enrolment.objects.active().of_person(user).select_related("course")
    return {
        "enrolments": followed.order_by("-created_at", "-pk")[:SHOWN],
        "run": Course.objects.of_members(user)[:SHOWN] if writes else [],
    }


@register.filter
def duration(minutes):
    """ "3 h 30"."""
    return durations.in_words(minutes or 0)
