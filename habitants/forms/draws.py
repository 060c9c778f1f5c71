"""The steps of a draw that somebody decides: the source of chance, and what it said."""

import re
from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cooperation.core.wording import day
from habitants import proof
from habitants.models import Draw

# The Loto is drawn on Mondays, Wednesdays and Saturdays, before nine in the evening.
LOTO_DAYS = {0, 2, 5}
LOTO_KNOWN = time(21)


class SourceForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Quel hasard ?"),
        choices=[
            ("loto", _("Un tirage du Loto (télévisé, facile à vérifier)")),
            ("drand", _("Un tour de drand (en ligne)")),
        ],
        widget=forms.RadioSelect,
        initial="loto",
    )
    day = forms.DateField(
        label=_("Date du tirage du Loto"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Un lundi, un mercredi ou un samedi, dans plus de 24 heures."),
    )
    round = forms.IntegerField(
        label=_("Numéro du tour de drand"),
        required=False,
        min_value=1,
        max_value=10**10,
        help_text=_("Réseau « quicknet », un tour toutes les trois secondes."),
    )

    def clean_day(self):
        chosen = self.cleaned_data["day"]
        if chosen and chosen.weekday() not in LOTO_DAYS:
            raise ValidationError(_("Le Loto est tiré le lundi, le mercredi et le samedi."))
        return chosen

    def clean(self):
        data = super().clean()
        if data.get("kind") == "loto" and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Dites la date du tirage du Loto."))
        if data.get("kind") == "drand" and not data.get("round") and "round" not in self.errors:
            self.add_error("round", _("Dites le numéro du tour."))
        return data

    def source(self):
        """What `Draw.name_source` takes."""
        if self.cleaned_data["kind"] == "drand":
            number = self.cleaned_data["round"]
            return {"kind": "drand", "reference": str(number), "at": proof.drand_moment(number)}
        chosen = self.cleaned_data["day"]
        return {
            "kind": "loto",
            "reference": _now("Loto du %(day)s") % {"day": day(chosen, year=True)},
            "at": timezone.make_aware(datetime.combine(chosen, LOTO_KNOWN)),
        }


class ValueForm(forms.Form):
    kind = forms.ChoiceField(label=_("Source lue"), choices=Draw.Source)
    value = forms.CharField(
        label=_("Résultat"),
        max_length=100,
        help_text=_(
            "Loto : les cinq numéros puis le numéro Chance, par exemple 3 11 24 38 49 + 7. drand : les 64 signes de"
            " « randomness »."
        ),
    )
    reference = forms.URLField(
        label=_("Adresse où chacun peut le lire"), assume_scheme="https", help_text=_("Le site officiel.")
    )
    fallback = forms.CharField(
        label=_("Règle de secours : pourquoi (facultatif)"),
        required=False,
        max_length=300,
        help_text=_("Seulement si le tirage annoncé n’a pas eu lieu. C’est publié."),
    )

    def clean(self):
        data = super().clean()
        if data.get("kind") and data.get("value"):
            data["value"] = as_published(data["kind"], data["value"])
            if not proof.is_value(data["kind"], data["value"]):
                self.add_error("value", _("Relisez : ce n’est pas un résultat du Loto ou de drand."))
        return data


def as_published(kind, text):
    """As docs/tirage.md writes it: the five numbers from the smallest, two digits each."""
    if kind != "loto":
        return text.strip().lower()
    numbers = [int(number) for number in re.findall(r"\d{1,2}", text)]
    if len(numbers) != 6:
        return text
    *balls, lucky = numbers
    return "-".join(f"{ball:02}" for ball in sorted(balls)) + f"+{lucky:02}"


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi abandonner ce tirage ?"),
        max_length=300,
        help_text=_("C’est publié : un tirage abandonné reste visible."),
    )
