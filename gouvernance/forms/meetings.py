"""A meeting as it is prepared, answered and told."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agenda.forms.days import DayField, HourField
from associations.models import Place
from cooperation.core import documents
from cooperation.core.history import acting
from cooperation.core.line_ends import unified
from gouvernance.models import AgendaItem, Attendee, Decision, ItemDocument, Meeting


def exists(moment):
    """Whether clocks show this local time: in the night that summer time begins, one hour is skipped."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(
        tzinfo=None
    )


class MeetingForm(forms.ModelForm):
    day = DayField(label=_("Jour"))
    begins = HourField(label=_("De"))
    ends = HourField(label=_("À"), help_text=_("Plus tôt que le début : le lendemain."))

    reason = forms.CharField(
        label=_("Pourquoi la nouvelle date vient-elle si tôt ?"),
        max_length=300,
        required=False,
        help_text=_(
            "Seulement si le délai de convocation n’est pas tenu. Ces mots figureront au compte rendu."
        ),
    )

    field_order = ["title", "day", "begins", "ends", "reason"]

    class Meta:
        model = Meeting
        fields = ["title", "place", "online_url", "words", "is_public"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "is_public": _(
                "Une fois convoquée, elle est annoncée sur la page de l’instance et dans l’agenda : rien à y ressaisir."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.offered(also=self.instance.place_id)
        self.fields["place"].empty_label = _("À distance, ou à préciser")
        if self.instance.pk:
            start, end = (timezone.localtime(at) for at in (self.instance.starts_at, self.instance.ends_at))
            self.initial |= {"day": start.date(), "begins": start.time(), "ends": end.time()}
        if self.instance.state != Meeting.State.CONVENED:
            del self.fields["reason"]

    def clean(self):
        data = super().clean()
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if day and begins and ends:
            last = day if ends > begins else day + timedelta(days=1)
            zone = timezone.get_current_timezone()
            self.instance.starts_at = datetime.combine(day, begins, zone)
            self.instance.ends_at = datetime.combine(last, ends, zone)
            for name, at in (("begins", self.instance.starts_at), ("ends", self.instance.ends_at)):
                if not exists(at):
                    self.add_error(
                        name, _("Cette heure n’existe pas : cette nuit-là, on passe à l’heure d’été.")
                    )
        return data

    def revise(self, *, by):
        """Save what was there already; what can't be is told on the form, and False returned."""
        try:
            self.instance.revise(by=by, reason=self.cleaned_data.get("reason", ""))
        except ValidationError as error:
            self.add_error("reason" if error.code == "notice" else "day", error)
            return False
        return True


class ItemForm(forms.ModelForm):
    """A point of the agenda."""

    class Meta:
        model = AgendaItem
        fields = ["title", "kind", "minutes", "presenter", "words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def save_by(self, by):
        self.instance.save_by(by)


class ItemDocumentForm(forms.ModelForm):
    """Known by its content; its name on our disk is ours."""

    class Meta:
        model = ItemDocument
        fields = ["title", "file"]
        help_texts = {"file": _("PDF ou bureautique, 15 Mo au plus.")}
        widgets = {"file": forms.FileInput}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and hasattr(file, "content_type"):
            self.instance.media_type = documents.recognise(file)
            file.name = documents.random_name(self.instance.media_type)
        return file


class BaseItemDocumentFormSet(forms.BaseInlineFormSet):
    """A document that is there may be called otherwise or taken off; another one takes its place as a new one."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Retirer ce document")
        if form.instance.pk:
            del form.fields["file"]

    def save_by(self, by):
        with acting(by):
            self.save()


ItemDocumentFormSet = forms.inlineformset_factory(
    AgendaItem,
    ItemDocument,
    form=ItemDocumentForm,
    formset=BaseItemDocumentFormSet,
    extra=2,
    max_num=10,
    validate_max=True,
)


TAKEN = _("Cette personne ne peut plus porter votre pouvoir : choisissez quelqu’un d’autre.")
NOBODY = _("Plus personne ne peut porter votre pouvoir : répondez autrement, ou appelez l’équipe.")


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[
            (Attendee.Answer.PRESENT, _("Je serai là")),
            (Attendee.Answer.PROXY, _("Je donne pouvoir à…")),
            (Attendee.Answer.ABSENT, _("Je ne pourrai pas venir")),
        ],
        widget=forms.RadioSelect,
    )
    proxy = forms.TypedChoiceField(label=_("À qui"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args, attendee, by=None, **kwargs):
        initial = {"answer": attendee.answer, "proxy": attendee.proxy_id}
        super().__init__(*args, initial=initial, **kwargs)
        self.attendee, self.by = attendee, by
        if carriers := [(row.pk, row.name) for row in attendee.may_carry()]:
            self.fields["proxy"].choices = [("", _("Choisissez")), *carriers]
            self.fields["proxy"].error_messages["invalid_choice"] = TAKEN
        else:
            del self.fields["proxy"]
            self.fields["answer"].choices = [
                choice for choice in self.fields["answer"].choices if choice[0] != Attendee.Answer.PROXY
            ]
            self.fields["answer"].error_messages["invalid_choice"] = NOBODY

    def save(self):
        """Record it; what can't be is told on the form, and False returned."""
        answer = self.cleaned_data["answer"]
        is_known = answer == Attendee.Answer.ABSENT and self.attendee.answer == Attendee.Answer.SUBSTITUTE
        if is_known and self.by is None:
            return True  # they said so already, and their substitute comes
        try:
            self.attendee.reply(answer, proxy=self.cleaned_data.get("proxy"), by=self.by)
        except ValidationError as error:
            self.add_error("proxy", error)
            return False
        return True


class SubstituteForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[
            (Attendee.Answer.SUBSTITUTE, _("Je viendrai à sa place")),
            (Attendee.Answer.ABSENT, _("Je ne pourrai pas venir")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, attendee, by=None, **kwargs):
        super().__init__(*args, initial={"answer": attendee.answer}, **kwargs)
        self.attendee, self.by = attendee, by

    def save(self):
        """Record it; what can't be is told on the form, and False returned."""
        try:
            self.attendee.reply(self.cleaned_data["answer"], by=self.by, by_substitute=True)
        except ValidationError as error:
            self.add_error("answer", error)
            return False
        return True


class NotesForm(forms.Form):
    """What is said on a point, with the version that was read: see `AgendaItem.write_notes`."""

    notes = forms.CharField(
        label=capfirst(AgendaItem._meta.get_field("notes").verbose_name),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Les désaccords aussi, avec les mots de qui les porte : « … ». Personne n’a à se ranger."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, initial={"notes": item.notes, "version": item.notes_version}, **kwargs)
        self.item = item

    def clean_notes(self):
        return unified(self.cleaned_data["notes"])

    def save_by(self, by):
        """
        Write them; where somebody else wrote meanwhile, say so and return False. Both texts are then on the page, and
        whoever sends it again has seen the other's.
        """
        try:
            self.item.write_notes(self.cleaned_data["notes"], by=by, read=self.cleaned_data["version"])
        except ValidationError as error:
            self.add_error("notes", error)
            self.data = self.data.copy()
            self.data["version"] = self.item.notes_version
            return False
        return True


class DecisionForm(forms.ModelForm):
    due_on = DayField(label=capfirst(Decision._meta.get_field("due_on").verbose_name))
    review_on = DayField(
        label=capfirst(Decision._meta.get_field("review_on").verbose_name),
        required=False,
        help_text=_("Ce jour passé, elle revient à l’ordre du jour."),
    )

    class Meta:
        model = Decision
        fields = ["text", "owner", "due_on", "review_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def validate_constraints(self):
        """The quorum is counted, and said, by `Decision.take`."""

    def take(self, item, *, by):
        """Record it; what can't be is told on the form, and False returned."""
        try:
            Decision.take(item, by=by, **self.cleaned_data)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


class FollowUpForm(DecisionForm):
    """What becomes of a decision; and all that it says, until the minutes are approved, if no deliberation took it."""

    field_order = ["follow_up", "follow_up_words"]

    class Meta(DecisionForm.Meta):
        fields = [*DecisionForm.Meta.fields, "follow_up", "follow_up_words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_minuted or self.instance.is_deliberated:
            del self.fields["text"], self.fields["review_on"]

    def save_by(self, by):
        self.instance.save_by(by, update_fields=list(self.fields))
