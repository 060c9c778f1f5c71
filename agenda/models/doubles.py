"""The same event announced twice: two rows that become one, and can be two again."""

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import doubles
from agenda.models import merged_dates
from agenda.models.disagreeing import Disagreeing, DisagreeingQuerySet
from agenda.models.merged_dates import SCHEDULE, MergedDates
from agenda.models.occurrences import Occurrence
from agenda.models.seats import Seats

MAX_THEMES = 3
# What a kept event takes over where it says nothing; what stands together is taken together.
TAKEN = [
    *(("summary",), ("description",), ("image", "image_alt"), ("place_id",), ("online_url",)),
    *(("contact_email",), ("contact_phone",), ("website",), ("publics",), ("accessibility",)),
    *(("age_min", "age_max"), ("conditions",), ("organiser_id",)),
    ("registering", "capacity", "closes_hours_before"),
]

# One hop: what absorbs is absorbed by nothing, which rules out cycles too. The target's row is locked, so that two
# mergings at once are seen one after the other.
ONE_HOP = pgtrigger.Trigger(
    name="event_merged_in_one_hop",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
    condition=pgtrigger.Condition("NEW.merged_into_id IS NOT NULL"),
    declare=[("its_own", "bigint")],
    func="""
        SELECT merged_into_id INTO its_own FROM agenda_event WHERE id = NEW.merged_into_id FOR UPDATE;
        IF its_own IS NOT NULL OR EXISTS (SELECT FROM agenda_event WHERE merged_into_id = NEW.id) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation',
                CONSTRAINT = 'event_merged_in_one_hop',
                MESSAGE = 'event_merged_in_one_hop: an absorbed event leads to one that stands';
        END IF;
        RETURN NEW;
    """,
)


