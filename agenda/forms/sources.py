"""Following a calendar: whose it is, where it is kept, and what becomes of what it holds."""

from urllib.parse import urldefrag

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from agenda.imports.entries import MAX_BYTES
from agenda.models import Source, StagedCalendar
from associations.models import Organisation, Place


class SourceRulesForm(forms.ModelForm):
    """What becomes of what the calendar holds."""

    class Meta:
        model = Source
        fields = ["name", "theme", "place", "publishes", "only_matching"]
        labels = {"theme": _("Thème par défaut"), "place": _("Lieu par défaut")}
        help_texts = {
            "only_matching": _(
                "Des mots séparés par des virgules : ce qui n’en contient aucun est laissé. Ce qui est déjà repris "
                "reste suivi."
            ),
            "theme": _("Quand le calendrier n’en dit pas."),
            "place": _("Quand le calendrier n’en dit pas."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].empty_label = _("Aucun")
        self.fields["place"].empty_label = _("Aucun")
        self.fields["place"].queryset = Place.objects.offered(also=self.instance.place_id)

    def clean_only_matching(self):
        return ", ".join(filter(None, map(str.strip, self.cleaned_data["only_matching"].split(","))))

    def save(self, commit=True):
        """Other rules make something else of the same words: all is read again."""
        source = super().save(commit=False)
        if source.is_read:
            source.read_again()
        else:
            source.save()
        return source


class FollowForm(SourceRulesForm):
    """An address that is followed, or a file that is taken over once."""

    url = forms.CharField(
        label=_("Adresse du calendrier"),
        max_length=2000,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url", "type": "text"}),
        help_text=_("Elle commence par https:// ou webcal://, et finit souvent par .ics."),
    )
    file = forms.FileField(
        label=_("Ou un fichier"),
        required=False,
        help_text=_("Repris une fois. Un fichier .ics ou .json, de 60 Mo au plus."),
    )

    class Meta(SourceRulesForm.Meta):
        fields = ["organisation", *SourceRulesForm.Meta.fields]

    field_order = ["organisation", "url", "file"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["organisation"].queryset = Organisation.objects.written_by(user).order_by("name")
        self.fields["organisation"].label = _("Pour quelle organisation ?")
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Sans réponse : celui que le calendrier se donne.")

    def clean_url(self):
        """The address as it is asked for: webcal is https, and one calendar has one address."""
        url = urldefrag(self.cleaned_data["url"].strip())[0]
        if not url:
            return ""
        for scheme in ("webcal://", "webcals://"):
            if url.lower().startswith(scheme):
                url = f"https://{url[len(scheme) :]}"
        if "://" not in url:
            url = f"https://{url}"
        URLValidator(schemes=["http", "https"], message=_("Cette adresse est mal écrite."))(url)
        return url

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise ValidationError(
                _("Ce fichier pèse %(size)d Mo ; la limite est de %(limit)d Mo."),
                params={"size": file.size // 10**6, "limit": MAX_BYTES // 10**6},
            )
        return file

    def clean(self):
        data = super().clean()
        url, file = data.get("url"), data.get("file")
        if "url" in data and "file" in data and bool(url) == bool(file):
            self.add_error(
                "url",
                _("Donnez une adresse ou un fichier, pas les deux.")
                if url
                else _("Donnez l’adresse du calendrier, ou un fichier."),
            )
        followed = Source.objects.exclude(state=Source.State.STOPPED)
        if url and followed.filter(organisation=data.get("organisation"), url=url).exists():
            self.add_error("url", _("Ce calendrier est déjà suivi."))
        return data

    def staged(self):
        """What to look at before anything is written; its bytes are still to be fetched."""
        data = self.cleaned_data
        rules = {name: data[name] for name in StagedCalendar.RULES}
        return StagedCalendar(
            organisation=data["organisation"],
            by=self.user,
            url=data["url"],
            rules=rules | {name: rules[name] and rules[name].pk for name in ("theme", "place")},
        )


class StopForm(forms.Form):
    """What came: it stays, or what is still to come of it is archived."""

    archive = forms.TypedChoiceField(
        label=_("Que deviennent les événements qu’il a apportés ?"),
        choices=[
            ("", _("Ils restent dans l’agenda, et ne changent plus")),
            ("1", _("Ceux à venir sont archivés : ils ne sont plus visibles")),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
