"""« J’aimerais m’en inspirer »: ask, answer, and six months later say what came of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cooperation.core import signed_links
from cooperation.core.rate_limit import allowed_for
from initiatives.forms.inspiration import InspirationForm, OutcomeForm
from initiatives.models import Initiative, Inspiration

A_DAY = 86_400
ASKED_PER_DAY = 5


@login_required
def ask(request, slug):
    """Asking is agreeing to be contacted: the page says so."""
    initiative = get_object_or_404(Initiative.objects.public().select_related("carrier", "author"), slug=slug)
    if Initiative.objects.theirs(request.user).filter(pk=initiative.pk).exists():
        messages.info(request, _("C’est votre fiche : d’autres pourront s’en inspirer."))
        return redirect(initiative)
    form = InspirationForm(request.POST or None, user=request.user, initiative=initiative)
    status = 200
    if request.method == "POST" and form.is_valid():
        if allowed_for(f"inspiration:{request.user.pk}", amount=ASKED_PER_DAY, seconds=A_DAY):
            with transaction.atomic():
                form.ask()
            done = _("C’est envoyé. Si l’équipe accepte, vous recevrez ses coordonnées par e-mail.")
            messages.success(request, done)
            return redirect(initiative)
        form.add_error(
            None, _("Vous avez déjà fait cinq demandes aujourd’hui : réessayez demain. Gardez votre texte.")
        )
        status = 429
    context = {"initiative": initiative, "form": form}
    return render(request, "initiatives/inspiration_form.html", context, status=status)


@login_required
def answer(request, pk):
    """The team’s yes or no: until then nobody has anybody’s address."""
    mine = Inspiration.objects.filter(initiative__in=Initiative.objects.run_by(request.user).values("pk"))
    inspiration = get_object_or_404(mine.select_related("initiative__carrier", "by", "organisation"), pk=pk)
    if request.method == "POST":
        try:
            if request.POST.get("answer") == "yes":
                inspiration.accept(by=request.user)
                messages.success(request, _("Vous voilà en contact : chacun reçoit l’adresse de l’autre."))
            else:
                inspiration.decline(by=request.user)
                messages.success(
                    request, _("C’est noté. La personne reçoit une réponse polie, sans votre adresse.")
                )
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        return redirect(inspiration)
    return render(request, "initiatives/inspiration_answer.html", {"inspiration": inspiration})


@never_cache
def outcome(request, token):
    """The link opens the page, in the name of whom the mail was sent to; a button answers."""
    pk, is_over = signed_links.read(token, salt=Inspiration.SALT, days=Inspiration.LINK_DAYS)
    accepted = Inspiration.objects.accepted().filter(by__is_active=True)
    inspiration = get_object_or_404(accepted.select_related("initiative__carrier", "by"), pk=pk)
    answers = request.method == "POST" and not is_over
    form = OutcomeForm(request.POST if answers else None, instance=inspiration)
    if answers and form.is_valid():
        fresh = Inspiration.objects.select_related("initiative__carrier").get(pk=inspiration.pk)
        fresh.tell_outcome(form.cleaned_data["outcome"], form.cleaned_data["outcome_words"])
        messages.success(request, _("Merci ! L’équipe de la fiche sera heureuse de le savoir."))
        if fresh.outcome == Inspiration.Outcome.DONE and fresh.initiative.is_public:
            return redirect("initiatives:transfer-create", fresh.initiative.slug)
        return redirect("initiatives:inspiration-outcome", token)
    context = {"inspiration": inspiration, "form": form, "is_over": is_over}
    return render(request, "initiatives/inspiration_outcome.html", context)
