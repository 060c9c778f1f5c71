"""National identifiers of associations and institutions: RNA, SIREN, SIRET. Each refusal says what to do, in French."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import exceptions
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

# W and nine characters, not all of them digits: "W9T1002867" is real.
RNA = re.compile(r"W\d[0-9A-Z]{2}\d{6}")
# What a spreadsheet makes of a long number: "7,82E+13".
MANGLED = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)


def clean_rna(text):
    """ "w 133 001 234" → "W133001234"; "" stays ""."""
    number = _compact(text)
    if number and not RNA.fullmatch(number):
        _refuse_mangled(text)
        raise ValidationError(
            _("« %(value)s » n’est pas un numéro RNA : W puis neuf caractères, par exemple W133001234."),
            params={"value": text[:40]},
            code="rna",
        )
    return number


def clean_siren(text):
    return _clean(siren_number, text, _("« %(value)s » n’est pas un numéro SIREN : neuf chiffres."))


def clean_siret(text):
    """Luhn's checksum, La Poste's own rule included (a multiple of five)."""
    return _clean(siret_number, text, _("« %(value)s » n’est pas un numéro SIRET : quatorze chiffres."))


def _clean(kind, text, message):
    number = _compact(text)
    if not number:
        return ""
    _refuse_mangled(text)
    try:
        return kind.validate(number)
    except exceptions.InvalidChecksum as error:
        raise ValidationError(
            _("« %(value)s » contient une faute : la clé de contrôle ne correspond pas."),
            params={"value": text[:40]},
            code="checksum",
        ) from error
    except exceptions.ValidationError as error:
        raise ValidationError(message, params={"value": text[:40]}, code="format") from error


def _compact(text):
    return re.sub(r"[\s.\-]", "", text).upper()


def _refuse_mangled(text):
    if MANGLED.fullmatch(text.strip()):
        raise ValidationError(
            _(
                "« %(value)s » a été abîmé par un tableur : mettez la colonne au format « texte », "
                "puis recopiez le numéro."
            ),
            params={"value": text[:40]},
            code="mangled",
        )


def say_siret(number):
    """ "732 829 320 00074"."""
    return siret_number.format(number) if number else ""


def say_siren(number):
    return " ".join(re.findall("...", number))
