"""One date of an event: another hour, another day, a word of explanation."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.forms.days import DayField, HourField
from agenda.forms.schedule import NIGHT_ENDS
from associations.forms.places import PlaceFormMixin


class OccurrenceForm(PlaceFormMixin):
    day = DayField(label=_("Jour"))
    begins = HourField(label=_("Début"))
    ends = HourField(label=_("Fin"), required=False)
    place = forms.ModelChoiceField(label=_("Exceptionnellement ailleurs"), queryset=None, required=False)
    note = forms.CharField(
        label=_("Précision pour cette date"),
        max_length=200,
        required=False,
        help_text=_("Par exemple : « exceptionnellement dans la grande salle »."),
    )

    def __init__(self, *args, occurrence, **kwargs):
        self.occurrence = self.instance = occurrence
        start, end = occurrence.local_start, occurrence.local_end
        # A date of several days keeps their number; "22 h – 4 h" is one evening.
        self.nights = (end.date() - start.date()).days if end - start > timedelta(hours=18) else 0
        initial = {
            "day": start.date(),
            "begins": start.time(),
            "ends": end.time() if end > start else None,
            "note": occurrence.note,
            "place": occurrence.place_id,
        }
        super().__init__(*args, initial=initial, **kwargs)
        if occurrence.event.all_day:
            del self.fields["begins"], self.fields["ends"]
        self.offer_places()
        if not occurrence.event.is_series:
            # The place of an only date is the event's own.
            for name in ("place", *PlaceFormMixin.base_fields):
                del self.fields[name]

    def offer_places(self):
        super().offer_places()
        field, usual = self.fields["place"], self.occurrence.event.place
        field.label = _("Lieu de cette date")
        field.empty_label = (
            _("Comme d’habitude (%(place)s)") % {"place": usual.name} if usual else _("Comme d’habitude")
        )

    def clean(self):
        data = super().clean()
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if day and begins and ends and not self.nights and NIGHT_ENDS < ends <= begins:
            self.add_error("ends", _("L’heure de fin précède l’heure de début."))
        return data

    def save(self, *, by):
        data, occurrence = self.cleaned_data, self.occurrence
        begins = data.get("begins") or occurrence.local_start.time()
        start = timezone.make_aware(datetime.combine(data["day"], begins))
        if occurrence.event.all_day:
            days = (occurrence.local_end.date() - occurrence.local_start.date()).days
            end = timezone.make_aware(datetime.combine(data["day"] + timedelta(days=days), time.min))
        elif data["ends"] is None:
            end = start
        else:
            last = data["day"] + timedelta(days=self.nights)
            end = timezone.make_aware(datetime.combine(last, data["ends"]))
            if end < start:
                end += timedelta(days=1)
        place = None
        if "place" in self.fields:
            self.instance.place = data["place"]
            self.write_new_place()
            place = self.instance.place
        occurrence.change(
            by=by, starts_at=start, ends_at=end, note=data["note"], title=occurrence.title, place=place
        )
