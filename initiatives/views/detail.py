"""One sheet: for everybody once it is public, before that for those who write it or read it."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cooperation.core import pdf
from initiatives import pdf_sheet
from initiatives.models import Initiative
from initiatives.similar import similar
from initiatives.structured_data import initiative_json_ld


@require_safe
def initiative_detail(request, slug):
    initiative = get_object_or_404(told(Initiative.objects.visible_to(request.user)), slug=slug)
    can_edit = Initiative.objects.editable_by(request.user).filter(pk=initiative.pk).exists()
    photos = list(initiative.photos.all())
    context = {
        "initiative": initiative,
        "can_edit": can_edit,
        "can_run": Initiative.objects.run_by(request.user).filter(pk=initiative.pk).exists(),
        "photos": photos,
        "json_ld": initiative_json_ld(initiative, photos) if initiative.is_public else None,
        "alike": similar(initiative) if initiative.is_public else [],
    }
    return render(request, "initiatives/initiative_detail.html", context)


@require_safe
def initiative_pdf(request, slug):
    """The sheet on two A4 pages at most, kept by each process while it says the same."""
    initiative = get_object_or_404(told(Initiative.objects.visible_to(request.user)), slug=slug)
    response = pdf.response(pdf_sheet.kept(initiative), f"{initiative.slug}.pdf")
    response["Cache-Control"] = "public, max-age=300" if initiative.is_public else "private, no-store"
    if not initiative.is_public:
        response["X-Robots-Tag"] = "noindex"
    return response


def told(sheets):
    """With all that a page of theirs tells."""
    return sheets.select_related("carrier", "place__district", "main_theme", "author").prefetch_related(
        *("themes", "districts", "photos", "attachments", "findings__obstacle", "findings__lever"),
        "partnerships__organisation",
    )
