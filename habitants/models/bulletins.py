"""News out: what the team or an association asks the relays to tell their neighbours."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agenda.models import Event
from associations.models import District, Organisation
from cooperation.core import mail
from cooperation.core.history import acting
from cooperation.core.markdown import plain
from habitants.models.reach import PassedOn, reached
from habitants.models.relays import Relay

# Characters of the message that go into the text for messaging apps: two SMS with the title and the link.
COMPOSED = 240


class BulletinQuerySet(models.QuerySet):
    def sent(self):
        return self.filter(state=Bulletin.State.SENT)

    def drafts(self):
        return self.filter(state=Bulletin.State.DRAFT)

    def running(self, *, day=None):
        """Sent, and still to be passed on that local day."""
        day = day or timezone.localdate()
        return self.sent().filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def over(self):
        return self.sent().filter(ends_on__lt=timezone.localdate())

    def editable_by(self, user):
        """Those of the team, for the team; those of an association, for whoever writes for it."""
        if not user.is_authenticated:
            return self.none()
        if user.is_coordinator:
            return self
        return self.filter(organisation__in=Organisation.objects.written_by(user))

    def visible_to(self, user):
        """What was sent is meant for neighbours: anybody may read it. A draft is its writers'."""
        if not user.is_authenticated:
            return self.sent()
        return self.filter(
            Q(state=Bulletin.State.SENT) | Q(pk__in=self.model.objects.editable_by(user).values("pk"))
        )

    def for_relay(self, relay):
        """For their district; a relay without one is told all."""
        if relay.district_id is None:
            return self
        elsewhere = Bulletin.districts.through.objects.exclude(district=relay.district_id)
        theirs = Bulletin.districts.through.objects.filter(district=relay.district_id)
        return self.filter(Q(pk__in=theirs.values("bulletin")) | ~Q(pk__in=elsewhere.values("bulletin")))

    def for_list(self):
        return (
            self.select_related("organisation")
            .prefetch_related("districts")
            .annotate(times=Count("relayings", distinct=True))
            .order_by(F("sent_at").desc(nulls_first=True), "-pk")
        )


