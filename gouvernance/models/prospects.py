"""The pool of those who could become administrators: people who said so themselves, and only as long as they agree."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Theme
from cooperation.core import mail
from cooperation.core.models import User
from gouvernance.models.bodies import Body
from gouvernance.models.people import Described

# What people agree to; a change of its words is another version.
CONSENT = _(
    "J’accepte que l’équipe du centre social garde mes réponses pour me proposer de participer aux instances. Elles "
    "sont effacées dès que je le demande, et deux ans après notre dernier échange."
)
CONSENT_VERSION = "2026-11"
KEPT = timedelta(days=730)
UNCONFIRMED_KEPT = timedelta(days=2)
SUGGESTION_KEPT = timedelta(days=30)


class ProspectQuerySet(models.QuerySet):
    def listed(self):
        return self.exclude(state=Prospect.State.UNCONFIRMED)

    def for_team(self, user):
        """The team alone, and a mentor those whom they accompany."""
        if not user.is_authenticated:
            return self.none()
        rows = self.listed()
        return rows if user.is_coordinator else rows.filter(mentor=user)

    def to_erase(self, *, now=None):
        now = now or timezone.now()
        old = Q(last_contact_at__lt=now - KEPT)
        return self.filter(old | Q(state=Prospect.State.UNCONFIRMED, created_at__lt=now - UNCONFIRMED_KEPT))


class Prospect(Described):
    """
    Somebody who could sit. Declared by themselves, or suggested: whoever is suggested is asked by mail, and nothing
    of them is recorded before they agree. Withdrawing erases the row.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("e-mail à confirmer")
        LISTED = "listed", _("à rencontrer")
        MET = "met", _("rencontré·e")
        TRYING = "trying", _("assiste à des séances")
        READY = "ready", _("prêt·e")
        SEATED = "seated", _("a un mandat")

        @classmethod
        def pipeline(cls):
            return [state for state in cls if state != cls.UNCONFIRMED]

    class Availability(models.TextChoices):
        DAY = "day", _("en journée")
        EVENING = "evening", _("en soirée")
        SATURDAY = "saturday", _("le samedi")
        ONLINE = "online", _("à distance")

    class Support(models.TextChoices):
        TRAINING = "training", _("une formation")
        CHILDCARE = "childcare", _("une garde d’enfants")
        TRANSPORT = "transport", _("de l’aide pour venir")
        READING = "reading", _("de l’aide pour lire les documents")

    SALT = "gouvernance.prospect"
    SUGGESTION_SALT = "gouvernance.suggestion"

    name = models.CharField(_("prénom et nom"), max_length=80)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    themes = models.ManyToManyField(
        Theme, related_name="+", verbose_name=_("ce qui vous intéresse"), blank=True
    )
    bodies = models.ManyToManyField(Body, related_name="prospects", verbose_name=_("instances"), blank=True)
    words = models.TextField(_("en quelques mots"), max_length=1_000, blank=True)
    availability = ArrayField(
        models.CharField(max_length=8, choices=Availability),
        verbose_name=_("disponible"),
        default=list,
        blank=True,
    )
    support = ArrayField(
        models.CharField(max_length=9, choices=Support),
        verbose_name=_("ce qui aiderait"),
        default=list,
        blank=True,
    )
    state = models.CharField(_("où en est-on"), max_length=11, choices=State, default=State.UNCONFIRMED)
    suggested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposé·e par"),
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentored_prospects",
        verbose_name=_("accompagné·e par"),
    )
    consent_version = models.CharField(max_length=20, default=CONSENT_VERSION, editable=False)
    consented_at = models.DateTimeField(_("accord donné le"), null=True, editable=False)
    last_contact_at = models.DateTimeField(_("dernier échange"), default=timezone.now, editable=False)
    created_at = models.DateTimeField(_("le"), default=timezone.now, editable=False)

    objects = ProspectQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne du vivier")
        verbose_name_plural = _("vivier d’administrateurs")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="prospect_once"),
            models.CheckConstraint(
                condition=Q(state="unconfirmed") | Q(consented_at__isnull=False),
                name="prospect_consented",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("gouvernance:prospect-detail", args=[self.pk])

    # The person's own page

    @property
    def own_url(self):
        """Signed, good as long as the row is kept."""
        return reverse("gouvernance:prospect-own", args=[signing.Signer(salt=self.SALT).sign(self.pk)])

    @property
    def availability_labels(self):
        return [self.Availability(value).label for value in self.availability]

    @property
    def support_labels(self):
        return [self.Support(value).label for value in self.support]

    @property
    def erased_on(self):
        return self.last_contact_at + KEPT

    def ask_to_confirm(self):
        """Each time they ask; the two days for which an address is kept unconfirmed begin again."""
        self.created_at = timezone.now()
        self.save(update_fields=["created_at"])
        mail.send(
            "gouvernance/mail/prospect_confirm",
            self.email,
            prospect=self,
            url=f"{settings.SITE_URL}{self.own_url}",
        )

    def tell_again(self):
        """
        Somebody gave this address a second time: its holder alone learns that it is known, and who has not confirmed
        is asked again.
        """
        if self.state == self.State.UNCONFIRMED:
            return self.ask_to_confirm()
        return mail.send(
            "gouvernance/mail/prospect_known",
            self.email,
            prospect=self,
            url=f"{settings.SITE_URL}{self.own_url}",
        )

    @classmethod
    def of(cls, email):
        return cls.objects.filter(email__iexact=email).first()

    @classmethod
    def suggest(cls, *, name, email, by):
        """Ask somebody whom a member thinks of: the link holds what was said of them, our database nothing."""
        if known := cls.of(email):
            return known.tell_again()
        token = signing.dumps({"name": name, "email": email, "by": by.pk}, salt=cls.SUGGESTION_SALT)
        url = f"{settings.SITE_URL}{reverse('gouvernance:prospect-suggested', args=[token])}"
        return mail.send("gouvernance/mail/prospect_suggested", email, name=name, by=by, url=url)

    @transaction.atomic
    def agree(self):
        """They confirm, or say again that they agree: counted as a contact."""
        now = timezone.now()
        is_new = self.state == self.State.UNCONFIRMED
        if is_new:
            self.state, self.consented_at = self.State.LISTED, now
        self.last_contact_at = now
        self.save(update_fields=["state", "consented_at", "last_contact_at"])
        if is_new:
            for coordinator in User.objects.coordinators():
                mail.send("gouvernance/mail/prospect_new", coordinator.email, prospect=self)

    @transaction.atomic
    def move(self, *, by, state, kind, words=""):
        """One more step with this person, told by the team or their mentor."""
        self.state, self.last_contact_at = state, timezone.now()
        self.save(update_fields=["state", "last_contact_at"])
        return self.contacts.create(by=by, kind=kind, words=words, state=state)


class ProspectContact(models.Model):
    """An exchange with a prospect: erased with them."""

    class Kind(models.TextChoices):
        CALL = "call", _("Appel ou message")
        MEETING = "meeting", _("Rencontre")
        VISIT = "visit", _("A assisté à une séance")
        NOTE = "note", _("Note")

    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="contacts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("le"), default=timezone.now, editable=False)
    kind = models.CharField(_("quoi"), max_length=8, choices=Kind)
    words = models.TextField(_("en quelques mots"), max_length=1_000, blank=True)
    state = models.CharField(max_length=11, choices=Prospect.State)

    class Meta:
        verbose_name = _("échange avec une personne du vivier")
        verbose_name_plural = _("échanges avec le vivier")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.prospect} · {self.get_kind_display()}"
