"""People who would be habitants-relais: what they gave, what they agreed to, and how they take it back."""

import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from associations.models import District
from cooperation.core import mail, rate_limit
from cooperation.core.slugs import readable_slug
from cooperation.core.text_search import folded
from habitants.models.cohorts import Cohort
from habitants.models.profiles import Profile
from habitants.models.relays import Relay

# An application that its address never confirmed goes after so many days.
CONFIRMED_WITHIN_DAYS = 7
# Nobody's letter box is filled through us: shared with the other mails that strangers can have sent.
MAILS_TO_ONE_ADDRESS = {"amount": 5, "seconds": 86_400}
# How people shorten what their street is.
SHORTENED = {
    "avenue": "av",
    "boulevard": "bd",
    "bld": "bd",
    "chemin": "ch",
    "impasse": "imp",
    "traverse": "trav",
    "batiment": "bat",
}


class ApplicationQuerySet(models.QuerySet):
    def active(self):
        """Those that may lead to a seat."""
        return self.filter(state=Application.State.CONFIRMED)

    def heard(self):
        """Those that count in what the team is told of answers: set aside or not, it changes nothing."""
        return self.filter(state__in=[Application.State.CONFIRMED, Application.State.SET_ASIDE])

    def answering(self):
        """Whoever answered the questions, whatever became of it since but a withdrawal."""
        return self.exclude(state=Application.State.WITHDRAWN)

    def withdrawn(self):
        return self.filter(state=Application.State.WITHDRAWN)

    def to_be_told(self):
        """Whoever is still there and confirmed an address, when the dates they were told change."""
        gone = [Application.State.UNCONFIRMED, Application.State.WITHDRAWN]
        return self.exclude(state__in=gone).select_related("cohort")

    def erase_answers(self):
        for application in self:
            application.erase_answers()

    def counted(self):
        """Those whose address was confirmed and that are still there."""
        return self.filter(state__in=[Application.State.CONFIRMED, Application.State.GUARDIAN])

    def identified(self):
        """Those whose person is still known here."""
        return self.exclude(birth_year=None)

    def from_the_call(self):
        """Those who applied, by whatever way: somebody proposed by an association did not."""
        return self.exclude(channel=Application.Channel.NOMINATION)

    def seated(self):
        """Those who hold a seat, or are asked whether they take it."""
        return self.filter(seats__state__in=["offered", "accepted"])

    def pool(self):
        """Whom the draw draws from: confirmed, from the call, and never asked to take a seat."""
        return self.active().from_the_call().filter(seats=None).order_by("draw_id")

    @transaction.atomic
    def ask(self, application, answers):
        """
        A visitor's request, saved as it is whether or not the address is known: what differs is told to its
        holder alone, by mail, and takes the same time. `answers` is {criterion: quota}.
        """
        application.save()
        application.write_answers(answers)
        known = self.counted().filter(cohort=application.cohort, email__iexact=application.email).first()
        if rate_limit.allowed_for(f"confirm:{application.email.lower()}", **MAILS_TO_ONE_ADDRESS):
            application.tell(
                "habitants/mail/application_already" if known else "habitants/mail/application_confirm",
                known=known,
            )

    @transaction.atomic
    def enter(self, application, answers, *, by):
        """
        From a signed paper form: nothing to confirm. `answers` is {criterion: quota}. Raises ValidationError once the
        list is frozen, which may have happened since the form was opened.
        """
        cohort = Cohort.objects.select_for_update(no_key=True).get(pk=application.cohort_id)
        if not cohort.is_calling:
            raise ValidationError(_("La liste est figée depuis : cette candidature n’est pas entrée."))
        application.entered_by, application.confirmed_at = by, timezone.now()
        application.state = Application.State.CONFIRMED
        application.save()
        application.write_answers(answers)
        application.tell("habitants/mail/application_confirmed")

    def of_person(self, user):
        """Those made with an address that this person has shown to be theirs."""
        known = EmailAddress.objects.filter(user=user, verified=True).annotate(lower=Lower("email"))
        return self.annotate(lower_email=Lower("email")).filter(
            ~Q(lower_email=""), lower_email__in=known.values("lower")
        )

    def possible_duplicates(self):
        """
        Of active applications, those that share the e-mail of another one, or its name and birth year. Shown to
        the team, who knows whether they are one person; nothing is decided here.
        """
        others = Application.objects.active().filter(cohort=OuterRef("cohort")).exclude(pk=OuterRef("pk"))
        same_mail = others.exclude(email="").filter(email__iexact=OuterRef("email"))
        same_name = others.annotate(folded_name=folded("name")).filter(
            folded_name=OuterRef("folded_name"), birth_year=OuterRef("birth_year")
        )
        return (
            self.active()
            .annotate(folded_name=folded("name"))
            .filter(Exists(same_mail) | Exists(same_name))
            .order_by("folded_name", "birth_year", "pk")
        )

    def never_confirmed(self):
        """A week after it was asked of them: of the person by the form, of the parent once the person confirmed."""
        limit = timezone.now() - timedelta(days=CONFIRMED_WITHIN_DAYS)
        person = Q(state=Application.State.UNCONFIRMED, created_at__lt=limit)
        return self.filter(person | Q(state=Application.State.GUARDIAN, confirmed_at__lt=limit))


