"""The attestation of engagement: what a relay may show to an employer, a school, or keep."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.core import pdf, wording
from habitants.models import Attendance


def meetings_of(relays):
    """{relay pk: attendances with their meeting's date, the last first}, in one query."""
    found = {relay.pk: [] for relay in relays}
    rows = (
        Attendance.objects.filter(relay__in=relays)
        .select_related("meeting__occurrence__event")
        .order_by("-meeting__occurrence__starts_at")
    )
    for row in rows:
        found[row.relay_id].append(row)
    return found


def render(relay):
    """PDF bytes, for a mandate that is over."""
    attendances = meetings_of([relay])[relay.pk]
    came = sum(row.state == Attendance.State.PRESENT for row in attendances)
    data = {
        "title": _("Attestation d’engagement"),
        "name": str(relay),
        "district": str(relay.district or ""),
        "cohort": relay.cohort.name if relay.cohort else "",
        "way_in": str(relay.get_way_in_display()) if relay.way_in else "",
        "first": wording.day_of_month(relay.starts_on, year=True),
        "last": wording.day_of_month(relay.ends_on, year=True),
        "came": came,
        "meetings": len(attendances),
        "dates": [
            wording.day(row.meeting.occurrence.local_start.date(), year=True)
            for row in reversed(attendances)
            if row.state == Attendance.State.PRESENT
        ],
        "given_on": wording.day_of_month(timezone.localdate(), year=True),
        "site": settings.SITE_NAME,
    }
    return pdf.render("habitants/attestation.typ", data)
