"""What the team does with a concern, and what an addressee answers."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation, Theme
from cooperation.core.text_search import folded
from habitants.models import Addressing, AnswerAddition, Concern
from habitants.models.addressings import DAYS_TO_ANSWER


class QualifyForm(forms.ModelForm):
    """The words that everybody will read. What was heard first stays in the history."""

    remove_photo = forms.BooleanField(label=_("Retirer la photo"), required=False)

    class Meta:
        model = Concern
        fields = ["title", "words", "theme", "district", "spot", "photo_alt"]
        widgets = {"words": forms.Textarea(attrs={"rows": 5})}
        labels = {"title": _("En quelques mots"), "words": _("Ce qui a été entendu")}
        help_texts = {
            "title": _("Le titre au tableau : « Éclairage en panne devant l’école »."),
            "words": _("Public. Enlevez ce qui désigne une personne ; l’original reste dans l’historique."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        self.fields["theme"].queryset = Theme.objects.select_related("parent")
        self.fields["theme"].label_from_instance = lambda theme: theme.full_name
        self.fields["theme"].required = True
        self.fields["theme"].empty_label = _("Choisissez")
        self.fields["district"].empty_label = _("Partout")
        if not self.instance.photo:
            del self.fields["photo_alt"], self.fields["remove_photo"]

    def clean(self):
        data = super().clean()
        if data.get("remove_photo"):
            data["photo_alt"] = ""
        return data

    def save_by(self, user):
        """
        What is read for the first time joins the board; later the words alone change. A photo's file goes once nothing
        can be refused any more.
        """
        concern = self.save(commit=False)
        if self.cleaned_data.get("remove_photo"):
            photo, concern.photo = concern.photo, ""
            transaction.on_commit(lambda: photo.delete(save=False))
        if concern.is_heard:
            concern.qualify(by=user)
        else:
            concern.reword(by=user)


class AddressForm(forms.Form):
    organisations = forms.ModelMultipleChoiceField(
        label=_("À qui ?"),
        queryset=Organisation.objects.none(),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Une ou plusieurs. Chacune est prévenue par e-mail et répond de son côté."),
    )
    due_on = forms.DateField(
        label=_("Réponse attendue le"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args, concern, **kwargs):
        kwargs["initial"] = {"due_on": timezone.localdate() + timedelta(days=DAYS_TO_ANSWER)}
        super().__init__(*args, **kwargs)
        asked = concern.addressings.values("organisation")
        partners = Organisation.Kind.partners()
        field = self.fields["organisations"]
        rows = Organisation.objects.public().exclude(pk__in=asked).only("name", "kind", "slug")
        field.queryset = rows.order_by(folded("name"), "pk")
        offered = list(field.queryset)
        field.choices = [
            (_("Partenaires"), [(row.pk, row.name) for row in offered if row.kind in partners]),
            (_("Associations"), [(row.pk, row.name) for row in offered if row.kind not in partners]),
        ]

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day <= timezone.localdate():
            raise ValidationError(_("Choisissez un jour à venir."), code="past")
        if day > timezone.localdate() + timedelta(days=365):
            raise ValidationError(_("Choisissez un jour dans l’année qui vient."), code="far")
        return day


class AsideForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi, en mots publics"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "« Déjà traité : le banc est remplacé depuis mardi. » La personne qui l’a notée le reçoit aussi."
        ),
    )
    hidden = forms.BooleanField(
        label=_("Ne pas la montrer au tableau (injures, vie privée de quelqu’un…)"), required=False
    )


class AnswerForm(forms.ModelForm):
    class Meta:
        model = Addressing
        fields = ["answer"]
        widgets = {"answer": forms.Textarea(attrs={"rows": 7})}
        labels = {"answer": _("Votre réponse")}
        help_texts = {
            "answer": _(
                "Elle est publique : les habitants la lisent, un relais la leur rapporte. Dites ce qui est décidé, par "
                "qui, pour quand."
            )
        }

    def clean_answer(self):
        return a_sentence(self.cleaned_data["answer"])


class AdditionForm(forms.ModelForm):
    """Once a relay has told the answer."""

    class Meta:
        model = AnswerAddition
        fields = ["words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 5})}
        labels = {"words": _("Votre complément")}
        help_texts = {
            "words": _(
                "Public et daté, sous votre réponse, qui reste telle que les habitants l’ont entendue. Une erreur, un "
                "changement ? Dites-le ici."
            )
        }

    def clean_words(self):
        return a_sentence(self.cleaned_data["words"])


def a_sentence(text):
    text = text.strip()
    if len(text) < 10:
        raise ValidationError(_("Écrivez votre réponse en une phrase au moins."), code="short")
    return text
