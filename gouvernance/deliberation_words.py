"""What a deliberation's positions, objections, results and lines of the log are called."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gouvernance import poll
from gouvernance.ballots import Outcome
from gouvernance.consent import Kind, Standing

NAMELESS = gettext_lazy("Une personne qui n’a pas souhaité être nommée")
POSITIONS = {
    Kind.CONSENT: gettext_lazy("Accord"),
    Kind.RESERVE: gettext_lazy("Accord avec réserve"),
    Kind.STAND_ASIDE: gettext_lazy("Se tient à l’écart"),
    Kind.OBJECT: gettext_lazy("Objection"),
}
SILENT = gettext_lazy("Ne s’est pas prononcé")
VOTES = (gettext_lazy("Pour"), gettext_lazy("Contre"), gettext_lazy("Abstention"), gettext_lazy("Blanc"))
STANDINGS = {
    Standing.RAISED: gettext_lazy("à examiner"),
    Standing.EXAMINED: gettext_lazy("examinée"),
    Standing.INTEGRATED: gettext_lazy("prise en compte dans la version %(version)d"),
    Standing.UPHELD: gettext_lazy("maintenue"),
    Standing.WITHDRAWN: gettext_lazy("retirée par la personne qui l’avait faite"),
}
# What each line of the log says; `who` does it, `about` is the number of a line before.
LINES = {
    Kind.DECLARE: gettext_lazy("%(who)s : méthode déclarée."),
    Kind.WRITE: gettext_lazy("%(who)s : texte proposé."),
    Kind.OPEN: gettext_lazy("%(who)s : ouverture."),
    Kind.ASK: gettext_lazy("%(who)s : question."),
    Kind.ANSWER: gettext_lazy("%(who)s : réponse à la ligne %(about)s."),
    Kind.HEAR: gettext_lazy("%(who)s : passage aux réactions."),
    Kind.REACT: gettext_lazy("%(who)s : réaction."),
    Kind.AMEND: gettext_lazy("%(who)s : nouvelle version du texte."),
    Kind.CALL: gettext_lazy("%(who)s : appel à se prononcer."),
    Kind.CONSENT: gettext_lazy("%(who)s : accord."),
    Kind.RESERVE: gettext_lazy("%(who)s : accord avec réserve."),
    Kind.STAND_ASIDE: gettext_lazy("%(who)s : se tient à l’écart."),
    Kind.OBJECT: gettext_lazy("%(who)s : objection."),
    Kind.EXAMINE: gettext_lazy("%(who)s : objection de la ligne %(about)s examinée."),
    Kind.UPHOLD: gettext_lazy("%(who)s : l’objection de la ligne %(about)s est maintenue."),
    Kind.WITHDRAW_OBJECTION: gettext_lazy("%(who)s : retire son objection de la ligne %(about)s."),
    Kind.DISSENT: gettext_lazy("%(who)s : opinion minoritaire."),
    Kind.REPLY: gettext_lazy("%(who)s : réponse à la ligne %(about)s."),
    Kind.ADOPT: gettext_lazy("%(who)s : adoption."),
    Kind.VOTE: gettext_lazy("%(who)s : résultat du vote prévu à l’ouverture."),
    Kind.CALL_VOTE: gettext_lazy("%(who)s : ouverture du vote prévu avant d’ouvrir."),
    Kind.DEFER: gettext_lazy("%(who)s : report."),
    Kind.WITHDRAW: gettext_lazy("%(who)s : retrait de la proposition."),
    Kind.REJECT: gettext_lazy("%(who)s : rejet."),
    Kind.COUNT: gettext_lazy("%(who)s : dépouillement."),
    Kind.SUCCEED: gettext_lazy("%(who)s siège désormais : la voix de %(person)s lui passe."),
    Kind.NAME: gettext_lazy("%(who)s : nomme %(person)s pour animer."),
    Kind.TAKE_OVER: gettext_lazy("%(who)s : anime désormais, plus personne ne le pouvant."),
    Kind.RESCHEDULE: gettext_lazy("%(who)s : passe à l’ordre du jour d’une autre séance."),
}
OUTCOMES = {
    Outcome.ADOPTED: gettext_lazy("adopté"),
    Outcome.REJECTED: gettext_lazy("non adopté"),
    Outcome.TIED: gettext_lazy("partage des voix : rien n’est décidé"),
    Outcome.EMPTY: gettext_lazy("aucun suffrage exprimé : rien n’est décidé"),
}


def marks(labels, numbers):
    """ "Pour 7, contre 1." without those that nobody gave."""
    given = [
        f"{str(label).lower()} {number}" for label, number in zip(labels, numbers, strict=True) if number
    ]
    return (", ".join(given) or _("aucun")) + "."


def marked(method, choices, given):
    """What a ballot says, a line for each choice: "Samedi : Bien", or "Pour" alone for a text."""
    if not choices:
        return [str(VOTES[mark]) for mark in given]
    if method == "approval":
        approved = [choice for choice, mark in zip(choices, given, strict=True) if mark]
        return [
            _("Approuve : %(choices)s") % {"choices": ", ".join(approved)}
            if approved
            else _("N’approuve rien")
        ]
    return [
        _("%(choice)s : %(grade)s") % {"choice": choice, "grade": poll.GRADES[mark]}
        for choice, mark in zip(choices, given, strict=True)
    ]


def consent_rules(deliberation, state):
    answers = state.method.answers if state.method else None
    yield _(
        "On cherche une proposition à laquelle personne n’objecte : il n’est pas demandé à chacun d’être d’accord."
    )
    yield _(
        "Une objection est levée par la personne qui l’a faite ou par une nouvelle version qui lui convient."
    )
    if answers:
        yield ngettext(
            "Rien n’est adopté sans la réponse d’une personne au moins. Le silence ne vaut pas accord.",
            "Rien n’est adopté sans les réponses de %(total)d personnes au moins. Le silence ne vaut pas accord.",
            answers,
        ) % {"total": answers}
    if deliberation.rule:
        yield _(
            "Si une objection reste, un vote départage ; il faut : %(rule)s. L’objection reste écrite."
        ) % {"rule": deliberation.get_rule_display()}
        if deliberation.is_answered_in_meeting:
            yield _("Ce vote se fait à main levée, avec le quorum de la séance.")
        elif answers:
            yield ngettext(
                "Ce vote se fait par bulletins nominatifs ; il en faut un au moins.",
                "Ce vote se fait par bulletins nominatifs ; il en faut %(total)d au moins.",
                answers,
            ) % {"total": answers}
    else:
        yield _("Si une objection reste, la proposition n’est pas adoptée : aucun vote n’est prévu.")
