"""Meetings of a body: convened in time, answered by link, held with a quorum, told in minutes that are approved."""

import uuid
from collections import defaultdict
from dataclasses import asdict
from datetime import timedelta

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from associations.models import Place
from cooperation.core import wording
from cooperation.core.history import SavedBy
from gouvernance import quorum
from gouvernance.models.announcing import Announced
from gouvernance.models.attendees import Attendee
from gouvernance.models.bodies import Body
from gouvernance.models.deliberations import Deliberation
from gouvernance.models.mandates import Mandate
from gouvernance.models.minutes import Decision
from gouvernance.models.returning import Returning

# Who writes an agenda changes several points in a row.
STILL = timedelta(minutes=15)
# What its minutes say of the meeting itself.
MINUTED = [
    *("body_id", "title", "starts_at", "ends_at", "place_id", "state", "short_notice_reason", "convened_at"),
    *(
        "opened_at",
        "closed_at",
        "approved_at",
        "approved_in_id",
        "opening_quorum",
        "closing_quorum",
        "minuted",
    ),
]
# The rules of the body that a meeting is held by: those of its opening, whatever they become while it lasts.
RULES = ["quorum_percent", "quorum_scope", "quorum_throughout", "proxies_max"]
APPROVED_STAYS = pgtrigger.Trigger(
    name="meeting_approved_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Condition("OLD.state = 'approved'"),
    func=f"""
        IF TG_OP = 'DELETE' OR ({", ".join(f"NEW.{name}" for name in MINUTED)})
           IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in MINUTED)})
        THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_approved_stays',
                MESSAGE = 'meeting_approved_stays: approved minutes do not change';
        END IF;
        RETURN COALESCE(NEW, OLD);
    """,
)


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """
        Those that everybody may know of once convened; before and otherwise, those who run the body, and who sits in it.
        """
        inside = self.seen_from_inside_by(user)
        return self.filter(Q(is_public=True, convened_at__isnull=False) | Q(pk__in=inside.values("pk")))

    def seen_from_inside_by(self, user):
        """Those of which this person reads all: who is called, what is noted before the minutes are approved."""
        if not user.is_authenticated:
            return self.none()
        if user.is_coordinator:
            return self
        invited = Attendee.objects.filter(meeting=OuterRef("pk"), mandate__person=user)
        return self.filter(Q(body__in=Body.objects.run_by(user)) | Exists(invited))

    def decisions_for(self, user):
        """What was decided there, as far as this person may read it."""
        return Decision.objects.seen_in(self.visible_to(user), self.seen_from_inside_by(user))

    def run_by(self, user):
        return self.filter(body__in=Body.objects.run_by(user))

    def to_come(self):
        """What people were called to and will not take place stays among them, as cancelled."""
        dropped = Q(state=Meeting.State.CANCELLED, convened_at=None)
        return self.filter(ends_at__gte=timezone.now()).exclude(dropped).order_by("starts_at")

    def past(self):
        return self.filter(ends_at__lt=timezone.now()).order_by("-starts_at")

    @transaction.atomic
    def tell_changed(self, *, now=None):
        """Those whose agenda changed after they were convened, and has been still since: everybody gets one mail."""
        still = (now or timezone.now()) - STILL
        rows = self.filter(state=Meeting.State.CONVENED, agenda_changed_at__lte=still)
        for meeting in rows.select_related("body").select_for_update(of=["self"], skip_locked=True):
            meeting.revise(by=None)

    @transaction.atomic
    def bring_back(self):
        """On the agendas of those to come, what has to come back there; who is convened is told as of any change."""
        rows = self.filter(state__in=Meeting.State.before(), starts_at__gt=timezone.now())
        rows = rows.select_related("body").order_by("starts_at", "pk")
        for meeting in rows.select_for_update(of=["self"], skip_locked=True):
            if meeting.bring_back():
                meeting.change_agenda(by=None)


