"""The workshops of a course: their dates, who was there, the sheet that is signed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cooperation.core import pdf, wording
from initiatives import durations
from initiatives.forms.workshops import AttendanceForm, WorkshopForm
from initiatives.models import Attendance, Course, Enrolment, Workshop

# Lines left empty for those who come without having enrolled.
SPARE_LINES = 3


def _course(request, slug):
    return get_object_or_404(Course.objects.run_by(request.user).select_related("organisation"), slug=slug)


def _workshop(request, slug, pk):
    course = _course(request, slug)
    rows = course.workshops.select_related("occurrence__event__place", "occurrence__place")
    workshop = get_object_or_404(rows, pk=pk)
    workshop.course = course
    return workshop


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_create(request, slug):
    course = _course(request, slug)
    if course.is_ended:
        raise Http404(_("Cette formation est terminée : reprenez-la avant d’y ajouter un atelier."))
    return _write(request, Workshop(course=course))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_edit(request, slug, pk):
    return _write(request, _workshop(request, slug, pk))


def _write(request, workshop):
    is_new, course = workshop.pk is None, workshop.course
    if request.POST.get("action") == "delete" and not is_new:
        try:
            workshop.remove()
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("L’atelier est retiré. Sa date reste dans l’agenda."))
        return redirect(course.get_team_url())
    form = WorkshopForm(request.POST or None, instance=workshop, by=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("L’atelier est enregistré."))
        return redirect(course.get_team_url())
    context = {"form": form, "course": course, "workshop": None if is_new else workshop}
    return render(request, "initiatives/workshop_form.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request, slug, pk):
    """One screen for whoever runs the workshop, phone in hand: one tap for each person."""
    workshop = _workshop(request, slug, pk)
    form = AttendanceForm(request.POST or None, workshop=workshop)
    if request.method == "POST" and form.is_valid():
        everybody = request.POST.get("action") == "everybody"
        form.save(others=Attendance.Mode.PRESENT if everybody else "")
        messages.success(request, _("Les présences sont notées."))
        return redirect(workshop.get_attendance_url())
    context = {"course": workshop.course, "workshop": workshop, "form": form}
    return render(request, "initiatives/workshop_attendance.html", context)


@login_required
@never_cache
@require_safe
def signing_sheet(request, slug, pk):
    """One lying A4 for each half-day; who was there online needs no signature, and the sheet says so."""
    workshop = _workshop(request, slug, pk)
    course = workshop.course
    people = list(Enrolment.objects.of_course(course).select_related("organisation"))
    modes = {(row.enrolment_id, row.part): row.mode for row in workshop.attendances.all()}
    date = workshop.occurrence
    place = date.where if date else None
    labels = dict(Attendance.Mode.choices)

    def box(person, half):
        mode = modes.get((person.pk, half.part), "")
        return str(labels[mode]) if mode in (Attendance.Mode.ONLINE, Attendance.Mode.ABSENT) else ""

    data = {
        "course": course.title,
        "organisation": course.organisation.name,
        "trainers": course.trainers,
        "workshop": workshop.title,
        "day": wording.day(date.local_start.date(), year=True) if date else "",
        "place": f"{place.name}, {place.full_address}".rstrip(", ") if place else "",
        "sheets": [
            {
                "label": str(half.label),
                "hours": half.hours,
                "duration": durations.in_words(half.minutes),
                "rows": [
                    {
                        "name": person.name,
                        "organisation": person.organisation.label if person.organisation else "",
                        "box": box(person, half),
                    }
                    for person in people
                ],
            }
            for half in workshop.half_days
        ],
        "spare": SPARE_LINES,
        "printed": wording.day_of_month(timezone.localdate(), year=True),
    }
    content = pdf.render("initiatives/signing_sheet.typ", data)
    return pdf.response(content, f"emargement-{course.slug}-{workshop.pk}.pdf")
