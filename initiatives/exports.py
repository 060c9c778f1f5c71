"""
What leaves the list of initiatives: RSS, Atom, JSON, CSV. The same filters as the page, public sheets only, with ETag
and 304.
"""

import json
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda import streamed
from associations.exports import refusal
from cooperation.core import spreadsheet
from initiatives import syndication, table
from initiatives.filters import InitiativeFilter
from initiatives.fingerprint import etag
from initiatives.models import Initiative
from initiatives.structured_data import sheet_data

JSON_PAGE, JSON_MAX = 50, 200


def output(content_type, filename):
    """A view of the sheets that the page of the same address lists, with its errors, its ETag and its cache rule."""

    def decorate(build):
        @require_safe
        def view(request):
            tag = etag(filename, settings.SITE_URL, request.META.get("QUERY_STRING", ""))
            response = get_conditional_response(request, etag=tag)
            if response is None:
                asked = InitiativeFilter(request.GET, queryset=Initiative.objects.public())
                if asked.refusals:
                    return refusal(asked.refusals)
                response = build(request, asked.qs)
                if response.status_code != 200:
                    return response
                response["Content-Type"] = content_type
                response["Content-Disposition"] = f'inline; filename="{filename}"'
            response["ETag"] = tag
            # Any site may show what is public.
            response["Access-Control-Allow-Origin"] = "*"
            patch_cache_control(response, public=True, max_age=300)
            return response

        view.__name__ = build.__name__
        return view

    return decorate


@output("application/rss+xml; charset=utf-8", "initiatives.rss")
def rss(request, sheets):
    """The sheets published last, of those that the page lists."""
    return HttpResponse(syndication.feed(syndication.RSS, sheets, path=request.get_full_path()))


@output("application/atom+xml; charset=utf-8", "initiatives.atom")
def atom(request, sheets):
    return HttpResponse(syndication.feed(syndication.ATOM, sheets, path=request.get_full_path()))


@output("text/csv; charset=utf-8", "initiatives.csv")
def export_csv(request, sheets):
    """One line a sheet, for spreadsheets: semicolons, UTF-8 with its mark, no cell that would run."""
    return streamed.answer(spreadsheet.lines(table.header(), table.rows(sheets)))


@output("application/json", "initiatives.json")
def export_json(request, sheets):
    """
    `{total, initiatives, next}`, in the order in which they were created, `size` sheets a page (50; 200 at most).
    `next` is the next page's whole address, null on the last one: it names the last sheet (`after`), so that what
    is added meanwhile neither hides nor repeats one. `id` never changes; `slug` and `url` name the page.
    """
    size = request.GET.get("size", "")
    size = min(int(size), JSON_MAX) if size.isascii() and size.isdigit() and 0 < len(size) < 6 else JSON_PAGE
    size = max(size, 1)
    rows = sheets.order_by("pk")
    if after := request.GET.get("after"):
        # The uid of the last sheet shown, which may not be public any more.
        last = (
            Initiative.objects.filter(uid=after).values_list("pk", flat=True).first()
            if _is_uid(after)
            else None
        )
        if last is None:
            return refusal([_("« after » : ce curseur n’est pas de nous.")])
        rows = rows.filter(pk__gt=last)
    page = list(table.loaded(rows)[: size + 1])
    more, page = len(page) > size, page[:size]
    following = None
    if more:
        query = [(name, value) for name, values in request.GET.lists() for value in values if name != "after"]
        query.append(("after", str(page[-1].uid)))
        following = f"{settings.SITE_URL}{request.path}?{urlencode(query)}"
    data = {"total": sheets.count(), "initiatives": [sheet_data(row) for row in page], "next": following}
    return HttpResponse(json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder))


def _is_uid(text):
    try:
        UUID(text)
    except ValueError:
        return False
    return True
