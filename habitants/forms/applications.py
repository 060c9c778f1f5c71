"""Applying: each question says what its answer is for. Online, at the desk, or for somebody an association proposes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.forms.registrations import PHONE
from associations.models import District
from cooperation.core.honeypot import Honeypot
from habitants import consent
from habitants.models import Application, Quota
from habitants.models.applications import household_digest

YOUNGEST, ADULT, OLDEST = 16, 18, 110

UNDER_16 = _(
    "Le groupe est ouvert à partir de 16 ans. Merci d’avoir voulu en être : votre avis compte déjà, dites-le à "
    "l’équipe du centre social, et revenez pour un prochain groupe. Rien de ce que vous avez écrit n’est gardé."
)


class CriteriaMixin:
    """The questions of a cohort's criteria, as radio buttons, and their answers."""

    def add_questions(self):
        self.questions = {}
        for criterion in self.cohort.criteria.asked().with_quotas():
            name = f"critere_{criterion.pk}"
            self.questions[name] = criterion
            self.fields[name] = forms.ModelChoiceField(
                label=criterion.wording,
                help_text=criterion.reason,
                queryset=Quota.objects.filter(criterion=criterion),
                widget=forms.RadioSelect,
                empty_label=None,
            )
            self.fields[name].label_from_instance = lambda quota: quota.label

    @property
    def answers(self):
        return {criterion: self.cleaned_data[name] for name, criterion in self.questions.items()}

    @property
    def question_fields(self):
        return [self[name] for name in self.questions]


