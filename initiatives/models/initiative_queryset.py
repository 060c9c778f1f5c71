"""The questions that pages, exports and tasks ask of sheets."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from associations.models import District, Organisation, Theme
from initiatives.models.confirmation import ConfirmableQuerySet
from initiatives.models.factors import Finding
from initiatives.models.readings import Reading
from initiatives.sections import Section


class InitiativeQuerySet(ConfirmableQuerySet):
    def public(self):
        return self.filter(state=self.model.State.PUBLISHED)

    def visible_to(self, user):
        """Public sheets, those that this person may edit, and those that they are asked to read."""
        asked = Q(pk__in=self._read_by(user, Reading.State.open()))
        return self.filter(Q(state=self.model.State.PUBLISHED) | self._edited_by(user) | asked)

    def editable_by(self, user):
        """
        A coordinator edits all; members what their organisations carry; anyone what they wrote themselves, as long
        as no organisation has published it: then it is the organisation's, whoever left it; a reader what they
        accepted to read, while they do.
        """
        return self.exclude(state=self.model.State.ARCHIVED).filter(self._edited_by(user))

    def run_by(self, user):
        """Those that this person may also send to be read, archive or answer for: not its reader."""
        return self.filter(self._carried_by(user))

    def begun_by(self, user):
        """Drafts that this person answers for, the latest first; a coordinator answers for all, and began their own."""
        drafts = self.run_by(user).filter(state=self.model.State.DRAFT)
        if user.is_coordinator:
            drafts = drafts.filter(author=user)
        return drafts.select_related("carrier").order_by("-updated_at")

    def for_list(self):
        return (
            self.select_related("carrier", "place__district", "main_theme")
            .prefetch_related("themes", "districts")
            .defer(*Section.texts(), "search_text", "search_vector", "search_folded")
        )

    def as_cards(self):
        """For lists: with the names of the obstacles that each met and of the levers that did not fail, as told."""
        helped = Finding.objects.exclude(outcome=Finding.Outcome.FAILED)
        return self.for_list().annotate(
            obstacle_names=_tags(Finding.objects, "obstacle"), lever_names=_tags(helped, "lever")
        )

    def in_review(self):
        """From the one that waits longest."""
        return self.filter(state=self.model.State.REVIEW).order_by("submitted_at", "pk")

    def to_agree(self):
        """In review in the name of an organisation that has not said yet that they are its own."""
        return self.in_review().exclude(carrier=F("agreed_carrier"))

    def stuck(self):
        """In review, and nobody reads it, or has done so for a month: the coordinators'."""
        waits = Reading.objects.filter(initiative=OuterRef("pk")).open()
        return self.in_review().filter(~Exists(waits) | Exists(waits.too_long()))

    def theirs(self, user):
        """What is this person's, or their organisations carry: a coordinator's own ones, like everyone's."""
        if not user.is_authenticated:
            return self.none()
        ours = Organisation.objects.joined_by(user).values("pk")
        return self.filter(self._written_by(user) | Q(carrier__in=ours))

    def involving(self, organisation):
        """Those that it carries, or takes part in."""
        return self.filter(
            Q(carrier=organisation)
            | Exists(
                self.model.partners.through.objects.filter(
                    initiative=OuterRef("pk"), organisation=organisation
                )
            )
        )

    def refresh_search_text(self):
        """Gather the words that each row may be found by: its own, and those of who, where, what and what held back."""
        themes = Theme.objects.filter(initiatives=OuterRef("pk")).order_by().values("initiatives")
        districts = District.objects.filter(initiatives=OuterRef("pk")).order_by().values("initiatives")
        partners = Organisation.objects.filter(partnerships__initiative=OuterRef("pk"))
        partners = partners.order_by().values("partnerships__initiative")
        findings = Finding.objects.filter(initiative=OuterRef("pk")).order_by().values("initiative")
        said = Concat(
            Coalesce("obstacle__name", Value("")),
            Value(" "),
            "obstacle_words",
            Value(" "),
            Coalesce("lever__name", Value("")),
            Value(" "),
            "lever_words",
        )
        parts = [
            *("title", "summary", *Section.texts()),
            Coalesce("carrier__name", Value("")),
            Coalesce("place__name", Value("")),
            _words(themes, "name"),
            _words(themes, "keywords"),
            _words(districts, "name"),
            _words(partners, "name"),
            _words(findings, said),
        ]
        words = Concat(
            *(word for part in parts for word in (part, Value(" "))), output_field=models.TextField()
        )
        rows = self.model.objects.filter(pk__in=self.order_by().values("pk")).annotate(words=words)
        stale = rows.exclude(search_text=F("words")).values("pk", "words")
        for row in stale.iterator(chunk_size=500):
            self.model.objects.filter(pk=row["pk"]).update(search_text=row["words"])

    def _read_by(self, user, states):
        if not user.is_authenticated:
            return Reading.objects.none().values("initiative")
        return Reading.objects.filter(reader=user, state__in=states).values("initiative")

    def _carried_by(self, user):
        if not user.is_authenticated:
            return Q(pk__in=[])
        if user.is_coordinator:
            return Q(pk__isnull=False)  # an empty Q would vanish from an `or`
        return self._written_by(user) | Q(carrier__in=Organisation.objects.written_by(user).values("pk"))

    @staticmethod
    def _written_by(user):
        """By this person, and never published in the name of an organisation."""
        return Q(author=user) & (Q(published_at=None) | Q(carrier=None))

    def _edited_by(self, user):
        return self._carried_by(user) | Q(pk__in=self._read_by(user, [Reading.State.ACCEPTED]))


def _tags(findings, kind):
    """The names of what the findings of a sheet name, each once, in their order."""
    rows = findings.filter(initiative=OuterRef("pk"), **{f"{kind}__isnull": False})
    rows = rows.order_by().values(f"{kind}__name").annotate(first=Min("position"))
    return ArraySubquery(rows.order_by("first", f"{kind}__name").values(f"{kind}__name"))


def _words(rows, expression):
    """The words of related rows as one text, "" when there are none."""
    return Coalesce(
        Subquery(rows.annotate(words=StringAgg(expression, Value(" "))).values("words")),
        Value(""),
        output_field=models.TextField(),
    )
