"""A deliberation as it is prepared: what is proposed, and how it will be decided."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agenda.forms.days import DayField, HourField
from gouvernance.models import AgendaItem, Deliberation, Mandate, Meeting, Option

MOST_CHOICES = 20


class DeliberationForm(forms.ModelForm):
    choices = forms.CharField(
        label=_("Choix proposés"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Pour un jugement majoritaire ou une approbation : un choix par ligne, de 2 à 20."),
    )
    closes_on = DayField(
        label=_("Dernier jour du vote"),
        required=False,
        help_text=_("Pour un vote. Vide : jusqu’au dépouillement."),
    )
    closes_hour = HourField(label=_("À"), required=False, help_text=_("Vide : à minuit."))

    class Meta:
        model = Deliberation
        fields = [
            *("title", "text", "author", "item", "method", "rule", "answers_percent", "is_secret"),
            *("choices", "places", "closes_on", "closes_hour", "is_public", "is_remote"),
        ]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 8}),
            "method": forms.RadioSelect,
            "rule": forms.RadioSelect,
        }

    def __init__(self, *args, item=None, **kwargs):
        super().__init__(*args, **kwargs)
        body = self.instance.body
        self.fields["author"].queryset = (
            Mandate.objects.current().filter(college__body=body).select_related("organisation")
        )
        self.fields["author"].label_from_instance = lambda mandate: mandate.label
        self.fields["author"].empty_label = _("Moi")
        self.fields["item"].queryset = AgendaItem.objects.filter(
            meeting__body=body, meeting__state__in=[*Meeting.State.before(), Meeting.State.OPEN]
        ).select_related("meeting")
        self.fields["item"].label_from_instance = lambda item: f"{item.meeting} : {item.title}"
        self.fields["item"].empty_label = _("Aucun : elle se décide à distance")
        self._propose(item)
        for name in ("method", "rule"):
            self.fields[name].choices = [(key, capfirst(label)) for key, label in self.fields[name].choices]
        if self.instance.pk:
            self.initial["choices"] = "\n".join(self.instance.choices)
        if self.instance.closes_at:
            last = timezone.localtime(self.instance.closes_at)
            self.initial |= {"closes_on": last.date(), "closes_hour": last.time()}

    def _propose(self, item):
        """The point of the agenda that it was begun from, as public as its meeting."""
        offered = self.fields["item"].queryset
        if point := item and item.isascii() and item.isdigit() and offered.filter(pk=item).first():
            self.initial |= {"item": point.pk, "is_public": point.meeting.is_public}

    def clean_choices(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines()]
        lines = [line for line in lines if line]
        if any(len(line) > Option._meta.get_field("label").max_length for line in lines):
            raise ValidationError(_("Un choix tient en 140 caractères au plus."))
        if len({line.casefold() for line in lines}) < len(lines):
            raise ValidationError(_("Deux choix sont les mêmes."))
        if len(lines) > MOST_CHOICES:
            raise ValidationError(_("Il y a au plus vingt choix."))
        return lines

    def clean(self):
        data = super().clean()
        methods = Deliberation.Method
        method, lines = data.get("method"), data.get("choices")
        if method in (methods.JUDGMENT, methods.APPROVAL) and lines is not None and len(lines) < 2:
            self.add_error("choices", _("Proposez au moins deux choix, un par ligne."))
        if method in (methods.CONSENT, methods.VOTE) and lines:
            self.add_error(
                "choices", _("Cette méthode porte sur le texte seul : laissez vide, ou changez de méthode.")
            )
        if data.get("places") and method != methods.APPROVAL:
            self.add_error("places", _("Des places se pourvoient par approbation."))
        if data.get("places") and lines and data["places"] > len(lines):
            self.add_error("places", _("Il y a plus de places que de choix."))
        self._set_end(data, method)
        return data

    def _set_end(self, data, method):
        day, hour = data.get("closes_on"), data.get("closes_hour")
        self.instance.closes_at = None
        if hour and not day and "closes_on" not in self.errors:
            self.add_error("closes_on", _("Indiquez aussi le jour."))
        if not day or "closes_hour" in self.errors:
            return
        if method == Deliberation.Method.CONSENT:
            self.add_error("closes_on", _("Par consentement, on conclut quand tout a été entendu."))
        zone = timezone.get_current_timezone()
        self.instance.closes_at = datetime.combine(day, hour or datetime.max.time(), zone)
        if self.instance.closes_at <= timezone.now():
            self.add_error("closes_on", _("Ce moment est déjà passé."))

    @transaction.atomic
    def save_by(self, by):
        deliberation = self.instance
        deliberation.created_by = deliberation.created_by or by
        deliberation.save_by(by)
        deliberation.options.all().delete()
        Option.objects.bulk_create(
            Option(deliberation=deliberation, position=position, label=label)
            for position, label in enumerate(self.cleaned_data["choices"])
        )
        deliberation.__dict__.pop("choices", None)
        return deliberation
