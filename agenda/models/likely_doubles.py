"""Which events are likely one, found through the dates’ index; the pairs that wait, and those that are two."""

from collections import defaultdict
from dataclasses import replace

from django.conf import settings
from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import doubles, recurrence
from agenda.models.doubles import Merging
from agenda.models.occurrences import HORIZON, Occurrence
from agenda.models.publication import Publication
from associations.models import Organisation
from cooperation.core.text_search import folded

State = Publication.State
# Dates to come of one event that are compared; of each of many, the first.
DATES = 20
DATES_OF_MANY = 2
# Of the events that meet it, those whose titles are nearest, or that share a place or an organiser, are weighed.
WEIGHED = 30
WEIGHED_OF_MANY = 3
# The titles of many are at least so much alike, by pg_trgm, unless they share a place, an organiser or a UID.
NEAR_OF_MANY = 0.2
SHOWN = 3
# What an announcement is made of.
TELLING = [
    *("title", "state", "all_day", "language", "organiser", "contact_phone", "website", "online_url"),
    *("uid", "external_uid", "place__name", "place__latitude", "place__longitude"),
]
BATCH = 1000


class NotDoubleQuerySet(models.QuerySet):
    def between(self, one, other):
        first, second = sorted((one, other))
        return self.filter(first=first, second=second)

    def say(self, event, others, *, by):
        """These are other events than this one: nobody is asked again."""
        pairs = [sorted((event.pk, other.pk)) for other in others]
        self.bulk_create(
            [self.model(first_id=first, second_id=second, by=by) for first, second in pairs],
            ignore_conflicts=True,
        )


class NotDouble(models.Model):
    """Two events that look alike, and that somebody said to be two. `first` is the lower key."""

    first = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("le"), auto_now_add=True)

    objects = NotDoubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("paire d’événements distincts")
        verbose_name_plural = _("paires d’événements distincts")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="notdouble_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="notdouble_in_order"),
        ]

    def __str__(self):
        return f"{self.first} ≠ {self.second}"


class LikelyDoubleQuerySet(models.QuerySet):
    def waiting(self):
        """Pairs of which both are announced and not over, and that nobody has told apart."""
        announced = Q(first__state__in=ANNOUNCED, second__state__in=ANNOUNCED)
        now = timezone.now()
        to_come = [
            Exists(Occurrence.objects.filter(event=OuterRef(side), ends_at__gte=now))
            for side in ("first", "second")
        ]
        apart = NotDouble.objects.filter(first=OuterRef("first"), second=OuterRef("second"))
        return self.filter(announced, *to_come).exclude(Exists(apart)).order_by("-score", "pk")

    def for_decision_by(self, user):
        """A coordinator decides on all; anyone on pairs of which they run both."""
        if user.is_coordinator:
            return self.waiting()
        events = self.model._meta.get_field("first").related_model.objects.run_by(user).values("pk")
        return self.waiting().filter(first__in=events, second__in=events)

    def for_list(self):
        sides = [
            f"{side}__{path}" for side in ("first", "second") for path in ("organiser", "place__district")
        ]
        words = [
            f"{side}__{name}"
            for side in ("first", "second")
            for name in ("external_entry", "search_text", "search_vector", "search_folded")
        ]
        return (
            self.select_related(*sides)
            .defer(*words)
            .prefetch_related("first__co_organisers", "second__co_organisers")
        )


# What people see, or will once it is read.
ANNOUNCED = [State.PUBLISHED, State.PENDING, State.CHANGES]