class Application(models.Model):
    """
    A person and a cohort. `draw_id` is all that the draw and its proof know of them. The address of the home is
    kept as a keyed digest, which only tells whether two people live together.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("e-mail à confirmer")
        GUARDIAN = "guardian", _("accord parental attendu")
        CONFIRMED = "confirmed", _("confirmée")
        WITHDRAWN = "withdrawn", _("retirée")
        SET_ASIDE = "set_aside", _("mise de côté")

    class Channel(models.TextChoices):
        ONLINE = "online", _("en ligne")
        DESK = "desk", _("à l’accueil, sur papier")
        IMPORTED = "imported", _("fichier de candidatures papier")
        NOMINATION = "nomination", _("proposée par une association")

    SALT = "habitants.application"
    GUARDIAN_SALT = "habitants.guardian"

    draw_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="applications", verbose_name=_("groupe")
    )
    name = models.CharField(_("prénom et nom"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("année de naissance"), null=True)
    district = models.ForeignKey(
        District, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("quartier")
    )
    household_digest = models.CharField(max_length=64, blank=True, editable=False)
    channel = models.CharField(_("voie"), max_length=12, choices=Channel, default=Channel.ONLINE)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("saisie par"),
    )
    consent_version = models.CharField(_("version du consentement"), max_length=20)
    consent_text = models.TextField(_("consentement, tel qu’il a été lu"))
    consented_at = models.DateTimeField(_("consentement donné le"), default=timezone.now)
    # Of somebody who is 16 or 17.
    guardian_name = models.CharField(_("parent ou tuteur"), max_length=80, blank=True)
    guardian_email = models.EmailField(_("e-mail du parent ou tuteur"), blank=True)
    guardian_consented_at = models.DateTimeField(_("accord parental donné le"), null=True)
    state = models.CharField(_("état"), max_length=12, choices=State, default=State.UNCONFIRMED)
    set_aside_reason = models.CharField(_("motif"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("reçue le"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmée le"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidature")
        verbose_name_plural = _("candidatures")
        ordering = ["-created_at", "-pk"]
        constraints = [
            # Two people may share an address: whether they are one is for the team to see, unless all agrees.
            models.UniqueConstraint(
                "cohort",
                Lower("email"),
                Lower("name"),
                "birth_year",
                condition=Q(state__in=["confirmed", "guardian"]) & ~Q(email=""),
                name="application_once",
                violation_error_message=_("Cette personne est déjà candidate avec cette adresse."),
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(guardian_name="")
                | Q(guardian_consented_at__isnull=False)
                | Q(birth_year__isnull=True),
                name="application_guardian_agreed",
                violation_error_message=_("Il manque l’accord du parent ou du tuteur."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "guardian"]) | Q(confirmed_at__isnull=False),
                name="application_confirmed_at",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(name="", email="", phone=""),
                name="application_withdrawn_is_forgotten",
            ),
        ]

    def __str__(self):
        return self.name or str(self.draw_id)

    def get_own_url(self):
        """
        The person's own page: signed, good as long as the row is kept. Not `get_absolute_url`, to which the
        administration would lead: this page gives the answers to the criteria to whoever has its link.
        """
        return reverse("habitants:application", args=[self.token])

    @property
    def token(self):
        return signing.Signer(salt=self.SALT).sign(self.pk)

    @property
    def guardian_url(self):
        token = signing.Signer(salt=self.GUARDIAN_SALT).sign(self.pk)
        return reverse("habitants:guardian", args=[token])

    @property
    def is_under_a_draw(self):
        """On the published list of a draw that waits for its number."""
        waiting = self.cohort.draws.standing().filter(value_entered_at=None)
        return waiting.filter(entries__application_id_of_draw=self.draw_id).exists()

    @property
    def keeps_answers_for_a_draw(self):
        """Withdrawn after the list of a draw was published: its line, without a name, stays until the number is known."""
        entry = self.draw_entry
        return self.is_withdrawn and entry is not None and bool(entry.row)

    @property
    def draw_entry(self):
        """Their line in the draw that stands; None before the list is frozen."""
        from habitants.models.draw_lists import DrawEntry

        return DrawEntry.objects.filter(
            application_id_of_draw=self.draw_id, draw__cohort=self.cohort_id, draw__cancelled_at=None
        ).first()

    @property
    def is_unconfirmed(self):
        return self.state == self.State.UNCONFIRMED

    @property
    def waits_for_guardian(self):
        return self.state == self.State.GUARDIAN

    @property
    def is_confirmed(self):
        return self.state == self.State.CONFIRMED

    @property
    def is_withdrawn(self):
        return self.state == self.State.WITHDRAWN

    @property
    def is_set_aside(self):
        return self.state == self.State.SET_ASIDE

    def same_person(self):
        """What was asked with this address, name and birth year."""
        if not self.email:
            return Application.objects.none()
        return Application.objects.filter(
            cohort=self.cohort, email__iexact=self.email, name__iexact=self.name, birth_year=self.birth_year
        )

    @property
    def can_confirm(self):
        """The list takes people until it is frozen, even when the form is closed: who asked in time is in time."""
        return self.is_unconfirmed and self.cohort.can_change

    @property
    def has_proved_address(self):
        """By a link in a mail that they answered: not of an address copied from paper."""
        by_mail = {self.Channel.ONLINE, self.Channel.NOMINATION}
        return bool(self.email) and self.channel in by_mail and self.confirmed_at is not None

    @property
    def needs_guardian(self):
        return bool(self.guardian_name) and self.guardian_consented_at is None

    @property
    def first_name(self):
        return self.name.split(" ")[0]

    def tell(self, template, *, address=None, **context):
        """A mail to the person, with their link; whoever left no address is told by the team."""
        address = address or self.email
        if address:
            url = f"{settings.SITE_URL}{self.get_own_url()}"
            mail.send(template, address, application=self, cohort=self.cohort, url=url, **context)

    @transaction.atomic
    def confirm(self):
        """
        The address is the person's: the application counts, or waits for a parent. Confirming twice changes
        nothing. Returns the application that counts: the person's own when there was one already.
        """
        self._lock()
        if not self.can_confirm:
            return self
        others = self.same_person().exclude(pk=self.pk)
        if counted := others.counted().first():
            return counted
        others.filter(state=self.State.UNCONFIRMED).delete()
        self.confirmed_at = timezone.now()
        self.state = self.State.GUARDIAN if self.needs_guardian else self.State.CONFIRMED
        self.save()
        if self.waits_for_guardian:
            self.tell(
                "habitants/mail/guardian",
                address=self.guardian_email,
                guardian_url=f"{settings.SITE_URL}{self.guardian_url}",
            )
        self.tell("habitants/mail/application_confirmed")
        return self

    @transaction.atomic
    def agree_as_guardian(self):
        """
        The parent's or guardian's word, by the link in their own mail. Twice changes nothing. Returns whether it is
        recorded: once the list is frozen it comes too late.
        """
        self._lock()
        if not self.waits_for_guardian or not self.cohort.can_change:
            return self.guardian_consented_at is not None
        self.guardian_consented_at, self.state = timezone.now(), self.State.CONFIRMED
        self.save()
        self.tell("habitants/mail/guardian_agreed")
        return True

    @transaction.atomic
    def withdraw(self, *, by=None):
        """
        The person takes it back, at any moment: who they are is forgotten at once, and so are their answers, but for
        the line (without name) in the list of a draw that waits for its number. A seat that was offered goes to the
        next substitute. Withdrawing twice changes nothing.
        """
        self._lock()
        if self.is_withdrawn:
            return
        stays = self.is_under_a_draw
        self.tell("habitants/mail/application_withdrawn", stays=stays)
        self.forget()
        self.state, self.withdrawn_at = self.State.WITHDRAWN, timezone.now()
        self.save()
        if stays:
            Profile.objects.filter(application=self).delete()
        else:
            self.erase_answers()
        for seat in self.seats.open():
            seat.give_up(by=by, reason=_("candidature retirée"))
        Relay.objects.filter(seat__application=self).forget_names()

    @transaction.atomic
    def set_aside(self, *, by, reason):
        """
        The team's decision, with its reason: a duplicate, somebody from elsewhere. The person is told. Not once the list
        is frozen, since the draw may name whoever is on it.
        """
        self._lock()
        if not (self.is_confirmed and self.cohort.can_change):
            raise ValidationError(_("Cette candidature ne peut plus être mise de côté."))
        self.state, self.set_aside_reason = self.State.SET_ASIDE, reason
        self.save()
        self.tell("habitants/mail/application_set_aside")

    @transaction.atomic
    def take_back(self, *, by):
        """Set aside by mistake. Whoever applied again meanwhile is on the list by that."""
        self._lock()
        if not (self.is_set_aside and self.cohort.can_change):
            raise ValidationError(_("Cette candidature ne peut plus être remise sur la liste."))
        if self.same_person().counted().exists():
            raise ValidationError(_("Cette personne est déjà candidate avec cette adresse."))
        self.state, self.set_aside_reason = self.State.CONFIRMED, ""
        self.save()

    def write_answers(self, answers):
        Profile.objects.bulk_create(
            Profile(application=self, criterion=criterion, quota=quota)
            for criterion, quota in answers.items()
        )
        Profile.objects.compute_for(self.cohort, application=self)

    def forget(self):
        """Nothing of who the person is remains in this row, once saved."""
        self.name = self.email = self.phone = self.household_digest = ""
        self.guardian_name = self.guardian_email = self.set_aside_reason = ""
        self.birth_year = self.district = None

    def export(self):
        """All that is kept about the person, in their own words, as JSON types."""
        fields = ["name", "email", "phone", "birth_year", "guardian_name", "guardian_email", "consent_text"]
        answers = Profile.objects.filter(application=self).values_list("criterion__name", "quota__label")
        kept = {str(self._meta.get_field(name).verbose_name): getattr(self, name) for name in fields}
        return {
            str(_("groupe")): str(self.cohort),
            str(_("code dans le tirage")): self.draw_entry.code if self.draw_entry else "",
            str(_("état")): str(self.get_state_display()),
            str(_("voie")): str(self.get_channel_display()),
            **kept,
            str(_("quartier")): str(self.district or ""),
            str(_("consentement donné le")): self.consented_at.isoformat(),
            str(_("réponses aux critères")): dict(answers),
            str(_("sièges")): [
                {
                    str(_("voie")): str(seat.get_way_in_display()),
                    str(_("état")): str(seat.get_state_display()),
                    str(_("motif")): seat.reason,
                }
                for seat in self.seats.all()
            ],
        }

    def erase_answers(self):
        """In the lists of draws too: what a draw needed of them is in its proof."""
        from habitants.models.draw_lists import DrawEntry

        Profile.objects.filter(application=self).delete()
        DrawEntry.objects.filter(application_id_of_draw=self.draw_id).erase_rows()

    def _lock(self):
        """The cohort first, as the draw does, so that freezing and entering are seen one after the other."""
        Cohort.objects.select_for_update(no_key=True).get(pk=self.cohort_id)
        self.refresh_from_db()


def household_digest(cohort, address):
    """
    The same for two people of a cohort who wrote the same address, whatever its capitals, accents and commas;
    of no use to whoever doesn't have the key. "" without address.
    """
    words = readable_slug(address, max_length=200).split("-")
    plain = "-".join(SHORTENED.get(word, word) for word in words)
    if not plain:
        return ""
    return salted_hmac(f"habitants.household.{cohort.pk}", plain, algorithm="sha256").hexdigest()
