"""Proposals of inhabitants that look for an association."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from agenda.forms.adoption import AdoptionForm, AskToAdoptForm
from agenda.models import Event
from agenda.views.moderation import queue
from associations.models import Organisation


class AdoptableList(LoginRequiredMixin, ListView):
    template_name = "agenda/adoptable_list.html"
    context_object_name = "events"
    paginate_by = 20

    def get_queryset(self):
        user = self.request.user
        if not user.is_coordinator and not Organisation.objects.joined_by(user).exists():
            raise Http404
        return Event.objects.adoptable().for_list().select_related("author")


@login_required
@require_POST
def adopt(request, slug):
    """« Notre association la porte »: public at once. The first one has it, the second one is told."""
    user = request.user
    event = get_object_or_404(
        Event.objects.exclude(state__in=[Event.State.UNCONFIRMED, Event.State.DRAFT]), slug=slug
    )
    if not event.is_adoptable and not event.is_public:
        raise Http404
    form = AdoptionForm(request.POST, user=user)
    if not form.fields["organisation"].queryset.exists():
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Choisissez l’association qui porte la proposition."))
        return redirect(event)
    try:
        event.adopt(form.cleaned_data["organisation"], by=user, read=form.cleaned_data["sequence"])
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            _(
                "« %(name)s » porte cet événement : il est dans l’agenda. Qui l’a proposé est prévenu par e-mail."
            )
            % {"name": event.organiser.label},
        )
    visible = Event.objects.visible_to(user).filter(pk=event.pk).exists()
    return redirect(event if visible else "agenda:adoptable-list")


@login_required
def ask(request, slug):
    """A coordinator proposes it to an association."""
    event = get_object_or_404(queue(request.user).filter(organiser=None), slug=slug)
    form = AskToAdoptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        event.ask_to_adopt(organisation)
        messages.success(
            request, _("C’est envoyé aux responsables de « %(name)s ».") % {"name": organisation.label}
        )
        return redirect("agenda:moderation-list")
    return render(request, "agenda/adoption_ask.html", {"event": event, "form": form})
