"""A meeting, from its preparation to its minutes."""

from datetime import timedelta

from django.utils import timezone

from gouvernance.models import Decision
from tests.factories import PlaceFactory
from tests.gouvernance.factories import (
    CollegeFactory,
    ItemDocumentFactory,
    MandateFactory,
    MeetingFactory,
)

# `partner` may convene the body; `stranger` sits in it.
ACCESS = """
GET   gouvernance:meeting-create   seated-body    302    404   404   404   404   200   200   404
POST  gouvernance:meeting-create   seated-body    302    404   404   404   404   200   200   404
GET   gouvernance:meeting-detail   meeting        404    404   404   200   404   200   200   404
GET   gouvernance:meeting-detail   prepared       404    404   404   404   404   200   200   404
GET   gouvernance:meeting-detail   public-meeting 200    200   200   200   200   200   200   200
GET   gouvernance:meeting-edit     meeting        302    404   404   404   404   200   200   404
POST  gouvernance:meeting-edit     meeting        302    404   404   404   404   200   200   404
GET   gouvernance:meeting-edit     public-meeting 302    404   404   404   404   404   404   404
GET   gouvernance:item-create      meeting        302    404   404   404   404   200   200   404
POST  gouvernance:item-create      meeting        302    404   404   404   404   200   200   404
GET   gouvernance:item-edit        item           302    404   404   404   404   200   200   404
POST  gouvernance:item-edit        item           302    404   404   404   404   200   200   404
GET   gouvernance:item-move        item           302    405   405   405   405   405   405   405
POST  gouvernance:item-move        item           302    404   404   404   404   302   302   404
GET   gouvernance:item-document    point-document 404    404   404   200   404   200   200   404
GET   gouvernance:item-document    public-point-document 200    200   200   200   200   200   200   200
GET   gouvernance:answer-document  convoked-point-document 200    200   200   200   200   200   200   200
GET   gouvernance:answer-document  no-point-document 404    404   404   404   404   404   404   404
GET   gouvernance:decision-list                   200    200   200   200   200   200   200   200
GET   gouvernance:item-notes       held-item      302    404   404   404   404   200   200   404
POST  gouvernance:item-notes       held-item      302    404   404   404   404   200   200   404
GET   gouvernance:meeting-convene  prepared       302    405   405   405   405   405   405   405
POST  gouvernance:meeting-convene  meeting        302    404   404   404   404   404   404   404
POST  gouvernance:meeting-convene  soon           302    404   404   404   404   302   302   404
GET   gouvernance:meeting-cancel   meeting        302    405   405   405   405   405   405   405
POST  gouvernance:meeting-cancel   meeting        302    404   404   404   404   302   302   404
GET   gouvernance:sitting          meeting        302    404   404   404   404   200   200   404
GET   gouvernance:attendance       attendee       302    405   405   405   405   405   405   405
POST  gouvernance:attendance       attendee       302    404   404   404   404   302   302   404
GET   gouvernance:meeting-move     meeting        302    405   405   405   405   405   405   405
POST  gouvernance:meeting-move     meeting        302    404   404   404   404   404   404   404
POST  gouvernance:meeting-move     held           302    404   404   404   404   302   302   404
GET   gouvernance:attendance-sheet meeting        302    404   404   404   404   200   200   404
GET   gouvernance:minutes-pdf      public-meeting 200    200   200   200   200   200   200   200
GET   gouvernance:minutes-pdf      held           404    404   404   404   404   200   200   404
GET   gouvernance:follow-up        decision       302    404   404   404   404   200   200   404
POST  gouvernance:follow-up        decision       302    404   404   404   404   200   200   404
GET   gouvernance:meeting-answer   convocation    200    200   200   200   200   200   200   200
POST  gouvernance:meeting-answer   convocation    200    200   200   200   200   200   200   200
GET   gouvernance:meeting-answer   no-convocation 404    404   404   404   404   404   404   404
"""

# No later meeting is there to approve: nothing changes.
SENT = {"gouvernance:meeting-move": {"action": "approuver"}}


