"""The pool of future administrators: saying so, being asked, one's own page; and what the team sees of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cooperation.core import rate_limit
from cooperation.core.models import User
from cooperation.core.network import is_in_network
from gouvernance.forms.prospects import ContactForm, MentorForm, OwnForm, ProspectForm, SuggestionForm
from gouvernance.models import Body, Prospect
from gouvernance.models.prospects import SUGGESTION_KEPT

OF_ONE_CLIENT = {"amount": 5, "seconds": 3600}
SUGGESTIONS_OF_ONE = {"amount": 20, "seconds": 86_400}
MANY = gettext_lazy("Beaucoup de demandes viennent de cette connexion. Réessayez dans une heure.")


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def apply(request):
    """The answer is the same whether or not the address is known: its holder alone learns it, by mail."""
    return _apply(request, ProspectForm(request.POST or None))


def _apply(request, form, **more):
    status = 200
    if request.method == "POST" and form.is_valid():
        if rate_limit.allowed(request, "prospect", **OF_ONE_CLIENT):
            email = form.cleaned_data["email"]
            if known := Prospect.of(email):
                known.tell_again()
            else:
                form.enter()
            return render(request, "gouvernance/prospect_sent.html", {"email": email})
        form.add_error(None, MANY)
        status = 429
    return render(request, "gouvernance/prospect_form.html", {"form": form, **more}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def suggested(request, token):
    """Somebody thought of them: the form, with what was said, and nothing kept unless they send it."""
    try:
        said = signing.loads(token, salt=Prospect.SUGGESTION_SALT, max_age=SUGGESTION_KEPT)
    except signing.BadSignature as error:
        raise Http404(_("Ce lien n’est plus valable.")) from error
    initial = {"name": said["name"], "email": said["email"]}
    form = ProspectForm(request.POST or None, initial=initial)
    form.instance.suggested_by = User.objects.filter(pk=said["by"]).first()
    return _apply(request, form, suggested=True)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def own(request, token):
    """All that is kept of them; a button confirms, says again that they agree, or erases everything."""
    prospect = _own(request, token)
    if prospect is None:
        return render(request, "gouvernance/prospect_gone.html")
    if request.method == "POST":
        if request.POST.get("action") == "retirer":
            prospect.delete()
            return render(request, "gouvernance/prospect_gone.html")
        prospect.agree()
        messages.success(request, _("Merci ! L’équipe va vous contacter."))
        return redirect(request.path)
    context = {
        "prospect": prospect,
        "contacts": prospect.contacts.all(),
        "is_new": prospect.state == Prospect.State.UNCONFIRMED,
    }
    return render(request, "gouvernance/prospect_own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def own_edit(request, token):
    """They correct what is kept of them."""
    prospect = _own(request, token)
    if prospect is None:
        return render(request, "gouvernance/prospect_gone.html")
    form = OwnForm(request.POST or None, instance=prospect)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("C’est corrigé."))
        return redirect(prospect.own_url)
    return render(request, "gouvernance/prospect_form.html", {"form": form, "own": prospect})


def _own(request, token):
    """The person whose link this is, None once they are erased; locked for a change."""
    try:
        pk = signing.Signer(salt=Prospect.SALT).unsign(token)
    except signing.BadSignature as error:
        raise Http404(_("Ce lien n’est plus valable.")) from error
    rows = Prospect.objects.select_related("mentor", "suggested_by")
    if request.method == "POST":
        rows = rows.select_for_update(of=["self"])
    return rows.filter(pk=pk).first()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def suggest(request):
    if not is_in_network(request.user):
        raise Http404
    form = SuggestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if rate_limit.allowed_for(f"suggestion:{request.user.pk}", **SUGGESTIONS_OF_ONE):
            Prospect.suggest(**form.cleaned_data, by=request.user)
            text = _(
                "Un message part à %(email)s. Rien n’est gardé ici tant que la personne n’a pas répondu."
            )
            messages.success(request, text % {"email": form.cleaned_data["email"]})
            return redirect("gouvernance:overview")
        form.add_error(None, MANY)
    return render(request, "gouvernance/prospect_suggest.html", {"form": form})


@login_required
@require_safe
def prospect_list(request):
    """By where each stands, against what each body lacks; a mentor sees those whom they accompany."""
    prospects = Prospect.objects.for_team(request.user).select_related("district", "mentor")
    if not (request.user.is_coordinator or prospects.exists()):
        raise Http404
    prospects = list(prospects.prefetch_related("themes", "bodies"))
    columns = [
        (state.label, [row for row in prospects if row.state == state]) for state in Prospect.State.pipeline()
    ]
    lacking = Body.objects.lacking() if request.user.is_coordinator else []
    context = {"columns": columns, "total": len(prospects), "lacking": lacking}
    return render(request, "gouvernance/prospect_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def prospect_detail(request, pk):
    rows = Prospect.objects.for_team(request.user).select_related("mentor", "suggested_by")
    if request.method == "POST":
        rows = rows.select_for_update(of=["self"])
    prospect = get_object_or_404(rows, pk=pk)
    sent = request.POST.get("quoi")
    contact = ContactForm(request.POST if sent == "echange" else None, initial={"state": prospect.state})
    mentor = MentorForm(
        request.POST if sent == "accompagnement" else None,
        initial={"email": prospect.mentor.email if prospect.mentor else ""},
    )
    if sent == "echange" and contact.is_valid():
        prospect.move(by=request.user, **contact.cleaned_data)
        messages.success(request, _("C’est noté."))
        return redirect(prospect)
    if sent == "accompagnement" and request.user.is_coordinator and mentor.is_valid():
        prospect.mentor = mentor.mentor
        prospect.save(update_fields=["mentor"])
        messages.success(request, _("C’est enregistré."))
        return redirect(prospect)
    context = {
        "prospect": prospect,
        "contacts": prospect.contacts.select_related("by"),
        "contact_form": contact,
        "mentor_form": mentor if request.user.is_coordinator else None,
    }
    return render(request, "gouvernance/prospect_detail.html", context)
