"""Photos, documents and events: each is added, described and taken away on its own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation.core import documents
from initiatives.forms.photos import (
    MAX_ATTACHMENTS,
    MAX_PHOTOS,
    AttachmentForm,
    EventsForm,
    PhotoForm,
    PhotoWordsForm,
    refuse_too_many,
)
from initiatives.models import Attachment, Initiative
from initiatives.views.writing import editable, locked

TOO_MANY = {
    "photo": (MAX_PHOTOS, gettext_lazy("%(most)d photos suffisent : retirez-en une d’abord.")),
    "document": (MAX_ATTACHMENTS, gettext_lazy("%(most)d documents suffisent : retirez-en un d’abord.")),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request, slug):
    """What is there, and three forms; the button that was pressed says which was sent."""
    sheet = editable(request.user, slug)
    sent = request.POST.get("quoi") if request.method == "POST" else None
    data = (request.POST, request.FILES)
    photo = PhotoForm(*(data if sent == "photo" else ()), prefix="photo")
    document = AttachmentForm(*(data if sent == "document" else ()), prefix="document")
    events = EventsForm(*(data[:1] if sent == "evenements" else ()), initiative=sheet, prefix="evenements")
    if sent == "evenements" and events.is_valid():
        with transaction.atomic():
            locked(request.user, slug).write(events.values, by=request.user)
        messages.success(request, _("C’est enregistré."))
        return redirect(request.path)
    for kind, form, rows in (("photo", photo, sheet.photos), ("document", document, sheet.attachments)):
        if sent == kind and form.is_valid() and not refuse_too_many(form, rows, *TOO_MANY[kind]):
            form.instance.initiative = sheet
            if kind == "photo":
                form.instance.position = rows.count()
            with transaction.atomic():
                form.save()
                _touch(sheet)
            messages.success(request, _("C’est ajouté."))
            return redirect(request.path)
    return _render(request, sheet, photo_form=photo, document_form=document, events_form=events)


def _render(request, sheet, *, changed=None, **forms):
    """`changed` is the form of a photo's words, when something is amiss in it."""
    rows = list(sheet.photos.all())
    for row in rows:
        is_changed = changed is not None and changed.instance.pk == row.pk
        row.form = changed if is_changed else PhotoWordsForm(instance=row, prefix=f"photo-{row.pk}")
    context = {
        **{"initiative": sheet, "photos": rows, "attachments": sheet.attachments.all()},
        **{"photo_form": PhotoForm(prefix="photo"), "document_form": AttachmentForm(prefix="document")},
        **{"events_form": EventsForm(initiative=sheet, prefix="evenements"), **forms},
    }
    return render(request, "initiatives/writing_photos.html", context)


def _touch(sheet):
    Initiative.objects.filter(pk=sheet.pk).touch()


@login_required
@require_POST
@transaction.atomic
def photo_change(request, slug, pk):
    """Its words, its place among the others, or its end."""
    sheet = editable(request.user, slug)
    photo = get_object_or_404(sheet.photos.select_for_update(), pk=pk)
    match request.POST.get("action"):
        case "retirer":
            photo.delete()
            transaction.on_commit(lambda: photo.image.delete(save=False))
            messages.success(request, _("La photo est retirée."))
        case "monter":
            order = list(sheet.photos.all())
            place = order.index(photo)
            order.insert(max(place - 1, 0), order.pop(place))
            for position, row in enumerate(order):
                sheet.photos.filter(pk=row.pk).update(position=position)
        case _other:
            form = PhotoWordsForm(request.POST, instance=photo, prefix=f"photo-{photo.pk}")
            if not form.is_valid():
                return _render(request, sheet, changed=form)
            form.save()
            messages.success(request, _("C’est enregistré."))
    _touch(sheet)
    return redirect("initiatives:photos", slug=sheet.slug)


@login_required
@require_POST
@transaction.atomic
def attachment_remove(request, slug, pk):
    sheet = editable(request.user, slug)
    document = get_object_or_404(sheet.attachments.select_for_update(), pk=pk)
    document.delete()
    _touch(sheet)
    transaction.on_commit(lambda: document.file.delete(save=False))
    messages.success(request, _("Le document est retiré."))
    return redirect("initiatives:photos", slug=sheet.slug)


@require_safe
def attachment(request, slug, pk):
    """A document, for those who see the sheet; the browser keeps it and never shows it as a page of ours."""
    sheets = Initiative.objects.visible_to(request.user).filter(slug=slug)
    document = get_object_or_404(Attachment, pk=pk, initiative__in=sheets)
    name = f"{slugify(document.title) or 'document'}.{documents.EXTENSIONS[document.media_type]}"
    try:
        file = document.file.open()
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, as_attachment=True, filename=name, content_type=document.media_type)
