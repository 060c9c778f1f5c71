"""Is it still right? Each organiser is asked once a month about the series that go on."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.occurrences import Occurrence
from agenda.rrule import Rule
from associations.models import Membership
from cooperation.core import mail
from cooperation.core.models import User

# A series that ends sooner needs nobody's word.
GOES_ON = timedelta(days=31)
CONFIRMED_FOR = timedelta(days=30)
UNANSWERED = relativedelta(months=3)

CANCELLED = 6  # Event.Status, which stands above this module


class ConfirmableQuerySet(models.QuerySet):
    def going_on(self):
        """Public series whose dates go on for more than a month, but for those of a calendar that is followed."""
        later = Occurrence.objects.filter(
            event=OuterRef("pk"), starts_at__gt=timezone.now() + GOES_ON, is_cancelled=False
        )
        return self.filter(
            Q(written_until__isnull=False) | Exists(later), state="published", source=None, merged_into=None
        ).exclude(Q(rrule="") | Q(status=CANCELLED))

    def to_confirm(self):
        """Series that nobody has said to be right for a month."""
        last = Coalesce("confirmed_at", "published_at", "created_at")
        return self.going_on().alias(last=last).filter(last__lt=timezone.now() - CONFIRMED_FOR)

    def to_check(self):
        """Series about which three months of messages stayed without answer: the coordinators'."""
        limit = timezone.now() - UNANSWERED
        return (
            self.going_on().filter(confirmation_asked_at__lte=limit).order_by("confirmation_asked_at", "pk")
        )

    def confirmed_by(self, user):
        """Those whose word this person is: managers of the organiser, members (or inhabitants) who wrote it."""
        ours = Membership.objects.active().filter(user=user)
        managed, written = ours.managers().values("organisation"), ours.values("organisation")
        return self.filter(
            Q(organiser__in=managed) | Q(Q(organiser__in=written) | Q(organiser=None), author=user)
        )

    @transaction.atomic
    def ask_organisers(self):
        """
        One mail to each person, with all of their series that nobody has confirmed for a month. A series
        without anybody to ask counts as asked: it reaches the coordinators like one that nobody answered.
        Returns how many people were written to.
        """
        due = list(self.to_confirm().select_related("organiser").defer("search_text", "search_vector"))
        members = defaultdict(set)
        managers = defaultdict(set)
        memberships = Membership.objects.active().filter(organisation__in=[each.organiser_id for each in due])
        for membership in memberships:
            members[membership.organisation_id].add(membership.user_id)
            if membership.role == Membership.Role.MANAGER:
                managers[membership.organisation_id].add(membership.user_id)
        series_of = defaultdict(list)
        for event in due:
            people = set(managers[event.organiser_id])
            if event.author_id and (
                event.organiser_id is None or event.author_id in members[event.organiser_id]
            ):
                people.add(event.author_id)
            for pk in people:
                series_of[pk].append(event)
        people = User.objects.filter(is_active=True, pk__in=series_of).order_by("pk")
        for person in people:
            url = f"{settings.SITE_URL}{confirmation_url_for(person)}"
            mail.send(
                "agenda/mail/series_check",
                person.email,
                series=sorted(series_of[person.pk], key=lambda event: event.title),
                url=url,
                days=Confirmable.LINK_DAYS,
            )
        self.model.objects.filter(pk__in=[each.pk for each in due], confirmation_asked_at=None).update(
            confirmation_asked_at=timezone.now()
        )
        return len(people)


class Confirmable(models.Model):
    """A series that goes on is confirmed each month by those who answer for it."""

    CONFIRMATION_SALT = "agenda.confirmation"
    LINK_DAYS = 40

    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True, editable=False)
    # The first message since that nobody answered.
    confirmation_asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def needs_confirmation(self):
        last = self.confirmed_at or self.published_at or self.created_at
        return last < timezone.now() - CONFIRMED_FOR

    @transaction.atomic
    def confirm(self, *, by):
        """Everything that the series says is right today. Calendars that follow it have nothing to learn."""
        self.confirmed_at, self.confirmation_asked_at = timezone.now(), None
        self.save_by(by, update_fields=["confirmed_at", "confirmation_asked_at"])

    @transaction.atomic
    def end_series(self, *, by):
        """
        It is over: the rule ends now, and the dates to come go. Those that people registered for stay as
        cancelled, and these people are told. A series that has not begun is cancelled.
        """
        now = timezone.now().replace(microsecond=0)
        if self.starts_at > now:
            self.cancel(by=by)
            return
        until = timezone.localdate(now) if self.all_day else now.astimezone(UTC)
        self.rrule = str(replace(Rule.parse(self.rrule), count=None, until=until))
        self.rdates = [moment for moment in self.rdates if moment <= now]
        self.confirmed_at, self.confirmation_asked_at = now, None
        self.sequence += 1
        self.save_by(by)
        self.write_dates()


def confirmation_url_for(person):
    """The link in a person's message: to the page of all of their series."""
    token = signing.dumps(person.pk, salt=Confirmable.CONFIRMATION_SALT)
    return reverse("agenda:series-confirm", args=[token])
