"""All that one followed calendar sent to the queue, read as one table and accepted together."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from agenda.models import Source
from agenda.views.moderation import queue

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_review(request, pk):
    """
    GET shows what waits, the oldest first; POST accepts those that are ticked, in the version that was shown: one
    that changed meanwhile stays. What needs words for its author is answered one by one, in the queue.
    """
    events = queue(request.user).filter(source=pk)
    if request.method == "POST":
        return _accept(request, events)
    source = Source.objects.select_related("organisation").filter(pk=pk).first()
    if source is None:
        raise Http404
    waiting = events.count()
    context = {
        "source": source,
        "events": list(events.for_list()[:SHOWN]),
        "waiting": waiting,
        "left_out": max(waiting - SHOWN, 0),
    }
    return render(request, "agenda/calendar_review.html", context)


@transaction.atomic
def _accept(request, events):
    shown = dict(mark.split(":", 1) for mark in request.POST.getlist("event") if ":" in mark)
    keys = [key for key in list(shown)[:SHOWN] if key.isdecimal() and len(key) < 19]
    accepted = changed = 0
    for event in events.select_for_update(of=["self"]).filter(pk__in=keys):
        if str(event.sequence) == shown[str(event.pk)]:
            event.publish(by=request.user)
            accepted += 1
        else:
            changed += 1
    if accepted:
        text = ngettext("%(total)d événement accepté.", "%(total)d événements acceptés.", accepted)
        messages.success(request, text % {"total": accepted})
    if changed:
        text = ngettext(
            "%(total)d événement a été modifié depuis votre lecture : relisez-le.",
            "%(total)d événements ont été modifiés depuis votre lecture : relisez-les.",
            changed,
        )
        messages.error(request, text % {"total": changed})
    if not accepted and not changed:
        messages.error(request, _("Cochez au moins un événement."))
    return redirect(request.path if events.exists() else "agenda:moderation-list")
