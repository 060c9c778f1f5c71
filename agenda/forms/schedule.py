"""When: once, on several dates, or every week or month, without anyone reading an RRULE."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import recurrence, school_holidays, wording
from agenda.forms.days import MAX_DAYS, DayField, DaysField, DaysInput, HourField
from agenda.rrule import Rule

# "22 h – 4 h" ends the next morning; an end at noon for a start at 14 h is a slip.
NIGHT_ENDS = time(6)
HERE = "Europe/Paris"
MAKE_THE_RULE = {"day", "all_day", "repeat", "weekdays", "weeks", "until", "times"}
MAX_TIMES = 500


class ScheduleForm(forms.Form):
    """The dates of an event. After validation `schedule` holds them, or None."""

    ONCE, KEEP = "once", "keep"
    REPEATS = [
        (ONCE, _("Une seule fois, ou à des dates que je choisis")),
        ("daily", _("Chaque jour")),
        ("weekly", _("Chaque semaine")),
        ("biweekly", _("Une semaine sur deux")),
        ("every_weeks", _("Toutes les 3, 4, 6 semaines…")),
        ("monthly_weekday", _("Chaque mois, le même jour de la semaine (par exemple le 2e mardi)")),
        ("monthly_last", _("Chaque mois, le dernier (par exemple le dernier vendredi)")),
        ("monthly_day", _("Chaque mois, à la même date (par exemple le 15)")),
        ("yearly", _("Chaque année, à la même date")),
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
        label=_("Cela se répète ?"), choices=REPEATS, initial=ONCE, widget=forms.RadioSelect
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Quels jours ?"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sans choix : le jour de la première date."),
    )
    weeks = forms.IntegerField(
        label=_("Toutes les combien de semaines ?"), required=False, min_value=1, max_value=52
    )
    until = DayField(
        label=_("Jusqu’au"), required=False, help_text=_("Sans date de fin : jusqu’à nouvel ordre.")
    )
    times = forms.IntegerField(
        label=_("Ou bien : combien de fois ?"),
        required=False,
        min_value=1,
        max_value=MAX_TIMES,
        help_text=_("En comptant la première. Les dates ôtées comptent aussi."),
    )
    skips_school_holidays = forms.BooleanField(
        label=_("Sauf pendant les vacances scolaires"),
        required=False,
        help_text=_("Celles de Marseille (zone B) ; les nouvelles dates suivent d’elles-mêmes."),
    )
    other_dates = DaysField(
        label=_("Autres dates"),
        required=False,
        help_text=_("Aux mêmes heures que la première."),
        widget=DaysInput(each=_("Autre date %(number)d")),
    )
    except_dates = DaysField(
        label=_("Sauf ces dates"),
        required=False,
        help_text=_("Vacances, jours fériés, salle fermée…"),
        widget=DaysInput(each=_("Sauf : date %(number)d")),
    )

    schedule = None
    event = None

    def edit(self, event):
        """Set the event being edited: its rule stands behind "keep", and what is not changed stays as it is."""
        if event is None:
            return
        self.event = event
        self.initial = self.initial_from(event) | self.initial
        for name in ("other_dates", "except_dates"):
            self.fields[name].max_days = max(MAX_DAYS, len(self.initial[name] or []))
        if event.rrule and self.initial.get("repeat") == self.KEEP:
            label = _("Garder la répétition actuelle : %(rule)s") % {"rule": wording.rule(event.schedule)}
            self.fields["repeat"].choices = [(self.KEEP, label), *self.REPEATS]

    @property
    def changed_schedule(self):
        """The names of the schedule's fields that say something else than the event."""
        return set(self.changed_data) & set(ScheduleForm.base_fields)

    @classmethod
    def initial_from(cls, event):
        """What the fields show for an event that exists."""
        start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
        last = (end - timedelta(days=1)) if event.all_day else end
        overnight = not event.all_day and last.time() <= NIGHT_ENDS and (last - start) < timedelta(hours=18)
        initial = {
            "day": start.date(),
            "all_day": event.all_day,
            "begins": None if event.all_day else _to_the_minute(start),
            "ends": None if event.all_day or end == start else _to_the_minute(end),
            "last_day": last.date() if last.date() > start.date() and not overnight else None,
            "other_dates": [timezone.localtime(moment).date() for moment in event.rdates],
            "except_dates": [timezone.localtime(moment).date() for moment in event.exdates],
            "repeat": cls.ONCE,
            "skips_school_holidays": event.skips_school_holidays,
        }
        if event.rrule:
            rule = recurrence.read_rule(event.rrule, start)
            if rule is None or (rule.count or 0) > MAX_TIMES or (rule.weeks or 0) > 52:
                return initial | {"repeat": cls.KEEP}
            initial |= {"repeat": rule.frequency, "weekdays": list(rule.weekdays), "until": rule.until}
            initial |= {"weeks": rule.weeks, "times": rule.count}
        return initial

    def clean(self):
        super().clean()
        self.clean_schedule()

    def clean_schedule(self):
        """
        Build the schedule, or say in words what is missing. That of the event being edited may be finer than
        these fields (two sessions a day, another zone): where none of them changed, it stays as it is.
        """
        if self.event and not self.changed_schedule:
            for name in ScheduleForm.base_fields:
                self.errors.pop(name, None)
            self.schedule = self.event.schedule
            return
        data = self.cleaned_data
        day = data.get("day")
        if day is None or (
            not data.get("all_day") and data.get("begins") is None and "begins" in self.errors
        ):
            return
        if not data.get("all_day") and data.get("begins") is None:
            self.add_error(
                "begins", _("À quelle heure cela commence-t-il ? Sinon cochez « Toute la journée ».")
            )
            return
        try:
            start, end = self._first_date(day, data)
            rule, zone = self._rule(start, data)
            schedule = recurrence.Schedule(
                start=start,
                end=end,
                zone=zone,
                all_day=data.get("all_day", False),
                rrule=rule,
                rdates=self._dates("other_dates", start, zone),
                exdates=self._dates("except_dates", start, zone),
                skips_holidays=bool(rule and data.get("skips_school_holidays")),
            )
            self.schedule = school_holidays.without(schedule)
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

    def _rule(self, start, data):
        """The rule and its zone: those of the event while nothing that makes the rule changed."""
        repeat, all_day = data.get("repeat") or self.ONCE, data.get("all_day", False)
        if self.event and (repeat == self.KEEP or not self.changed_schedule & self._makers_of_the_rule()):
            return self._kept_rule(start, all_day)
        if repeat == self.ONCE:
            return "", HERE
        until = data.get("until")
        if until and until < start.date():
            raise ValidationError({"until": _("La répétition s’arrête avant la première date.")})
        times = data.get("times")
        if until and times:
            raise ValidationError({"times": _("Donnez une date de fin ou un nombre de fois, pas les deux.")})
        weeks = data.get("weeks") if repeat == "every_weeks" else None
        if repeat == "every_weeks" and not weeks:
            raise ValidationError({"weeks": _("Toutes les combien de semaines ? Par exemple 3.")})
        if repeat == "monthly_last" and (start + timedelta(days=7)).month == start.month:
            raise ValidationError(
                {"day": _("Ce jour n’est pas le dernier de son mois : choisissez-en un qui l’est.")}
            )
        rule = recurrence.build_rule(
            frequency=repeat,
            start=start,
            weekdays=data.get("weekdays") or [] if repeat in recurrence.BY_WEEK else [],
            until=until,
            count=times,
            weeks=weeks,
            all_day=all_day,
        )
        return rule, HERE

    def _makers_of_the_rule(self):
        return MAKE_THE_RULE | ({"begins"} if self.event.timezone == HERE else set())

    def _kept_rule(self, start, all_day):
        # A whole day is one of the people's zone, which these fields speak.
        zone = HERE if all_day else self.event.timezone
        if not self.event.rrule:
            return "", zone
        rule, later = Rule.parse(self.event.rrule), start - self.event.starts_at
        if isinstance(rule.until, datetime) and abs(later) < timedelta(days=1):
            # At another hour the last date stays one.
            rule = replace(rule, until=rule.until + later)
        return recurrence.normalise_rule(str(rule), start=start, zone=zone, all_day=all_day), zone

    def _dates(self, name, start, zone):
        """
        The instants of the days listed. A day that the event had keeps all of its own (there may be several),
        except that those at the hour of the first date follow it when it moves.
        """
        had = defaultdict(list)
        if self.event:
            for moment in self.event.rdates if name == "other_dates" else self.event.exdates:
                had[timezone.localtime(moment).date()].append(moment)
            old_zone = ZoneInfo(self.event.timezone)
            usual = self.event.starts_at.astimezone(old_zone).time()
        stays = name == "other_dates" and not self.changed_schedule & {"begins", "all_day"}
        moments = set()
        for day in self.cleaned_data.get(name) or []:
            if day not in had:
                moments.add(_moment(day, start, zone))
            for moment in had[day]:
                follows = not stays and moment.astimezone(old_zone).time() == usual
                moments.add(_moment(day, start, zone) if follows else moment)
        return tuple(sorted(moments))


def _moment(day, start, zone):
    """When a date of that local day begins, at the wall clock that `start` has in `zone`."""
    hour, tz = start.astimezone(ZoneInfo(zone)).time(), ZoneInfo(zone)
    for there in (day, day - timedelta(days=1), day + timedelta(days=1)):
        moment = timezone.localtime(datetime.combine(there, hour, tzinfo=tz))
        if moment.date() == day:
            return moment
    return _local(day, start.time())


def _local(day, hour):
    return timezone.make_aware(datetime.combine(day, hour))


def _to_the_minute(moment):
    """As the hour's field shows it."""
    return moment.time().replace(second=0, microsecond=0)
