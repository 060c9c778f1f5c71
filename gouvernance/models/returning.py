"""What has to come back on an agenda by itself: minutes to approve, what was decided, what was deferred."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gouvernance.models.deliberations import Deliberation
from gouvernance.models.minutes import AgendaItem, Decision


class Returning(models.Model):
    """
    For meetings. `brought_back` remembers what was put on this agenda: asked again it adds nothing, and what was taken
    off on purpose stays off.
    """

    brought_back = models.JSONField(default=list, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def bring_back(self):
        """
        What has to come back by that day, unless a meeting before this one takes it up: the minutes that nobody approved
        yet stand first, what is to be looked at again last. Returns whether something came.
        """
        before = self._before()
        first = self._new(self._approvals()) if before is None else []
        last = self._new(self._reviews(before))
        if not first and not last:
            return False
        self.items.update(position=F("position") + len(first))
        for position, point in enumerate(first):
            self._add(position, *point)
        for position, point in enumerate(last, start=self.items.count()):
            self._add(position, *point)
        self.save(update_fields=["brought_back"])
        return True

    def _add(self, position, key, reviewed, point):
        point["title"] = point["title"][: AgendaItem._meta.get_field("title").max_length]
        item = self.items.create(kind=AgendaItem.Kind.DECISION, position=position, **point)
        self.brought_back.append(key)
        if reviewed:
            reviewed.came_back_as = item
            reviewed.save(update_fields=["came_back_as"])

    def _new(self, points):
        return [point for point in points if point[0] not in self.brought_back]

    def _before(self):
        """When the last of the body's meetings starts that are still to be held before this one, None without one."""
        sooner = Q(starts_at__lt=self.starts_at) | Q(starts_at=self.starts_at, pk__lt=self.pk)
        waiting = self.body.meetings.filter(
            sooner, state__in=self.State.before(), starts_at__gt=timezone.now()
        )
        return waiting.aggregate(last=models.Max("starts_at"))["last"]

    def _approvals(self):
        held = self.body.meetings.filter(state=self.State.CLOSED)
        for meeting in held.order_by("starts_at", "pk"):
            title = _("Approbation du compte rendu de « %(meeting)s »") % {"meeting": meeting}
            yield f"meeting-{meeting.pk}", None, {"title": title, "minutes": 5}

    def _reviews(self, before):
        day = timezone.localdate(self.starts_at)
        decisions = Decision.objects.to_review(day=day).filter(item__meeting__body=self.body)
        deliberations = Deliberation.objects.to_review(day=day).filter(body=self.body)
        deliberations = deliberations.exclude(item__meeting=self.pk)
        if before:
            later = Q(review_on__gt=timezone.localdate(before))
            decisions, deliberations = decisions.filter(later), deliberations.filter(later)
        for name, rows in (("decision", decisions), ("deliberation", deliberations)):
            for row in rows.order_by("review_on", "pk").select_for_update(of=["self"]):
                yield f"{name}-{row.pk}", row, _point(row)


def _point(row):
    """An agenda may be everybody's: of a deliberation that is not, it has neither the title nor the words."""
    if isinstance(row, Decision):
        return {"title": _("À revoir : %(title)s") % {"title": row.text}, "words": row.text}
    if row.is_public:
        title = _("À revoir : %(title)s") if row.is_decided else _("Reportée, à reprendre : %(title)s")
        return {"title": title % {"title": row.title}, "words": row.text}
    if row.is_decided:
        return {"title": _("Délibération non publique, à revoir")}
    return {"title": _("Délibération non publique, à reprendre")}