class LikelyDouble(models.Model):
    """Two events that are likely one, in the queue until somebody says so or not. `first` is the lower key."""

    first = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(_("vraisemblance"))
    # What an import would have published but for this pair: it is once the two are told apart.
    withheld = models.ForeignKey("agenda.Event", on_delete=models.SET_NULL, null=True, related_name="+")
    found_at = models.DateTimeField(_("trouvée le"), auto_now_add=True)

    objects = LikelyDoubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("doublon probable")
        verbose_name_plural = _("doublons probables")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likelydouble_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likelydouble_in_order"),
        ]
        indexes = [models.Index(fields=["-score", "id"], name="likelydouble_best_first")]

    def __str__(self):
        return f"{self.first} ≈ {self.second}"

    @transaction.atomic
    def tell_apart(self, *, by):
        """They are two: remembered, and what was withheld for it is published, unless another pair withholds it."""
        NotDouble.objects.say(self.first, [self.second], by=by)
        withheld, self.withheld = self.withheld, None
        self.save(update_fields=["withheld"])
        others = LikelyDouble.objects.waiting().filter(withheld=withheld)
        if withheld and withheld.state == State.PENDING and not others.exists():
            withheld.publish(by=by)


def to_decide(user):
    """How many pairs, and merged events of which two calendars say two things, wait for this person's word."""
    pairs = LikelyDouble.objects.for_decision_by(user).order_by().values("pk")
    return pairs.union(Merging.objects.asked_of(user).order_by().values("pk"), all=True).count()


def likely_doubles_of(event, events, *, co_organisers=(), place_name="", limit=SHOWN):
    """
    Those of `events` (a queryset: what the person may see) that are likely the event, best first, each with its
    `likelihood`. The event may be unsaved: its schedule says its dates. `place_name`: a place typed, not yet a row.
    """
    now = timezone.now()
    spans = tuple(recurrence.spans(event.schedule, since=now, until=now + HORIZON, limit=DATES).spans)
    if not spans:
        return []
    announcement = event.announcement(spans, co_organisers)
    if place_name and not event.place_id:
        announcement = replace(announcement, place=place_name)
    if event._state.adding:
        # Its UID was minted a moment ago.
        announcement = replace(announcement, uids=frozenset())
    found = list(_meeting(event, events, spans, announcement))
    for row in found:
        dates = ((date.starts_at, date.ends_at) for date in row.met)
        row.likelihood = doubles.likelihood(announcement, _announcement_of(row, dates))
    found = [row for row in found if row.likelihood >= doubles.LIKELY]
    return sorted(found, key=lambda row: -row.likelihood)[:limit]


def _meeting(event, events, spans, announcement):
    """The `WEIGHED` nearest of the events that have a date which overlaps one of these: through occurrence_span."""
    met = Q()
    for start, end in spans:
        met |= Q(span__overlap=(start, end)) if start < end else Q(span__contains=start)
    dates = Occurrence.objects.filter(met, is_cancelled=False)
    if event.pk:
        apart = NotDouble.objects.filter(Q(first=event.pk) | Q(second=event.pk))
        others = apart.values_list("first", "second")
        events = events.exclude(pk__in={event.pk, *(pk for pair in others for pk in pair)})
    shared = Q(place=event.place_id) if event.place_id else Q(pk__in=[])
    if announcement.organisers:
        shared |= Q(organiser__in=announcement.organisers)
    for name in ("website", "online_url"):
        if value := getattr(event, name):
            shared |= Q(**{name: value})
    near = Greatest(
        TrigramSimilarity(folded("title"), folded(Value(event.title))),
        Case(When(shared, then=Value(0.9)), default=Value(0.0)),
    )
    keys = events.filter(pk__in=dates.values("event")).annotate(near=near).order_by("-near", "pk")
    found = events.filter(pk__in=list(keys.values_list("pk", flat=True)[:WEIGHED]))
    return _weighed(found).prefetch_related(models.Prefetch("occurrences", dates, to_attr="met"))


def _weighed(events):
    words = ("external_entry", "description", "search_text", "search_vector", "search_folded")
    return events.for_list().defer(*words).prefetch_related("co_organisers")


def _announcement_of(row, spans):
    return row.announcement(spans, [organiser.pk for organiser in row.co_organisers.all()])