class Mergeable(models.Model):
    """An event whose addresses and UID lead to another since the two were found to be one."""

    merged_into = models.ForeignKey(
        "agenda.Event",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("réuni avec"),
    )

    class Meta:
        abstract = True

    def announcement(self, spans, co_organisers=()):
        """What tells this event from others, for `agenda.doubles`; `spans` are those of its dates that count."""
        place = self.place
        return doubles.Announcement(
            title=self.title,
            spans=tuple(spans),
            all_day=self.all_day,
            language=self.language,
            place=place.name if place else "",
            point=(place.latitude, place.longitude) if place and place.latitude is not None else None,
            place_key=self.place_id,
            organisers=frozenset(filter(None, [self.organiser_id, *co_organisers])),
            phone=doubles.phone_key(self.contact_phone),
            pages=frozenset(filter(None, map(doubles.page_key, (self.website, self.online_url)))),
            uids=frozenset(filter(None, (self.uid, self.external_uid))),
        )

    @transaction.atomic
    def absorb(self, other, *, by):
        """
        Keep this event and take `other` into it: what this one leaves empty, its organisers, registrations, reviews,
        bookings, and the dates that this one lacks. `other` is archived; its page, its calendar and its UID lead
        here. Returns the `Merging`.
        """
        rows = type(self).objects.select_for_update(of=["self"]).filter(pk__in=[self.pk, other.pk]).in_bulk()
        kept, absorbed = rows[self.pk], rows.get(other.pk)
        kept._check_absorbs(absorbed, by)
        dates = MergedDates(kept, absorbed)
        dates.check()
        before = {
            "absorbed": {"state": absorbed.state, "vanished_at": _iso(absorbed.vanished_at)},
            "fields": kept._take_words(absorbed),
            "themes": _add(kept.themes, list(absorbed.themes.all()), limit=MAX_THEMES),
            "co_organisers": kept._take_organisers(absorbed),
            **kept._take_what_hangs_on(absorbed, dates.counterparts),
            "dates": dates.take(),
            "redirected": list(absorbed.absorbed.values_list("pk", flat=True)),
        }
        absorbed.absorbed.update(merged_into=kept)
        # What is archived does not vanish: its calendar may have it again.
        absorbed.state, absorbed.merged_into, absorbed.vanished_at = absorbed.State.ARCHIVED, kept, None
        absorbed.revise_with(by, ["state", "merged_into", "vanished_at"])
        kept.revise_with(by, [*before["fields"], *SCHEDULE])
        if before["dates"]:
            kept.write_dates()
        type(self).objects.filter(pk=kept.pk).refresh_search_text()
        self.refresh_from_db()
        other.refresh_from_db()
        merging = Merging(kept=kept, absorbed=absorbed, before=before, by=by)
        # Whoever merges has seen both.
        merging.question = merging.answered = merging.said()
        merging.save()
        return merging

    def revise_with(self, by, names):
        """Write these fields as a change that calendars and kept pages are told of."""
        self.sequence += 1
        names = [name.removesuffix("_id") for name in names]
        self.save_by(by, update_fields=[*names, "sequence", "updated_at"])

    def _check_absorbs(self, other, by):
        if other is None or self.pk == other.pk:
            raise ValidationError(_("Un événement ne se réunit pas avec lui-même."), code="itself")
        gone = [self.State.ARCHIVED, self.State.UNCONFIRMED]
        if self.merged_into_id or other.merged_into_id or {self.state, other.state} & set(gone):
            raise ValidationError(
                _("L’un de ces événements n’est plus dans l’agenda : rechargez la page."), code="gone"
            )
        if other.is_public and not self.is_public and not (by is None or self.published_directly_by(by)):
            raise ValidationError(
                _("L’autre est publié et celui-ci ne l’est pas : gardez plutôt l’autre."), code="not_public"
            )

    def _take_words(self, other):
        """{name: [what it said, what it says]} of the fields filled from the other."""
        taken = {}
        for group in TAKEN:
            if not _is_empty(self, group):
                continue
            for name in group:
                old, new = _as_json(self, name), _as_json(other, name)
                if old != new:
                    setattr(self, name, getattr(other, name) if name != "image" else other.image.name)
                    taken[name] = [old, new]
        if other.is_public and not self.is_public:
            taken["state"] = [self.state, self.State.PUBLISHED]
            taken["published_at"] = [_as_json(self, "published_at"), timezone.now().isoformat()]
            self.state, self.published_at = self.State.PUBLISHED, taken["published_at"][1]
        return taken

    def _take_organisers(self, other):
        theirs = [other.organiser, *other.co_organisers.all()]
        return _add(
            self.co_organisers,
            [organiser for organiser in theirs if organiser and organiser.pk != self.organiser_id],
        )

    def _take_what_hangs_on(self, other, dates):
        """Registrations and bookings go to the date that is the other self of theirs; reviews to the event."""
        registrations, bookings = [], []
        for source, target in dates.items():
            have = {row.email.lower() for row in target.registrations.exclude(state="cancelled") if row.email}
            for row in source.registrations.all():
                if row.state == "cancelled" or row.email.lower() not in have:
                    registrations.append([row.pk, source.pk, target.pk])
                    source.registrations.filter(pk=row.pk).update(occurrence=target)
        _count_again(registrations)
        starts = {source.recurrence_id: target.recurrence_id for source, target in dates.items()}
        for row in other.bookings.all():
            new = starts.get(row.recurrence_id, row.recurrence_id)
            bookings.append([row.pk, _iso(row.recurrence_id), _iso(new)])
            other.bookings.filter(pk=row.pk).update(event=self, recurrence_id=new)
        reviews = list(other.reviews.values_list("pk", flat=True))
        other.reviews.update(event=self)
        return {"registrations": registrations, "bookings": bookings, "reviews": reviews}


class MergingQuerySet(DisagreeingQuerySet):
    def standing(self):
        return self.filter(undone_at=None)

    def undoable_by(self, user):
        """Those of events that this person runs; the event kept must itself still stand."""
        events = self.model._meta.get_field("kept").related_model.objects.run_by(user)
        return self.standing().filter(kept__in=events.values("pk"), kept__merged_into=None)