@pghistory.track(model_name="BulletinHistory")
class Bulletin(models.Model):
    """
    A short message for the neighbours of the relays. Sent once, by e-mail and in « mon espace »; what was sent is
    not rewritten, since relays have told it. `organisation` is None for the team's own.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        SENT = "sent", _("Envoyée")

    SALT = "habitants.relaying"
    MAX_EVENTS = 5

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bulletins",
        verbose_name=_("de la part de"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    title = models.CharField(_("titre"), max_length=100)
    text = models.TextField(
        _("message"),
        max_length=3000,
        help_text=_("Ce qu’il faut savoir, en quelques phrases. **gras**, *italique*, listes avec un tiret."),
    )
    message = models.TextField(
        _("texte prêt à envoyer"),
        max_length=600,
        blank=True,
        help_text=_(
            "Pour WhatsApp, SMS… Laissez vide : il se compose du titre, du début du message et du lien."
        ),
    )
    events = models.ManyToManyField(
        Event, related_name="bulletins", verbose_name=_("événements de l’agenda"), blank=True
    )
    districts = models.ManyToManyField(
        District,
        related_name="bulletins",
        verbose_name=_("pour les relais de"),
        blank=True,
        help_text=_("Sans choix : tous les quartiers."),
    )
    ends_on = models.DateField(
        _("à relayer jusqu’au"),
        null=True,
        blank=True,
        help_text=_("Facultatif. Après ce jour, l’info n’est plus demandée aux relais."),
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    sent_at = models.DateTimeField(_("envoyée le"), null=True, editable=False)
    # How many relays got it by e-mail, that day: whoever leaves since had it all the same.
    mailed = models.PositiveIntegerField(_("relais qui l’ont reçue"), default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("info à relayer")
        verbose_name_plural = _("infos à relayer")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", sent_at__isnull=True) | Q(state="sent", sent_at__isnull=False),
                name="bulletin_sent_has_its_moment",
                violation_error_message=_("Une info envoyée a sa date d’envoi."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("habitants:bulletin-detail", args=[self.pk])

    @property
    def url(self):
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    @property
    def sender(self):
        return self.organisation.label if self.organisation else _("L’équipe de coordination")

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_running(self):
        return not self.is_draft and (self.ends_on is None or self.ends_on >= timezone.localdate())

    @property
    def district_names(self):
        return ", ".join(district.name for district in self.districts.all())

    @cached_property
    def public_events(self):
        return list(self.events.public().select_related("place").order_by("starts_at"))

    @property
    def ready_text(self):
        """What is pasted into a messaging app: what was written for it, else the title, a few words and the link."""
        return self.message or self.composed_message

    @cached_property
    def composed_message(self):
        words = "\n".join(filter(None, map(str.strip, plain(self.text).splitlines())))
        if len(words) > COMPOSED:
            words = words[:COMPOSED].rsplit(maxsplit=1)[0] + "…"
        return f"{self.title}\n{words}\n{self.first_url}"

    @property
    def first_url(self):
        """Where the text and the printed strip lead: its event when it has just one, else its own page."""
        events = self.public_events
        return f"{settings.SITE_URL}{events[0].get_absolute_url()}" if len(events) == 1 else self.url

    # Sending

    def relays(self):
        """Who is asked to pass it on: those whose mandate runs, in its districts; those without one too."""
        return self._in_its_districts(Relay.objects.current()).filter(user__is_active=True).order_by("pk")

    def relays_by_hand(self):
        """The same, whom no mail reaches: the team tells them."""
        relays = self._in_its_districts(Relay.objects.current())
        unreached = Q(user=None) | Q(user__is_active=False)
        return relays.filter(unreached).select_related("seat__application").order_by("pk")

    def relays_asked(self):
        """Who was, when it was sent, whatever became of their mandate since."""
        return self._in_its_districts(Relay.objects.at(self.sent_at)).filter(user__isnull=False)

    def _in_its_districts(self, relays):
        relays = relays.select_related("user", "district")
        districts = [district.pk for district in self.districts.all()]
        if districts:
            relays = relays.filter(Q(district__in=districts) | Q(district=None))
        return relays

    @transaction.atomic
    def send(self, *, by):
        """Once: each relay gets it by e-mail, with a link of their own. Returns how many they are."""
        row = Bulletin.objects.select_for_update(of=["self"]).get(pk=self.pk)
        if not row.is_draft:
            raise ValidationError(_("Cette info est déjà envoyée."), code="sent")
        if self.ends_on and self.ends_on < timezone.localdate():
            raise ValidationError(_("Le dernier jour est passé : changez-le, puis envoyez."), code="over")
        self.state, self.sent_at = self.State.SENT, timezone.now()
        relays = list(self.relays())
        self.mailed = len(relays)
        with acting(by):
            self.save(update_fields=["state", "sent_at", "mailed", "updated_at"])
        for relay in relays:
            mail.send(
                "habitants/mail/bulletin",
                relay.user.email,
                bulletin=self,
                relay=relay,
                url=self.relaying_url_for(relay),
            )
        return self.mailed

    @transaction.atomic
    def stop(self, *, by):
        """No longer asked of the relays from today on."""
        self.ends_on = timezone.localdate() - timedelta(days=1)
        with acting(by):
            self.save(update_fields=["ends_on", "updated_at"])

    def relaying_url_for(self, relay):
        """The relay's own link: it opens a page, whose buttons act."""
        token = signing.dumps([self.pk, relay.pk], salt=self.SALT)
        return f"{settings.SITE_URL}{reverse('habitants:relaying-link', args=[token])}"


class RelayingQuerySet(models.QuerySet):
    def by_district(self):
        """
        [{district, times, relays, least, most}] of these, the widest reach first: sums of the bands' bounds. The
        last band counts 51 to 100 people.
        """
        return (
            self.order_by()
            .values(district=F("relay__district__name"))
            .annotate(
                times=Count("pk"),
                relays=Count("relay", distinct=True),
                least=reached(0),
                most=reached(1),
            )
            .order_by("-most", "district")
        )


class Relaying(PassedOn):
    """One time that a relay passed a bulletin on. There may be several; each is theirs to correct."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="relayings")
    relay = models.ForeignKey(Relay, on_delete=models.CASCADE, related_name="relayings")

    objects = RelayingQuerySet.as_manager()

    class Meta:
        verbose_name = _("relais d’une info")
        verbose_name_plural = _("relais des infos")
        ordering = ["pk"]
        triggers = [
            pgtrigger.Trigger(
                name="relaying_of_what_was_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (SELECT FROM habitants_bulletin WHERE id = NEW.bulletin_id AND state = 'sent') THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'relaying_of_what_was_sent',
                            MESSAGE = 'relaying_of_what_was_sent: a draft is not passed on';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.bulletin} · {self.get_way_display()}"