def meetings_of(person):
    """A body in which `person` sits: a meeting prepared, convened, closed, and one approved and public."""
    college = CollegeFactory(body__quorum_percent=50)
    MandateFactory(college=college, person=person)
    MandateFactory(college=college, shows_name=False)
    rows = [MeetingFactory(body=college.body, place=PlaceFactory(), words="Bonjour") for _row in range(4)]
    for row in rows[1:]:
        item = row.items.get()
        ItemDocumentFactory(item=item)
        row.convene(by=None)
    for row in rows[2:]:
        row.open(by=None)
        for attendee in row.attendees.all():
            attendee.arrive()
        item = row.items.get()
        item.notes = "> Non."
        item.save()
        days = timezone.localdate() + timedelta(days=9)
        Decision.take(item, by=None, text="Oui.", owner="Ana", due_on=days, review_on=days)
        row.close(by=None)
    rows[3].is_public = True
    rows[3].approve(by=None)
    return rows


def document(meeting):
    return meeting.items.get().documents.get().pk


def things(people, organisation):
    prepared, convened, closed, approved = meetings_of(people["stranger"])
    prepared.body.conveners.add(people["partner"])
    attendee = convened.attendees.first()
    token = attendee.answer_url.split("/")[-2]
    soon = MeetingFactory(body=prepared.body, starts_at=timezone.now() + timedelta(days=2))
    return {
        "seated-body": [prepared.body.slug],
        "meeting": [convened.pk],
        "prepared": [prepared.pk],
        "held": [closed.pk],
        "public-meeting": [approved.pk],
        "item": [convened.pk, convened.items.get().pk],
        "held-item": [closed.pk, closed.items.get().pk],
        "attendee": [convened.pk, attendee.pk],
        "decision": [Decision.objects.first().pk],
        "convocation": [token],
        "soon": [soon.pk],
        "point-document": [convened.pk, document(convened)],
        "public-point-document": [approved.pk, document(approved)],
        "convoked-point-document": [token, document(convened)],
        "no-point-document": [token, document(approved)],
        "no-convocation": ["1:x"],
    }


def looked_at(people, organisation):
    prepared, convened, closed, approved = meetings_of(people["stranger"])
    first, second = convened.attendees.for_list()
    second.reply("proxy", proxy=first.pk, by=people["coordinator"])
    convened.online_url = "https://visio.example.org/salle"
    convened.is_public = True
    convened.revise(by=people["coordinator"])
    convened.change_agenda(by=people["coordinator"])
    soon = MeetingFactory(body=prepared.body, starts_at=timezone.now() + timedelta(days=2))
    cancelled = MeetingFactory(body=prepared.body)
    cancelled.convene(by=None)
    cancelled.cancel(by=None, reason="Salle inondée.")
    opened = MeetingFactory(body=prepared.body)
    opened.convene(by=None)
    opened.open(by=None)
    for row in opened.attendees.all():
        row.arrive()
    there, leaving = opened.attendees.for_list()
    leaving.reply("proxy", proxy=there.pk)
    leaving.leave(leaves_proxy=True)
    Decision.objects.filter(item__meeting=approved).update(follow_up="done", follow_up_words="Livrées.")
    late = timezone.localdate() - timedelta(days=1)
    Decision.objects.filter(item__meeting=closed).update(due_on=late)
    details = [
        row.get_absolute_url() for row in (prepared, soon, convened, opened, closed, approved, cancelled)
    ]
    return {
        "visitor": [
            *(approved.get_absolute_url(), convened.get_absolute_url(), "/gouvernance/decisions/"),
            *(first.answer_url, cancelled.attendees.first().answer_url),
        ],
        "stranger": [convened.get_absolute_url(), closed.get_absolute_url()],
        "coordinator": [
            *details,
            f"{prepared.body.get_absolute_url()}seances/ajouter/",
            f"{convened.get_absolute_url()}modifier/",
            f"{convened.get_absolute_url()}points/ajouter/",
            f"{convened.get_absolute_url()}points/{convened.items.get().pk}/",
            *(f"{row.get_absolute_url()}seance/" for row in (convened, opened, closed)),
            *(f"{row.get_absolute_url()}points/{row.items.get().pk}/notes/" for row in (opened, closed)),
            first.answer_url,
            *("/gouvernance/decisions/", "/gouvernance/decisions/?etat=done&q=oui"),
            *(f"/gouvernance/decisions/{row.pk}/" for row in Decision.objects.all()),
            prepared.body.get_absolute_url(),
        ],
    }
