"""What a reader asks themselves: short questions, as a neighbour would."""

from django.utils.translation import gettext_lazy as _

QUESTIONS = [
    (_("Est-ce que je comprends ce qui a été fait ?"), _("Pour qui, où, et ce que cela a changé.")),
    (_("Pourrais-je le refaire ?"), _("Les étapes, le temps, l’argent, les personnes qu’il faut.")),
    (_("Les difficultés sont-elles racontées ?"), _("Une fiche sans frein n’aide pas l’équipe suivante.")),
    (
        _("Des personnes sont-elles nommées alors qu’elles ne devraient pas l’être ?"),
        _("Un habitant cité l’a-t-il accepté ? Un prénom suffit souvent."),
    ),
]
