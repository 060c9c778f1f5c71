"""Courses: what is offered, one course, and its team's screen."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpResponseBadRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from associations.models import Organisation
from cooperation.core import spreadsheet
from cooperation.core.local_copies import accepted
from initiatives import durations, results
from initiatives.forms.certificates import RevokeForm
from initiatives.forms.courses import CourseForm
from initiatives.forms.enrolments import AddedEnrolmentForm, NameForm
from initiatives.models import Answer, Certificate, Course, Enrolment, Initiative, Method, Moment
from initiatives.models.assessments import ask_to_answer, moment_now
from initiatives.models.enrolments import WITHDRAWN_KEPT

ENDED_SHOWN = 30


@require_safe
def course_list(request):
    courses = (
        Course.objects.visible_to(request.user)
        .for_list()
        .annotate(sessions=Count("workshops", distinct=True))
    )
    current = courses.exclude(state=Course.State.ENDED)
    context = {
        "courses": current,
        "ended": courses.filter(state=Course.State.ENDED).order_by("-ended_at", "pk")[:ENDED_SHOWN],
        "methods": Method.objects.public().count(),
        "may_write": Organisation.objects.written_by(request.user).exists(),
    }
    return render(request, "initiatives/course_list.html", context)


@require_safe
def course_detail(request, slug):
    """With, once it is over, what people say that it changed for them, and where its methods serve."""
    user = request.user
    course = get_object_or_404(Course.objects.visible_to(user).for_list(), slug=slug)
    workshops = list(course.workshops.for_list())
    methods = Method.objects.public().filter(workshops__course=course).distinct()
    context = {
        "course": course,
        "workshops": workshops,
        "minutes": sum(workshop.minutes for workshop in workshops if not workshop.is_off),
        "initiatives": Initiative.objects.public()
        .filter(methods__in=methods)
        .select_related("carrier")
        .distinct()
        .order_by("title", "pk"),
        "results": results.of_course(course) if course.is_ended else None,
        "followed": course.followed if course.is_ended else None,
        "certified": Certificate.objects.valid().filter(course=course).count(),
        "may_run": Course.objects.run_by(user).filter(pk=course.pk).exists(),
    }
    return render(request, "initiatives/course_detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def course_create(request):
    ours = Organisation.objects.written_by(request.user)
    if not ours.exists():
        raise Http404
    return _write(request, Course())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def course_edit(request, slug):
    return _write(request, get_object_or_404(Course.objects.run_by(request.user), slug=slug))


def _write(request, course):
    is_new = course.pk is None
    form = CourseForm(request.POST or None, instance=course, user=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            course = form.save()
            course.let_the_waiting_in()
        messages.success(request, _("C’est enregistré."))
        return accepted(request, redirect(course.get_team_url()))
    context = {"form": form, "course": None if is_new else course}
    return render(request, "initiatives/course_form.html", context)


@login_required
@never_cache
@require_safe
def course_team(request, slug):
    course = get_object_or_404(Course.objects.run_by(request.user).for_list(), slug=slug)
    return _team_page(request, course)


def _team_page(request, course, form=None):
    workshops = list(course.workshops.for_list().annotate(entered=Count("attendances", distinct=True)))
    total = sum(workshop.minutes for workshop in workshops if not workshop.is_off)
    certificates = list(course.certificates.order_by("name", "pk"))
    certified = {row.enrolment_id for row in certificates if row.is_valid}
    enrolments = list(enrolments_of(course))
    for row in enrolments:
        row.share = min(row.minutes * 100 // total, 100) if total else 0
        row.is_certified = row.pk in certified
        row.is_enough = row.minutes * 100 >= course.minimum_share * total > 0
    enrolled = [row for row in enrolments if row.is_confirmed]
    context = {
        "course": course,
        "workshops": workshops,
        "total": total,
        "enrolled": enrolled,
        "waiting": [row for row in enrolments if row.is_waiting],
        "unconfirmed": course.enrolments.filter(state="unconfirmed").count(),
        "answered_before": sum(row.before for row in enrolled),
        "answered_after": sum(row.after for row in enrolled),
        "moment": moment_now(course),
        "results": results.of_course(course),
        "followed": course.followed if course.is_ended else None,
        "certificates": certificates,
        "to_certify": sum(row.is_enough and not row.is_certified for row in enrolled),
        "form": form or AddedEnrolmentForm(course=course),
    }
    return render(request, "initiatives/course_team.html", context)


def enrolments_of(course):
    """Who has a place or waits, with their hours and whether they answered."""

    def answered(moment):
        return Exists(Answer.objects.filter(respondent__enrolment=OuterRef("pk"), moment=moment))

    return (
        Enrolment.objects.active()
        .filter(course=course)
        .with_minutes()
        .annotate(before=answered(Moment.BEFORE), after=answered(Moment.AFTER))
        .select_related("organisation", "renamed_by")
        .in_queue()
    )


@login_required
@require_POST
def course_action(request, slug):
    """What the team does: open, start, end; write someone down, mend a name; ask, certify."""
    course = get_object_or_404(Course.objects.run_by(request.user).for_list(), slug=slug)
    user = request.user
    match request.POST.get("action"):
        case "open" | "start" | "end" as change:
            try:
                getattr(course, change)(by=user)
            except ValidationError as error:
                messages.error(request, error.messages[0])
            else:
                messages.success(
                    request, _("C’est fait : « %(state)s ».") % {"state": course.get_state_display()}
                )
        case "add" if course.is_under_way:
            form = AddedEnrolmentForm(request.POST, course=course)
            if not form.is_valid():
                return _team_page(request, course, form)
            _add(request, course, form)
        case "rename":
            _rename(request, course)
        case "ask" if (moment := moment_now(course)) and course.statements.exists():
            _ask(request, course, moment)
        case "certify" if course.is_ended:
            _certify(request, course)
        case _:
            return HttpResponseBadRequest(_("Cette action n’est pas possible maintenant."))
    return redirect(course.get_team_url())


def _key(request, name):
    value = request.POST.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) < 18):
        raise Http404
    return int(value)


def _add(request, course, form):
    row = Enrolment.objects.enter_as(course, email=form.cleaned_data["email"], **form.answers)
    if row.is_waiting:
        words = _("« %(name)s » est sur la liste d’attente : c’est complet.")
    else:
        words = _("« %(name)s » est sur la liste.")
    messages.success(request, words % {"name": row.name})


def _rename(request, course):
    row = get_object_or_404(course.enrolments.active(), pk=_key(request, "enrolment"))
    form = NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["name"][0])
        return
    try:
        row.rename(form.cleaned_data["name"], by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Le nom est corrigé : « %(name)s ».") % {"name": row.name})


def _ask(request, course, moment):
    try:
        number = ask_to_answer(course, moment)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return
    words = ngettext("%(number)d message part.", "%(number)d messages partent.", number)
    messages.success(request, words % {"number": number})


def _certify(request, course):
    try:
        given = Certificate.objects.issue(course, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return
    words = ngettext(
        "%(number)d attestation est délivrée.", "%(number)d attestations sont délivrées.", len(given)
    )
    messages.success(request, words % {"number": len(given)})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_remove(request, slug, pk):
    """Taking somebody off the list: a page says what goes with them, a button acts."""
    courses = Course.objects.run_by(request.user).exclude(state=Course.State.ENDED)
    course = get_object_or_404(courses, slug=slug)
    enrolment = get_object_or_404(course.enrolments.active().with_minutes(), pk=pk)
    if request.method == "POST":
        enrolment.withdraw(by=request.user)
        messages.success(request, _("« %(name)s » n’est plus sur la liste.") % {"name": enrolment.name})
        return redirect(course.get_team_url())
    context = {"course": course, "enrolment": enrolment, "kept_days": WITHDRAWN_KEPT.days}
    return render(request, "initiatives/enrolment_remove.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_revoke(request, slug, pk):
    """A mistake is revoked, with its reason."""
    course = get_object_or_404(Course.objects.run_by(request.user), slug=slug)
    certificate = get_object_or_404(course.certificates.valid(), pk=pk)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        certificate.revoke(by=request.user, reason=form.cleaned_data["reason"])
        messages.success(
            request,
            _("L’attestation est révoquée. Corrigez le nom s’il le faut, puis délivrez-en une autre."),
        )
        return redirect(course.get_team_url())
    context = {"course": course, "certificate": certificate, "form": form}
    return render(request, "initiatives/certificate_revoke.html", context)


@login_required
@never_cache
@require_safe
def course_csv(request, slug):
    """Hours per person, for a spreadsheet: what is invoiced."""
    course = get_object_or_404(Course.objects.run_by(request.user), slug=slug)
    workshops = [workshop for workshop in course.workshops.for_list() if not workshop.is_off]
    rows = list(enrolments_of(course))
    minutes = {}
    for enrolment, workshop, counted in course.workshops.filter(attendances__isnull=False).values_list(
        "attendances__enrolment", "pk", "attendances__minutes"
    ):
        minutes[enrolment, workshop] = minutes.get((enrolment, workshop), 0) + counted
    header = [_("état"), _("prénom et nom"), _("association"), _("e-mail")]
    header += [workshop.title for workshop in workshops] + [_("heures")]
    lines = (
        [
            str(row.get_state_display()),
            row.name,
            row.organisation.name if row.organisation else "",
            row.email,
            *(durations.in_hours(minutes.get((row.pk, workshop.pk), 0)) for workshop in workshops),
            durations.in_hours(row.minutes),
        ]
        for row in rows
    )
    response = StreamingHttpResponse(spreadsheet.lines(header, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="heures-{course.slug}.csv"'
    return response
