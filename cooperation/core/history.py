"""Who did what: the context that pghistory's triggers keep with each version."""

import pghistory
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


def acting(by):
    """Whatever is saved inside is this person's doing in the history, whether or not a request carries them."""
    return pghistory.context(user=by.pk if by else None)


class SavedBy:
    """For models whose history names an actor."""

    def save_by(self, by, **kwargs):
        with acting(by):
            self.save(**kwargs)
