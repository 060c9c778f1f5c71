"""What people agree to, word for word. Another wording is another version: each application keeps the one it had."""

from django.utils.translation import gettext as _

from cooperation.core import wording

VERSION = "2026-11-2"


def for_cohort(cohort):
    """The words for somebody who applies to that cohort."""
    days = {
        "cohort": cohort.name,
        "others": cohort.others_erased_wording,
        "end": wording.day_of_month(cohort.profiles_erased_on, year=True),
    }
    return (
        _(
            "J’accepte que mes réponses servent à composer le groupe d’habitants-relais « %(cohort)s », et à rien "
            "d’autre. L’équipe du centre social lit mon nom et mes coordonnées pour me répondre. Mes réponses aux "
            "critères sont gardées à part : le tirage au sort s’en sert, et seules deux personnes nommées peuvent les "
            "lire. Si je ne suis ni choisi ni suppléant, tout est effacé %(others)s ; sinon, après le %(end)s, et jamais "
            "avant le tirage. Je peux retirer ma candidature à tout moment : mon nom, mes coordonnées et mes réponses "
            "sont alors effacés. Si un tirage est en cours, mes réponses, sans mon nom, restent dans sa liste jusqu’à ce "
            "qu’il soit fait ou abandonné."
        )
        % days
    )


def for_guardian(cohort):
    return _(
        "Je suis le parent ou le tuteur de cette personne. J’accepte qu’elle soit candidate au groupe "
        "d’habitants-relais « %(cohort)s », et qu’elle en fasse partie si elle est choisie ou tirée au sort."
    ) % {"cohort": cohort.name}
