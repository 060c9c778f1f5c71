"""The account: a person who signs in with an e-mail address."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
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
        help_text=_("Équipe du centre social : modère l’agenda et voit tout."),
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
