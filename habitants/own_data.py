"""What somebody noted, joined and passed on, for themselves: it goes with the data of their candidacy."""

from django.utils import timezone
from django.utils.translation import gettext as _

from habitants.attestation import meetings_of
from habitants.models import Carrying, Concern, Relaying, Voice


def done_by(user):
    """As JSON types, each thing under the name that people know it by; the oldest first."""
    concerns = Concern.objects.filter(author=user).order_by("pk")
    voices = Voice.objects.filter(user=user).select_related("concern")
    relayings = Relaying.objects.filter(relay__user=user).select_related("bulletin")
    carryings = Carrying.objects.filter(user=user).select_related("concern")
    return {
        _("remontées notées"): [
            {
                _("le"): _day(concern.created_at),
                _("mots"): concern.words,
                _("où"): concern.where,
                _("état"): str(concern.get_state_display()),
            }
            for concern in concerns.select_related("place", "district")
        ],
        _("remontées rejointes"): [
            {_("le"): _day(voice.created_at), _("remontée"): voice.concern.label, _("mots"): voice.words}
            for voice in voices
        ],
        _("infos relayées"): [_told(relaying, relaying.bulletin.title) for relaying in relayings],
        _("réponses rapportées"): [_told(carrying, carrying.concern.label) for carrying in carryings],
    }


def mandates_of(relays):
    """What is kept of a person's mandates."""
    meetings = meetings_of(relays)
    return {
        _("mandats"): [
            {
                _("groupe"): str(relay.cohort or ""),
                _("du"): relay.starts_on.isoformat(),
                _("au"): relay.ends_on.isoformat(),
                _("voie"): str(relay.get_way_in_display()),
                _("quartier"): str(relay.district or ""),
                _("prénom montré"): relay.first_name if relay.agrees_to_be_shown else "",
                _("motif du départ"): relay.ended_reason,
                _("rencontres"): [
                    {
                        _("le"): row.meeting.occurrence.local_start.date().isoformat(),
                        _("présence"): str(row.get_state_display()),
                    }
                    for row in meetings[relay.pk]
                ],
            }
            for relay in relays
        ]
    }


def _told(passed_on, label):
    return {
        _("le"): _day(passed_on.created_at),
        _("quoi"): label,
        _("comment"): str(passed_on.get_way_display()),
        _("à combien de personnes"): str(passed_on.get_reach_display()),
    }


def _day(moment):
    return timezone.localdate(moment).isoformat()
