"""A workshop and its date; who was there."""

from datetime import datetime, timedelta

from django import forms
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.forms.days import DayField, HourField
from agenda.models import Event, Occurrence
from associations.models import Place
from initiatives.models import Attendance, Enrolment, Workshop

DATES_OFFERED = 200
AROUND = timedelta(days=365)


class WorkshopForm(forms.ModelForm):
    """A date of the agenda is chosen, or a new one is published there in the name of the course's organisation."""

    day = DayField(label=_("Jour"), required=False)
    starts = HourField(label=_("De"), required=False)
    ends = HourField(label=_("À"), required=False)
    place = forms.ModelChoiceField(
        label=_("Lieu"), queryset=Place.objects.none(), required=False, empty_label=_("Aucun pour l’instant")
    )

    class Meta:
        model = Workshop
        fields = ["title", "description", "occurrence", "planned_minutes", "methods"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "methods": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        organisation, now = self.instance.course.organisation_id, timezone.now()
        ours = Q(event__organiser=organisation) | Q(event__co_organisers=organisation)
        dates = Occurrence.objects.filter(ours, starts_at__gt=now - AROUND, starts_at__lt=now + AROUND)
        dates = dates.exclude(event__state=Event.State.ARCHIVED).order_by().distinct()
        keys = list(dates.order_by("starts_at").values_list("pk", flat=True)[:DATES_OFFERED])
        field = self.fields["occurrence"]
        field.queryset = (
            Occurrence.objects.filter(Q(pk__in=keys) | Q(pk=self.instance.occurrence_id))
            .select_related("event")
            .in_order()
        )
        field.label_from_instance = lambda date: f"{date.display_title} — {date.wording}"
        field.empty_label = _("Pas encore de date, ou une nouvelle ci-dessous")
        chosen = self.instance.methods.values("pk") if self.instance.pk else []
        methods = self.fields["methods"].queryset
        self.fields["methods"].queryset = methods.filter(Q(state="published") | Q(pk__in=chosen))
        self.fields["place"].queryset = Place.objects.offered()

    def clean(self):
        data = super().clean()
        new = [data.get(name) for name in ("day", "starts", "ends")]
        if any(new) and not all(new) and not self.errors.keys() & {"day", "starts", "ends"}:
            self.add_error(
                "day", _("Pour une nouvelle date, dites le jour, l’heure de début et celle de fin.")
            )
        elif all(new) and data["ends"] <= data["starts"]:
            self.add_error("ends", _("La fin doit suivre le début."))
        elif all(new) and data.get("occurrence"):
            self.add_error("occurrence", _("Choisissez une date de l’agenda ou une nouvelle, pas les deux."))
        return data

    @transaction.atomic
    def save(self, commit=True):
        workshop = self.instance
        if self.cleaned_data.get("day"):
            workshop.occurrence = self._new_date()
        if workshop.pk is None:
            workshop.position = workshop.course.workshops.count()
        workshop = super().save(commit)
        workshop.recount()
        return workshop

    def _new_date(self):
        data, course = self.cleaned_data, self.instance.course
        moments = {
            f"{name}_at": timezone.make_aware(datetime.combine(data["day"], data[name]))
            for name in ("starts", "ends")
        }
        event = Event(
            title=data["title"],
            summary=course.title,
            description=data.get("description", ""),
            organiser=course.organisation,
            place=data.get("place"),
            author=self.by,
            **moments,
        )
        event.save_by(self.by)
        event.submit(by=self.by)
        if not event.occurrences.exists():
            event.write_dates()
        return event.occurrences.get()


class AttendanceForm(forms.Form):
    """
    One answer for each who has a place and each half-day that has begun: `rows` are (enrolment, [(half-day, bound field,
    None where it has not begun)]).
    """

    def __init__(self, *args, workshop, **kwargs):
        super().__init__(*args, **kwargs)
        self.workshop, self.half_days = workshop, workshop.half_days
        self.begun = [half for half in self.half_days if half.has_begun]
        self.enrolments = list(Enrolment.objects.of_course(workshop.course).select_related("organisation"))
        self.known = {
            (row.enrolment_id, row.part): row.mode
            for row in workshop.attendances.filter(enrolment__in=self.enrolments)
        }
        for enrolment in self.enrolments:
            for half in self.begun:
                self.fields[self._name(enrolment, half)] = forms.ChoiceField(
                    label=enrolment.name,
                    choices=Attendance.Mode,
                    widget=forms.RadioSelect,
                    required=False,
                    initial=self.known.get((enrolment.pk, half.part), ""),
                )

    @staticmethod
    def _name(enrolment, half):
        return f"p{enrolment.pk}-{half.part}"

    @property
    def rows(self):
        for enrolment in self.enrolments:
            yield (
                enrolment,
                [
                    (half, self[self._name(enrolment, half)] if half in self.begun else None)
                    for half in self.half_days
                ],
            )

    def save(self, *, others=""):
        """
        `others` is what is noted for those of whom nothing was said, now or before: a page opened before a colleague
        noted somebody undoes nothing.
        """
        self.workshop.record(
            {
                (enrolment.pk, half.part): self.cleaned_data[self._name(enrolment, half)]
                or self.known.get((enrolment.pk, half.part))
                or others
                for enrolment in self.enrolments
                for half in self.begun
            }
        )