class ApplicationForm(CriteriaMixin, Honeypot, forms.ModelForm):
    """For people on their phone. `cohort` is what they apply to."""

    birth_year = forms.IntegerField(
        label=_("Année de naissance"),
        help_text=_("Pour vérifier que vous avez 16 ans, et pour qu’il y ait des gens de tous les âges."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
    )
    had_birthday = forms.TypedChoiceField(
        label=_("Avez-vous déjà fêté votre anniversaire cette année ?"),
        choices=[("1", _("Oui")), ("0", _("Pas encore"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        help_text=_("Pour savoir si vous avez déjà 16 ans, ou 18 ans. Cette réponse n’est pas gardée."),
    )
    address = forms.CharField(
        label=_("Numéro et rue"),
        max_length=200,
        help_text=_(
            "Pour ne pas tirer deux personnes du même foyer. L’adresse n’est pas gardée : il en reste une empreinte, "
            "que personne ne peut relire."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    agrees = forms.BooleanField(label=_("J’ai lu ce texte et je suis d’accord."))

    class Meta:
        model = Application
        fields = ["name", "email", "phone", "birth_year", "district", "guardian_name", "guardian_email"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
            "guardian_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "guardian_email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }
        labels = {
            "district": _("Votre quartier"),
            "guardian_name": _("Prénom et nom d’un parent ou tuteur"),
            "guardian_email": _("Son e-mail"),
        }
        help_texts = {
            "name": _("Pour vous répondre."),
            "email": _("Pour confirmer votre candidature, puis vous dire le résultat."),
            "phone": _("Si vous préférez qu’on vous appelle."),
            "district": _("Pour que chaque quartier soit représenté."),
            "guardian_email": _("Nous lui demandons son accord par e-mail, et rien d’autre."),
        }

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.cohort = self.instance.cohort = cohort
        self.consent_text = consent.for_cohort(cohort)
        self.fields["district"].queryset = District.objects.all()
        self.fields["district"].empty_label = _("Choisissez")
        self.fields["district"].required = True
        for name in ("name", "email"):
            if name in self.fields:
                self.fields[name].required = True
        self.fields["phone"].label = _("Téléphone (facultatif)")
        if not cohort.household_rule:
            del self.fields["address"]
        if not self.asks_birthday:
            del self.fields["had_birthday"]
        self.add_questions()

    @property
    def asks_birthday(self):
        """Only of those whose year alone leaves a doubt."""
        year = str(self.data.get(self.add_prefix("birth_year"), "")).strip()
        return year.isascii() and year.isdigit() and self._reached(int(year)) in {YOUNGEST, ADULT}

    def _reached(self, year):
        return timezone.localdate().year - year

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    clean_guardian_name = lambda self: " ".join(self.cleaned_data["guardian_name"].split())  # noqa: E731

    def clean_phone(self):
        phone = self.cleaned_data["phone"].strip()
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError(_("Écrivez un numéro de téléphone, par exemple 06 12 34 56 78."))
        return phone

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        if not 0 <= self._reached(year) <= OLDEST:
            raise ValidationError(_("Écrivez votre année de naissance en quatre chiffres, par exemple 1985."))
        if self._reached(year) < YOUNGEST:
            raise ValidationError(UNDER_16, code="too_young")
        return year

    def clean(self):
        data = super().clean()
        year = data.get("birth_year")
        if year is None or ("had_birthday" in self.fields and "had_birthday" not in data):
            return data
        age = self._reached(year) - (0 if data.get("had_birthday", True) else 1)
        if age < YOUNGEST:
            self.add_error("birth_year", ValidationError(UNDER_16, code="too_young"))
        elif age < ADULT:
            self.clean_guardian(data)
        else:
            data["guardian_name"] = data["guardian_email"] = ""
        return data

    def clean_guardian(self, data):
        words = _("Vous avez moins de 18 ans : il faut l’accord d’un parent ou tuteur.")
        if not data.get("guardian_name") and "guardian_name" not in self.errors:
            self.add_error("guardian_name", words)
        if "guardian_email" in self.errors:
            return
        if not data.get("guardian_email"):
            self.add_error("guardian_email", words)
        elif data["guardian_email"].lower() == (data.get("email") or self.instance.email or "").lower():
            self.add_error("guardian_email", _("Donnez l’adresse de votre parent ou tuteur, pas la vôtre."))

    def validate_constraints(self):
        """Not here: that somebody is known already is told to the address's holder alone, by mail."""

    @property
    def is_too_young(self):
        return self.has_error("birth_year", "too_young")

    def fill(self):
        """The application that was described, not saved."""
        application = self.instance
        application.consent_version, application.consent_text = consent.VERSION, self.consent_text
        application.consented_at = timezone.now()
        application.household_digest = household_digest(self.cohort, self.cleaned_data.get("address", ""))
        return application


class NominatedForm(ApplicationForm):
    """For the person whom an association proposes: their address is known, and proved by the link."""

    kvtd = None

    class Meta(ApplicationForm.Meta):
        fields = ["name", "phone", "birth_year", "district", "guardian_name", "guardian_email"]


class DeskApplicationForm(ApplicationForm):
    """The team copies a signed paper form: an e-mail is not needed, the signatures are on the paper."""

    kvtd = None
    agrees = forms.BooleanField(label=_("La personne a signé le formulaire papier, que nous gardons."))
    guardian_signed = forms.BooleanField(
        label=_("Le parent ou tuteur a signé aussi (16 ou 17 ans)."), required=False
    )

    class Meta(ApplicationForm.Meta):
        fields = ["name", "email", "phone", "birth_year", "district", "guardian_name"]
        help_texts = {}

    def __init__(self, *args, channel=Application.Channel.DESK, **kwargs):
        super().__init__(*args, **kwargs)
        self.channel = channel
        self.fields["email"].required = False
        self.fields["email"].label = _("E-mail (facultatif)")
        for field in self.fields.values():
            field.help_text = ""

    def clean_guardian(self, data):
        if not data.get("guardian_name"):
            self.add_error("guardian_name", _("Moins de 18 ans : écrivez qui a signé pour accord."))
        if not data.get("guardian_signed"):
            self.add_error(
                "guardian_signed", _("Moins de 18 ans : il faut la signature d’un parent ou tuteur.")
            )

    def clean(self):
        data = super().clean()
        data.pop("guardian_email", None)
        name, email, year = data.get("name"), data.get("email"), data.get("birth_year")
        if name and email and year:
            person = Application(cohort=self.cohort, name=name, email=email, birth_year=year)
            if person.same_person().counted().exists():
                self.add_error("email", _("Cette personne est déjà candidate avec cette adresse."))
        home = household_digest(self.cohort, data.get("address", ""))
        if name and year and home and not email:
            known = self.cohort.applications.active().filter(email="", household_digest=home)
            if known.filter(name__iexact=name, birth_year=year).exists():
                self.add_error("name", _("Cette personne est déjà sur la liste, à la même adresse."))
        return data

    def fill(self):
        application = super().fill()
        application.channel = self.channel
        if application.guardian_name:
            application.guardian_consented_at = timezone.now()
        return application
