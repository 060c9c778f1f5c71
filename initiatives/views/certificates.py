"""Checking a certificate by its number: anyone may, nobody may try many."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cooperation.core import pdf, rate_limit, wording
from initiatives import durations, numbering
from initiatives.forms.certificates import NumberForm
from initiatives.models import Certificate

CHECKS = {"amount": 30, "seconds": 600}


@require_safe
def certificate_form(request):
    """A number that somebody has on paper."""
    form = NumberForm(request.GET if "numero" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("initiatives:certificate-check", number=numbering.spaced(form.cleaned_data["numero"]))
    return render(request, "initiatives/certificate_form.html", {"form": form})


@never_cache
@require_safe
def certificate_check(request, number):
    """
    What the certificate says; that a number is not known, or mistyped, is said as clearly. A number with a wrong
    character is not looked for: its last character shows it.
    """
    if not rate_limit.allowed(request, "certificate", **CHECKS):
        return render(request, "initiatives/certificate_limit.html", status=429)
    read = numbering.read(number)
    certificate = Certificate.objects.filter(number=read).first() if read else None
    context = {"certificate": certificate, "given": number[:40], "is_mistyped": not read}
    return render(request, "initiatives/certificate_check.html", context, status=200 if certificate else 404)


@never_cache
@require_safe
def certificate_pdf(request, number):
    if not rate_limit.allowed(request, "certificate", **CHECKS):
        return render(request, "initiatives/certificate_limit.html", status=429)
    certificate = Certificate.objects.valid().filter(number=numbering.read(number)).first()
    if certificate is None:
        raise Http404(_("Aucune attestation valable n’a ce numéro."))
    address = f"{settings.SITE_URL}{certificate.get_absolute_url()}"
    data = {
        "name": certificate.name,
        "course": certificate.course_title,
        "organisation": certificate.organisation_name,
        "days": days_of(certificate),
        "hours": durations.in_words(certificate.minutes),
        "total": durations.in_words(certificate.total_minutes),
        "issued": wording.day_of_month(timezone.localdate(certificate.issued_at), year=True),
        "number": certificate.spaced_number,
        "address": address,
    }
    content = pdf.render("initiatives/certificate.typ", data, files={"qr.svg": pdf.qr(address)})
    return pdf.response(content, f"attestation-{certificate.spaced_number}.pdf")


def days_of(certificate):
    if certificate.starts_on == certificate.ends_on:
        return _("le %(day)s") % {"day": wording.day_of_month(certificate.starts_on, year=True)}
    return _("du %(first)s au %(last)s") % {
        "first": wording.day_of_month(certificate.starts_on, year=True),
        "last": wording.day_of_month(certificate.ends_on, year=True),
    }
