"""The form of a sheet: who, what, for whom, where and when, whom to call. Nothing but the name is compulsory."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations import history, identifiers, opening
from associations.forms.places import PlaceFormMixin
from associations.models import Accessibility, Contact, Language, Organisation, Place, Public, Theme
from cooperation.core.line_ends import unified
from cooperation.core.meanwhile import VersionedForm, mark
from cooperation.core.wording import WEEKDAYS

MAX_LINKS = 10
MAX_CONTACTS = 30
# The prefix of the rows of closures, and their name among what a version tells.
CLOSURES = "fermetures"
STALE = _(
    "Quelqu’un a modifié cette fiche pendant que vous écriviez. Rien n’est perdu : vos réponses sont ci-dessous, et "
    "ce que vous n’aviez pas touché y est tel qu’il est maintenant. Comparez, corrigez s’il le faut, puis enregistrez "
    "de nouveau."
)
WEB = URLValidator(schemes=["http", "https"], message=_("« %(value)s » n’est pas une adresse http ou https."))


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class HoursField(forms.CharField):
    """The hours of one day as people write them: "9h-12h30, 14h-18h"."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=100, **kwargs)

    def prepare_value(self, value):
        return opening.write_day(value) if isinstance(value, list) else value

    def to_python(self, value):
        try:
            return opening.read_day(super().to_python(value) or "")
        except opening.UnreadableHours as error:
            raise ValidationError(str(error), code="hours") from error


