"""The concertation scheme as people read it, on a phone, on a wide screen and on an A3; and as the team writes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cooperation.core import pdf, wording
from gouvernance.forms.concertation import Actors, SchemeForm, SubjectPlaces, Subjects
from gouvernance.matrix import Matrix
from gouvernance.models import ConcertationScheme, Level, Subject


@require_safe
def current_scheme(request):
    """The scheme that stands; a page that says so when there is none."""
    scheme = ConcertationScheme.objects.visible_to(request.user).current()
    return _page(request, scheme)


@require_safe
def scheme_detail(request, slug):
    return _page(request, get_object_or_404(ConcertationScheme.objects.visible_to(request.user), slug=slug))


def _page(request, scheme):
    context = {
        "scheme": scheme,
        "matrix": Matrix(scheme, request.GET) if scheme else None,
        "levels": Level,
        "may_write": request.user.is_authenticated and request.user.is_coordinator,
        "others": ConcertationScheme.objects.visible_to(request.user).exclude(
            pk=scheme.pk if scheme else None
        ),
    }
    return render(request, "gouvernance/scheme_detail.html", context)


@require_safe
def scheme_pdf(request, slug):
    """On one A3, lying, with the filters of the page."""
    scheme = get_object_or_404(ConcertationScheme.objects.visible_to(request.user), slug=slug)
    matrix = Matrix(scheme, request.GET)
    data = {
        "title": scheme.name,
        "adopted": wording.day_of_month(scheme.adopted_on, year=True),
        "address": request.build_absolute_uri(scheme.get_absolute_url()),
        "sectors": matrix.sectors,
        "actors": [actor.name for actor in matrix.actors],
        "rows": [
            {
                "name": row.subject.name,
                "cells": [
                    {"level": cell.level, "label": cell.get_level_display(), "detail": cell.detail}
                    if cell
                    else None
                    for cell in row.cells
                ],
            }
            for row in matrix.rows
        ],
        "levels": [{"level": level.value, "label": level.label} for level in Level],
        "holes": [hole.words for hole in matrix.holes],
    }
    return pdf.response(pdf.render("gouvernance/scheme.typ", data), f"{scheme.slug}.pdf")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scheme_create(request):
    if not request.user.is_coordinator:
        raise Http404
    return _write(request, ConcertationScheme(adopted_on=timezone.localdate()))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scheme_edit(request, slug):
    return _write(request, get_object_or_404(ConcertationScheme.objects.run_by(request.user), slug=slug))


def _write(request, scheme):
    data = request.POST or None
    form = SchemeForm(data, instance=scheme)
    subjects = Subjects(data, instance=scheme, prefix="subjects")
    actors = Actors(data, instance=scheme, prefix="actors")
    if request.method == "POST" and all([form.is_valid(), subjects.is_valid(), actors.is_valid()]):
        with transaction.atomic():
            scheme = form.save()
            subjects.save()
            actors.save()
        messages.success(
            request, _("Le schéma est enregistré. Dites maintenant la place de chacun, sujet par sujet.")
        )
        return redirect(scheme)
    context = {"form": form, "subjects": subjects, "actors": actors, "scheme": scheme if scheme.pk else None}
    return render(request, "gouvernance/scheme_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subject_edit(request, slug, pk):
    """The place of each actor on one subject."""
    schemes = ConcertationScheme.objects.run_by(request.user).filter(slug=slug)
    subject = get_object_or_404(Subject.objects.select_related("scheme"), pk=pk, scheme__in=schemes)
    places = SubjectPlaces(subject, request.POST or None)
    if request.method == "POST" and places.is_valid():
        with transaction.atomic():
            places.save()
        messages.success(request, _("« %(name)s » est enregistré.") % {"name": subject.name})
        return redirect(subject.scheme)
    return render(request, "gouvernance/subject_form.html", {"subject": subject, "places": places})
