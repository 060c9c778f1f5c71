"""Enrolling in a course, and the person's own page, reached by the signed link in their mail."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cooperation.core import rate_limit
from initiatives.forms.enrolments import EnrolmentForm, MemberEnrolmentForm
from initiatives.forms.questionnaires import QuestionnaireForm
from initiatives.models import Answer, Course, Enrolment, Moment, Respondent
from initiatives.models.assessments import moment_now

# Many people enrol from the centre social's own connection.
ENROLMENTS = {"amount": 30, "seconds": 3600}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request, slug):
    """
    Whoever signed in has a place at once; visitors get a mail, the same answer being given whether or not their
    address was enrolled already.
    """
    course = get_object_or_404(Course.objects.public().for_list(), slug=slug)
    user = request.user
    is_known = (
        user.is_authenticated
        and EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
    )
    if is_known:
        mine = course.enrolments.active().filter(email__iexact=user.email).first()
        if mine:
            return redirect(mine.get_own_url())
    context = {"course": course, "is_known": is_known}
    if not course.is_enrolling:
        return render(request, "initiatives/enrolment_closed.html", context)
    form_class = MemberEnrolmentForm if is_known else EnrolmentForm
    initial = {"name": user.display_name, "email": user.email} if user.is_authenticated else {}
    form = form_class(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not rate_limit.allowed(request, "enrol", **ENROLMENTS):
            words = _("Beaucoup d’inscriptions viennent de cette connexion. Réessayez dans une heure.")
            form.add_error(None, words)
            status = 429
        elif is_known:
            return redirect(_entered(request, course, email=user.email, **form.answers).get_own_url())
        else:
            email = form.cleaned_data["email"]
            Enrolment.objects.ask(course, email=email, **form.answers)
            return render(request, "initiatives/enrolment_sent.html", {**context, "email": email})
    return render(request, "initiatives/enrolment_form.html", {**context, "form": form}, status=status)


def _entered(request, course, *, email, **answers):
    row = Enrolment.objects.enter_as(course, email=email, **answers)
    if row.is_waiting:
        messages.success(request, _("Vous êtes sur la liste d’attente. Un e-mail vous le confirme."))
    else:
        messages.success(request, _("Vous êtes inscrit. Un e-mail vous le confirme."))
    return row


def _by_link(token):
    try:
        pk = Enrolment.pk_of(token)
    except signing.BadSignature as error:
        raise Http404(_("Ce lien n’est pas le nôtre.")) from error
    row = Enrolment.objects.with_minutes().select_related("course__organisation", "organisation")
    row = row.filter(pk=pk).first()
    if row is None:
        raise Http404(_("Cette inscription n’existe plus : elle est effacée."))
    return row


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request, token):
    """
    A person's enrolment: confirm it, give the place back, answer, find the certificate. Opening the link changes
    nothing (mail filters open links).
    """
    enrolment = _by_link(token)
    course = enrolment.course
    if request.method == "POST":
        match request.POST.get("action"):
            case "confirm" if enrolment.can_confirm:
                enrolment.enter()
                messages.success(request, _("Merci, c’est confirmé. Un e-mail garde ce lien."))
            case "withdraw" if enrolment.can_change:
                enrolment.withdraw()
                messages.success(request, _("C’est noté : votre place est libre pour quelqu’un d’autre."))
            case _:
                return HttpResponseBadRequest(_("Cette action n’est pas possible maintenant."))
        return redirect(enrolment.get_own_url())
    workshops = list(course.workshops.for_list())
    moment = moment_now(course) if enrolment.is_confirmed and course.statements.exists() else None
    context = {
        "enrolment": enrolment,
        "course": course,
        "workshops": workshops,
        "total": sum(workshop.minutes for workshop in workshops if not workshop.is_off),
        "moment": moment,
        "questionnaire_url": enrolment.get_questionnaire_url(moment) if moment else "",
        "answered": bool(moment)
        and Answer.objects.filter(respondent__enrolment=enrolment, moment=moment).exists(),
        "certificate": enrolment.certificates.valid().first(),
    }
    return render(request, "initiatives/enrolment.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request, token, moment):
    """The same statements before and after, from a phone."""
    enrolment = _by_link(token)
    if moment not in Moment.values or not enrolment.is_confirmed:
        raise Http404(_("Ce questionnaire n’existe pas."))
    course, moment = enrolment.course, Moment(moment)
    statements = list(course.statements.all())
    context = {"enrolment": enrolment, "course": course, "moment": moment}
    if moment != moment_now(course) or not statements:
        closed = {**context, "asked": bool(statements)}
        return render(request, "initiatives/questionnaire_closed.html", closed)
    known = dict(
        Answer.objects.filter(respondent__enrolment=enrolment, moment=moment).values_list(
            "statement", "level"
        )
    )
    form = QuestionnaireForm(request.POST or None, statements=statements, known=known)
    if request.method == "POST" and form.is_valid():
        Respondent.record(enrolment, moment, form.levels)
        messages.success(request, _("Merci, vos réponses sont notées."))
        return redirect(enrolment.get_own_url())
    return render(request, "initiatives/questionnaire.html", {**context, "form": form})
