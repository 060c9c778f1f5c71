"""Three followed calendars: one that goes well, one that suddenly emptied, one that no longer answers."""

from datetime import timedelta

from django.utils import timezone

from agenda.models import Source, SourceReading
from cooperation.portal.demo import plan

# The demo asks nobody's server: none of these is ever due.
FOLLOWED = ["lanternes", "rascasses", "ballon"]
EMPTY = "Ce calendrier est soudain vide."
SILENT = "Ce site est introuvable : vérifiez l’adresse."


def write(network):
    """The sources by their organisation's key, with a few readings each."""
    # Of a demo that is prepared in the morning, noon is still to come: nothing has been read then.
    now = min(plan.at_noon(network.day), timezone.now())
    sources = {key: _source(network.organisations[key], key, now) for key in FOLLOWED}
    held, silent = sources["rascasses"], sources["ballon"]
    held.state, held.held_entries = Source.State.HELD, 0
    silent.failures, silent.failing_since = 5, now - timedelta(hours=15)
    silent.succeeded_at, silent.alerted_at = now - timedelta(hours=16), now - timedelta(hours=12)
    Source.objects.bulk_create(sources.values())
    Outcome = SourceReading.Outcome
    refusal = {
        "line": 214,
        "uid": "brouillon-7",
        "title": "Réunion à fixer",
        "reason": "la date de début (DTSTART) manque",
    }
    first = {"outcome": Outcome.READ, "created": 9, "refused": 1, "refusals": [refusal], "left_out": 3}
    readings = [
        SourceReading(source=source, at=now - timedelta(days=20), **first) for source in sources.values()
    ]
    for hours in (4, 3, 2):
        readings += [
            SourceReading(
                source=sources["lanternes"], at=now - timedelta(hours=hours), outcome=Outcome.UNCHANGED
            ),
            SourceReading(source=held, at=now - timedelta(hours=hours), outcome=Outcome.HELD, error=EMPTY),
            SourceReading(
                source=silent, at=now - timedelta(hours=2 * hours), outcome=Outcome.FAILED, error=SILENT
            ),
        ]
    SourceReading.objects.bulk_create(readings)
    return sources


def _source(organisation, key, now):
    return Source(
        organisation=organisation,
        name="Le calendrier de notre site",
        url=f"https://{key}.example.org/agenda.ics",
        format=Source.Format.ICS,
        publishes=True,
        read_at=now - timedelta(hours=2),
        succeeded_at=now - timedelta(hours=2),
        entries=9,
    )
