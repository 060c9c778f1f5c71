"""The public board: what was heard, to whom it was addressed, for how long, and the answers."""

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from associations.exports import ground
from cooperation.core import spreadsheet
from cooperation.core.lists import FilteredList
from habitants import concern_table
from habitants.filters import ConcernFilter
from habitants.models import Addressing, Concern, ConcernMove

MAX_POINTS = 500


class ConcernBoard(FilteredList):
    template_name = "habitants/concern_list.html"
    context_object_name = "concerns"
    paginate_by = 20

    def get_queryset(self):
        self.filter = ConcernFilter(self.request.GET, queryset=Concern.objects.on_board())
        return self.filter.qs.for_list().in_board_order()


@require_safe
def export_csv(request):
    """The board's list, by the same filters, for a spreadsheet."""
    asked = ConcernFilter(request.GET, queryset=Concern.objects.on_board())
    if asked.refusals:
        text = "\n".join([_("Cette adresse n’est pas comprise :"), *asked.refusals])
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    lines = spreadsheet.lines(concern_table.header(), concern_table.rows(asked.qs))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="remontees.csv"'
    return response


@require_safe
def points(request):
    """What the board shows where it is known, as points of a map (RFC 7946)."""
    board = Concern.objects.on_board()
    rows = board.located().select_related("theme", "district", "place__district").order_by("-pk")
    features = []
    for concern in rows[:MAX_POINTS]:
        latitude, longitude = concern.point
        theme = concern.theme
        features.append(
            {
                "type": "Feature",
                "id": concern.pk,
                "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
                "properties": {
                    "id": concern.pk,
                    "name": concern.label,
                    "kind": concern.get_state_display(),
                    "summary": "",
                    "url": request.build_absolute_uri(concern.get_absolute_url()),
                    "theme": theme and {"name": theme.name, "colour": theme.colour, "icon": theme.icon},
                    "place": concern.where,
                    "address": "",
                },
            }
        )
    return JsonResponse(
        {"type": "FeatureCollection", "features": features, "districts": ground(), "total": board.count()}
    )


@require_safe
def detail(request, pk):
    """One concern with its way so far; what was gathered under one of the board leads there."""
    user = request.user
    rows = Concern.objects.visible_to(user).for_list()
    rows = rows.prefetch_related("addressings__additions")
    concern = rows.select_related("theme__parent", "district", "place", "merged_into").filter(pk=pk).first()
    if concern is None:
        gathered = Concern.objects.leading_to_board().select_related("merged_into")
        return redirect(get_object_or_404(gathered, pk=pk).merged_into)
    sees_all = user.is_authenticated and user.is_coordinator
    if concern.merged_into and concern.merged_into.is_on_board and not sees_all:
        return redirect(concern.merged_into)
    context = {
        "concern": concern,
        "moves": ConcernMove.objects.filter(concern=concern).select_related("organisation"),
        "gathered": concern.absorbed.exclude(state=Concern.State.HEARD),
        "carryings": concern.carryings.all(),
        "to_answer": Addressing.objects.answerable_by(user)
        .waiting()
        .filter(concern=concern)
        .select_related("organisation"),
        "can_carry": Concern.objects.carried_by(user).filter(pk=concern.pk).exists(),
    }
    return render(request, "habitants/concern_detail.html", context)
