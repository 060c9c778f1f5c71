"""A concertation scheme as rows and columns, narrowed to what a reader asks for."""

from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cooperation.core.filters import CLASSES
from gouvernance import holes
from gouvernance.models import Actor, Involvement, Level


class MatrixFilter(forms.Form):
    """What is kept of the scheme; a value that is not understood keeps all, and is told."""

    secteur = forms.ChoiceField(
        label=_("Secteur"), choices=[("", _("tous")), *Actor.Sector.choices], required=False
    )
    niveau = forms.TypedChoiceField(
        label=_("Au moins"), choices=[("", _("tous les niveaux")), *Level.choices], coerce=int, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = CLASSES["select"]


@dataclass
class Row:
    """A subject: a cell for each actor shown (None where it has no place), and what is missing there."""

    subject: object
    cells: list
    holes: list

    @property
    def told(self):
        """The cells that say something, for the reading without a table: the most involved first."""
        told = [cell for cell in self.cells if cell]
        return sorted(told, key=lambda cell: (-cell.level, cell.actor.position, cell.actor.pk))


class Matrix:
    """All that the page and the PDF show of a scheme, in three queries."""

    def __init__(self, scheme, parameters=None):
        self.scheme = scheme
        self.form = MatrixFilter(parameters or {})
        self.form.is_valid()
        self.wanted = self.form.cleaned_data

    @cached_property
    def subjects(self):
        return list(self.scheme.subjects.all())

    @cached_property
    def all_actors(self):
        return list(self.scheme.actors.select_related("organisation"))

    @cached_property
    def _cells(self):
        rows = Involvement.objects.filter(subject__scheme=self.scheme).select_related("body")
        return {(row.subject_id, row.actor_id): row for row in rows}

    @property
    def narrowed(self):
        return any(self.wanted.values())

    @cached_property
    def actors(self):
        sector = self.wanted.get("secteur")
        return [actor for actor in self.all_actors if not sector or actor.sector == sector]

    @property
    def sectors(self):
        """(words, number of columns) of each run of actors of one sector."""
        runs = []
        for actor in self.actors:
            if runs and runs[-1][0] == actor.get_sector_display():
                runs[-1][1] += 1
            else:
                runs.append([actor.get_sector_display(), 1])
        return runs

    @cached_property
    def holes(self):
        """Of the whole scheme, whatever is shown of it."""
        return holes.find(
            [(subject.pk, subject.name) for subject in self.subjects],
            [(actor.pk, actor.name, actor.sector) for actor in self.all_actors],
            {key: row.level for key, row in self._cells.items()},
        )

    @cached_property
    def rows(self):
        least = self.wanted.get("niveau") or 0
        found = []
        for subject in self.subjects:
            cells = []
            for actor in self.actors:
                cell = self._cells.get((subject.pk, actor.pk))
                if cell:
                    cell.actor = actor
                cells.append(cell if cell and cell.level >= least else None)
            found.append(Row(subject, cells, [hole for hole in self.holes if hole.subject == subject.pk]))
        return found
