"""The form on paper, for whoever has no e-mail or prefers it: the same questions, signed."""

from django.utils.translation import gettext as _

from associations.models import District
from cooperation.core import pdf, wording
from habitants import consent


def render(cohort):
    """PDF bytes, one sheet on both sides."""
    questions = [
        {
            "question": criterion.wording,
            "reason": criterion.reason,
            "answers": [quota.label for quota in criterion.quotas.all()],
        }
        for criterion in cohort.criteria.asked().with_quotas()
    ]
    data = {
        "title": _("Devenir habitant-relais"),
        "cohort": cohort.name,
        "starts_on": cohort.starts_on,
        "closes_on": _day(cohort.call_closes_on),
        "lead": _("Du %(first)s au %(last)s, un groupe de %(size)d habitantes et habitants.")
        % {"first": _day(cohort.starts_on), "last": _day(cohort.ends_on), "size": cohort.size},
        "districts": [district.name for district in District.objects.all()],
        "household": cohort.household_rule,
        "questions": questions,
        "consent": consent.for_cohort(cohort),
        "version": consent.VERSION,
        "guardian": consent.for_guardian(cohort),
    }
    return pdf.render("habitants/paper_form.typ", data)


def _day(on):
    return wording.day_of_month(on, year=True)
