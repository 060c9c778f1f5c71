"""What is missing in a concertation scheme, in words: who is not there, or not beyond being told. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

INFORMED, CODECIDES = 1, 4
INHABITANTS = "habitants"


@dataclass(frozen=True)
class Hole:
    """One thing that is missing; `subject` is the key of the subject that it is about, None for an actor."""

    subject: int | None
    words: str


def find(subjects, actors, levels):
    """
    Holes, subject by subject, the gravest first.

    `subjects` are (key, name), `actors` (key, name, sector), `levels` {(subject, actor): 1 informed … 4 codecides}.
    A subject lacks inhabitants when none is above "informé", and somebody to decide with when nobody codecides. An
    actor that is on no subject is a hole too. A scheme without cells has none yet: it is not written.
    """
    if not levels:
        return []
    holes = []
    for subject, name in subjects:
        here = {
            actor: levels[subject, actor] for actor, _name, _sector in actors if (subject, actor) in levels
        }
        if not here:
            holes.append(Hole(subject, _("%(subject)s : personne n’y a de place.") % {"subject": name}))
            continue
        inhabitants = [
            here[actor] for actor, _name, sector in actors if sector == INHABITANTS and actor in here
        ]
        if not inhabitants:
            holes.append(Hole(subject, _("%(subject)s : aucun habitant.") % {"subject": name}))
        elif max(inhabitants) <= INFORMED:
            holes.append(
                Hole(subject, _("%(subject)s : aucun habitant au-dessus de « informé ».") % {"subject": name})
            )
        if CODECIDES not in here.values():
            holes.append(Hole(subject, _("%(subject)s : personne ne codécide.") % {"subject": name}))
    nowhere = {actor for actor, _name, _sector in actors} - {actor for _subject, actor in levels}
    for actor, name, _sector in actors:
        if actor in nowhere:
            holes.append(Hole(None, _("%(actor)s : sur aucun sujet.") % {"actor": name}))
    return holes