class Merging(Disagreeing):
    """
    One event taken into another. `before` is what the kept event said in the fields that it took over, and what
    the absorbed one was, so that the merging can be undone.
    """

    kept = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="mergings")
    absorbed = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("le"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("défait le"), null=True)

    objects = MergingQuerySet.as_manager()

    class Meta:
        verbose_name = _("réunion de deux événements")
        verbose_name_plural = _("réunions d’événements")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="merging_absorbed_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merging_of_two"),
        ]

    def __str__(self):
        return f"{self.absorbed} → {self.kept}"

    @transaction.atomic
    def undo(self, *, by):
        """
        Both stand again as they were. What the kept event says otherwise since the merging stays as it is: the
        names of these fields are returned.
        """
        events = type(self.kept).objects.select_for_update(of=["self"])
        rows = events.filter(pk__in=[self.kept_id, self.absorbed_id]).in_bulk()
        kept, absorbed = rows[self.kept_id], rows[self.absorbed_id]
        if kept.merged_into_id or absorbed.merged_into_id != kept.pk or self.undone_at:
            raise ValidationError(_("Cette réunion ne peut plus être défaite."), code="gone")
        before, newer, restored = self.before, [], []
        for name, (old, new) in before["fields"].items():
            if _as_json(kept, name) == new:
                setattr(kept, name, old)
                restored.append(name)
            else:
                newer.append(kept._meta.get_field(name.removesuffix("_id")).verbose_name)
        kept.themes.remove(*before["themes"])
        kept.co_organisers.remove(*before["co_organisers"])
        _give_back(kept, absorbed, before)
        merged_dates.give_back(kept, absorbed, before.get("dates"))
        absorbed.state, absorbed.merged_into = before["absorbed"]["state"], None
        if absorbed.is_cancelled and absorbed.status_before:
            absorbed.vanished_at = before["absorbed"].get("vanished_at") or timezone.now()
        absorbed.revise_with(by, ["state", "merged_into", "vanished_at"])
        kept.revise_with(by, [*restored, *SCHEDULE])
        if before.get("dates"):
            for event in (kept, absorbed):
                event.write_dates()
        kept.absorbed.filter(pk__in=before["redirected"]).update(merged_into=absorbed)
        events.model.objects.filter(pk__in=[kept.pk, absorbed.pk]).refresh_search_text()
        self.undone_at, self.undone_by = timezone.now(), by
        self.save(update_fields=["undone_at", "undone_by"])
        return newer


def _is_empty(event, group):
    if "registering" in group:
        return event.registering == event.Registering.NONE
    return all(_as_json(event, name) in (None, "", []) for name in group)


def _as_json(event, name):
    value = getattr(event, name)
    if name == "image":
        return value.name or ""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _iso(moment):
    return moment and moment.isoformat()


def _add(relation, rows, *, limit=None):
    """Link those that are not linked yet, and return their keys."""
    have = set(relation.values_list("pk", flat=True))
    new = list(dict.fromkeys(row.pk for row in rows if row.pk not in have))
    if limit is not None:
        new = new[: max(limit - len(have), 0)]
    relation.add(*new)
    return new


def _count_again(moved):
    """The places of the dates between which registrations, (key, old date, new date), moved."""
    for pk in sorted({date for _key, *dates in moved for date in dates}):
        if Occurrence.objects.filter(pk=pk).exists():
            Seats.let_in(pk)


def _give_back(kept, absorbed, before):
    """What hung on the absorbed event, where it still hangs where the merging put it."""
    registrations = kept.occurrences.model._meta.get_field("registrations").related_model.objects
    for pk, old, new in before["registrations"]:
        if absorbed.occurrences.filter(pk=old).exists():
            registrations.filter(pk=pk, occurrence=new).update(occurrence=old)
    _count_again(before["registrations"])
    for pk, old, _new in before["bookings"]:
        kept.bookings.filter(pk=pk).update(event=absorbed, recurrence_id=old)
    kept.reviews.filter(pk__in=before["reviews"]).update(event=absorbed)
