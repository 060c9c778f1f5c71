"""Writing, sending and reading the news that relays pass on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from associations.models import Organisation
from associations.views.team import Queue
from cooperation.core import pdf
from cooperation.core.markdown import blocks, plain
from cooperation.core.network import is_in_network
from habitants.forms.bulletins import BulletinForm
from habitants.models import Bulletin, Relay
from habitants.models.reach import taps
from habitants.views.relaying import relay_of


def may_write(user):
    """The team, and whoever writes for an organisation."""
    return user.is_authenticated and (user.is_coordinator or Organisation.objects.joined_by(user).exists())


@login_required
@require_safe
def bulletin_list(request):
    """For the network: what is to be passed on, what was; and one's own drafts."""
    if not is_in_network(request.user):
        raise Http404
    rows = Bulletin.objects.for_list()
    context = {
        "drafts": Queue(request, "brouillons", rows.drafts().editable_by(request.user)),
        "running": Queue(request, "en-ce-moment", rows.running()),
        "over": Queue(request, "passees", rows.over()),
        "may_write": may_write(request.user),
    }
    return render(request, "habitants/bulletin_list.html", context)


@require_safe
def detail(request, pk):
    """
    What was sent is meant for neighbours, who come by the code on the strip: anybody reads it. Its reach is for those
    who wrote it and for the team.
    """
    rows = (
        Bulletin.objects.visible_to(request.user).select_related("organisation").prefetch_related("districts")
    )
    bulletin = get_object_or_404(rows, pk=pk)
    user = request.user
    relay = relay_of(user) if user.is_authenticated and not bulletin.is_draft else None
    is_mine = Bulletin.objects.editable_by(user).filter(pk=pk).exists()
    context = {
        "bulletin": bulletin,
        "is_mine": is_mine,
        "relay": relay,
        "mine": bulletin.relayings.filter(relay=relay) if relay else [],
        "taps": taps() if relay else [],
        "reach": Reached(bulletin) if is_mine and not bulletin.is_draft else None,
        "in_network": is_in_network(user),
    }
    if is_mine:
        waits = bulletin.is_draft or bulletin.is_running
        by_hand = list(bulletin.relays_by_hand()) if waits else []
        context |= {
            "by_mail": bulletin.relays().count() if bulletin.is_draft else bulletin.mailed,
            "by_hand": len(by_hand),
            # Who they are is the team's to know, which tells them.
            "told_by_hand": by_hand if user.is_coordinator else [],
        }
    return render(request, "habitants/bulletin_detail.html", context)


class Reached:
    """How far a bulletin went, as far as the relays say: by district, in bounds, never as one exact number."""

    def __init__(self, bulletin):
        self.rows = list(bulletin.relayings.by_district())
        asked = bulletin.relays_asked()
        answered = bulletin.relayings.order_by().values("relay").distinct()
        # Who passed it on without having been asked (of another district, say) is counted in both.
        self.asked = Relay.objects.filter(
            Q(pk__in=asked.order_by().values("pk")) | Q(pk__in=answered)
        ).count()
        self.answered = answered.count()
        self.least = sum(row["least"] for row in self.rows)
        self.most = sum(row["most"] for row in self.rows)
        widest = max((row["most"] for row in self.rows), default=1)
        for row in self.rows:
            row["from"] = round(100 * row["least"] / widest)
            row["to"] = round(100 * row["most"] / widest)


@login_required
@transaction.atomic
def edit(request, pk=None):
    """A draft, written or written again. What was sent is left as relays told it."""
    user = request.user
    if not may_write(user):
        raise Http404
    bulletin = None
    if pk is not None:
        drafts = Bulletin.objects.editable_by(user).drafts()
        bulletin = get_object_or_404(drafts.select_for_update(of=["self"]), pk=pk)
    form = BulletinForm(request.POST or None, instance=bulletin, user=user)
    if request.method == "POST" and not form.is_search and form.is_valid():
        form.instance.author = form.instance.author or user
        bulletin = form.save()
        messages.info(request, _("Votre brouillon est gardé. Relisez, puis envoyez."))
        return redirect(bulletin)
    context = {"form": form}
    return render(request, "habitants/bulletin_form.html", context)


@login_required
@require_POST
@transaction.atomic
def act(request, pk):
    bulletins = Bulletin.objects.editable_by(request.user).select_for_update(of=["self"])
    bulletin = get_object_or_404(bulletins, pk=pk)
    match request.POST.get("action"):
        case "send":
            try:
                total = bulletin.send(by=request.user)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
                return redirect(bulletin)
            if total:
                told = ngettext("Envoyée à %(total)d relais.", "Envoyée à %(total)d relais.", total)
                messages.success(request, told % {"total": total})
            elif bulletin.relays_by_hand().exists():
                messages.warning(
                    request, _("Elle est publiée. Les relais de ces quartiers n’ont pas d’e-mail.")
                )
            else:
                messages.warning(
                    request, _("Elle est publiée, mais aucun relais n’est en mandat dans ces quartiers.")
                )
        case "stop" if bulletin.is_running:
            bulletin.stop(by=request.user)
            messages.success(request, _("L’info n’est plus demandée aux relais."))
        case "delete" if bulletin.is_draft:
            bulletin.delete()
            messages.success(request, _("Le brouillon est effacé."))
            return redirect("habitants:bulletin-list")
        case _:
            return HttpResponseBadRequest(_("Cette action n’est pas possible."))
    return redirect(bulletin)


@require_safe
def strip(request, pk):
    """Four strips on a sheet of A4 to cut, or with `format=a5` two small posters, each with a code to scan."""
    bulletin = get_object_or_404(
        Bulletin.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    words = " ".join(plain(bulletin.text).split())
    is_a5 = request.GET.get("format") == "a5"
    most = 700 if is_a5 else 330
    data = {
        "rows": 2 if is_a5 else 4,
        "scan": _("En savoir plus"),
        "code-alt": _("Code à scanner, qui ouvre %(url)s") % {"url": bulletin.first_url},
        "title": bulletin.title,
        "text": blocks(bulletin.text if len(words) <= most else words[:most].rsplit(" ", 1)[0] + "…"),
        "sender": str(bulletin.sender),
        "events": [
            {"title": event.title, "when": event.schedule_wording} for event in bulletin.public_events[:2]
        ],
        "url": bulletin.first_url,
    }
    content = pdf.render("habitants/bulletin_strip.typ", data, files={"code.svg": pdf.qr(bulletin.first_url)})
    return pdf.response(content, f"info-{bulletin.pk}.pdf")