@pghistory.track(
    model_name="MeetingHistory",
    exclude=["agenda_changed_at", "event", "brought_back", "opening_rules", "minuted"],
)
class Meeting(Announced, Returning, SavedBy, models.Model):
    """One sitting of a body. `sequence` is iCalendar's: it goes up with each change that people are told."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("en préparation")
        CONVENED = "convened", _("convoquée")
        OPEN = "open", _("ouverte")
        CLOSED = "closed", _("tenue, compte rendu à approuver")
        APPROVED = "approved", _("compte rendu approuvé")
        CANCELLED = "cancelled", _("annulée")

        @classmethod
        def before(cls):
            """States in which its date and agenda may still change."""
            return [cls.PREPARED, cls.CONVENED]

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("instance")
    )
    title = models.CharField(_("titre"), max_length=140)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lieu")
    )
    online_url = models.URLField(_("lien pour participer à distance"), max_length=2000, blank=True)
    words = models.TextField(_("mot d’introduction"), max_length=5_000, blank=True)
    is_public = models.BooleanField(
        _("ouverte au public"),
        default=False,
        help_text=_("Annoncée sur la page de l’instance, visible par tous."),
    )
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.PREPARED)
    short_notice_reason = models.CharField(
        _("pourquoi le délai n’est pas tenu"), max_length=300, blank=True, editable=False
    )
    cancelled_because = models.CharField(max_length=300, blank=True, editable=False)
    convened_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_in = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="approves", editable=False
    )
    agenda_changed_at = models.DateTimeField(null=True, editable=False)
    # `RULES` as they were when it opened.
    opening_rules = models.JSONField(null=True, editable=False)
    # Counted at these moments (`Quorum` as a dict): the rules of a body may change, what was counted does not.
    opening_quorum = models.JSONField(null=True, editable=False)
    closing_quorum = models.JSONField(null=True, editable=False)
    # What the body, the place and the approving meeting were called when the minutes were approved.
    minuted = models.JSONField(null=True, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        ordering = ["-starts_at", "-pk"]
        triggers = [APPROVED_STAYS]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("La fin doit suivre le début."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "cancelled"]) | Q(convened_at__isnull=False),
                name="meeting_convened",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "closed", "approved"]) | Q(opened_at__isnull=False),
                name="meeting_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False), name="meeting_approved"
            ),
        ]

    def __str__(self):
        return f"{self.title}, {wording.day_of_month(timezone.localtime(self.starts_at), year=True)}"

    def get_absolute_url(self):
        return reverse("gouvernance:meeting-detail", args=[self.pk])

    # Reading

    @property
    def when(self):
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{wording.day(start, year=True)}, {wording.hours(start, end)}"

    @property
    def is_before(self):
        return self.state in self.State.before()

    @property
    def awaits_answers(self):
        """Whether those who are called may still say whether they come, and to whom they give their voice."""
        return self.state in (self.State.CONVENED, self.State.OPEN)

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def was_held(self):
        return self.state in (self.State.CLOSED, self.State.APPROVED)

    @property
    def is_approved(self):
        return self.state == self.State.APPROVED

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED

    @property
    def approver(self):
        """The first of the body's later meetings that is open or was held: there its minutes may be approved."""
        held = [self.State.OPEN, self.State.CLOSED, self.State.APPROVED]
        later = self.body.meetings.filter(starts_at__gt=self.starts_at, state__in=held)
        return later.order_by("starts_at", "pk").first()

    @property
    def can_unopen(self):
        decided = Q(decisions__isnull=False) | Q(deliberations__closed_at__isnull=False)
        return self.is_open and not self.items.filter(decided).exists()

    def rule(self, name):
        """One of the body's `RULES`; from its opening on, as it was then."""
        return self.opening_rules[name] if self.opening_rules else getattr(self.body, name)

    @property
    def counts_at_opening(self):
        """Whether the quorum of the opening holds for the whole meeting."""
        return bool(self.rule("quorum_percent")) and not self.rule("quorum_throughout")

    @property
    def as_minuted(self):
        """The names that its minutes print, of the body, the place and the meeting that approved them."""
        return self.minuted or {
            "body": self.body.name,
            "place": self.place.name if self.place else "",
            "approver": self.approved_in.title if self.approved_in else "",
        }

    def days_of_notice(self, *, now=None):
        """Whole days between now and the meeting's day, as the statutes count them."""
        now = timezone.localdate(now) if now else timezone.localdate()
        return (timezone.localdate(self.starts_at) - now).days

    @property
    def notice_is_short(self):
        return self.days_of_notice() < self.body.notice_days

    @property
    def notice_wording(self):
        left = max(self.days_of_notice(), 0)
        return _("Les règles demandent %(needed)d jours entre la convocation et la séance ; %(left)s.") % {
            "needed": self.body.notice_days,
            "left": ngettext("il en reste %(total)d", "il en reste %(total)d", left) % {"total": left},
        }

    def quorum(self, attendees=None):
        """
        Whether enough seats are there to decide. Where the rules ask for it at the opening alone, what was counted
        then; where it must hold throughout, those who are there now, or were when the meeting closed.
        """
        if self.opening_quorum and not self.rule("quorum_throughout"):
            return quorum.Quorum.kept(self.opening_quorum)
        if self.closing_quorum:
            return quorum.Quorum.kept(self.closing_quorum)
        return self.count_seats(attendees)

    def count_seats(self, attendees=None):
        """The quorum of those who are there at this moment; a proxy counts while who carries it is there in person."""
        attendees = list(attendees if attendees is not None else self.attendees.for_list())
        carriers = {row.pk for row in attendees if row.carries}
        seats = defaultdict(lambda: [0, 0, 0])
        for row in attendees:
            tally = seats[row.college_name]
            tally[0] += 1
            tally[1] += row.is_here
            tally[2] += row.lends_voice and row.proxy_id in carriers
        colleges = [quorum.Seats(name, *tally) for name, tally in seats.items()]
        per_college = self.rule("quorum_scope") == Body.QuorumScope.COLLEGE
        return quorum.count(colleges, percent=self.rule("quorum_percent"), per_college=per_college)

    # Moves

    def _check_date(self, reason):
        """Raises ValidationError when it is not to come, or comes sooner than the rules say and nobody says why."""
        if self.starts_at <= timezone.now():
            raise ValidationError(_("La séance est déjà passée."))
        if self.notice_is_short and not reason.strip():
            raise ValidationError(self.notice_wording, code="notice")
        self.short_notice_reason = reason.strip() if self.notice_is_short else ""

    @transaction.atomic
    def convene(self, *, by, reason=""):
        """
        Call those who sit on that day. Raises ValidationError when nothing is on the agenda, when it is not to come, or
        when the notice is shorter than the rules say and no reason is given: that reason stands in the minutes.
        """
        self.bring_back()
        if not self.items.exists():
            raise ValidationError(_("L’ordre du jour est vide : ajoutez au moins un point."))
        self._check_date(reason)
        self.state, self.convened_at = self.State.CONVENED, timezone.now()
        self.save_by(by)
        self.call_seats()
        self.tell("convened")
        self.announce(by=by)
        return self

    @transaction.atomic
    def revise(self, *, by, reason=""):
        """
        Its date, place, words or agenda changed. Once it was convened everybody is told, and calendars follow; a new
        date is checked as the first was (ValidationError), and those are called who sit on that day.
        """
        is_moved = type(self).objects.exclude(starts_at=self.starts_at).filter(pk=self.pk).exists()
        if self.state == self.State.CONVENED and is_moved:
            self._check_date(reason)
        self.sequence += 1
        self.agenda_changed_at = None
        self.save_by(by)
        if self.is_before:
            self.bring_back()
        if self.state == self.State.CONVENED:
            called = self.call_seats() if is_moved else []
            self.tell("convened", only=called)
            self.tell("changed", but=called)
            self.announce(by=by)

    @transaction.atomic
    def change_agenda(self, *, by):
        """A point changed: once convened, people are told when no other has for a quarter of an hour (`tell_changed`)."""
        if self.state == self.State.CONVENED:
            self.agenda_changed_at = timezone.now()
            self.save_by(by, update_fields=["agenda_changed_at"])

    @transaction.atomic
    def cancel(self, *, by, reason):
        """The decisions that were to be looked at again there will be at the next."""
        was_convened = self.state == self.State.CONVENED
        self.state, self.cancelled_because, self.agenda_changed_at = self.State.CANCELLED, reason, None
        self.sequence += 1
        self.save_by(by)
        for model in (Decision, Deliberation):
            model.objects.filter(came_back_as__meeting=self).update(came_back_as=None)
        if was_convened:
            self.tell("cancelled")
            self.announce(by=by)

    def call_seats(self):
        """
        Call those who sit on its day and aren't called yet, whose keys are returned; those who don't any more, and did
        not come, are told so and let go.
        """
        mandates = Mandate.objects.current(day=timezone.localdate(self.starts_at))
        mandates = mandates.filter(college__body=self.body).select_related(
            "person", "organisation", "college"
        )
        mandates = list(mandates.order_by("college__position", "college", "seat"))
        known = {row.mandate_id: row for row in self.attendees.all()}
        called = Attendee.objects.bulk_create(
            Attendee(meeting=self, mandate=mandate, **mandate.names)
            for mandate in mandates
            if mandate.pk not in known
        )
        sitting = {mandate.pk for mandate in mandates}
        gone = [row.pk for key, row in known.items() if key not in sitting and not row.was_there]
        if gone:
            self._let_go(gone)
        return [row.pk for row in called]

    def _let_go(self, keys):
        self.tell("released", only=keys)
        givers = self.attendees.filter(proxy__in=keys)
        for giver in givers.for_list():
            giver.tell("uncarried")
        givers.update(answer=Attendee.Answer.NONE, proxy=None)
        self.attendees.filter(pk__in=keys).delete()

    def tell(self, what, *, only=None, but=()):
        """
        One mail to each address that is called, or to those of these keys `only`, whatever seats it has; the meeting and
        its agenda are read once.
        """
        everybody = list(self.attendees.for_list())
        rows = [row for row in everybody if row.pk not in but and (only is None or row.pk in only)]
        kept = {row.email.lower() for row in everybody if row not in rows}
        if rows:
            meeting = (
                type(self).objects.select_related("body", "place").prefetch_related("items").get(pk=self.pk)
            )
        by_address = defaultdict(list)
        for attendee in rows:
            attendee.meeting = meeting
            by_address[attendee.email.lower()].append(attendee)
        for first, *others in by_address.values():
            first.tell(what, others=others, is_called=first.email.lower() in kept)

    @transaction.atomic
    def open(self, *, by):
        """Those who sit on this day are its seats: who was replaced since it was convened no longer is."""
        self.call_seats()
        self.state, self.opened_at, self.agenda_changed_at = self.State.OPEN, timezone.now(), None
        self.opening_rules = {name: getattr(self.body, name) for name in RULES}
        self.opening_quorum = asdict(self.count_seats())
        self.save_by(by)
        Deliberation.objects.filter(item__meeting=self).follow_seats()

    @transaction.atomic
    def unopen(self, *, by):
        """Opened by mistake, or before all were counted. Raises ValidationError once something was decided."""
        if not self.can_unopen:
            raise ValidationError(_("Une décision y est écrite : la séance a bien commencé."))
        self.state, self.opened_at = self.State.CONVENED, None
        self.opening_quorum, self.opening_rules = None, None
        self.save_by(by)

    @transaction.atomic
    def close(self, *, by):
        """It is over. Who is ticked as there was there to the end."""
        self.state, self.closed_at = self.State.CLOSED, timezone.now()
        self.closing_quorum = asdict(self.count_seats())
        self.save_by(by)

    @transaction.atomic
    def reopen(self, *, by):
        """Closed by mistake: it goes on."""
        self.state, self.closed_at, self.closing_quorum = self.State.OPEN, None, None
        self.save_by(by)

    @transaction.atomic
    def approve(self, *, by, within=None):
        """The minutes are right, says a later meeting: from now on they don't change (PostgreSQL refuses)."""
        Decision.objects.filter(item__meeting=self).minute()
        self.state, self.approved_at, self.approved_in = self.State.APPROVED, timezone.now(), within
        self.minuted = self.as_minuted
        self.save_by(by)
