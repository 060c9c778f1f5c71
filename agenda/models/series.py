"""What a series is beyond its words: its schedule, the dates written from it, and how it is split in two."""

from datetime import UTC, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import recurrence, school_holidays, splitting, wording
from agenda.models.following import followed
from agenda.models.occurrences import HORIZON, PAST, RECENT
from agenda.models.rooms import Booking
from associations.models import Place

# Single and listed dates are written down however far they are.
ALL_TIME = datetime(1900, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)


class Series(models.Model):
    # "This date and the following" makes a second event, which goes on from the first.
    continues = models.ForeignKey(
        "agenda.Event",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="continued_by",
        verbose_name=_("fait suite à"),
    )
    skips_school_holidays = models.BooleanField(_("sauf pendant les vacances scolaires"), default=False)
    # The dates of the rule that fall in them, as far as the ministry has published them.
    holiday_exdates = ArrayField(models.DateTimeField(), default=list, blank=True, editable=False)
    other_places = models.ManyToManyField(
        Place, related_name="other_events", verbose_name=_("autres lieux"), blank=True
    )

    class Meta:
        abstract = True

    # Reading

    @property
    def schedule(self):
        return recurrence.Schedule(
            start=self.starts_at,
            end=self.ends_at,
            zone=self.timezone,
            all_day=self.all_day,
            rrule=self.rrule,
            rdates=tuple(self.rdates),
            exdates=tuple(self.exdates),
            skips_holidays=self.skips_school_holidays,
            holidays=tuple(self.holiday_exdates),
        )

    @property
    def is_series(self):
        return bool(self.rrule or self.rdates)

    @property
    def schedule_wording(self):
        if self.is_series:
            return wording.rule(self.schedule_as_announced if self.vanished_dates else self.schedule)
        zone = timezone.get_current_timezone()
        return wording.span(
            self.starts_at.astimezone(zone), self.ends_at.astimezone(zone), all_day=self.all_day
        )

    @property
    def holidays_known_until(self):
        """The last day of which it is known whether it is skipped, where the series goes on after it."""
        if not (self.rrule and self.skips_school_holidays):
            return None
        known = school_holidays.known_until()
        return (
            known
            if self._goes_on_after(timezone.make_aware(datetime.combine(known, datetime.max.time())))
            else None
        )

    def next_dates(self, *, limit=None):
        dates = self.occurrences.filter(ends_at__gte=timezone.now()).in_order()
        return dates.select_related("place__district", "seats")[:limit]

    # Dates

    def plan_occurrences(self, existing, now, missing, changed, obsolete, shortened):
        """
        Compare the rows that stand with the schedule, and add what is to be done to the first three lists.

        `existing` maps recurrence_id to row. `written_until` becomes the horizon when dates remain beyond it.
        A series whose past alone has too many dates to be written joins `shortened`; its rows begin a month ago.
        """
        since, until = (now - PAST, now + HORIZON) if self.rrule else ALL_TIME
        expansion = recurrence.spans(self.schedule, since=since, until=until)
        if self.rrule and expansion.truncated:
            since = now - RECENT
            expansion = recurrence.spans(self.schedule, since=since, until=until)
            shortened.append(self)
        wanted = {span.start: span for span in expansion.spans}
        beyond = self.dates_given([key for key, row in existing.items() if row.is_override and key >= until])
        homeless = []
        for recurrence_id, row in existing.items():
            span = wanted.pop(recurrence_id, None)
            if recurrence_id < since or recurrence_id in beyond:
                continue
            if span is None:
                homeless.append(row)
            elif not row.is_override and (row.starts_at, row.ends_at) != span:
                row.starts_at, row.ends_at = span
                changed.append(row)
        for row, start in followed(homeless, wanted, is_series=self.is_series):
            row.follow(wanted.pop(start))
            changed.append(row)
            homeless.remove(row)
        obsolete.extend(row.pk for row in homeless)
        missing.extend((self, span) for span in wanted.values())
        self.written_until = until if self._goes_on_after(until) else None

    def dates_given(self, moments):
        """Those among these starts that the schedule has; what is too far to be read is taken as given."""
        if not moments:
            return set()
        last = max(moments)
        expansion = recurrence.spans(self.schedule, since=min(moments), until=last + timedelta(seconds=1))
        given = {span.start for span in expansion.spans}
        if expansion.truncated:
            read = max(given, default=last)
            given |= {moment for moment in moments if moment > read}
        return given.intersection(moments)

    def give_dates(self, moments):
        """Make the schedule give these dates, a set of starts."""
        self.exdates = [moment for moment in self.exdates if moment not in moments]
        missing = moments - self.dates_given(list(moments))
        if not self.rrule and missing and min(missing) < self.starts_at:
            # Without a rule, the first of all dates is the event's own.
            missing = missing | {self.starts_at}
            length, self.starts_at = self.ends_at - self.starts_at, min(missing)
            self.ends_at = self.starts_at + length
        self.rdates = sorted({*self.rdates, *missing} - {self.starts_at})

    def take_out_dates(self, moments):
        """Make the schedule give them no more; an event keeps one date."""
        self.rdates = [moment for moment in self.rdates if moment not in moments]
        if not self.rrule and self.starts_at in moments and self.rdates:
            length = self.ends_at - self.starts_at
            self.starts_at, *self.rdates = self.rdates
            self.ends_at = self.starts_at + length
        if given := self.dates_given(list(moments)) - ({self.starts_at} if not self.rrule else set()):
            self.exdates = sorted({*self.exdates, *given})

    def _goes_on_after(self, moment):
        if not self.rrule or not recurrence.has_end(self.schedule):
            return bool(self.rrule)
        if recurrence.has_ended(self.schedule, moment):
            return False
        return bool(recurrence.spans(self.schedule, since=moment, until=ALL_TIME[1], limit=1).spans)

    def skip_holidays(self, existing):
        """
        Set `holiday_exdates` to what is published today; says whether that changed. A date that somebody moved
        or annotated (a row of `existing`) is held on purpose: it stays.
        """
        skipped = school_holidays.without(self.schedule).holidays
        kept = {key for key, row in existing.items() if row.is_override and not row.is_cancelled}
        skipped = [moment for moment in skipped if moment not in kept]
        if skipped == self.holiday_exdates:
            return False
        self.holiday_exdates = skipped
        return True

    def write_dates(self):
        """The dates and the words of this one event, after its form or its import was saved."""
        this = type(self).objects.filter(pk=self.pk)
        this.write_occurrences()
        this.refresh_search_text()
        self.refresh_from_db(fields=["holiday_exdates", "written_until", "sequence", "updated_at"])

    # In two

    def halves(self, at):
        """The schedule before this start, and from it on."""
        return splitting.split(self.schedule, at)

    def can_be_split_at(self, at):
        """
        A date and those that follow: not the first, which is the whole series, nor the last, which is one date.
        What another calendar says is split there: its next reading would bring the old dates back.
        """
        if not self.is_series or self.external_uid:
            return False
        before, after = self.halves(at)
        return bool(before and after and (after.rrule or after.rdates))

    @transaction.atomic
    def split(self, at, *, by):
        """
        From the date whose `recurrence_id` is `at`, a second event with the same words, which goes on from this
        one. The rows of its dates move to it, with all that hangs on them: registrations, changes, bookings.
        """
        before, after = self.halves(at)
        if not (before and after):
            raise ValueError("No date on one of the sides")
        following = self.copied(by=by, continues=self, author=self.author)
        following.set_schedule(after)
        following.save_by(by)
        following.themes.set(self.themes.all())
        following.co_organisers.set(self.co_organisers.all())
        following.other_places.set(self.other_places.all())
        self.continued_by.exclude(pk=following.pk).update(continues=following)
        self.set_schedule(before)
        self.sequence += 1
        self.save_by(by)
        self.occurrences.filter(recurrence_id__gte=at).update(event=following)
        Booking.objects.filter(event=self, recurrence_id__gte=at).update(event=following)
        self.write_dates()
        following.write_dates()
        return following

    def set_schedule(self, schedule):
        self.starts_at, self.ends_at, self.all_day = schedule.start, schedule.end, schedule.all_day
        self.timezone, self.rrule = schedule.zone, schedule.rrule
        self.rdates, self.exdates = list(schedule.rdates), list(schedule.exdates)
        self.skips_school_holidays = schedule.skips_holidays and bool(schedule.rrule)
        self.holiday_exdates = list(schedule.holidays) if self.skips_school_holidays else []
