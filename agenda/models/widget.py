"""Which sites may show the agenda inside their own pages."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation

# A host name, with a port where it has one: what `frame-ancestors` takes (CSP 3, section 6.4.2).
HOST = RegexValidator(
    r"\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](?::\d{1,5})?\Z",
    _("Donnez le nom du site seul, par exemple « www.association.fr »."),
)


class WidgetSiteQuerySet(models.QuerySet):
    def allowing(self, organisation):
        """
        Those that may show the agenda of this organisation: its own. The agenda of all, which belongs to the whole
        network, is shown by the sites of any of its public organisations.
        """
        if organisation is not None:
            return self.filter(organisation=organisation)
        return self.filter(organisation__in=Organisation.objects.public())

    def sources(self):
        """
        What `frame-ancestors` is given. A source in http admits https too (CSP 3, section 6.7.2.8); one without a
        scheme would keep out the associations whose site has no certificate.
        """
        return [f"http://{host}" for host in self.order_by("host").values_list("host", flat=True).distinct()]


class WidgetSite(models.Model):
    """A site of an organisation on which its embedded agenda may be shown."""

    # All of them are named in one header, which web servers cut or refuse above some kilobytes.
    PER_ORGANISATION = 5

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="widget_sites", verbose_name=_("organisation")
    )
    host = models.CharField(_("site"), max_length=255, validators=[HOST])
    created_at = models.DateTimeField(_("ajouté le"), auto_now_add=True)

    objects = WidgetSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site autorisé")
        verbose_name_plural = _("sites autorisés")
        ordering = ["host"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "host"],
                name="widgetsite_once",
                violation_error_message=_("Ce site est déjà dans la liste."),
            ),
        ]

    def __str__(self):
        return self.host
