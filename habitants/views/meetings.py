"""Meetings of the group: dates of the agenda, and who came."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from habitants.forms.meetings import AttendanceForm, MeetingForm
from habitants.models import Attendance
from habitants.views.cohorts import team_cohort_or_404


@login_required
@never_cache
def index(request, slug):
    cohort = team_cohort_or_404(request, slug)
    form = MeetingForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        meeting = form.save()
        messages.success(request, _("C’est une rencontre du groupe. Notez qui vient le jour même."))
        return redirect("habitants:meeting", cohort.slug, meeting.pk)
    present = Count("attendances", filter=Q(attendances__state=Attendance.State.PRESENT))
    meetings = cohort.meetings.select_related("occurrence__event").annotate(
        present=present, noted=Count("attendances")
    )
    context = {"cohort": cohort, "form": form, "meetings": meetings.order_by("-occurrence__starts_at")}
    return render(request, "habitants/meetings.html", context)


@login_required
@never_cache
def attendance(request, slug, pk):
    cohort = team_cohort_or_404(request, slug)
    meeting = get_object_or_404(cohort.meetings.select_related("occurrence__event", "cohort"), pk=pk)
    form = AttendanceForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Les présences sont notées."))
        return redirect("habitants:meetings", cohort.slug)
    return render(request, "habitants/meeting.html", {"cohort": cohort, "meeting": meeting, "form": form})
