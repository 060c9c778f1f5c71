"""A concertation scheme: its words, its subjects and actors, and the row of one subject."""

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms.days import DayField
from associations.models import Organisation
from gouvernance.models import Actor, Body, ConcertationScheme, Involvement, Level, Subject


class SchemeForm(forms.ModelForm):
    adopted_on = DayField(label=capfirst(ConcertationScheme._meta.get_field("adopted_on").verbose_name))

    class Meta:
        model = ConcertationScheme
        fields = ["name", "introduction", "adopted_on", "is_public"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}


class OrderedFormSet(forms.BaseInlineFormSet):
    """Rows in the order in which they were written; a row that is there may be taken away."""

    removal = ""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = self.removal

    def save_new(self, form, commit=True):
        form.instance.position = self.forms.index(form)
        return super().save_new(form, commit)


class SubjectFormSet(OrderedFormSet):
    removal = gettext_lazy("Retirer ce sujet et ses places")


class ActorForm(forms.ModelForm):
    class Meta:
        model = Actor
        fields = ["name", "sector", "organisation"]

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = organisations


class ActorFormSet(OrderedFormSet):
    removal = gettext_lazy("Retirer cet acteur et ses places")

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"organisations": self.organisations}

    @property
    def organisations(self):
        """The directory, read once for all rows; what stands in the scheme stays, published or not."""
        if not hasattr(self, "_organisations"):
            ours = Actor.objects.filter(scheme=self.instance.pk).exclude(organisation=None)
            offered = Organisation.objects.filter(
                Q(is_published=True) | Q(pk__in=ours.values("organisation"))
            )
            rows = offered.values_list("pk", "name")
            self._organisations = [("", _("Aucune")), *rows]
        return self._organisations


Subjects = forms.inlineformset_factory(
    ConcertationScheme,
    Subject,
    fields=["name"],
    formset=SubjectFormSet,
    extra=4,
    max_num=40,
    validate_max=True,
)
Actors = forms.inlineformset_factory(
    ConcertationScheme, Actor, form=ActorForm, formset=ActorFormSet, extra=4, max_num=40, validate_max=True
)


class PlaceForm(forms.Form):
    """The place of one actor on one subject; no level, no place."""

    level = forms.TypedChoiceField(
        label=gettext_lazy("Niveau"),
        choices=[("", gettext_lazy("aucune place")), *Level.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    body = forms.TypedChoiceField(label=gettext_lazy("Où"), coerce=int, empty_value=None, required=False)
    rhythm = forms.ChoiceField(
        label=gettext_lazy("Rythme"), choices=[("", "—"), *Involvement.Rhythm.choices], required=False
    )

    def __init__(self, *args, actor, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["body"].choices = bodies


class SubjectPlaces:
    """The forms of a subject, one for each actor of its scheme, and what becomes of them together."""

    def __init__(self, subject, data=None):
        self.subject = subject
        bodies = [("", "—"), *Body.objects.values_list("pk", "name")]
        known = {row.actor_id: row for row in subject.involvements.all()}
        self.forms = []
        for actor in subject.scheme.actors.all():
            row = known.get(actor.pk)
            initial = {"level": row.level, "body": row.body_id, "rhythm": row.rhythm} if row else {}
            self.forms.append(
                PlaceForm(data, prefix=f"actor-{actor.pk}", initial=initial, actor=actor, bodies=bodies)
            )

    def is_valid(self):
        valid = [form.is_valid() for form in self.forms]  # each tells its own errors
        return all(valid)

    def save(self):
        """The row as the forms say it, whatever it was."""
        rows = [
            Involvement(
                subject=self.subject,
                actor=form.actor,
                level=form.cleaned_data["level"],
                body_id=form.cleaned_data["body"],
                rhythm=form.cleaned_data["rhythm"],
            )
            for form in self.forms
            if form.cleaned_data["level"]
        ]
        kept = [row.actor_id for row in rows]
        self.subject.involvements.exclude(actor__in=kept).delete()
        Involvement.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["subject", "actor"],
            update_fields=["level", "body", "rhythm"],
        )
