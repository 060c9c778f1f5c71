"""The steps of a draw that somebody decides: the source of chance, and what it said."""

import re
from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cooperation.core.wording import day
from habitants import proof
from habitants.models import Draw
from habitants.models.draws import NOTICE, TOO_SOON

# The Loto is drawn on Mondays, Wednesdays and Saturdays, from about 20:20 on; its result is official before nine.
LOTO_DAYS = {0, 2, 5}
LOTO_UNKNOWN_UNTIL, LOTO_KNOWN = time(20, 15), time(21)
# A round of drand comes out to the second, which our clock may miss.
CLOCKS_DIFFER = timedelta(minutes=1)


def source_of_loto(chosen):
    """What `Draw.name_source` takes of the Loto of that day."""
    moments = (datetime.combine(chosen, hour) for hour in (LOTO_UNKNOWN_UNTIL, LOTO_KNOWN))
    unknown_until, at = map(timezone.make_aware, moments)
    reference = _now("Loto du %(day)s") % {"day": day(chosen, year=True)}
    return {"kind": "loto", "reference": reference, "unknown_until": unknown_until, "at": at}


def source_of_drand(number):
    """The same of a round."""
    at = proof.drand_moment(number)
    return {"kind": "drand", "reference": str(number), "unknown_until": at - CLOCKS_DIFFER, "at": at}


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
        if not self.errors and self.source()["unknown_until"] < timezone.now() + NOTICE:
            self.add_error("round" if data["kind"] == "drand" else "day", TOO_SOON)
        return data

    def source(self):
        """What `Draw.name_source` takes."""
        if self.cleaned_data["kind"] == "drand":
            return source_of_drand(self.cleaned_data["round"])
        return source_of_loto(self.cleaned_data["day"])


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


class SecondValueForm(ValueForm):
    """The same number once more, without looking at the first typing, which is named and not shown."""

    first = forms.IntegerField(widget=forms.HiddenInput)
    reference = fallback = None


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi abandonner ce tirage ?"),
        max_length=300,
        help_text=_("C’est publié : un tirage abandonné reste visible."),
    )
