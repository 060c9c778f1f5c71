"""« Nous l’avons refait »: begin from a public sheet; later, what was kept, what changed, what the source says."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from initiatives.forms.transfer import AdaptForm, TransferForm
from initiatives.models import Initiative, Transfer
from initiatives.views.history import changes


@login_required
def create(request, slug):
    """Whoever belongs to no association is told how to join one: an adaptation is carried by somebody."""
    source = get_object_or_404(Initiative.objects.public().select_related("carrier", "main_theme"), slug=slug)
    form = AdaptForm(request.POST or None, user=request.user, source=source)
    belongs = form.fields["carrier"].queryset.exists()
    if request.method == "POST" and belongs and form.is_valid():
        try:
            sheet = form.write()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                _(
                    "Voici votre fiche. À côté de chaque partie, vous retrouverez ce que racontait « %(title)s »."
                )
                % {"title": source.title},
            )
            return redirect(sheet)
    context = {"source": source, "form": form, "belongs": belongs}
    return render(request, "initiatives/transfer_form.html", context)


@login_required
@transaction.atomic
def edit(request, slug):
    """For the adapting team: their words, and what the source says since they last looked."""
    sheets = Initiative.objects.editable_by(request.user)
    transfers = Transfer.objects.filter(adaptation__in=sheets.values("pk"))
    transfers = transfers.select_related("adaptation", "source__carrier")
    if request.method == "POST":
        transfers = transfers.select_for_update(of=["self"])
    transfer = get_object_or_404(transfers, adaptation__slug=slug)
    if request.method == "POST" and request.POST.get("action") == "seen":
        version = request.POST.get("version", "")
        transfer.mark_seen(int(version) if version.isdecimal() and len(version) < 9 else 0)
        messages.success(
            request, _("C’est noté : un message préviendra votre équipe au prochain changement.")
        )
        return redirect("initiatives:transfer-edit", slug)
    form = TransferForm(request.POST or None, instance=transfer)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("C’est enregistré."))
        return redirect(transfer.adaptation)
    context = {"transfer": transfer, "form": form, "changes": changes_since(transfer)}
    return render(request, "initiatives/transfer_edit.html", context)


def changes_since(transfer):
    """(label, parts) of what a source says since its adapters last looked; none when it is not public."""
    if not transfer.is_behind:
        return []
    before = transfer.source.content_of(transfer.source_version)
    return changes(before, transfer.source.content_of(transfer.source.version)) if before else []
