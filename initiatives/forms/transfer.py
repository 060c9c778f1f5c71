"""« Nous l’avons refait »: what was kept, what changed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.forms.rooms import OrganisationField
from associations.models import Organisation
from initiatives.forms.meanwhile import MeanwhileForm
from initiatives.models import Initiative, Transfer


class TransferForm(MeanwhileForm):
    """What was kept and what changed: whoever reads both sheets needs nothing else."""

    class Meta:
        model = Transfer
        fields = ["kept", "changed"]
        widgets = {"kept": forms.Textarea(attrs={"rows": 4}), "changed": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "kept": _("Une étape, une façon de faire, un partenaire…"),
            "changed": _("Un autre public, moins d’argent, un autre lieu… Vous pourrez compléter plus tard."),
        }


class AdaptForm(TransferForm):
    """A new draft, or a sheet that the team has written already."""

    title = forms.CharField(
        label=_("Titre de votre fiche"),
        max_length=150,
        help_text=_("Le vôtre : il peut différer de celui de la source."),
        required=False,
    )
    carrier = OrganisationField(label=_("Quelle association l’a refait ?"), required=False)
    sheet = forms.ModelChoiceField(
        Initiative.objects.none(),
        label=_("Votre fiche existe déjà ?"),
        required=False,
        empty_label=_("Non : commencer une nouvelle fiche"),
        help_text=_("Si vous l’avez déjà écrite, elle dira seulement d’après quelle fiche vous l’avez fait."),
    )

    field_order = ["sheet", "title", "carrier", "kept", "changed"]

    def __init__(self, *args, user, source, **kwargs):
        super().__init__(*args, **kwargs)
        self.source, self.user = source, user
        self.fields["carrier"].offer(Organisation.objects.public() & Organisation.objects.written_by(user))
        self.fields["title"].initial = source.title
        self.fields["sheet"].queryset = (
            Initiative.objects.theirs(user)
            .exclude(state=Initiative.State.ARCHIVED)
            .exclude(pk=source.pk)
            .filter(transfer=None)
            .order_by("title", "pk")
        )

    def clean(self):
        data = super().clean()
        if data.get("sheet") is None and "sheet" not in self.errors:
            if not data.get("title", "").strip():
                self.add_error("title", _("Donnez un titre à votre fiche."))
            if not data.get("carrier") and "carrier" not in self.errors:
                self.add_error("carrier", _("Choisissez l’association qui l’a refait."))
        return data

    def write(self):
        """The sheet that says from which one it was made. ValidationError where it would close a circle."""
        words = {"kept": self.cleaned_data["kept"], "changed": self.cleaned_data["changed"]}
        if sheet := self.cleaned_data["sheet"]:
            sheet.declare_source(self.source, **words)
            return sheet
        return self.source.adapt(
            by=self.user, title=self.cleaned_data["title"], carrier=self.cleaned_data["carrier"], **words
        )
