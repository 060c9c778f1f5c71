"""The parts of a sheet, in the order in which people tell them, and the short questions that help to write each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# What a part may hold, in characters: about ten pages.
MAX_LENGTH = 20_000


class Section(models.TextChoices):
    """The parts that are written, a remark names one. `identity` and `findings` are fields rather than a text."""

    IDENTITY = "identity", _("L’essentiel")
    CONTEXT = "context", _("Le contexte et le besoin")
    STEPS = "steps", _("Ce qui a été fait, pas à pas")
    INHABITANTS = "inhabitants", _("La place des habitants")
    RESULTS = "results", _("Les résultats")
    FINDINGS = "findings", _("Les freins et les leviers")
    VERBATIMS = "verbatims", _("Les mots des gens")
    DIFFERENTLY = "differently", _("Ce que nous ferions autrement")
    CONDITIONS = "conditions", _("Pour le refaire ailleurs")

    @classmethod
    def texts(cls):
        """Those that are one text in Markdown: a column of `Initiative` bears their name."""
        return [section for section in cls if section not in (cls.IDENTITY, cls.FINDINGS)]

    @property
    def questions(self):
        return QUESTIONS[self.value]


QUESTIONS = {
    "identity": [_("Qui a fait quoi, où, avec qui et pour qui ?")],
    "context": [
        _("Qu’est-ce qui n’allait pas, ou manquait ?"),
        _("Comment l’avez-vous su : une demande, un constat, un chiffre ?"),
    ],
    "steps": [
        _("Par quoi avez-vous commencé ?"),
        _("Et ensuite, étape par étape ?"),
        _("Combien de temps a pris chaque étape ?"),
    ],
    "inhabitants": [
        _("Qu’ont fait les habitants : l’idée, les choix, l’animation ?"),
        _("Qui n’est pas venu, et pourquoi à votre avis ?"),
    ],
    "results": [
        _("Combien de personnes, combien de fois ?"),
        _("Qu’est-ce qui a changé pour elles ?"),
        _("Comment le savez-vous ?"),
    ],
    "findings": [_("Qu’est-ce qui a coincé ?"), _("Qu’avez-vous fait, et cela a-t-il marché ?")],
    "verbatims": [_("Qu’ont dit des habitants, des bénévoles, des partenaires ? Citez-les mot pour mot.")],
    "differently": [_("Si c’était à refaire, que changeriez-vous ?")],
    "conditions": [
        _("De quoi a-t-on absolument besoin pour le refaire ?"),
        _("Par quoi commencer, et quel piège éviter ?"),
    ],
}