class LinksField(forms.CharField):
    """One web address a line; "javascript:" and the like are refused."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        links = list(dict.fromkeys(line.strip() for line in (value or "").splitlines() if line.strip()))
        if len(links) > MAX_LINKS:
            raise ValidationError(_("Au plus %(max)d liens."), params={"max": MAX_LINKS})
        for link in links:
            WEB(link)
            if len(link) > 300:
                raise ValidationError(_("Ce lien est trop long : %(link)s…"), params={"link": link[:60]})
        return links

    def has_changed(self, initial, data):
        return self.to_python(data) != (initial or [])


class NumberField(forms.CharField):
    """A national number as it stands on paper, spaces included; refused when its key is wrong."""

    def __init__(self, *, clean_number, **kwargs):
        self.clean_number = clean_number
        super().__init__(required=False, max_length=30, **kwargs)

    def to_python(self, value):
        return self.clean_number(super().to_python(value))


class OrganisationForm(forms.ModelForm, PlaceFormMixin, VersionedForm):
    """
    `user` says who writes: the team alone changes what a sheet is (its type, whether it is public). `closures` are rows
    of the form as the other answers are its fields.
    """

    themes = forms.MultipleChoiceField(
        label=_("Thèmes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ce que vous faites vraiment."),
    )
    publics = forms.MultipleChoiceField(
        label=_("Pour qui"),
        choices=Public.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sans choix : tout le monde."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Langues parlées à l’accueil"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    involvements = forms.MultipleChoiceField(
        label=_("Rôle sur le territoire"),
        choices=Organisation.Involvement.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place_accessibility = forms.MultipleChoiceField(
        label=_("Le lieu est accessible aux personnes en situation de"),
        choices=Accessibility.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place_access = forms.CharField(
        label=_("Comment venir"),
        max_length=500,
        required=False,
        help_text=_("Bus, métro, étage, digicode, parking…"),
    )
    # The place that the two fields above tell of, when the form was opened.
    described_place = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Where a new place is, touched on the map (static/js/pick_spot.js).
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    links = LinksField(
        label=_("Autres liens"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une adresse par ligne : réseaux sociaux, page d’adhésion…"),
    )
    rna = NumberField(
        label=_("Numéro RNA"),
        clean_number=identifiers.clean_rna,
        help_text=_("W puis neuf caractères, sur le récépissé de la préfecture."),
    )
    siren = NumberField(
        label=_("SIREN"), clean_number=identifiers.clean_siren, help_text=_("Le début du SIRET suffit.")
    )
    siret = NumberField(
        label=_("SIRET"), clean_number=identifiers.clean_siret, help_text=_("Quatorze chiffres.")
    )
    is_right = forms.BooleanField(
        label=_("Tout le reste de la fiche est exact aujourd’hui"),
        required=False,
        initial=True,
        help_text=_("La fiche est alors marquée comme vérifiée ce mois-ci."),
    )
    # The version that was read, as a moment of the history.
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Organisation
        fields = [
            *("name", "short_name", "kind", "is_published", "logo", "summary", "description"),
            *("main_theme", "districts", "place", "other_places", "hours_note"),
            *("email", "phone", "website"),
            *("rna", "siren", "siret", "founded_on", "seat_address", "seat_postal_code", "seat_city"),
            "review_months",
        ]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "description": forms.Textarea(attrs={"rows": 8}),
            "districts": forms.CheckboxSelectMultiple,
            "other_places": forms.SelectMultiple(attrs={"size": 5}),
            "founded_on": DayInput,
        }
        help_texts = {
            "description": _("**gras**, *italique*, listes avec un tiret."),
            "main_theme": _("Celui qui vous résume : il donne sa couleur à votre fiche."),
            "seat_address": _("N’est jamais publié : c’est souvent le domicile de quelqu’un."),
            "review_months": _("Vous recevrez un message pour dire si tout est toujours exact."),
        }

    spare_sheets = ()
    # A place whose description was typed in vain: it has its own, which others read too.
    facts_left_out_of = None

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        self.closures = ClosureFormSet(
            self.data if self.is_bound else None,
            initial=closures_initial(self.instance),
            prefix=CLOSURES,
        )
        self.offer_places()
        self._offer_themes()
        self._offer_other_places()
        for number, code in enumerate(opening.DAYS):
            self.fields[f"hours_{code}"] = HoursField(
                label=WEEKDAYS[number], initial=self.instance.hours.get(code, [])
            )
        for name in ("publics", "languages", "involvements", "links"):
            self.initial.setdefault(name, getattr(self.instance, name))
        self.initial["opened"] = self.instance.updated_at.isoformat() if self.instance.pk else ""
        self._offer_place_facts()
        if not user.is_coordinator:
            del self.fields["kind"], self.fields["is_published"]
        self.carry_version()

    def _offer_themes(self):
        themes = list(Theme.objects.all())
        self.themes = {theme.slug: theme for theme in themes}
        parts = {theme.pk: [(theme.slug, theme.name)] for theme in themes if theme.parent_id is None}
        for theme in themes:
            if theme.parent_id in parts:
                parts[theme.parent_id].append((theme.slug, theme.name))
        self.fields["themes"].choices = [
            (theme.name, parts[theme.pk]) for theme in themes if theme.parent_id is None
        ]
        if self.instance.pk:
            self.initial.setdefault("themes", [theme.slug for theme in self.instance.themes.all()])
        self.fields["main_theme"].empty_label = _("Le premier des thèmes cochés")

    def _offer_other_places(self):
        chosen = self.instance.other_places.values("pk") if self.instance.pk else []
        self.fields["other_places"].queryset = Place.objects.filter(
            Q(pk__in=Place.objects.offered().values("pk")) | Q(pk__in=chosen)
        )

    def _offer_place_facts(self):
        """What a place is like belongs to all who use it: it is changed here while nobody else does."""
        place = self.instance.place
        self.place_is_shared = bool(place and place.serves_others(self.instance))
        if place:
            self.initial.setdefault("described_place", place.pk)
            self.initial.setdefault("place_accessibility", place.accessibility)
            self.initial.setdefault("place_access", place.access)
        if self.place_is_shared:
            for name in ("place_accessibility", "place_access"):
                self.fields[name].disabled = True
            self.fields["place_access"].help_text = _(
                "Ce lieu sert aussi à d’autres : l’équipe de coordination peut corriger sa description."
            )

    @property
    def theme_groups(self):
        """The themes as boxes, each in one list with what it is divided into."""
        chosen = self["themes"].value() or []
        return [
            [{"value": slug, "label": label, "chosen": slug in chosen} for slug, label in group]
            for _theme, group in self.fields["themes"].choices
        ]

    @property
    def hours_fields(self):
        return [self[f"hours_{code}"] for code in opening.DAYS]

    def clean_description(self):
        return unified(self.cleaned_data["description"])

    @property
    def versioned(self):
        return [name for name, field in self.fields.items() if not field.widget.is_hidden]

    def marks_now(self):
        marks = super().marks_now()
        return marks | {CLOSURES: mark(_rows(self.closures.initial))} if marks else marks

    def marks_sent(self):
        if not self.closures.is_valid():
            return super().marks_sent()
        return super().marks_sent() | {CLOSURES: mark(_rows(self.closures.cleaned_data))}

    def show_present(self, names):
        super().show_present({"opened", "described_place", *names} - {CLOSURES})
        if CLOSURES in names:
            self.closures = ClosureFormSet(initial=self.closures.initial, prefix=CLOSURES)

    @property
    def changes_since(self):
        """What others saved since this form was opened, the latest first."""
        return changes_since(self.instance, self.cleaned_data.get("opened", ""))

    def clean(self):
        data = super().clean()
        main = data.get("main_theme")
        chosen = [self.themes[slug] for slug in data.get("themes", [])]
        if main and main not in chosen:
            chosen.append(main)
        data["chosen_themes"] = chosen
        self.spare_sheets = self._spare_sheets(data)
        if self.compare_versions():
            self.add_error("version", ValidationError(STALE, code="stale"))
            self._tell_place_facts()
        return data

    def _tell_place_facts(self):
        """The sheet's history does not have what others said of its place: it stands beside this person's words."""
        for name in ("place_access", "place_accessibility"):
            now = self.initial.get(name) or ""
            if name in self.newer and self[name].value() != now:
                words = (
                    ", ".join(str(Accessibility(code).label) for code in now)
                    if isinstance(now, list)
                    else now
                )
                self.add_error(name, _("Quelqu’un a écrit entre-temps : « %s »") % (words or _("rien")))

    def _spare_sheets(self, data):
        """Those that a register brought, which wait out of sight with a number of this one: it takes it over."""
        held = Q()
        for name in ("rna", "siret"):
            held |= Q(**{name: data[name]}) if data.get(name) else Q()
        others = Organisation.objects.filter(held, is_published=False).exclude(pk=self.instance.pk)
        return [sheet for sheet in others.select_for_update() if sheet.is_spare] if held else []

    def validate_constraints(self):
        """As things will stand once it has taken over the numbers of the sheets that wait."""
        if not self.spare_sheets:
            return super().validate_constraints()
        with transaction.atomic():
            spare = Organisation.objects.filter(pk__in=[sheet.pk for sheet in self.spare_sheets])
            spare.update(rna="", siret="")
            super().validate_constraints()
            transaction.set_rollback(True)
        return None

    def _get_validation_exclusions(self):
        """Constraints on what is not in this form are checked all the same."""
        return super()._get_validation_exclusions() - {"is_published", "kind", "siren"}

    def save(self, commit=True):
        """Everything, in the caller's transaction; the sheet is verified when the person says so."""
        organisation, data = self.instance, self.cleaned_data
        organisation.hours = {code: data[f"hours_{code}"] for code in opening.DAYS if data[f"hours_{code}"]}
        if self.closures.has_changed():
            organisation.closures = [row.closure for row in self.closures if row.closure]
        organisation.links = data["links"]
        for name in ("publics", "languages", "involvements"):
            # In whatever order they stand: the same ones are no change.
            if set(data[name]) != set(getattr(organisation, name)):
                setattr(organisation, name, data[name])
        self.write_new_place()
        self._locate_new_place()
        if data["is_right"]:
            organisation.verified_at, organisation.verified_by = timezone.now(), self.user
            organisation.review_asked_at = None
        for sheet in self.spare_sheets:
            sheet.delete()
        organisation = super().save(commit=True)
        organisation.themes.set(data["chosen_themes"])
        self._describe_place(organisation.place)
        return organisation

    def _locate_new_place(self):
        spot = self.cleaned_data["latitude"], self.cleaned_data["longitude"]
        if self.made_place and None not in spot:
            self.made_place.latitude, self.made_place.longitude = spot
            self.made_place.save()

    def _describe_place(self, place):
        """Only the place that was shown, or the one made here: another that was chosen keeps what is said of it."""
        data = self.cleaned_data
        told = {"accessibility", "access"} & {name.removeprefix("place_") for name in self.changed_data}
        if place is None or not told:
            return
        was_shown = place.pk == data["described_place"] and not place.serves_others(self.instance)
        if place != self.made_place and not was_shown:
            self.facts_left_out_of = place
            return
        # What was not touched was said of the place shown: of a new one nothing is known.
        for name in told:
            setattr(place, name, data[f"place_{name}"])
        place.save()


