"""One sheet: for everybody once it is public, before that for those who write it or read it."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from initiatives.models import Initiative


@require_safe
def initiative_detail(request, slug):
    sheets = Initiative.objects.visible_to(request.user).select_related(
        "carrier", "place__district", "main_theme", "author"
    )
    initiative = get_object_or_404(sheets.prefetch_related("themes", "districts"), slug=slug)
    context = {
        "initiative": initiative,
        "can_edit": Initiative.objects.editable_by(request.user).filter(pk=initiative.pk).exists(),
        "can_run": Initiative.objects.run_by(request.user).filter(pk=initiative.pk).exists(),
    }
    return render(request, "initiatives/initiative_detail.html", context)
