"""The questions that pages, exports and tasks ask of organisations."""

from django.contrib.postgres.search import SearchRank, TrigramWordSimilarity
from django.db import models
from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, StringAgg, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Greatest
from django.utils import timezone

from associations.models.freshness import due_at
from associations.models.memberships import Membership
from associations.models.territory import District
from associations.models.themes import Theme
from cooperation.core.text_search import any_word, folded


class OrganisationQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_published=True)

    def visible_to(self, user):
        """Public sheets, and those that this person may edit."""
        if user.is_authenticated and user.is_coordinator:
            return self
        return self.filter(Q(is_published=True) | Q(pk__in=self.model.objects.managed_by(user).values("pk")))

    def written_by(self, user):
        """Those in whose name this person publishes: their active memberships; all for a coordinator."""
        return self._of(user, Membership.objects.active())

    def managed_by(self, user):
        """Those whose sheet, members and history are this person's to look after; all for a coordinator."""
        return self._of(user, Membership.objects.active().managers())

    def joined_by(self, user):
        """Those that this person belongs to, coordinator or not."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=Membership.objects.active().filter(user=user).values("organisation"))

    def _of(self, user, memberships):
        if not user.is_authenticated:
            return self.none()
        if user.is_coordinator:
            return self
        return self.filter(pk__in=memberships.filter(user=user).values("organisation"))

    def for_list(self):
        return (
            self.select_related("place__district", "main_theme")
            .prefetch_related("themes")
            .defer(
                *("description", "source_entry", "search_text", "search_vector", "search_folded"),
            )
        )

    def for_export(self):
        return self.select_related("place__district", "main_theme").prefetch_related(
            "themes", "districts", "other_places", "contacts"
        )

    # What the team looks after

    def orphaned(self):
        """Public sheets that no active manager looks after."""
        managers = Membership.objects.active().managers().filter(organisation=OuterRef("pk"))
        return self.public().exclude(Exists(managers))

    def due(self):
        """Public sheets that should have been confirmed by now, the most overdue first."""
        return self.public().annotate(due_on=due_at()).filter(due_on__lt=timezone.now()).order_by("due_on")

    def to_be_asked(self):
        """Due, and their managers have not been asked yet."""
        return self.due().filter(review_asked_at=None)

    def waiting(self):
        """Sheets that are not public: what was typed or listed here first, then the registers' many, by name."""
        Origin = self.model.Origin
        rank = Case(
            *(
                When(origin=origin, then=place)
                for place, origin in enumerate([Origin.FORM, Origin.CSV, Origin.INCLUSION])
            ),
            default=len(Origin),
        )
        return self.filter(is_published=False).order_by(rank, folded("name"), "pk")

    # Search

    def by_relevance(self, query):
        """The best answers to `query` first: how many of its words, how often, and whether the name says it."""
        score = Cast(SearchRank(F("search_vector"), any_word(query)), FloatField())
        named = TrigramWordSimilarity(query.lower(), folded("name"))
        return self.annotate(relevance=score + Greatest(named - Value(0.3), Value(0.0))).order_by(
            "-relevance", folded("name"), "pk"
        )

    def refresh_search_text(self):
        """
        Gather the words that each row may be found by. Those that are not in the directory are not looked for:
        the national register has tens of thousands of them.
        """
        themes = Theme.objects.filter(organisations=OuterRef("pk")).order_by().values("organisations")
        districts = District.objects.filter(organisations=OuterRef("pk")).order_by().values("organisations")
        theirs = District.objects.filter(places__organisations=OuterRef("pk")).values("name")[:1]
        words = Concat(
            "name",
            Value(" "),
            "short_name",
            Value(" "),
            "summary",
            Value(" "),
            "description",
            Value(" "),
            _words(themes, "name"),
            Value(" "),
            _words(themes, "parent__name"),
            Value(" "),
            _words(themes, "keywords"),
            Value(" "),
            _words(themes, "parent__keywords"),
            Value(" "),
            _words(districts, "name"),
            Value(" "),
            Coalesce(Subquery(theirs), Value("")),
            output_field=models.TextField(),
        )
        self.public().exclude(search_text=words).update(search_text=words)
        self.filter(is_published=False).exclude(search_text="").update(search_text="")


def _words(rows, field):
    """The words of related rows as one text, "" when there are none."""
    return Coalesce(
        Subquery(rows.annotate(words=StringAgg(field, Value(" "))).values("words")),
        Value(""),
        output_field=models.TextField(),
    )
