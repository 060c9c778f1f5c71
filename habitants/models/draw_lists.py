"""The list of a draw: each person as a line under a code, its fingerprint public, its words theirs alone."""

import secrets

import pgtrigger
from django.core import signing
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from habitants import draw_wording, proof
from habitants.models.cohorts import Cohort
from habitants.models.seats import Seat
from habitants.sortition import Person, Quota, Rules, obstacles

# Neither vowels, which could write words, nor what is read for something else (0 O, 1 I L, 2 Z, 5 S, 8 B).
LETTERS = "34679CDFGHJKMNPQRTVWX"
CODE_LENGTH = 8


def list_of(cohort):
    """(those who may be drawn, those who sit already, the rules) as the cohort has them now."""
    rows = cohort.pool(), cohort.seated()
    people, seated = ([Person(row.id, row.answers, row.household) for row in part] for part in rows)
    quotas = tuple(
        Quota(criterion, value, *limits)
        for criterion, values in cohort.quota_table().items()
        for value, limits in values.items()
    )
    return people, seated, Rules(max(cohort.size, len(seated)), quotas)


def why_impossible(cohort):
    """The obstacles to a draw, None where there are none."""
    people, seated, rules = list_of(cohort)
    return obstacles.explain(people, rules, seated)


def entries_for(draw, people, seated):
    """A line for each person, under a new code that means nothing, in the order of the codes."""
    everybody = [*people, *seated]
    codes = set()
    while len(codes) < len(everybody):
        codes.add("".join(secrets.choice(LETTERS) for _position in range(CODE_LENGTH)))
    codes = list(codes)
    secrets.SystemRandom().shuffle(codes)
    homes = {}
    for _code, person in sorted(zip(codes, everybody, strict=True), key=lambda pair: pair[0]):
        if person.household:
            homes.setdefault(person.household, str(len(homes) + 1))
    sitting = {person.key for person in seated}
    entries = []
    for code, person in zip(codes, everybody, strict=True):
        text = proof.row(secrets.token_hex(16), code, person.values, homes.get(person.household, ""))
        entries.append(
            DrawEntry(
                draw=draw,
                code=code,
                application_id_of_draw=person.key,
                is_seated=person.key in sitting,
                row=text,
                commitment=proof.digest(text),
            )
        )
    return sorted(entries, key=lambda row: row.code)


class DrawEntryQuerySet(models.QuerySet):
    def to_erase(self):
        """
        Those whose answers are kept no longer: three months after the group's last day; a month after its first
        one for who has no seat, or waits for none. Not while a draw waits for its number.
        """
        over = Cohort.objects.with_all_to_forget()
        begun = Cohort.objects.with_others_to_forget()
        with_seat = Seat.objects.filter(
            cohort=OuterRef("draw__cohort"), draw_id=OuterRef("application_id_of_draw")
        )
        without_seat = Q(draw__cohort__in=begun) & ~Exists(with_seat)
        return self.filter(Q(draw__cohort__in=over) | without_seat)

    def erase_rows(self):
        """What people answered goes; the code, the fingerprint of the line and the number of panels stay."""
        return self.exclude(row="").update(row="")


class DrawEntry(models.Model):
    """
    A line of the frozen list. `row` is what its public fingerprint is taken of: the answers, under a secret of its
    own, since so few answers could be guessed. Only the person reads it, and the draw; it goes with their answers.
    """

    SALT = "habitants.draw-entry"

    draw = models.ForeignKey("habitants.Draw", on_delete=models.PROTECT, related_name="entries")
    code = models.CharField(_("code"), max_length=CODE_LENGTH)
    application_id_of_draw = models.UUIDField(editable=False)
    is_seated = models.BooleanField(_("a déjà une place"))
    row = models.TextField(_("ligne"))
    commitment = models.CharField(_("empreinte de la ligne"), max_length=64)
    panels = models.PositiveSmallIntegerField(_("dans combien de groupes"), null=True)

    objects = DrawEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne d’un tirage")
        verbose_name_plural = _("lignes d’un tirage")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["draw", "code"], name="draw_entry_code")]
        triggers = [
            pgtrigger.Protect(name="draw_entry_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="draw_entry_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "ROW(NEW.draw_id, NEW.code, NEW.application_id_of_draw, NEW.is_seated, NEW.commitment)"
                    " IS DISTINCT FROM"
                    " ROW(OLD.draw_id, OLD.code, OLD.application_id_of_draw, OLD.is_seated, OLD.commitment)"
                    " OR NEW.row NOT IN (OLD.row, '')"
                    " OR OLD.panels IS NOT NULL AND NEW.panels IS DISTINCT FROM OLD.panels"
                ),
            ),
        ]

    def __str__(self):
        return self.code

    def get_own_url(self):
        """The person's own page: signed; as for their application, not `get_absolute_url`."""
        return reverse("habitants:draw-mine", args=[signing.Signer(salt=self.SALT).sign(self.pk)])

    @property
    def person(self):
        _nonce, code, *answers, household = self.row.splitlines()
        values = dict(answer.split("\t") for answer in answers)
        return Person(code, values, household.partition("\t")[2])

    @property
    def chance_wording(self):
        """ "Soit environ 1 chance sur 13."; "" where there is nothing to reckon."""
        odds = draw_wording.odds(self.panels)
        return _("Soit %(odds)s.") % {"odds": odds} if odds else ""

    @property
    def numbers(self):
        """The panels that this person is in, from 1 to 1,000."""
        return [number for number, line in enumerate(self.draw.lines, 1) if self.code in line.split(" ")]
