from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 1_000_000


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("La raison est trop longue : 200 caractères au plus.")},
    )


class ApplicantsFileForm(forms.Form):
    file = forms.FileField(
        label=_("Fichier CSV"),
        help_text=_("Une ligne par formulaire papier signé. Depuis un tableur : enregistrer en CSV."),
    )
    signed = forms.BooleanField(
        label=_("Chaque personne du fichier a signé un formulaire papier, que nous gardons.")
    )

    def clean(self):
        data = super().clean()
        file = data.get("file")
        if file is None:
            return data
        if file.size > MAX_BYTES:
            raise ValidationError({"file": _("Ce fichier est trop gros : 1 Mo au plus.")})
        content = file.read()
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                data["text"] = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            break
        if "text" not in data or "\0" in data["text"]:
            raise ValidationError({"file": _("Ce fichier n’est pas un texte. Enregistrez-le en CSV.")})
        return data
