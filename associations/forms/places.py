"""Where: a place that is known, or a new one written beside it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.models import District, Place


class PlaceFormMixin(forms.Form):
    """For forms with a `place` among those offered; what is typed beside it makes a new one."""

    new_place_name = forms.CharField(label=_("Nom du lieu"), max_length=100, required=False)
    new_place_address = forms.CharField(label=_("Adresse"), max_length=255, required=False)
    new_place_district = forms.ModelChoiceField(
        label=_("Quartier"), queryset=District.objects.all(), required=False, empty_label=_("Je ne sais pas")
    )

    made_place = None

    def offer_places(self):
        field = self.fields["place"]
        field.queryset = Place.objects.offered(also=self.instance.place_id)
        field.empty_label = _("Un lieu qui n’est pas dans la liste")
        field.label = _("Lieu connu")

    @property
    def has_place(self):
        return bool(self.cleaned_data.get("place") or self.cleaned_data.get("new_place_name"))

    def write_new_place(self):
        """
        The place typed, when none was chosen: one of that name and address if the form offers it, else new, which
        is then `made_place`.
        """
        data = self.cleaned_data
        if data.get("place") or not data.get("new_place_name"):
            return
        address, district = data["new_place_address"], data["new_place_district"]
        offered = Place.objects.offered(also=self.initial.get("place"))
        known = offered.named(data["new_place_name"]).filter(address__iexact=address).first()
        if known is None:
            self.made_place = Place.objects.create(
                name=data["new_place_name"],
                address=address,
                district=district,
                postal_code=district.postal_code if district else "",
            )
        self.instance.place = known or self.made_place
