"""What the answers to a consultation give: computed by the worker, kept as it was shown."""

from dataclasses import asdict

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gouvernance.models.consultations import Consultation, Statement
from gouvernance.models.participants import Vote, confirmed_accounts
from gouvernance.viewpoints import Memory, consult
from gouvernance.viewpoints.groups import SMALLEST_SHOWN

# Of a point's place on the map: more would tell nothing to the eye.
DIGITS = 3


class ComputationManager(models.Manager):
    @transaction.atomic
    def renew(self, consultation):
        """All participants, and confirmed members apart: each view goes on from its own last computation."""
        for view in Computation.View:
            votes = Vote.objects.filter(statement__consultation=consultation)
            if view == Computation.View.MEMBERS:
                votes = votes.filter(participant__user__in=confirmed_accounts())
            before = self.filter(consultation=consultation, view=view).first()
            memory = Memory(**before.memory) if before else None
            moderated = consultation.statements.exclude(state=Statement.State.ACCEPTED)
            found = consult(
                votes.values_list("participant", "statement", "value"),
                moderated=moderated.values_list("pk", flat=True),
                previous=memory,
            )
            self.update_or_create(
                consultation=consultation,
                view=view,
                defaults={"at": timezone.now(), "result": result(found), "memory": asdict(found.memory)},
            )


class Computation(models.Model):
    """
    The last of each view. `result` is what pages show, by keys of statements and participants, nothing of it when it may
    not be shown; `memory` is handed to the next one, so that groups keep their letters.
    """

    class View(models.TextChoices):
        ALL = "tous", _("tout le monde")
        MEMBERS = "membres", _("membres confirmés")

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="computations")
    view = models.CharField(_("vue"), max_length=7, choices=View)
    at = models.DateTimeField(_("calculé le"))
    result = models.JSONField()
    memory = models.JSONField()

    objects = ComputationManager()

    class Meta:
        verbose_name = _("calcul")
        verbose_name_plural = _("calculs")
        constraints = [models.UniqueConstraint(fields=["consultation", "view"], name="computation_view")]

    def __str__(self):
        return f"{self.consultation} · {self.get_view_display()}"


def result(found):
    """A computation as JSON: counts always; groups, points and what is said of them when they may be shown."""
    data = {
        "participants": len(found.participants),
        "placed": int(found.placed.sum()),
        "hidden": found.hidden,
        "counts": {str(row.statement): [row.agree, row.disagree, row.passed] for row in found.counts},
    }
    if found.hidden is not None:
        return data
    letters = {participant: letter for letter, group in found.groups.items() for participant in group}
    return data | {
        "groups": {
            letter: {"size": len(group), "says": [list(row) for row in found.representative(letter)]}
            for letter, group in found.groups.items()
        },
        "points": {
            str(participant): [round(float(x), DIGITS), round(float(y), DIGITS), letters[participant]]
            for participant, (x, y) in zip(found.participants, found.points, strict=True)
            if participant in letters
        },
        "agreements": [[statement, side] for statement, side, _consensus in found.agreements()],
        "divides": [[statement, pro, con] for statement, pro, con, _split in found.divides()],
        "shares": _shares(found),
    }


def _shares(found):
    """{statement: {letter: [agree, disagree, passed] in persons}}; nothing of fewer than five persons of a group."""
    figures, rows = found.figures, {}
    for column, statement in enumerate(found.statements):
        row = {}
        for number, letter in enumerate(found.groups):
            seen = round(figures.seen[number, column])
            agree = round(figures.agree.count[number, column])
            disagree = round(figures.disagree.count[number, column])
            if seen >= SMALLEST_SHOWN:
                row[letter] = [agree, disagree, seen - agree - disagree]
        rows[str(statement)] = row
    return rows
