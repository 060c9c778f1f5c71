"""What the form of an event says so far of whom it is for, what about and where."""

from django import forms

from agenda.neighbours import About
from associations.models import District, Place, Public, Theme


class AboutForm(forms.Form):
    """Half a form: what is missing or not understood yet is left out."""

    publics = forms.MultipleChoiceField(choices=Public.choices, required=False)
    themes = forms.ModelMultipleChoiceField(Theme.objects.all(), required=False)
    place = forms.ModelChoiceField(Place.objects.none(), required=False)
    new_place_district = forms.ModelChoiceField(District.objects.all(), required=False)

    def __init__(self, *args, event=None, **kwargs):
        super().__init__(*args, **kwargs)
        known = Place.objects.offered(also=event.place_id if event else None)
        self.fields["place"].queryset = known.select_related("district")

    @property
    def about(self):
        self.is_valid()
        data = self.cleaned_data
        place = data.get("place")
        return About(
            publics=tuple(data.get("publics") or ()),
            themes=tuple(theme.pk for theme in data.get("themes") or ()),
            district=place.district if place else data.get("new_place_district"),
        )
