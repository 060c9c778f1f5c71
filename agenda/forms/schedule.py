"""When: once, on several dates, or every week or month, without anyone reading an RRULE."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import recurrence, wording
from agenda.forms.days import DayField, DaysField, HourField

# "22 h – 4 h" ends the next morning; an end at noon for a start at 14 h is a slip.
NIGHT_ENDS = time(6)


class ScheduleForm(forms.Form):
    """The dates of an event. After validation `schedule` holds them, or None."""

    ONCE, KEEP = "once", "keep"
    REPEATS = [
        (ONCE, _("Une seule fois, ou à des dates que je choisis")),
        ("daily", _("Chaque jour")),
        ("weekly", _("Chaque semaine")),
        ("biweekly", _("Une semaine sur deux")),
        ("monthly_weekday", _("Chaque mois, le même jour de la semaine (par exemple le 2e mardi)")),
        ("monthly_day", _("Chaque mois, à la même date (par exemple le 15)")),
    ]
    WEEKDAYS = [
        (0, _("lundi")),
        (1, _("mardi")),
        (2, _("mercredi")),
        (3, _("jeudi")),
        (4, _("vendredi")),
        (5, _("samedi")),
        (6, _("dimanche")),
    ]

    day = DayField(label=_("Jour"), help_text=_("Le premier jour, si cela se répète."))
    all_day = forms.BooleanField(label=_("Toute la journée"), required=False)
    begins = HourField(label=_("Début"), required=False)
    ends = HourField(label=_("Fin"), required=False)
    last_day = DayField(
        label=_("Dernier jour"),
        required=False,
        help_text=_("Seulement si cela dure plusieurs jours de suite."),
    )
    repeat = forms.ChoiceField(
        label=_("Cela se répète ?"), choices=REPEATS, initial=ONCE, widget=forms.RadioSelect
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Quels jours ?"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sans choix : le jour de la première date."),
    )
    until = DayField(
        label=_("Jusqu’au"), required=False, help_text=_("Sans date de fin : jusqu’à nouvel ordre.")
    )
    other_dates = DaysField(
        label=_("Autres dates"), required=False, help_text=_("Aux mêmes heures que la première.")
    )
    except_dates = DaysField(
        label=_("Sauf ces dates"), required=False, help_text=_("Vacances, jours fériés, salle fermée…")
    )

    schedule = None

    @classmethod
    def initial_from(cls, event):
        """What the fields show for an event that exists."""
        start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
        last = (end - timedelta(days=1)) if event.all_day else end
        overnight = not event.all_day and last.time() <= NIGHT_ENDS and (last - start) < timedelta(hours=18)
        initial = {
            "day": start.date(),
            "all_day": event.all_day,
            "begins": None if event.all_day else start.time(),
            "ends": None if event.all_day or end == start else end.time(),
            "last_day": last.date() if last.date() > start.date() and not overnight else None,
            "other_dates": [timezone.localtime(moment).date() for moment in event.rdates],
            "except_dates": [timezone.localtime(moment).date() for moment in event.exdates],
            "repeat": cls.ONCE,
        }
        if event.rrule:
            rule = recurrence.read_rule(event.rrule, start)
            if rule is None or rule.count or rule.frequency not in dict(cls.REPEATS):
                return initial | {"repeat": cls.KEEP}
            initial |= {"repeat": rule.frequency, "weekdays": list(rule.weekdays), "until": rule.until}
        return initial

    def offer_to_keep_rule(self, event):
        """A rule that came from elsewhere may be too fine for these fields: it can be kept as it is."""
        if event.rrule and self.initial.get("repeat") == self.KEEP:
            label = _("Garder la répétition actuelle : %(rule)s") % {"rule": wording.rule(event.schedule)}
            self.fields["repeat"].choices = [(self.KEEP, label), *self.REPEATS]

    def clean(self):
        super().clean()
        self.clean_schedule()

    def clean_schedule(self, *, event=None):
        """
        Build the schedule, or say in words what is missing. `event` is the one being edited: its rule stands
        behind "keep", and its added dates at another hour keep that hour.
        """
        data = self.cleaned_data
        day = data.get("day")
        if day is None or (
            not data.get("all_day") and data.get("begins") is None and "begins" in self.errors
        ):
            return
        if not data.get("all_day") and data.get("begins") is None:
            self.add_error(
                "begins", _("À quelle heure cela commence-t-il ? Sinon cochez « Toute la journée ».")
            )
            return
        try:
            start, end = self._first_date(day, data)
            self.schedule = recurrence.Schedule(
                start=start,
                end=end,
                all_day=data.get("all_day", False),
                rrule=self._rule(start, data, event.rrule if event else ""),
                rdates=tuple(self._added(other, start, event) for other in data.get("other_dates") or []),
                exdates=tuple(self._at(other, start) for other in data.get("except_dates") or []),
            )
        except ValidationError as error:
            self.add_error(None, error)
        except recurrence.RuleError as error:
            self.add_error("repeat", str(error))

    def _first_date(self, day, data):
        last = data.get("last_day") or day
        if last < day:
            raise ValidationError({"last_day": _("Le dernier jour précède le premier.")})
        if data.get("all_day"):
            return _local(day, time.min), _local(last + timedelta(days=1), time.min)
        begins, ends = data["begins"], data.get("ends")
        start = _local(day, begins)
        if ends is None:
            return start, start if last == day else _local(last, begins)
        if last == day and ends <= begins:
            if ends > NIGHT_ENDS:
                raise ValidationError({"ends": _("L’heure de fin précède l’heure de début.")})
            last += timedelta(days=1)
        return start, _local(last, ends)

    def _rule(self, start, data, kept_rule):
        repeat = data.get("repeat") or self.ONCE
        if repeat == self.ONCE:
            return ""
        if repeat == self.KEEP:
            return kept_rule
        until = data.get("until")
        if until and until < start.date():
            raise ValidationError({"until": _("La répétition s’arrête avant la première date.")})
        weekdays = data.get("weekdays") or [] if repeat in ("weekly", "biweekly") else []
        return recurrence.build_rule(
            frequency=repeat,
            start=start,
            weekdays=weekdays,
            until=until,
            all_day=data.get("all_day", False),
        )

    def _added(self, day, start, event):
        if event and event.pk:
            usual = timezone.localtime(event.starts_at).time()
            for moment in map(timezone.localtime, event.rdates):
                if moment.date() == day and moment.time() != usual:
                    return moment
        return self._at(day, start)

    @staticmethod
    def _at(day, start):
        return _local(day, start.time())


def _local(day, hour):
    return timezone.make_aware(datetime.combine(day, hour))
