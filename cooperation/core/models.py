"""The account, a person who signs in with an e-mail address; and the counts of the rate limits."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        fields = {"is_staff": True, "is_superuser": True, **fields}
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def coordinators(self):
        return self.filter(is_coordinator=True, is_active=True)


class User(AbstractBaseUser, PermissionsMixin):
    """
    A person who signs in. Who they are for the network (member, manager, relay, partner) is read from their
    memberships and mandates, never stored here; only the centre social's team carries a flag.
    """

    email = models.EmailField(_("adresse e-mail"), unique=True)
    display_name = models.CharField(
        _("nom affiché"), max_length=80, help_text=_("Tel que les autres membres du réseau le verront.")
    )
    is_coordinator = models.BooleanField(
        _("coordination"),
        default=False,
        help_text=_("Équipe du centre social : modère l’agenda et voit tout."),
    )
    is_staff = models.BooleanField(_("accès à l’administration"), default=False)
    is_active = models.BooleanField(
        _("compte actif"), default=True, help_text=_("Décochez plutôt que de supprimer le compte.")
    )
    date_joined = models.DateTimeField(_("inscrit le"), default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["display_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Un compte existe déjà avec cette adresse e-mail."),
            )
        ]

    def __str__(self):
        return self.display_name or self.email

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)


class RateCountManager(models.Manager):
    def count_one(self, key, ends_at):
        """
        Count one more for `key` in the window that ends then; returns the count. One statement: requests that
        arrive together are all counted. A transaction that is rolled back takes its count with it.
        """
        digest = salted_hmac("cooperation.core.rate_limit", key, algorithm="sha256").hexdigest()
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} AS known (key, window_ends_at, count) VALUES (%s, %s, 1)"  # noqa: S608
                " ON CONFLICT (key, window_ends_at) DO UPDATE SET count = known.count + 1 RETURNING count",
                [digest, ends_at],
            )
            return cursor.fetchone()[0]

    def over(self):
        return self.filter(window_ends_at__lt=timezone.now())


class RateCount(models.Model):
    """How often something was done in a window of time. The key is a digest: no address is kept."""

    key = models.CharField(max_length=64)
    window_ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    objects = RateCountManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window_ends_at"], name="ratecount_unique")]

    def __str__(self):
        return f"{self.key[:8]} · {self.count}"
