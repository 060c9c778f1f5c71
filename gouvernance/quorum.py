"""Whether enough of those who hold a seat are there, by themselves or through a proxy. Pure, in whole numbers."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Seats:
    """A college: its seats that somebody holds, and of those how many are present and represented."""

    name: str
    held: int
    present: int = 0
    represented: int = 0

    @property
    def counted(self):
        return self.present + self.represented


@dataclass(frozen=True)
class Quorum:
    """`needed` counts all seats together, or is the sum of what each college needs."""

    needed: int
    present: int
    represented: int
    lacking: tuple[str, ...]

    @classmethod
    def kept(cls, row):
        """As it was counted then, from what `asdict` gave once it went through JSON."""
        return cls(**row | {"lacking": tuple(row["lacking"])})

    @property
    def counted(self):
        return self.present + self.represented

    @property
    def reached(self):
        return not self.lacking

    @property
    def wording(self):
        """ "Quorum atteint : 9 sièges présents ou représentés, il en faut 8." """
        counted = ngettext(
            "%(total)d siège présent ou représenté", "%(total)d sièges présents ou représentés", self.counted
        ) % {"total": self.counted}
        if not self.needed:
            return _("%(counted)s, aucun quorum n’est exigé.") % {"counted": counted}
        state = _("Quorum atteint") if self.reached else _("Quorum non atteint")
        return _("%(state)s : %(counted)s, il en faut %(needed)d.") % {
            "state": state,
            "counted": counted,
            "needed": self.needed,
        }


def needed_of(held, percent):
    """The least number of seats that makes the share: half of 7 is 4."""
    return -(-held * percent // 100)


def count(colleges, *, percent, per_college=False):
    """The quorum of `colleges` (Seats), a share in percent of the seats held, overall or in each."""
    present = sum(college.present for college in colleges)
    represented = sum(college.represented for college in colleges)
    if per_college:
        groups = [(college.name, college.counted, needed_of(college.held, percent)) for college in colleges]
    else:
        held = sum(college.held for college in colleges)
        groups = [(_("Ensemble"), present + represented, needed_of(held, percent))]
    lacking = [
        ngettext(
            "%(name)s : il manque %(total)d siège.", "%(name)s : il manque %(total)d sièges.", needed - here
        )
        % {"name": name, "total": needed - here}
        for name, here, needed in groups
        if here < needed
    ]
    return Quorum(sum(needed for _name, _here, needed in groups), present, represented, tuple(lacking))
