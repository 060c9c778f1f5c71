"""What one followed calendar sent to the queue, read together."""

from tests.factories import EventFactory, SourceFactory

ACCESS = """
GET   agenda:calendar-review   calendar           404    404   404   404   404   404   200   404
POST  agenda:calendar-review   calendar           404    404   404   404   404   404   302   404
GET   agenda:calendar-review   no-calendar        404    404   404   404   404   404   404   404
"""


def things(people, organisation):
    return {"calendar": [SourceFactory(organisation=organisation).pk], "no-calendar": [0]}


def looked_at(people, organisation):
    source, read = SourceFactory.create_batch(2, organisation=organisation)
    EventFactory.create_batch(2, pending=True, organiser=organisation, source=source)
    addresses = [f"/agenda/moderation/calendriers/{row.pk}/" for row in (source, read)]
    return {"coordinator": ["/agenda/moderation/", *addresses]}
