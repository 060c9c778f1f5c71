"""Photos, documents, events and methods: each is added, described and taken away on its own."""

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
    MethodsForm,
    PhotoForm,
    PhotoWordsForm,
    refuse_too_many,
)
from initiatives.models import Attachment, Initiative, Photo
from initiatives.models.attachments import REMOVED_KEPT
from initiatives.views.writing import editable, locked, runs

TOO_MANY = {
    "photo": (MAX_PHOTOS, gettext_lazy("%(most)d photos suffisent : retirez-en une d’abord.")),
    "document": (MAX_ATTACHMENTS, gettext_lazy("%(most)d documents suffisent : retirez-en un d’abord.")),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request, slug):
    """What is there, and four forms; the button that was pressed says which was sent."""
    sheet = editable(request.user, slug)
    sent = request.POST.get("quoi") if request.method == "POST" else None
    forms = _forms(sheet, sent, *((request.POST, request.FILES) if sent else ()))
    photo, document, events, methods = forms.values()
    for kind, form in (("evenements", events), ("methodes", methods)):
        if sent == kind and form.is_valid():
            with transaction.atomic():
                locked(request.user, slug).write(form.values, by=request.user)
            messages.success(request, _("C’est enregistré."))
            return redirect(request.path)
    for kind, form, rows in (("photo", photo, sheet.photos), ("document", document, sheet.attachments)):
        if sent == kind and form.is_valid() and not refuse_too_many(form, rows, *TOO_MANY[kind]):
            form.instance.initiative, form.instance.added_by = sheet, request.user
            if kind == "photo":
                form.instance.position = rows.count()
            with transaction.atomic():
                form.save()
                sheet.write_version(by=request.user)
            messages.success(request, _("C’est ajouté."))
            return redirect(request.path)
    return _render(request, sheet, **forms)


def _forms(sheet, sent=None, *data):
    """The page's four forms; the one that was sent has what was sent."""
    return {
        "photo_form": PhotoForm(*(data if sent == "photo" else ()), prefix="photo"),
        "document_form": AttachmentForm(*(data if sent == "document" else ()), prefix="document"),
        "events_form": EventsForm(
            *(data[:1] if sent == "evenements" else ()), initiative=sheet, prefix="evenements"
        ),
        "methods_form": MethodsForm(
            *(data[:1] if sent == "methodes" else ()), initiative=sheet, prefix="methodes"
        ),
    }


def _render(request, sheet, *, changed=None, **forms):
    """`changed` is the form of a photo's words, when something is amiss in it: the page's own ones are then new."""
    rows, documents_shown = list(sheet.photos.all()), list(sheet.attachments.all())
    for row in rows:
        is_changed = changed is not None and changed.instance.pk == row.pk
        row.form = changed if is_changed else PhotoWordsForm(instance=row, prefix=f"photo-{row.pk}")
    is_run = runs(request.user, sheet)
    for row in (*rows, *documents_shown):
        row.may_be_removed = row.is_removable_by(request.user, runs=is_run)
    removed = {
        name: [
            row for row in gone.select_related("removed_by") if row.is_removable_by(request.user, runs=is_run)
        ]
        for name, gone in (
            ("removed_photos", Photo.everything.removed().filter(initiative=sheet)),
            ("removed_attachments", Attachment.everything.removed().filter(initiative=sheet)),
        )
    }
    context = {
        **{"initiative": sheet, "photos": rows, "attachments": documents_shown, "is_run": is_run},
        **(forms or _forms(sheet)),
        **removed,
        "kept_days": REMOVED_KEPT.days,
    }
    return render(request, "initiatives/writing_photos.html", context)


@login_required
@require_POST
@transaction.atomic
def photo_change(request, slug, pk):
    """Its words, its place among the others, its leaving, its return or its end."""
    sheet = locked(request.user, slug)
    match request.POST.get("action"):
        case "retirer" | "remettre" | "effacer" as action:
            return _enclosure(request, sheet, Photo, pk, action)
        case "monter":
            photo = get_object_or_404(sheet.photos, pk=pk)
            order = list(sheet.photos.all())
            place = order.index(photo)
            order.insert(max(place - 1, 0), order.pop(place))
            for position, row in enumerate(order):
                sheet.photos.filter(pk=row.pk).update(position=position)
        case _other:
            photo = get_object_or_404(sheet.photos, pk=pk)
            form = PhotoWordsForm(request.POST, instance=photo, prefix=f"photo-{photo.pk}")
            if not form.is_valid():
                return _render(request, sheet, changed=form)
            form.save()
            messages.success(request, _("C’est enregistré."))
    sheet.write_version(by=request.user)
    return redirect("initiatives:photos", slug=sheet.slug)


@login_required
@require_POST
@transaction.atomic
def attachment_change(request, slug, pk):
    """Its leaving, its return or its end."""
    asked = request.POST.get("action")
    action = asked if asked in ("remettre", "effacer") else "retirer"
    return _enclosure(request, locked(request.user, slug), Attachment, pk, action)


def _enclosure(request, sheet, model, pk, action):
    """
    Taken away from the sheet, or put back, by who may: its file stays for a while. Those who run the sheet erase for
    good what was taken away.
    """
    row = get_object_or_404(model.everything, initiative=sheet, pk=pk)
    is_run = runs(request.user, sheet)
    if not row.is_removable_by(request.user, runs=is_run) or (action == "effacer" and not is_run):
        raise Http404
    kind, shown = ("photo", sheet.photos) if model is Photo else ("document", sheet.attachments)
    most, too_many = TOO_MANY[kind]
    if action == "retirer" and row.removed_at is None:
        row.remove(by=request.user)
        messages.success(request, _("C’est retiré. Vous pouvez revenir en arrière plus bas."))
    elif action == "remettre" and row.removed_at is not None and shown.count() >= most:
        messages.warning(request, too_many % {"most": most})
    elif action == "remettre" and row.removed_at is not None:
        row.put_back()
        messages.success(request, _("C’est remis."))
    elif action == "effacer" and row.removed_at is not None:
        model.everything.filter(pk=row.pk).erase()
        messages.success(request, _("C’est effacé pour de bon, fichier compris."))
    sheet.write_version(by=request.user)
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
