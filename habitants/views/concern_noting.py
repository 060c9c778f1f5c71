"""Noting what was heard: a relay, or anyone. Two things may be asked first, each once."""

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cooperation.core import rate_limit
from habitants.forms.concerns import ConcernForm
from habitants.models import Relay, Voice

CONCERNS_OF_ONE_CLIENT = {"amount": 5, "seconds": 3600}
# A relay writes down a whole afternoon at the school gate.
CONCERNS_OF_ONE_ACCOUNT = {"amount": 60, "seconds": 3600}


@never_cache
@transaction.atomic
def note(request):
    user = request.user if request.user.is_authenticated else None
    relay = Relay.objects.current().filter(user=user).first() if user else None
    initial = {"district": relay.district_id} if relay else {}
    form = ConcernForm(request.POST or None, request.FILES or None, user=user, initial=initial)
    is_valid = form.is_valid()
    context = {"form": form, "relay": relay, "asks": "", "photo": form.packed_photo}
    status = 200
    if is_valid:
        if not form.is_meant("personal") and form.personal:
            return render(request, "habitants/concern_form.html", context | {"asks": "personal"})
        joined = _joined(request, form)
        if not joined and not form.is_meant("distinct") and form.alike:
            return render(request, "habitants/concern_form.html", context | {"asks": "alike"})
        if _allowed(request, user):
            if joined:
                is_new = Voice.join(
                    joined,
                    user=user,
                    words=form.cleaned_data["words"],
                    reply_email=form.cleaned_data.get("reply_email", ""),
                )
                outcome = "associee" if is_new else "deja"
            else:
                form.save_heard()
                outcome = "notee"
            return redirect(f"{reverse('habitants:concern-noted')}?suite={outcome}")
        form.add_error(
            None,
            _(
                "Beaucoup de messages viennent de cette connexion. Le vôtre est gardé ici : réessayez dans une heure."
            ),
        )
        status = 429
    return render(request, "habitants/concern_form.html", context, status=status)


@require_safe
def noted(request):
    """Thanks, and what happens next."""
    return render(request, "habitants/concern_noted.html", {"outcome": request.GET.get("suite", "")})


def _joined(request, form):
    """The concern that « je m’y associe » named, among those that were offered."""
    key = request.POST.get("join", "")
    return next((concern for concern in form.alike if str(concern.pk) == key), None) if key else None


def _allowed(request, user):
    if user:
        return rate_limit.allowed_for(f"concern:{user.pk}", **CONCERNS_OF_ONE_ACCOUNT)
    return rate_limit.allowed(request, "concern", **CONCERNS_OF_ONE_CLIENT)
