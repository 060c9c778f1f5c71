"""What maps are made with."""

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from associations.models import Theme

register = template.Library()


@register.simple_tag
def map_ground():
    """The address of the tiles ("" when none is set: the map then draws its own ground), and their credit."""
    if settings.MAP_TILES_URL:
        return {"tiles": settings.MAP_TILES_URL, "attribution": settings.MAP_TILES_ATTRIBUTION}
    return {"tiles": "", "attribution": _("Fond de carte schématique")}


@register.simple_tag
def theme_icons():
    """The pictograms that a point of the map may carry."""
    return sorted(set(Theme.objects.order_by().values_list("icon", flat=True)) | {"people"})
