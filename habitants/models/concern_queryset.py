"""The questions that pages, exports and tasks ask of concerns."""

from datetime import timedelta

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Greatest
from django.utils import timezone

from associations.models import Organisation
from cooperation.core.text_search import folded
from habitants.models.relays import Relay

# A likeness under which nobody would say "the same thing"; being about the same theme or place adds to it.
ALIKE = 0.42
SAME_THEME, SAME_DISTRICT = 0.06, 0.10
# What a phone and a reader can take in at once.
MAX_ALIKE = 4


class ConcernQuerySet(models.QuerySet):
    def standing(self):
        """Not gathered into another."""
        return self.filter(merged_into=None)

    def on_board(self):
        """What everybody sees: read by the team first, and not hidden by it."""
        state = self.model.State
        return self.standing().exclude(state=state.HEARD).exclude(state=state.SET_ASIDE, is_hidden=True)

    def located(self):
        """Those whose `point` is known."""
        return self.filter(Q(latitude__isnull=False) | Q(place__latitude__isnull=False))

    def leading_to_board(self):
        """Public once, then gathered into one that is on the board: whoever has its address is led there."""
        board = self.model.objects.on_board().values("pk")
        return self.filter(merged_into__in=board).exclude(state=self.model.State.HEARD)

    def visible_to(self, user):
        """The board's; one's own; all for the team."""
        if not user.is_authenticated:
            return self.on_board()
        if user.is_coordinator:
            return self
        board = self.model.objects.on_board().values("pk")
        return self.filter(Q(pk__in=board) | Q(author=user))

    def waiting(self, state):
        return self.standing().filter(state=state)

    def overdue(self, *, day=None):
        """Addressed, and an answer is late."""
        return self.filter(state=self.model.State.ADDRESSED).filter(Exists(_late_answers(self.model, day)))

    def carried_by(self, user):
        """
        Answered, and this person may carry the answer back: whoever told it or joined it, or what was gathered into it;
        for what no relay told, the relays of its district; the team for all.
        """
        if not user.is_authenticated:
            return self.none()
        answered = self.standing().filter(state__in=self.model.State.with_answer())
        if user.is_coordinator:
            return answered
        current = Relay.objects.current()
        of_a_relay = Relay.objects.current().filter(user=OuterRef("author"))
        mine = (
            Q(author=user) | Q(voices__user=user) | Q(absorbed__author=user) | Q(absorbed__voices__user=user)
        )
        near = Q(~Exists(of_a_relay), district__in=current.filter(user=user).values("district"))
        return self.filter(pk__in=answered.values("pk")).filter(
            pk__in=self.model.objects.filter(mine | near).values("pk")
        )

    # Lists

    def with_voices(self):
        """`heard_by`: how many told it: its author, who joined, and the same of what was gathered into it."""
        voice = self.model._meta.get_field("voices").related_model
        of_this = voice.objects.filter(Q(concern=OuterRef("pk")) | Q(concern__merged_into=OuterRef("pk")))
        gathered = self.model.objects.filter(merged_into=OuterRef("pk"))
        return self.annotate(heard_by=Value(1) + _number_of(of_this) + _number_of(gathered))

    def for_list(self):
        addressing = self.model._meta.get_field("addressings").related_model
        return (
            self.select_related("theme", "district", "place")
            .defer("search_text", "search_vector", "search_folded")
            .with_voices()
            .prefetch_related(
                models.Prefetch("addressings", addressing.objects.select_related("organisation")), "moves"
            )
        )

    def in_board_order(self):
        """
        Late answers first, then what is asked, then what waits for somebody to ask or to carry back, then what is
        closed. Among those that wait, the ones heard the longest ago; among the closed, the latest.
        """
        state = self.model.State
        late = Case(When(Exists(_late_answers(self.model)), then=Value(0)), default=Value(1))
        rank = Case(
            When(state=state.ADDRESSED, then=late),
            When(state__in=[state.QUALIFIED, state.ANSWERED], then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        )
        heard = Case(When(state__in=state.closed(), then=None), default=F("created_at"))
        return self.order_by(rank, heard, F("moved_at").desc(), "-pk")

    # Likeness

    def alike(self, words, *, theme=None, district=None, limit=MAX_ALIKE):
        """
        Those not closed that say something like these words, the nearest first (`likeness`, 0 to about 1): trigrams
        of the folded texts, whichever of the two holds the other, and a little more for the same theme or district.
        """
        asked = folded(Value(words))
        said = folded(Concat("title", Value(" "), "words", output_field=models.TextField()))
        likeness = Greatest(
            TrigramSimilarity(said, asked),
            TrigramWordSimilarity(asked, said),
            TrigramWordSimilarity(folded(F("title")), asked),
            output_field=FloatField(),
        )
        nearer = _bonus(theme and Q(theme=theme), SAME_THEME) + _bonus(
            district and Q(district=district), SAME_DISTRICT
        )
        return (
            self.standing()
            .exclude(state__in=self.model.State.closed())
            .annotate(likeness=likeness + nearer)
            .filter(likeness__gte=ALIKE)
            .order_by("-likeness", "pk")[:limit]
        )

    def refresh_search_text(self):
        """
        Gather the words that each is found by: what was heard, where, its theme, the answers and what was added to
        them; of what was gathered into it, only what the team had read, which is all that its page shows.
        """
        addressing = self.model._meta.get_field("addressings").related_model
        said = Concat("organisation__name", Value(" "), "answer", output_field=models.TextField())
        answers = (
            addressing.objects.filter(concern=OuterRef("pk"))
            .order_by()
            .values("concern")
            .annotate(all=models.StringAgg(said, Value(" ")))
            .values("all")
        )
        addition = addressing._meta.get_field("additions").related_model
        additions = (
            addition.objects.filter(addressing__concern=OuterRef("pk"))
            .order_by()
            .values("addressing__concern")
            .annotate(all=models.StringAgg("words", Value(" ")))
            .values("all")
        )
        gathered = (
            self.model.objects.filter(merged_into=OuterRef("pk"))
            .exclude(state=self.model.State.HEARD)
            .order_by()
            .values("merged_into")
            .annotate(all=models.StringAgg("words", Value(" ")))
            .values("all")
        )
        theme = Organisation.themes.rel.model.objects.filter(pk=OuterRef("theme"))
        district = Relay._meta.get_field("district").related_model.objects.filter(pk=OuterRef("district"))
        parts = [
            *(F("title"), F("words"), F("spot")),
            _text(theme.values("name")),
            _text(district.values("name")),
            *(_text(answers), _text(additions), _text(gathered)),
        ]
        glued = parts[0]
        for part in parts[1:]:
            glued = Concat(glued, Value(" "), part, output_field=models.TextField())
        self.update(search_text=glued)

    # What ends

    def forget_addresses(self, *, now=None):
        """
        Visitors' addresses that have served: 30 days after the concern was closed, or the one it was gathered into,
        and a year after it was told whatever became of it, as the form says.
        """
        now = now or timezone.now()
        old = Q(created_at__lt=now - timedelta(days=365))
        closed = closed_for_a_month(self.model.State.closed(), now)
        return self.filter(closed | old).exclude(reply_email="").update(reply_email="")


def closed_for_a_month(states, now, *, prefix=""):
    """
    In one of these states for 30 days, itself or the one it was gathered into, as a Q. `prefix` is the path to a
    `Concern`.
    """
    found = Q()
    for path in (prefix, f"{prefix}merged_into__"):
        found |= Q(**{f"{path}state__in": states, f"{path}moved_at__lt": now - timedelta(days=30)})
    return found


def _late_answers(concerns, day=None):
    addressing = concerns._meta.get_field("addressings").related_model
    return addressing.objects.late(day=day).filter(concern=OuterRef("pk"))


def _number_of(rows):
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def _bonus(condition, amount):
    if not condition:
        return Value(0.0, FloatField())
    return Case(When(condition, then=Value(amount)), default=Value(0.0), output_field=FloatField())


def _text(rows):
    return Coalesce(Subquery(rows[:1]), Value(""), output_field=models.TextField())
