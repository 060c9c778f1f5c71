"""A room to lend, a moment in it, or the dates of an event."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.forms.days import DayField, HourField
from agenda.models import Room
from associations.forms.places import PlaceFormMixin
from associations.models import Organisation

MARGINS = [
    (0, _("non")),
    (15, _("15 minutes")),
    (30, _("30 minutes")),
    (60, _("1 heure")),
    (120, _("2 heures")),
]


class OrganisationField(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(Organisation.objects.none(), empty_label=None, **kwargs)

    def offer(self, organisations):
        self.queryset = organisations
        if len(organisations) != 1:
            self.empty_label = _("Choisissez")


class RoomForm(forms.ModelForm, PlaceFormMixin):
    """For those who look after the sheet of an organisation that lends rooms."""

    class Meta:
        model = Room
        fields = ["keeper", "place", "name", "capacity", "equipment", "is_lent"]
        help_texts = {
            "name": _("« Grande salle », « cuisine »…"),
            "is_lent": _("Décochez pour ne plus prendre de réservation. Celles qui sont prises restent."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].required = False
        self.offer_places()
        keeper = self.fields["keeper"]
        keeper.queryset = Organisation.objects.public() & Organisation.objects.managed_by(user)
        if keeper.queryset.count() == 1:
            keeper.empty_label = None

    def clean(self):
        data = super().clean()
        if not self.has_place:
            self.add_error("place", _("Où est la salle ? Choisissez un lieu, ou écrivez-en un nouveau."))
        if data.get("capacity") == 0:
            self.add_error("capacity", _("Laissez vide si vous ne savez pas."))
        return data

    def save(self, commit=True):
        self.write_new_place()
        return super().save(commit)


class BookingForm(forms.Form):
    """From then to then, in one room."""

    organisation = OrganisationField(label=_("Pour"))
    day = DayField(label=_("Jour"))
    begins = HourField(label=_("De"))
    ends = HourField(label=_("À"), help_text=_("Plus tôt que le début : le lendemain."))
    title = forms.CharField(
        label=_("Pour quoi"),
        max_length=140,
        required=False,
        help_text=_("« Réunion du bureau », « répétition »…"),
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(organisations)

    def clean(self):
        data = super().clean()
        if {"day", "begins", "ends"} <= data.keys():
            last = data["day"] + timedelta(days=data["ends"] <= data["begins"])
            data["starts_at"] = timezone.make_aware(datetime.combine(data["day"], data["begins"]))
            data["ends_at"] = timezone.make_aware(datetime.combine(last, data["ends"]))
            if data["ends"] == data["begins"] != time(0):
                self.add_error("ends", _("La fin doit suivre le début."))
            elif data["starts_at"] < timezone.now():
                self.add_error("day", _("Ce moment est déjà passé."))
        return data

    def save(self, room, *, by):
        """The booking; None, and the form says why, when the room can't be had then."""
        data = self.cleaned_data
        try:
            return room.book(
                by=by,
                organisation=data["organisation"],
                starts_at=data["starts_at"],
                ends_at=data["ends_at"],
                title=" ".join(data["title"].split()),
            )
        except ValidationError as error:
            self.add_error(None, ValidationError(error.messages))
            return None


class EventRoomForm(forms.Form):
    """A room for the dates of an event."""

    room = forms.ModelChoiceField(
        Room.objects.none(), label=_("Quelle salle ?"), widget=forms.RadioSelect, empty_label=None
    )
    organisation = OrganisationField(label=_("Pour"))
    dates = forms.TypedMultipleChoiceField(
        label=_("Quelles dates ?"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    before = forms.TypedChoiceField(
        label=_("Du temps avant, pour installer"), choices=MARGINS, coerce=int, initial=0
    )
    after = forms.TypedChoiceField(
        label=_("Du temps après, pour ranger"), choices=MARGINS, coerce=int, initial=0
    )

    def __init__(self, *args, rooms, dates, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.occurrences = {date.pk: date for date in dates}
        self.fields["room"].queryset = Room.objects.lent()
        self.fields["room"].choices = [(room.pk, room.availability) for room in rooms]
        self.fields["organisation"].offer(organisations)
        self.fields["dates"].choices = [(date.pk, date.wording) for date in dates]
        self.initial.setdefault("dates", [date.pk for date in dates])
        if rooms:
            self.initial.setdefault("room", rooms[0].pk)

    def save(self, *, by):
        """(bookings made, dates at which it is taken), or None and the form says why."""
        data = self.cleaned_data
        try:
            return data["room"].book_dates(
                [self.occurrences[pk] for pk in data["dates"]],
                by=by,
                organisation=data["organisation"],
                before=data["before"],
                after=data["after"],
            )
        except ValidationError as error:
            self.add_error(None, ValidationError(error.messages))
            return None