def changes_since(organisation, moment):
    """The versions saved after the one of this moment (as the form keeps it), the latest first."""
    try:
        opened = datetime.fromisoformat(moment)
    except ValueError:
        return []
    return [version for version in history.versions(organisation) if version.at > opened and version.changes]


class ClosureForm(forms.Form):
    """An exceptional closure; a row left empty is none, a single day is its own end."""

    first = forms.DateField(label=_("Fermé du"), widget=DayInput, required=False)
    last = forms.DateField(label=_("au (inclus)"), widget=DayInput, required=False)
    why = forms.CharField(label=_("Raison"), max_length=80, required=False)

    def clean(self):
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if not first and (last or data.get("why")):
            self.add_error("first", _("Dites le premier jour."))
        if first and last and last < first:
            self.add_error("last", _("Le dernier jour doit suivre le premier."))
        return data

    @property
    def closure(self):
        data = self.cleaned_data
        if not data.get("first"):
            return None
        last = data.get("last") or data["first"]
        return {"from": data["first"].isoformat(), "to": last.isoformat(), "why": data.get("why", "")}


ClosureFormSet = forms.formset_factory(ClosureForm, extra=2, max_num=20, absolute_max=40)


def closures_initial(organisation):
    """Closures to come; what is over needs no line in the form (the history has it)."""
    coming = opening.coming(organisation.closures, timezone.localdate())
    return [
        {
            "first": date.fromisoformat(closure["from"]),
            "last": date.fromisoformat(closure["to"]),
            "why": closure.get("why", ""),
        }
        for closure in coming
    ]


