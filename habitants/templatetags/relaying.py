"""News out and concerns in, on other apps' pages: what waits for a person."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habitants.models import Addressing, Bulletin, Concern, Relaying

register = template.Library()

SHOWN = 5


@register.filter
def in_days(days):
    """ "en 12 jours", "le jour même"."""
    return (
        ngettext("en %(days)d jour", "en %(days)d jours", days) % {"days": days}
        if days
        else _("le jour même")
    )


@register.inclusion_tag("habitants/_my_relaying.html")
def my_relaying(user, relay, memberships, in_network):
    """
    For a relay: what to pass on and has not been, answers to bring back, what they noted. For who was asked: what
    waits for their answer. For the team: what is to be read, and late. `relay` is the person's mandate of today.
    """
    bulletins = []
    if relay:
        told = Relaying.objects.filter(relay=relay)
        running = Bulletin.objects.running().for_relay(relay).exclude(pk__in=told.values("bulletin"))
        bulletins = list(running.select_related("organisation").order_by("-sent_at")[:SHOWN])
    state = Concern.State
    to_carry = []
    if not user.is_coordinator:
        answered = Concern.objects.carried_by(user).filter(state=state.ANSWERED)
        to_carry = list(answered.order_by("moved_at")[:SHOWN])
    noted = Concern.objects.filter(author=user).select_related("merged_into").order_by("-pk")
    asked = Addressing.objects.asked_of(user).select_related("concern", "organisation")
    waiting = Concern.objects.waiting(state.HEARD).count() if user.is_coordinator else 0
    late = Concern.objects.standing().overdue().count() if user.is_coordinator else 0
    return {
        "relay": relay,
        "bulletins": bulletins,
        "to_carry": to_carry,
        "noted": list(noted[:SHOWN]) if in_network else [],
        "asked": list(asked[:SHOWN]) if memberships else [],
        "waiting": waiting,
        "late": late,
        "in_network": in_network,
    }
