"""A draw for all to read and to check, and each person's own page, reached by the signed link in their mail."""

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from habitants import proof
from habitants.models import Draw, DrawEntry
from habitants.obstacle_wording import Labels


@require_safe
def draw_list(request):
    return render(request, "habitants/draw_list.html", {"draws": Draw.objects.for_list()})


@require_safe
def draw(request, pk):
    found = get_object_or_404(Draw.objects.select_related("cohort").defer("portfolio"), pk=pk)
    labels = Labels(found.cohort.criteria.with_quotas())
    criteria = {}
    for one in found.quotas:
        told = one | {"label": labels.values.get((one["criterion"], one["value"]), one["value"])}
        criteria.setdefault(labels.criterion(one["criterion"]), []).append(told)
    context = {
        "draw": found,
        "criteria": criteria,
        "number_of_people": len(found.people),
        "number_seated": len(found.seated),
        "titles": proof.titles(),
    }
    return render(request, "habitants/draw.html", context)


@require_safe
def draw_proof(request, pk):
    found = get_object_or_404(Draw.objects.select_related("cohort"), pk=pk)
    response = HttpResponse(found.as_file(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="tirage-{found.pk}.json"'
    return response


@never_cache
@require_safe
def mine(request, token):
    """A person's line: their code, their chance, their panels, and what came out of it."""
    try:
        pk = signing.Signer(salt=DrawEntry.SALT).unsign(token)
    except signing.BadSignature as error:
        raise Http404(_("Ce lien n’est pas le nôtre.")) from error
    entry = get_object_or_404(DrawEntry.objects.select_related("draw__cohort"), pk=pk)
    found = entry.draw
    is_drawn = found.is_done and entry.code in found.panel
    called = found.substitutes[: found.cohort.substitutes] if found.is_done else []
    rank = called.index(entry.code) + 1 if entry.code in called else 0
    context = {"entry": entry, "draw": found, "is_drawn": is_drawn, "rank": rank}
    return render(request, "habitants/draw_mine.html", context)
