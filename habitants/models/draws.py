"""A draw, step by step. What a step wrote stays for good, and so does its moment: PostgreSQL refuses a change."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail
from habitants import draw_wording, proof
from habitants.models.applications import Application
from habitants.models.cohorts import Cohort
from habitants.models.draw_documents import Documented
from habitants.models.draw_lists import DrawEntry, entries_for, list_of
from habitants.sortition import Quota, Rules, compute, drawable, obstacles, substitutes

# Time to look at the panels and at one's own page before chance speaks.
NOTICE = timedelta(hours=24)

TOO_SOON = _("Choisissez une date dans plus de 24 heures : chacun doit pouvoir regarder les groupes avant.")
TOO_LATE = _("Le hasard a parlé, ou va parler : ce tirage ne peut plus être abandonné.")

STEPS = [
    *("frozen_at", "code_version", "seats", "quotas", "people", "seated", "pool_sha256"),
    *("portfolio_at", "portfolio", "portfolio_sha256", "smallest_chance", "largest_gap"),
    *("source_named_at", "source_kind", "source_reference", "source_unknown_until", "source_at"),
    *("value_entered_at", "value", "value_kind", "value_reference", "value_fallback"),
    *("index", "counter", "panel", "order", "substitutes", "cancelled_at", "cancelled_reason"),
]
ONCE = pgtrigger.Trigger(
    name="draw_steps_once",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=pgtrigger.Func(
        "".join(
            f"IF OLD.{name} IS NOT NULL AND NEW.{name} IS DISTINCT FROM OLD.{name} THEN"
            " RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once',"
            f" MESSAGE = 'draw_steps_once: {name} is written for good'; END IF;\n"
            for name in ["cohort_id", *(f'"{name}"' if name == "order" else name for name in STEPS)]
        )
        + "RETURN NEW;"
    ),
)
TYPED_TWICE = pgtrigger.Trigger(
    name="draw_value_typed_twice",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.value IS NULL AND NEW.value IS NOT NULL"),
    func="""
        IF (SELECT count(*) FROM habitants_typedvalue
             WHERE draw_id = NEW.id AND kind = NEW.value_kind AND value = NEW.value AND state = 'same') < 2
        THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_value_typed_twice',
                MESSAGE = 'draw_value_typed_twice: the number counts once it was typed twice';
        END IF;
        RETURN NEW;
    """,
)


class DrawQuerySet(models.QuerySet):
    def for_list(self):
        """Without the panels, which weigh a megabyte."""
        return self.defer("portfolio", "people", "seated", "order").select_related("cohort")

    def standing(self):
        return self.filter(cancelled_at=None)

    def codes(self):
        """{the application's id for the draw: its code in the public file} in those that stand."""
        rows = DrawEntry.objects.filter(draw__in=self.standing())
        return dict(rows.values_list("application_id_of_draw", "code"))

    def next_substitute(self, cohort, waiting):
        """
        Of `waiting` seats in their order, the first with whom the group keeps its quotas as it was drawn, or
        simply the first: where nobody does, or the answers are erased. None without any.
        """
        draw = self.standing().filter(cohort=cohort).exclude(value_entered_at=None).defer("portfolio").first()
        if draw is None or not waiting:
            return waiting[0] if waiting else None
        people = {entry.application_id_of_draw: entry.person for entry in draw.entries.exclude(row="")}
        staying = [people.get(seat.draw_id) for seat in cohort.seats.holding()]
        order = {people[seat.draw_id].key: seat for seat in waiting if seat.draw_id in people}
        if None in staying:
            return waiting[0]
        *_lists, rules = draw.as_frozen()
        key = substitutes.first_fitting(list(order), people.values(), rules, staying)
        return order.get(key, waiting[0])

    @transaction.atomic
    def freeze(self, cohort, *, by):
        """
        Step 1: the list and the quotas of a cohort whose call is closed, and their fingerprint. Raises
        ValidationError where no panel can be drawn; `why_impossible` tells why.
        """
        Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
        cohort.refresh_from_db()
        if not cohort.is_frozen:
            raise ValidationError(_("Fermez d’abord la liste des candidatures."))
        if cohort.is_late_for_its_draw:
            raise ValidationError(_("Le premier jour du groupe est passé : déplacez-le d’abord."))
        if self.filter(cohort=cohort).standing().exists():
            raise ValidationError(_("Ce groupe a déjà un tirage."))
        people, seated, rules = list_of(cohort)
        left = rules.after(seated)
        if left.seats < 1 or obstacles.explain(people, rules, seated):
            raise ValidationError(
                _("Aucun groupe ne respecte ces critères : le tirage ne peut pas se faire.")
            )
        draw = Draw(cohort=cohort, frozen_at=timezone.now(), frozen_by=by, seats=left.seats)
        entries = entries_for(draw, drawable(people, seated), seated)
        draw.code_version = proof.code_version()
        draw.quotas = [
            {"criterion": one.criterion, "value": one.value, "min": one.minimum, "max": one.maximum}
            for one in sorted(rules.quotas)
        ]
        draw.people = [[row.code, row.commitment] for row in entries if not row.is_seated]
        draw.seated = [[row.code, row.commitment] for row in entries if row.is_seated]
        draw.pool_sha256 = proof.digest(proof.pool_text(draw.pool_document()))
        draw.save(force_insert=True)
        DrawEntry.objects.bulk_create(entries)
        return draw


class Draw(Documented, models.Model):
    """Five steps, in this order, each at a moment that everybody can read. Another draw is another row."""

    class Source(models.TextChoices):
        LOTO = "loto", _("un tirage du Loto")
        DRAND = "drand", _("un tour de drand")

    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="draws", verbose_name=_("groupe")
    )
    # 1. The list.
    frozen_at = models.DateTimeField(_("liste figée le"))
    code_version = models.CharField(_("version du programme"), max_length=64)
    seats = models.PositiveSmallIntegerField(_("places à tirer"))
    quotas = models.JSONField(_("quotas"))
    people = models.JSONField(_("codes"))
    seated = models.JSONField(_("places déjà prises"))
    pool_sha256 = models.CharField(_("empreinte de la liste"), max_length=64)
    # 2. The panels, one a line.
    portfolio_at = models.DateTimeField(_("groupes publiés le"), null=True, editable=False)
    portfolio = models.TextField(_("les 1 000 groupes"), null=True, editable=False)
    portfolio_sha256 = models.CharField(_("empreinte des groupes"), max_length=64, null=True, editable=False)
    smallest_chance = models.FloatField(_("plus petite chance"), null=True, editable=False)
    largest_gap = models.FloatField(_("plus grand écart"), null=True, editable=False)
    # 3. The source.
    source_named_at = models.DateTimeField(_("source nommée le"), null=True, editable=False)
    source_kind = models.CharField(_("source"), max_length=8, choices=Source, null=True)
    source_reference = models.CharField(_("référence"), max_length=80, null=True)
    # Two moments: until the first nobody can know; from the second everybody does, and it may be entered.
    source_unknown_until = models.DateTimeField(_("inconnu de tous jusqu’au"), null=True)
    source_at = models.DateTimeField(_("hasard connu le"), null=True)
    # 4. and 5. Its number, and what follows from it.
    value_entered_at = models.DateTimeField(_("résultat saisi le"), null=True, editable=False)
    value_kind = models.CharField(_("source lue"), max_length=8, choices=Source, null=True)
    value = models.CharField(_("résultat du hasard"), max_length=64, null=True)
    value_reference = models.URLField(_("où le vérifier"), null=True)
    value_fallback = models.CharField(_("pourquoi la règle de secours"), max_length=300, null=True)
    index = models.PositiveSmallIntegerField(_("numéro du groupe"), null=True, editable=False)
    counter = models.PositiveSmallIntegerField(null=True, editable=False)
    panel = models.JSONField(_("groupe tiré"), null=True, editable=False)
    order = models.JSONField(_("ordre des autres"), null=True, editable=False)
    substitutes = models.JSONField(_("suppléants"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("abandonné le"), null=True, editable=False)
    cancelled_reason = models.CharField(_("pourquoi"), max_length=300, null=True)
    frozen_by, source_named_by, value_entered_by, cancelled_by = (
        models.ForeignKey(
            settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
        )
        for _step in range(4)
    )

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("tirage au sort")
        verbose_name_plural = _("tirages au sort")
        ordering = ["-frozen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(cancelled_at=None),
                name="draw_one_standing",
                violation_error_message=_("Ce groupe a déjà un tirage."),
            ),
            models.CheckConstraint(
                condition=Q(portfolio_at=None) | Q(portfolio_at__gte=F("frozen_at"), portfolio__isnull=False),
                name="draw_panels_after_list",
            ),
            models.CheckConstraint(
                condition=Q(source_named_at=None)
                | Q(source_named_at__gte=F("portfolio_at"), portfolio_at__isnull=False),
                name="draw_source_after_panels",
            ),
            models.CheckConstraint(
                condition=Q(source_named_at=None)
                | Q(
                    source_unknown_until__gt=F("source_named_at"),
                    source_at__gte=F("source_unknown_until"),
                    source_unknown_until__isnull=False,
                    source_at__isnull=False,
                    source_kind__isnull=False,
                ),
                name="draw_source_in_the_future",
                violation_error_message=_("Le hasard doit parler après la publication des groupes."),
            ),
            models.CheckConstraint(
                condition=Q(value_entered_at=None)
                | Q(value_entered_at__gte=F("source_at"), source_at__isnull=False, panel__isnull=False),
                name="draw_value_after_source",
                violation_error_message=_("Le résultat ne peut pas être saisi avant la date annoncée."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(value_entered_at=None), name="draw_done_is_never_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None)
                | Q(source_unknown_until=None)
                | Q(cancelled_at__lt=F("source_unknown_until")),
                name="draw_cancelled_before_chance",
                violation_error_message=TOO_LATE,
            ),
        ]
        triggers = [ONCE, TYPED_TWICE, pgtrigger.Protect(name="draw_kept", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk} · {self.cohort}"

    def get_absolute_url(self):
        return reverse("habitants:draw", args=[self.pk])

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None

    @property
    def has_panels(self):
        return self.portfolio_at is not None

    @property
    def has_source(self):
        return self.source_named_at is not None

    @property
    def is_done(self):
        return self.value_entered_at is not None

    @property
    def is_waiting_for_chance(self):
        return self.has_source and not self.is_done and not self.is_cancelled

    @property
    def is_due(self):
        """The source has spoken: its number may be entered."""
        return self.is_waiting_for_chance and self.source_at <= timezone.now()

    @property
    def can_cancel(self):
        """While nobody can know: the Loto is drawn, and read, before its result is official."""
        is_unknown = self.source_unknown_until is None or timezone.now() < self.source_unknown_until
        return is_unknown and not (self.is_done or self.is_cancelled)

    @property
    def smallest_chance_wording(self):
        return draw_wording.chance(round(self.smallest_chance * proof.PANELS))

    @property
    def source_wording(self):
        return draw_wording.source(self.source_kind, self.source_reference)

    @property
    def lines(self):
        return self.portfolio.splitlines() if self.portfolio else []

    @property
    def twice_typed(self):
        """The two typings that count, the first one first."""
        return list(self.typed_values.filter(state="same").select_related("typed_by"))

    @property
    def typists(self):
        """How many people typed it; None where their accounts are erased, which leaves it unknown."""
        people = {row.typed_by_id for row in self.twice_typed}
        return None if people == {None} else len(people)

    @property
    def typed_by_one(self):
        """Whether one person typed it twice, where nobody else did."""
        return self.typists == 1

    @property
    def typed_once(self):
        """What waits for its second typing; None without."""
        return self.typed_values.waiting().select_related("typed_by").first()

    @property
    def round_number(self):
        """Of 1 to 1,000, as people count; the file counts from 0."""
        return None if self.index is None else self.index + 1

    @transaction.atomic
    def write_panels(self):
        """
        Step 2, in the worker: the thousand panels from the frozen lines, their fingerprint, and a mail to each
        person of the list. A second time changes nothing.
        """
        self._lock()
        if self.has_panels or self.is_cancelled:
            return
        people, seated, rules = self.as_frozen()
        portfolio = compute(drawable(people, seated), rules.after(seated), number=proof.PANELS)
        self.portfolio = proof.portfolio_text(portfolio.panels)
        self.portfolio_sha256 = proof.portfolio_digest(self.portfolio, self.pool_sha256)
        counts = portfolio.counts
        self.smallest_chance = min(counts.values()) / proof.PANELS
        self.largest_gap = portfolio.largest_gap
        self.portfolio_at = timezone.now()
        self.save()
        entries = list(self.entries.filter(is_seated=False))
        for entry in entries:
            entry.panels = counts[entry.code]
        DrawEntry.objects.bulk_update(entries, ["panels"])
        self._tell(entries, "habitants/mail/draw_panels")

    @transaction.atomic
    def name_source(self, *, kind, reference, unknown_until, at, by):
        """
        Step 3: which public chance decides. Nobody can know it before `unknown_until`, `NOTICE` from now at the
        earliest; everybody can read it from `at` on.
        """
        self._lock()
        if not self.has_panels or self.has_source or self.is_cancelled:
            raise ValidationError(_("La source se nomme une fois, après la publication des groupes."))
        now = timezone.now()
        if unknown_until < now + NOTICE:
            raise ValidationError(TOO_SOON)
        if timezone.localdate(at) >= self.cohort.starts_on:
            raise ValidationError(
                _(
                    "Le groupe commencerait avant son tirage : déplacez d’abord son premier jour, ou prenez un hasard "
                    "plus proche."
                )
            )
        self.source_kind, self.source_reference = kind, reference
        self.source_unknown_until, self.source_at = unknown_until, at
        self.source_named_at, self.source_named_by = now, by
        self.save()
        self._tell(list(self.entries.filter(is_seated=False)), "habitants/mail/draw_source")

    @transaction.atomic
    def type_value(self, *, kind, value, by, reference="", fallback="", first=None):
        """
        The number that everybody could read. It can't be mended afterwards, so it counts once it was typed twice: by
        a second person of the team, or by the same one again, who then names the `first` typing (its pk) and looks at
        another page. Where the two differ, both are put away. Returns what was typed, whose state says it. The first
        typing's `reference` and `fallback` hold: `fallback` says why the source is not the one that was named; it is
        then the Loto's next draw, as announced, and no number that the team could choose among many.
        """
        self._lock()
        before = self.typed_values.waiting().first()
        if first is not None and (before is None or before.pk != first):
            raise ValidationError(_("Cette saisie n’attend plus la seconde : rechargez la page."))
        self._refuse_value(kind, value, before.fallback if before else fallback)
        typed = self.typed_values.model(draw=self, kind=kind, value=value, typed_by=by)
        if before is None:
            typed.reference, typed.fallback = reference, fallback
            typed.save()
            return typed
        if before.typed_by == by and first is None:
            raise ValidationError(
                _("Vous l’avez déjà saisi une fois : il en faut une seconde, sur cette page.")
            )
        typed.reference, typed.fallback = before.reference, before.fallback
        is_same = (before.kind, before.value) == (kind, value)
        before.state = typed.state = typed.State.SAME if is_same else typed.State.UNEQUAL
        before.save()
        typed.save()
        if is_same:
            self._take(typed)
        return typed

    @transaction.atomic
    def drop_typed(self):
        """
        Whoever typed it first saw that it is wrong: it is put away, and stays in the record. Returns whether there was
        any.
        """
        self._lock()
        return self.typed_values.waiting().update(state="dropped") > 0

    def _refuse_value(self, kind, value, fallback):
        if not self.is_due:
            raise ValidationError(_("Le résultat ne peut pas être saisi avant la date annoncée."))
        if not proof.is_value(kind, value):
            raise ValidationError(_("Ce résultat n’est pas écrit comme il devrait."))
        if kind != self.source_kind and not fallback:
            raise ValidationError(_("Dites pourquoi la source n’est pas celle qui avait été nommée."))
        if kind not in (self.source_kind, self.Source.LOTO):
            raise ValidationError(_("La règle de secours est le tirage du Loto suivant."))

    def _take(self, typed):
        """Steps 4 and 5: the number, hence the panel and the substitutes, which the cohort takes over."""
        value, by = typed.value, typed.typed_by
        self.value_kind, self.value, self.value_reference = typed.kind, value, typed.reference
        self.value_fallback = typed.fallback
        self.index, self.counter = proof.index_in(self.portfolio_sha256, value)
        self.panel = self.lines[self.index].split(" ")
        others = {code for code, _commitment in self.people} - set(self.panel)
        self.order = proof.order(others, self.portfolio_sha256, value)
        people, seated, rules = self.as_frozen()
        people = drawable(people, seated)
        self.substitutes = substitutes.useful(self.order, people, rules.after(seated), self.panel)
        self.value_entered_at, self.value_entered_by = timezone.now(), by
        self.save()
        ids = dict(self.entries.values_list("code", "application_id_of_draw"))
        self.cohort.record_draw(
            [ids[code] for code in self.panel],
            [ids[code] for code in self.substitutes[: self.cohort.substitutes]],
            by=by,
        )

    @transaction.atomic
    def cancel(self, *, reason, by):
        """
        While nobody can know what chance will say, since whoever has read its number knows the result; and for all to
        read: the row stays, with its reason.
        """
        self._lock()
        if not self.can_cancel:
            raise ValidationError(TOO_LATE)
        self.cancelled_at, self.cancelled_reason, self.cancelled_by = timezone.now(), reason, by
        self.save()
        self.cohort.applications.withdrawn().erase_answers()

    def as_frozen(self):
        """(people, seated, rules) as the lines and quotas of step 1 say them, by code."""
        parts = {True: [], False: []}
        for entry in self.entries.exclude(row="").order_by("code"):
            parts[entry.is_seated].append(entry.person)
        quotas = tuple(Quota(one["criterion"], one["value"], one["min"], one["max"]) for one in self.quotas)
        return parts[False], parts[True], Rules(self.seats + len(self.seated), quotas)

    def _tell(self, entries, template):
        """A mail with their own page to each person of the list who left an address."""
        by_id = {entry.application_id_of_draw: entry for entry in entries}
        for application in Application.objects.filter(draw_id__in=by_id).exclude(email=""):
            entry = by_id[application.draw_id]
            url = f"{settings.SITE_URL}{entry.get_own_url()}"
            public_url = f"{settings.SITE_URL}{self.get_absolute_url()}"
            mail.send(
                template,
                application.email,
                draw=self,
                entry=entry,
                cohort=self.cohort,
                url=url,
                public_url=public_url,
            )

    def _lock(self):
        """The cohort first, as everything that moves it does."""
        Cohort.objects.select_for_update(no_key=True).get(pk=self.cohort_id)
        Draw.objects.select_for_update(no_key=True, of=["self"]).get(pk=self.pk)
        self.refresh_from_db()
