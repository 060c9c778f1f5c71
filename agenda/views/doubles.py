"""Events that are likely one: asked at entry, decided in the queue, merged, undone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from agenda.compared import Fact
from agenda.models import Event, LikelyDouble, Merging, NotDouble
from agenda.models.likely_doubles import likely_doubles_of, spot

RECENT_MERGINGS = 10


def compare(left, right, **typed):
    """What two events say, line by line; what neither says is left out. `typed`: what the left one is about to say."""
    sides = [_said(left) | typed, _said(right)]
    return [
        Fact(label, *(str(side[name] or "") for side in sides))
        for name, label in _labels().items()
        if any(side[name] for side in sides)
    ]


def _labels():
    return {
        "title": _("Titre"),
        "when": _("Dates"),
        "place": _("Lieu"),
        "organiser": _("Organisateur"),
        "co_organisers": _("Avec"),
        "summary": _("En une phrase"),
        "price": _("Prix"),
        "contact": _("Contact"),
    }


def _said(event):
    price = _("Gratuit") if event.is_free else ""
    return {
        "title": event.title,
        "when": str(event.schedule_wording)[:1].upper() + str(event.schedule_wording)[1:],
        "place": event.place.name if event.place else _("En ligne") if event.online_url else "",
        "organiser": event.organiser.label if event.organiser else "",
        "co_organisers": _names(event.co_organisers.all()) if event.pk else "",
        "summary": event.summary,
        "price": " · ".join(filter(None, [price, event.conditions])),
        "contact": " · ".join(filter(None, [event.contact_phone, event.contact_email])),
    }


def _names(organisations):
    return ", ".join(organisation.label for organisation in organisations)


class AsksAboutDoubles:
    """
    For the event's form. What looks like an event that the person may see comes back once, beside what they typed;
    sent again, it goes through, and the two are remembered as two.
    """

    ASKED_BY = {"title", "place", "new_place_name"}
    likely_doubles = ()

    def asks_about_doubles(self, form):
        """Whether the form must come back: there are likely doubles that the person has not been shown yet."""
        if form.instance.pk and not (form.changed_schedule or self.ASKED_BY & set(form.changed_data)):
            return False
        self.likely_doubles = likely_doubles_of(
            form.instance,
            Event.objects.visible_to(self.request.user).exclude(state=Event.State.UNCONFIRMED),
            co_organisers=[organiser.pk for organiser in form.cleaned_data["co_organisers"]],
            place_name=form.cleaned_data.get("new_place_name", ""),
        )
        shown = set(self.request.POST.get("distinct", "").split())
        return not {str(event.pk) for event in self.likely_doubles} <= shown

    def show_doubles(self, form):
        data = form.cleaned_data
        typed = {"co_organisers": _names(data["co_organisers"])}
        if data.get("new_place_name") and not data.get("place"):
            typed["place"] = data["new_place_name"]
        for event in self.likely_doubles:
            event.facts = compare(form.instance, event, **typed)
        context = {
            "likely_doubles": self.likely_doubles,
            "distinct": " ".join(str(event.pk) for event in self.likely_doubles),
            "asked_action": self.request.POST.get("action", "submit"),
            "loses_image": bool(self.request.FILES),
        }
        return self.render_to_response(self.get_context_data(form=form, **context))

    def remember_distinct(self, event):
        """What the person said to be another event is; what they could not see is for those who can."""
        user = self.request.user
        NotDouble.objects.say(event, self.likely_doubles, by=user if user.is_authenticated else None)
        spot(Event.objects.filter(pk=event.pk))


class DoubleList(LoginRequiredMixin, ListView):
    """Pairs, the likeliest first, and the last mergings, which can be undone."""

    template_name = "agenda/double_list.html"
    context_object_name = "pairs"
    paginate_by = 10

    def get_queryset(self):
        return LikelyDouble.objects.for_decision_by(self.request.user).for_list()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for pair in context["pairs"]:
            pair.facts = compare(pair.first, pair.second)
        user = self.request.user
        mergings = Merging.objects.undoable_by(user).select_related("kept", "absorbed", "by")
        asked = Merging.objects.asked_of(user)
        asked = asked.select_related(
            "absorbed__source", "absorbed__merged_into__source", "absorbed__organiser"
        )
        return context | {"mergings": mergings[:RECENT_MERGINGS], "asked": asked}


@login_required
@require_POST
@transaction.atomic
def decide(request, pk):
    """Keep one and take the other into it, or say that they are two."""
    user = request.user
    pair = get_object_or_404(LikelyDouble.objects.for_decision_by(user), pk=pk)
    match request.POST.get("action"):
        case "keep-first":
            return merge(request, pair.first, pair.second)
        case "keep-second":
            return merge(request, pair.second, pair.first)
        case "apart":
            pair.tell_apart(by=user)
            messages.success(
                request, _("C’est noté : ce sont deux événements. Cette paire ne reviendra pas.")
            )
            return redirect("agenda:double-list")
    return HttpResponseBadRequest(_("Cette action n’existe pas ou n’est plus possible."))


def merge(request, kept, absorbed):
    try:
        kept.absorb(absorbed, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            _("« %(title)s » est gardé. L’adresse de l’autre y conduit désormais.") % {"title": kept.title},
        )
    return redirect("agenda:double-list")


@login_required
@require_POST
@transaction.atomic
def answer(request, pk):
    """One calendar announces what the other takes back: does it take place?"""
    merging = get_object_or_404(Merging.objects.asked_of(request.user).select_for_update(of=["self"]), pk=pk)
    match request.POST.get("action"):
        case "on":
            merging.answer(takes_place=True, by=request.user)
            messages.success(request, _("C’est noté : l’événement est annoncé comme prévu."))
        case "off":
            merging.answer(takes_place=False, by=request.user)
            messages.success(
                request, _("C’est noté : l’événement est annoncé comme annulé, partout où il est suivi.")
            )
        case _:
            return HttpResponseBadRequest(_("Cette action n’existe pas ou n’est plus possible."))
    return redirect("agenda:double-list")


@login_required
@require_POST
@transaction.atomic
def undo(request, pk):
    """Both events stand again."""
    merging = get_object_or_404(
        Merging.objects.undoable_by(request.user).select_for_update(of=["self"]), pk=pk
    )
    newer = merging.undo(by=request.user)
    messages.success(request, _("C’est défait : les deux événements sont de nouveau dans l’agenda."))
    if newer:
        messages.warning(
            request,
            _("Modifié depuis, donc laissé tel quel dans « %(title)s » : %(names)s.")
            % {"title": merging.kept.title, "names": ", ".join(map(str, newer))},
        )
    return redirect(merging.kept)