# Each event's first dates to come, who else has a date then, and of these the nearest by their titles; each pair with
# the two dates that begin nearest to each other. What one calendar holds is never compared with itself.
_PAIRS = """
    WITH mine AS (
        SELECT e.id, d.span, d.starts_at, d.ends_at
          FROM agenda_event e
         CROSS JOIN LATERAL (
               SELECT span, starts_at, ends_at FROM agenda_occurrence o
                WHERE o.event_id = e.id AND NOT o.is_cancelled AND o.ends_at >= %(now)s
                ORDER BY o.starts_at LIMIT %(dates)s) d
         WHERE e.id = ANY(%(keys)s)
    ), met AS (
        SELECT DISTINCT ON (m.id, o.event_id) m.id AS one, o.event_id AS other, m.starts_at AS one_starts,
               m.ends_at AS one_ends, o.starts_at AS other_starts, o.ends_at AS other_ends,
               abs(extract(epoch FROM m.starts_at - o.starts_at)) AS apart
          FROM mine m JOIN agenda_occurrence o ON o.span && m.span
         WHERE o.event_id <> m.id AND NOT o.is_cancelled
         ORDER BY m.id, o.event_id, apart
    ), ranked AS (
        SELECT met.*, near, row_number() OVER (PARTITION BY one ORDER BY near DESC, other) AS rank
          FROM met JOIN agenda_event a ON a.id = one JOIN agenda_event b ON b.id = other
         CROSS JOIN LATERAL (
               SELECT greatest(similarity(lower(f_unaccent(a.title)), lower(f_unaccent(b.title))),
                               CASE WHEN a.place_id = b.place_id OR a.organiser_id = b.organiser_id
                                      OR a.external_uid <> '' AND a.external_uid IN (b.external_uid, b.uid)
                                    THEN 0.9 ELSE 0 END) AS near) nearness
         WHERE b.state = ANY(%(states)s)
           AND (apart <= %(apart)s OR a.all_day OR b.all_day)
           AND (a.imported_for_id = b.imported_for_id
                AND a.source_id IS NOT DISTINCT FROM b.source_id) IS NOT TRUE
           AND NOT EXISTS (SELECT FROM agenda_notdouble n
                            WHERE n.first_id = least(one, other) AND n.second_id = greatest(one, other))
    )
    SELECT one, other, one_starts, one_ends, other_starts, other_ends FROM ranked
     WHERE rank <= %(weighed)s AND near >= %(near)s
"""


def spot(events):
    """
    Put the pairs that these saved events make with others into the queue, and return them as
    {event key: [(other event, likelihood)]}. Bounded: each event's first dates, and the nearest few of those met.
    """
    rows = events.filter(state__in=ANNOUNCED)
    keys = list(rows.values_list("pk", flat=True))
    found, seen = defaultdict(list), {}
    many = len(keys) > 1
    bounds = {
        "now": timezone.now(),
        "dates": DATES_OF_MANY if many else DATES,
        "apart": (doubles.SHIFT if many else HORIZON).total_seconds(),
        "near": NEAR_OF_MANY if many else 0,
        "weighed": WEIGHED_OF_MANY if many else WEIGHED,
        "states": [str(state) for state in ANNOUNCED],
    }
    for at in range(0, len(keys), BATCH):
        with connection.cursor() as cursor:
            cursor.execute(_PAIRS, {"keys": keys[at : at + BATCH], **bounds})
            pairs = cursor.fetchall()
        wanted = {key for pair in pairs for key in pair[:2]}
        weighed = (
            events.model.objects.only(*TELLING)
            .select_related("place")
            .prefetch_related(models.Prefetch("co_organisers", Organisation.objects.only("pk")))
            .in_bulk(wanted)
        )
        for one, other, *moments in pairs:
            score = doubles.likelihood(
                _announcement_of(weighed[one], [moments[:2]]), _announcement_of(weighed[other], [moments[2:]])
            )
            if score >= doubles.LIKELY:
                found[one].append((weighed[other], score))
                seen[tuple(sorted((one, other)))] = score
    LikelyDouble.objects.bulk_create(
        [
            LikelyDouble(first_id=first, second_id=second, score=score)
            for (first, second), score in seen.items()
        ],
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["score"],
    )
    return found
