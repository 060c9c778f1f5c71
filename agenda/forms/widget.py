"""What the agenda shown on another site looks like, and the sites that may show it."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.models import WidgetSite
from agenda.models.widget import HOST

DATES, DATES_AT_MOST = 10, 30
# Pixels of a frame whose height is fixed: its heading and foot, then each date. A longer list scrolls inside.
FRAME, DATE, TALLEST = 136, 84, 900


class WidgetForm(forms.Form):
    """
    How the embedded agenda looks, read from the query string beside the agenda's filters. What is not understood
    is left at its default: an old address in somebody's site must go on showing something.
    """

    nombre = forms.IntegerField(
        label=_("Nombre de dates"),
        required=False,
        widget=forms.NumberInput(attrs={"class": "form-control", "min": 1, "max": DATES_AT_MOST}),
    )
    couleurs = forms.ChoiceField(
        label=_("Couleurs"),
        choices=[
            ("", _("Comme l’appareil")),
            ("clair", _("Toujours claires")),
            ("sombre", _("Toujours sombres")),
        ],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    @property
    def dates(self):
        """How many dates are shown, `DATES_AT_MOST` at most."""
        number = self._said("nombre")
        return DATES if number is None else min(max(number, 1), DATES_AT_MOST)

    @property
    def scheme(self):
        """Bootstrap's name of the colours forced, or nothing."""
        return {"clair": "light", "sombre": "dark"}.get(self._said("couleurs"), "")

    @property
    def height(self):
        return min(FRAME + DATE * self.dates, TALLEST)

    def _said(self, name):
        self.is_valid()
        return self.cleaned_data.get(name)


class WidgetSiteForm(forms.ModelForm):
    """One more site of an organisation; the address of any of its pages does."""

    # Typed as an address; what is kept of it is validated by the model.
    host = forms.CharField(
        label=_("Adresse du site"),
        max_length=2000,
        help_text=_(
            "Collez l’adresse de la page où l’agenda sera affiché, par exemple https://www.association.fr/agenda."
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "autocapitalize": "none"}),
    )

    class Meta:
        model = WidgetSite
        fields = ["host"]

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation

    def clean_host(self):
        host = host_of(self.cleaned_data["host"])
        if host is None:
            raise ValidationError(HOST.message)
        return host

    def clean(self):
        data = super().clean()
        sites = WidgetSite.objects.filter(organisation=self.instance.organisation)
        if "host" in data and sites.filter(host=data["host"]).exists():
            self.add_error("host", _("Ce site est déjà dans la liste."))
        elif sites.count() >= WidgetSite.PER_ORGANISATION:
            self.add_error(None, _("Cinq sites au plus : retirez-en un pour en ajouter un autre."))
        return data


def host_of(address):
    """The host of an address typed by hand, its port where it has one, in ASCII (RFC 3490); None where there is none."""
    text = address.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = parts.port
    except (UnicodeError, ValueError):
        return None
    default = {"http": 80, "https": 443}.get(parts.scheme)
    if default is None or not host:
        return None
    return host if port in (None, default) else f"{host}:{port}"
