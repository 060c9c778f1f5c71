"""Why a draw is impossible, in French sentences."""

from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.core.wording import join
from habitants.sortition import obstacles


class Labels:
    """What criteria and their values are called on screen; their keys where no label is known."""

    def __init__(self, criteria):
        self.criteria = {criterion.key: criterion.name for criterion in criteria}
        self.values = {
            (criterion.key, quota.key): quota.label
            for criterion in criteria
            for quota in criterion.quotas.all()
        }

    def criterion(self, key):
        return self.criteria.get(key, key)

    def value(self, criterion, value):
        return f"« {self.values.get((criterion, value), value)} »"

    def quota(self, quota):
        return self.value(quota.criterion, quota.value)


def sentences(found, labels):
    """(the reasons, who is missing, the smallest change): the first is a list, the others one sentence or ""."""
    return [reason(one, labels) for one in found.reasons], missing(found, labels), change(found, labels)


def without_numbers(found, labels):
    """
    For those who may not read the answers: that a draw is impossible, and by which criteria, without how many people
    there are. What the quotas alone contradict is said in full: it tells of nobody.
    """
    of_quotas = (obstacles.Crossed, obstacles.TooMuchAsked, obstacles.TooLittleAllowed)
    told = [reason(one, labels) for one in found.reasons if isinstance(one, of_quotas)]
    keys = [one.quota.criterion for one in found.reasons if isinstance(one, OF_PEOPLE)]
    keys += [criterion for lack in found.lacks for criterion, _value in lack.answers]
    keys += [change.quota.criterion for change in found.changes]
    names = [labels.criterion(key) for key in dict.fromkeys(keys)]
    if names:
        told.append(
            ngettext(
                "Le critère %(names)s ne peut pas être respecté avec les personnes de la liste.",
                "Les critères %(names)s ne peuvent pas être respectés ensemble avec les personnes de la liste.",
                len(names),
            )
            % {"names": join(f"« {name} »" for name in names)}
        )
    elif not told:
        told.append(_("Il n’y a pas assez de personnes, ou de foyers, pour les places à tirer."))
    return told


OF_PEOPLE = (obstacles.OverSeated, obstacles.TooFewSuch)


@singledispatch
def reason(one, labels):
    raise TypeError(one)


@reason.register
def _crossed(one: obstacles.Crossed, labels):
    return _("Pour %(value)s, le minimum (%(minimum)d) est plus grand que le maximum (%(maximum)d).") % {
        "value": labels.quota(one.quota),
        "minimum": one.quota.minimum,
        "maximum": one.quota.maximum,
    }


@reason.register
def _over_seated(one: obstacles.OverSeated, labels):
    return ngettext(
        "Déjà %(seated)d personne %(value)s a une place, alors que le maximum est %(maximum)d.",
        "Déjà %(seated)d personnes %(value)s ont une place, alors que le maximum est %(maximum)d.",
        one.seated,
    ) % {"value": labels.quota(one.quota), "seated": one.seated, "maximum": one.quota.maximum}


@reason.register
def _too_much(one: obstacles.TooMuchAsked, labels):
    return _("Critère « %(name)s » : les minimums demandent %(asked)d personnes pour %(seats)d places.") % {
        "name": labels.criterion(one.criterion),
        "asked": one.asked,
        "seats": one.seats,
    }


@reason.register
def _too_little(one: obstacles.TooLittleAllowed, labels):
    return _(
        "Critère « %(name)s » : les maximums n’acceptent que %(allowed)d personnes pour %(seats)d places."
    ) % {
        "name": labels.criterion(one.criterion),
        "allowed": one.allowed,
        "seats": one.seats,
    }


@reason.register
def _too_few(one: obstacles.TooFewPeople, labels):
    return ngettext(
        "Il n’y a qu’un foyer pour %(seats)d places à tirer (une seule personne par foyer).",
        "Il n’y a que %(households)d foyers pour %(seats)d places à tirer (une seule personne par foyer).",
        max(one.households, 1),
    ) % {"households": one.households, "seats": one.seats}


@reason.register
def _too_few_such(one: obstacles.TooFewSuch, labels):
    return ngettext(
        "Il manque %(lacking)d personne %(value)s : il en faut %(asked)d, il y en a %(available)d.",
        "Il manque %(lacking)d personnes %(value)s : il en faut %(asked)d, il y en a %(available)d.",
        one.asked - one.available,
    ) % {
        "lacking": one.asked - one.available,
        "value": labels.quota(one.quota),
        "asked": one.asked,
        "available": one.available,
    }


def missing(found, labels):
    """ "Il manque au moins 2 personnes à la fois « 18–25 ans » et « Sormiou »."; what reasons say is not said again."""
    told = {
        (one.asked - one.available, ((one.quota.criterion, one.quota.value),))
        for one in found.reasons
        if isinstance(one, obstacles.TooFewSuch)
    }
    lacks = [lack for lack in found.lacks if (lack.number, lack.answers) not in told]
    if not lacks:
        return ""
    return _("Il manque au moins %(people)s.") % {"people": join(_such(lack, labels) for lack in lacks)}


def _such(lack, labels):
    words = ngettext("%(number)d personne", "%(number)d personnes", lack.number) % {"number": lack.number}
    answers = [labels.value(*answer) for answer in lack.answers]
    if not answers:
        return words
    if len(answers) > 1:
        return _("%(people)s à la fois %(answers)s") % {"people": words, "answers": join(answers)}
    return f"{words} {answers[0]}"


def change(found, labels):
    """ "La plus petite modification qui rend le tirage possible : …" """
    parts = []
    if found.fewer_seats:
        parts.append(
            _("passer de %(seats)d à %(fewer)d places à tirer")
            % {"seats": found.seats, "fewer": found.seats - found.fewer_seats}
        )
    for one in found.changes:
        value = labels.quota(one.quota)
        if one.minimum != one.quota.minimum:
            parts.append(
                _("baisser le minimum %(value)s de %(old)d à %(new)d")
                % {"value": value, "old": one.quota.minimum, "new": one.minimum}
            )
        if one.maximum != one.quota.maximum:
            parts.append(
                _("monter le maximum %(value)s de %(old)d à %(new)d")
                % {"value": value, "old": one.quota.maximum, "new": one.maximum}
            )
    if not parts:
        return ""
    return _("La plus petite modification qui rend le tirage possible : %(changes)s.") % {
        "changes": join(parts)
    }
