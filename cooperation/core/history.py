from django.urls import Resolver404, resolve
from pghistory.middleware import HistoryMiddleware as PghistoryMiddleware


class HistoryMiddleware(PghistoryMiddleware):
    """Who and from which page, by the page's name: its address may hold a visitor's key."""

    def get_context(self, request):
        context = super().get_context(request)
        del context["url"]
        try:
            return context | {"view": resolve(request.path_info).view_name}
        except Resolver404:
            return context