def _rows(closures):
    """The rows of closures as they are compared, those left empty apart: a single day is its own end."""
    return [
        f"{row['first']} {row['last'] or row['first']} {row['why']}" for row in closures if row.get("first")
    ]


class ContactForm(forms.ModelForm, VersionedForm):
    class Meta:
        model = Contact
        fields = ["name", "role", "email", "phone", "theme", "visibility"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.carry_version()

    def clean(self):
        data = super().clean()
        if self.is_gone and data.get("version"):
            self.newer = frozenset(self.versioned)
            self.show_present({"version"})
        elif self.compare_versions():
            raise ValidationError(
                _("Quelqu’un d’autre a aussi modifié ces lignes : comparez avec ce qui est dit plus haut."),
                code="stale",
            )
        return data


class ContactRows(forms.BaseInlineFormSet):
    """A person whom someone else took out while the form was open stays out; their row says so, once."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        is_known = self.is_bound and index is not None and index < self.initial_form_count()
        form.is_gone = is_known and form.instance.pk is None

    def clean(self):
        super().clean()
        if any(form.is_gone and form.newer for form in self.forms):
            raise ValidationError(
                _("Quelqu’un d’autre a retiré une personne pendant que vous écriviez."), code="stale"
            )

    def _should_delete_form(self, form):
        return form.is_gone or super()._should_delete_form(form)


ContactFormSet = forms.inlineformset_factory(
    Organisation,
    Contact,
    form=ContactForm,
    formset=ContactRows,
    extra=1,
    max_num=MAX_CONTACTS,
    absolute_max=MAX_CONTACTS * 2,
    can_delete=True,
)
