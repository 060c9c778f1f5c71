"""Who else says so, and who told the answer: the two ends of a concern's way round."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from habitants.models.concern_queryset import closed_for_a_month
from habitants.models.concerns import Concern
from habitants.models.moving import ANSWER_MAIL
from habitants.models.reach import PassedOn


class VoiceQuerySet(models.QuerySet):
    def forget_addresses(self, *, now=None):
        """As for the concerns' own (`ConcernQuerySet.forget_addresses`)."""
        now = now or timezone.now()
        old = Q(created_at__lt=now - timedelta(days=365))
        closed = closed_for_a_month(Concern.State.closed(), now, prefix="concern__")
        return self.filter(closed | old).exclude(reply_email="").update(reply_email="")


class Voice(models.Model):
    """
    « C’est la même chose : je m’y associe. » An account counts once; what a person had begun to write is kept for the
    team.
    """

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="voices")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="concern_voices"
    )
    words = models.TextField(max_length=2000, blank=True)
    reply_email = models.EmailField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("voix")
        verbose_name_plural = _("voix")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "user"],
                name="voice_once",
                violation_error_message=_("Votre voix y compte déjà."),
            )
        ]

    def __str__(self):
        return str(self.concern)

    @classmethod
    @transaction.atomic
    def join(cls, concern, *, user=None, words="", reply_email=""):
        """
        Returns whether the voice is a new one: neither its author's nor one that counts already. Whoever comes after
        the answer is told it at once.
        """
        concern = Concern.objects.select_for_update(of=["self"]).get(pk=concern.pk)
        if user is None:
            cls.objects.create(concern=concern, words=words, reply_email=reply_email)
        else:
            counted = cls.objects.filter(concern=concern, user=user)
            if concern.author_id == user.pk or counted.exists():
                return False
            cls.objects.create(concern=concern, user=user, words=words)
        standing = concern.merged_into or concern
        if standing.has_answer:
            standing.tell_one(ANSWER_MAIL, user=user, reply_email=reply_email)
        return True


class Carrying(PassedOn):
    """An answer told to those who spoke: by whom, how, and to about how many."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="carryings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("réponse rapportée")
        verbose_name_plural = _("réponses rapportées")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.concern} · {self.get_way_display()}"
