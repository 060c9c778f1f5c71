"""Saying that a bulletin was passed on: signed in, or by the link of the mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from habitants.forms.passing_on import CorrectionForm, read_tap
from habitants.models import Bulletin, Relay
from habitants.models.reach import taps


def relay_of(user):
    """The mandate by which this person passes news on: the one that runs."""
    return Relay.objects.current().filter(user=user).first()


@login_required
@require_POST
@transaction.atomic
def signed_in(request, pk):
    bulletin = get_object_or_404(Bulletin.objects.sent(), pk=pk)
    relay = relay_of(request.user)
    if relay is None:
        raise Http404
    return _write(request, bulletin, relay) or redirect(f"{bulletin.get_absolute_url()}#relais")


@never_cache
@transaction.atomic
def by_link(request, token):
    """
    The relay's own page of a bulletin. Opening it changes nothing (mail filters open links). What they did during
    their mandate may still be said once it has ended.
    """
    try:
        pk, relay_key = signing.loads(token, salt=Bulletin.SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404(_("Ce lien n’est pas le nôtre.")) from error
    relay = get_object_or_404(Relay.objects.select_related("user").filter(user__is_active=True), pk=relay_key)
    bulletin = get_object_or_404(Bulletin.objects.sent().select_related("organisation"), pk=pk)
    if request.method == "POST":
        return _write(request, bulletin, relay) or redirect("habitants:relaying-link", token)
    context = {
        "bulletin": bulletin,
        "relay": relay,
        "mine": bulletin.relayings.filter(relay=relay),
        "taps": taps(),
    }
    return render(request, "habitants/bulletin_relaying.html", context)


def _write(request, bulletin, relay):
    """One tap adds; `correct` and `remove` name one of theirs. A refusal as a response, else None."""
    mine = bulletin.relayings.filter(relay=relay)
    action = request.POST.get("action", "")
    if not action:
        way, reach = read_tap(request.POST)
        mine.create(bulletin=bulletin, relay=relay, way=way, reach=reach)
        messages.success(request, _("Merci, c’est noté !"))
        return None
    key = request.POST.get("relaying", "")
    one = get_object_or_404(mine, pk=key) if key.isascii() and key.isdigit() and len(key) < 19 else None
    if one is None or action not in ("correct", "remove"):
        return HttpResponseBadRequest(_("Cette action n’est pas possible."))
    if action == "remove":
        one.delete()
        messages.success(request, _("C’est retiré."))
        return None
    form = CorrectionForm(request.POST, instance=one)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Cette réponse n’est pas comprise."))
    form.save()
    messages.success(request, _("C’est corrigé."))
    return None
