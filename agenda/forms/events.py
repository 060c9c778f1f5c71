"""The event's form: what, when, where, for whom, who. What is not needed to be found can be left out."""

import uuid
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import recurrence
from agenda.forms.schedule import ScheduleForm
from agenda.forms.versions import VersionedForm
from agenda.models import Event
from associations.forms.places import PlaceFormMixin
from associations.models import Accessibility, Organisation, Place, Public, Theme
from cooperation.core.honeypot import Honeypot

MAX_THEMES = 3
MAX_CO_ORGANISERS = 10
MAX_OTHER_PLACES = 12


class EventForm(forms.ModelForm, ScheduleForm, PlaceFormMixin, VersionedForm):
    """For people who sign in. `user` decides in whose name they may write."""

    is_for_visitors = False

    publics = forms.MultipleChoiceField(
        label=_("Pour qui"),
        choices=Public.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sans choix : tout public."),
    )
    accessibility = forms.MultipleChoiceField(
        label=_("Accessible aux personnes en situation de"),
        choices=Accessibility.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Event
        fields = [
            *("title", "summary", "description", "themes", "image", "image_alt", "place", "online_url"),
            "other_places",
            *("publics", "age_min", "age_max", "is_free", "conditions", "accessibility", "language"),
            *("organiser", "co_organisers", "contact_email", "contact_phone", "website"),
            *("registering", "capacity", "closes_hours_before"),
        ]
        widgets = {
            "themes": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs={"rows": 6}),
            "summary": forms.Textarea(attrs={"rows": 2}),
            "co_organisers": forms.SelectMultiple(attrs={"size": 6}),
            "registering": forms.RadioSelect,
            "other_places": forms.SelectMultiple(attrs={"size": 6}),
        }
        help_texts = {
            "title": _("Court et clair : « Atelier cuisine du monde »."),
            "summary": _("Ce qui donne envie de venir."),
            "description": _(
                "Déroulé, ce qu’il faut apporter… **gras**, *italique* et listes avec un tiret."
            ),
            "themes": _("Un à trois."),
            "other_places": _(
                "Si cela se passe en plusieurs lieux à la fois, par exemple une fête de quartier."
            ),
            "image_alt": _("Pour les personnes qui ne voient pas l’image."),
            "co_organisers": _(
                "Les associations qui organisent avec vous. Chacune reçoit une invitation, et s’affiche quand elle "
                "a accepté."
            ),
        }

    def __init__(self, *args, user, **kwargs):
        self.user = user
        instance = kwargs.get("instance")
        initial = {"submission": uuid.uuid4(), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        if instance and instance.pk:
            self.edit(instance)
        themes = self.fields["themes"]
        themes.required = True
        # What a theme is divided into helps to find an association; an event is of the theme as a whole.
        themes.queryset = Theme.objects.filter(
            Q(parent=None) | Q(pk__in=self.instance.themes.values("pk") if self.instance.pk else [])
        )
        for name in ("registering", "closes_hours_before"):
            self.fields[name].required = False
        self.offer_places()
        self._offer_other_places()
        self._offer_organisers()
        self.carry_version()

    def _offer_other_places(self):
        chosen = self.instance.other_places.values("pk") if self.instance.pk else []
        offered = Place.objects.offered().values("pk")
        self.fields["other_places"].queryset = Place.objects.filter(Q(pk__in=offered) | Q(pk__in=chosen))

    def clean_other_places(self):
        """Those besides the main one."""
        places = self.cleaned_data["other_places"]
        if len(places) > MAX_OTHER_PLACES:
            raise ValidationError(
                _("Choisissez au plus %(max)d autres lieux."), params={"max": MAX_OTHER_PLACES}
            )
        return [place for place in places if place != self.cleaned_data.get("place")]

    def _offer_organisers(self):
        """Members write for their organisations; others may name the one that they think organises it."""
        field = self.fields["organiser"]
        ours = Organisation.objects.written_by(self.user)
        self.writes_for = list(ours)
        if self.writes_for and not self.user.is_coordinator:
            field.queryset = ours
            field.required = True
            if self.instance.organiser_id and self.instance.organiser not in self.writes_for:
                field.queryset = Organisation.objects.filter(pk=self.instance.organiser_id)
            if len(self.writes_for) == 1:
                self.initial.setdefault("organiser", self.writes_for[0].pk)
                field.empty_label = None
        else:
            field.queryset = Organisation.objects.public()
            field.label = _("Qui organise ?")
            field.empty_label = _("Des habitants, ou je ne sais pas")
        self._offer_co_organisers()

    def _offer_co_organisers(self):
        """
        Public organisations, and those already named. Whoever does not write for an event's organisation
        neither replaces it once the event has been public, nor adds one of their own: it would give them the
        rights of both.
        """
        event = self.instance
        named = event.named_co_organisers.values("pk") if event.pk else []
        if event.pk:
            self.initial["co_organisers"] = list(event.named_co_organisers)
        offered = Organisation.objects.public()
        if event.pk and event.organiser_id and not event.published_directly_by(self.user):
            offered = offered.exclude(pk__in=[ours.pk for ours in self.writes_for])
            if event.has_been_public:
                organiser = self.fields["organiser"]
                organiser.queryset = Organisation.objects.filter(pk=event.organiser_id)
                organiser.required, organiser.empty_label = True, None
        self.fields["co_organisers"].queryset = Organisation.objects.filter(
            Q(pk__in=offered.values("pk")) | Q(pk__in=named)
        )

    def clean_title(self):
        """One line: what is pasted may hold several."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_themes(self):
        themes = self.cleaned_data["themes"]
        if len(themes) > MAX_THEMES:
            raise ValidationError(_("Choisissez au plus %(max)d thèmes."), params={"max": MAX_THEMES})
        return themes

    def clean_co_organisers(self):
        named = self.cleaned_data["co_organisers"]
        if len(named) > MAX_CO_ORGANISERS:
            raise ValidationError(
                _("Nommez au plus %(max)d co-organisateurs."), params={"max": MAX_CO_ORGANISERS}
            )
        return named

    def clean_submission(self):
        return self.cleaned_data["submission"] or uuid.uuid4()

    def clean_closes_hours_before(self):
        hours = self.cleaned_data["closes_hours_before"]
        return 0 if hours is None and "closes_hours_before" in self.data else hours

    def clean(self):
        super().clean()
        self.clean_schedule()
        self.compare_versions()
        data = self.cleaned_data
        registering = data.get("registering") or self.instance.registering
        ways = ("contact_phone", "contact_email", "website")
        if registering == Event.Registering.ELSEWHERE and not any(
            data.get(name) or name in self.errors for name in ways
        ):
            self.add_error(
                "registering",
                _("Comment s’inscrire ? Donnez un téléphone, un e-mail ou une page, juste au-dessus."),
            )
        if self.schedule:
            self._check_dates()
            self._set_dates()
        if not (self.has_place or data.get("online_url")):
            self.add_error(
                "place", _("Où cela se passe-t-il ? Choisissez un lieu, ou écrivez-en un nouveau.")
            )
        if data.get("image") and not data.get("image_alt"):
            self.add_error("image_alt", _("Dites en quelques mots ce que montre l’image."))
        return data

    def _check_dates(self):
        # What is already public may be corrected afterwards; what is to be announced is for the days to come.
        if self.instance.pk and (self.instance.is_public or not self._announces_dates()):
            return
        now = timezone.now()
        until = now + timedelta(days=3653)
        if not recurrence.spans(
            self.schedule, since=now - (self.schedule.end - self.schedule.start), until=until
        ).spans:
            if self.schedule.holidays and self.schedule.start >= now:
                self.add_error(
                    "skips_school_holidays",
                    _("Toutes ces dates tombent pendant les vacances scolaires : il n’en reste aucune."),
                )
            else:
                self.add_error("day", _("Cette date est déjà passée."))

    def _announces_dates(self):
        return bool(self.changed_schedule) or self.instance.can_be_sent_by_link

    def _set_dates(self):
        """A form that leaves the dates alone writes none."""
        if self.event is None or self.changed_schedule:
            self.instance.set_schedule(self.schedule)

    def save(self, commit=True):
        event, data = self.instance, self.cleaned_data
        if not event.pk:
            event.submission = data["submission"]
            event.author = self.user if self.user.is_authenticated else None
        self.write_new_place()
        # They join once they have accepted.
        named = list(data.pop("co_organisers"))
        event = super().save(commit=True)
        by = self.user if self.user.is_authenticated else None
        event.name_co_organisers(named, by=by, tell=not self.is_for_visitors)
        event.write_dates()
        if {"registering", "capacity"} & set(self.changed_data):
            event.let_the_waiting_in()
        return event


class VisitorEventForm(Honeypot, EventForm):
    """For people without an account: an address to answer to, and a trap for machines."""

    is_for_visitors = True

    author_email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        help_text=_(
            "Pour confirmer votre proposition et vous répondre. Elle n’est ni publiée ni transmise, et elle est "
            "effacée un an après l’événement."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    class Meta(EventForm.Meta):
        fields = [*EventForm.Meta.fields, "author_email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The signed link is the key to the proposal: the address that it was sent to does not change.
        if self.instance.pk:
            del self.fields["author_email"]
        # A list of people is for those who sign in.
        self.fields["registering"].choices = [
            (value, label) for value, label in Event.Registering.choices if value != Event.Registering.HERE
        ]
        del self.fields["capacity"], self.fields["closes_hours_before"]

    def save(self, commit=True):
        if not self.instance.pk:
            self.instance.state = Event.State.UNCONFIRMED
        return super().save()
