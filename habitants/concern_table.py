"""The board as lines of a table: one for each organisation asked, one for what is asked of nobody."""

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.core.templatetags.content import day_in_full
from habitants.models import Addressing

CHUNK = 500


def header():
    return [
        *(
            _("Numéro"),
            _("Remontée"),
            _("Ce qui a été entendu"),
            _("État"),
            _("Thème"),
            _("Quartier"),
            _("Lieu"),
        ),
        *(_("Voix"), _("Entendue le"), _("Adressée à"), _("Adressée le"), _("Réponse attendue le")),
        *(_("Réponse donnée le"), _("Jours pour répondre"), _("Jours de retard"), _("Réponse"), _("Adresse")),
    ]


def rows(concerns):
    """Texts; who told it is nowhere here."""
    # Its moves are not told here; what was added to an answer is.
    asked = Prefetch("addressings", Addressing.objects.select_related("organisation"))
    told = concerns.for_list().prefetch_related(None).prefetch_related(asked, "addressings__additions")
    for concern in told.order_by("pk").iterator(chunk_size=CHUNK):
        about = [
            str(concern.pk),
            concern.label,
            concern.words,
            str(concern.get_state_display()),
            concern.theme.name if concern.theme else "",
            concern.district.name if concern.district else "",
            concern.where,
            str(concern.heard_by),
            _day(concern.created_at),
        ]
        url = f"{settings.SITE_URL}{concern.get_absolute_url()}"
        for addressing in concern.addressings.all():
            taken = addressing.days_taken
            yield [
                *about,
                addressing.organisation.name,
                _day(addressing.asked_at),
                addressing.due_on.isoformat(),
                _day(addressing.answered_at) if addressing.answered_at else "",
                "" if taken is None else str(taken),
                str(addressing.days_late or ""),
                _said(addressing),
                url,
            ]
        if not concern.addressings.all():
            yield [*about, *[""] * 6, concern.aside_reason, url]


def _said(addressing):
    """The answer with what was added to it since, each with its day."""
    added = (
        _("Complément du %(day)s : %(words)s") % {"day": day_in_full(row.added_at), "words": row.words}
        for row in addressing.additions.all()
    )
    return "\n\n".join([addressing.answer, *added])


def _day(moment):
    return timezone.localdate(moment).isoformat()
