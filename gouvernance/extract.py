"""
What a deliberation says to people: its page, its PDF extract and the minutes read the same sentences. Words are quoted as
they were written; whoever wants no name has none; to those outside, a person who does not show their name is not named.
"""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.core import wording
from gouvernance import poll
from gouvernance.bars import bar
from gouvernance.consent import Kind, Stage
from gouvernance.deliberation_words import (
    LINES,
    NAMELESS,
    OUTCOMES,
    POSITIONS,
    SILENT,
    STANDINGS,
    VOTES,
    consent_rules,
    marked,
    marks,
)
from gouvernance.models import Deliberation
from initiatives.differences import compare, shortened

# Fewer are told from each other.
SMALL = 5


@dataclass
class Said:
    """Words and whose they are; `replies` are those that answer them."""

    number: int
    who: str
    text: str
    label: str = ""
    version: int = 0
    college: str = ""  # where it names nobody
    replies: list = field(default_factory=list)
    kind: str = ""
    by: str = ""  # whose objection it is
    examined: list = field(default_factory=list)
    actions: list = field(default_factory=list)  # what may be said about it


@dataclass
class Given:
    """An open ballot: whose, what it says line by line, who wrote it for them, and their words."""

    who: str
    said: list
    written: str = ""
    words: str = ""


class Extract:
    """`inside` reads the names as they are, others those that may be shown; `until` leaves out what came later."""

    def __init__(self, deliberation, *, inside=False, until=None):
        self.deliberation, self.inside = deliberation, inside
        self.rows = [row for row in deliberation.log if until is None or row.at <= until]
        self.state = (
            deliberation.told
            if until is None
            else deliberation.fold.replay([row.as_move() for row in self.rows])
        )

    def name(self, key):
        row = self.deliberation.people.get(key)
        if row is None:
            return str(NAMELESS)
        return row.name if self.inside else row.public_name

    def who(self, row):
        """Whose line of the log it is: who asked for no name has none."""
        return self.name(str(row.by_id)) if row.signed else str(NAMELESS)

    def written(self, row):
        """Who wrote a line, or a ballot, in somebody's name."""
        who = {"name": self.name(str(row.recorded_by_id)) if self.inside else _("une autre personne")}
        if row.by_proxy:
            return _("Par %(name)s, qui porte son pouvoir.") % who
        return _("Noté par %(name)s.") % who

    # How it is decided

    @cached_property
    def rules(self):
        """The method, in sentences."""
        return [*self._method, *self._where]

    @property
    def _where(self):
        deliberation = self.deliberation
        if deliberation.is_answered_in_meeting:
            yield _("On se prononce pendant la séance, en y étant ou par un pouvoir.")
        elif deliberation.item_id:
            yield _("On se prononce avant la séance ou pendant, présent ou non.")

    @property
    def _method(self):
        deliberation = self.deliberation
        if deliberation.is_by_consent:
            return [*consent_rules(deliberation, self.state)]
        rules = {
            Deliberation.Method.VOTE: _(
                "Chacun vote pour, contre, s’abstient ou vote blanc. Il faut : %(rule)s."
            )
            % {"rule": deliberation.get_rule_display()},
            Deliberation.Method.JUDGMENT: _(
                "Chacun donne une mention à chaque choix, de « À rejeter » à « Excellent ». Est retenu le choix dont la "
                "mention médiane est la meilleure ; un choix sans mention compte comme « À rejeter »."
            ),
            Deliberation.Method.APPROVAL: _(
                "Chacun coche tous les choix qui lui conviennent. Ils sont classés par nombre d’approbations."
            ),
        }
        found = [rules[deliberation.method]]
        if deliberation.places:
            found.append(
                ngettext(
                    "Il y a une place à pourvoir.", "Il y a %(total)d places à pourvoir.", deliberation.places
                )
                % {"total": deliberation.places}
            )
        if deliberation.is_secret:
            found.append(_("Les bulletins sont secrets : aucun ne peut être relié à qui l’a donné."))
        else:
            found.append(
                _(
                    "Les bulletins sont nominatifs : fermés jusqu’au dépouillement, ils se lisent ensuite nom par nom."
                )
            )
        if deliberation.closes_at:
            found.append(
                _("Le vote se termine le %(day)s à %(hour)s.")
                % {
                    "day": wording.day_of_month(timezone.localtime(deliberation.closes_at), year=True),
                    "hour": wording.hour(timezone.localtime(deliberation.closes_at)),
                }
            )
        return found

    @cached_property
    def steps(self):
        """The way of a deliberation by consent, and where it is."""
        state = Deliberation.State(self.deliberation.state)
        stages = [
            (_("Questions"), [Deliberation.State.CLARIFICATION]),
            (_("Réactions"), [Deliberation.State.REACTIONS]),
            (_("Nouvelle version, s’il le faut"), [Deliberation.State.AMENDED]),
            (_("Positions et objections"), [Deliberation.State.OBJECTIONS]),
            *([(_("Vote prévu"), [Deliberation.State.VOTING])] if self.deliberation.rule else []),
            (_("Conclusion"), Deliberation.State.closed()),
        ]
        return [{"label": label, "here": state in states} for label, states in stages]

    # The text

    @cached_property
    def versions(self):
        """(number, text, what differs from the one before) of each, the last first."""
        texts = self.state.versions or (self.deliberation.text,)
        found = [
            (number, text, shortened(compare(before, text)) if before else None)
            for number, (before, text) in enumerate(zip((None, *texts), texts, strict=False), 1)
        ]
        return found[::-1]

    @property
    def text(self):
        return self.versions[0][1]

    # What was said

    def _said(self, *kinds):
        return [self._one(words) for words in self.state.words.values() if words.kind in kinds]

    def _one(self, words):
        replies = [
            self._one(other)
            for other in self.state.words.values()
            if other.about == words.number and other.kind in {Kind.REPLY, Kind.ANSWER}
        ]
        return Said(
            words.number,
            self.name(words.by) if words.by else str(NAMELESS),
            words.text,
            str(POSITIONS.get(words.kind, _("Opinion minoritaire") if words.kind == Kind.DISSENT else "")),
            words.version,
            self.college(str(self.rows[words.number - 1].by_id), signed=bool(words.by)),
            replies,
            words.kind.value,
        )

    @cached_property
    def sizes(self):
        """{name of a college: how many of those invited are of it}."""
        return Counter(row.college_name for row in self.deliberation.invited)

    def college(self, key, *, signed=True):
        """The college of somebody, unless it is so small that it would tell who they are when their name is not told."""
        row = self.deliberation.people.get(key)
        if row is None or not row.college_name:
            return ""
        is_named = signed and (self.inside or row.mandate.shows_name)
        return row.college_name if is_named or self.sizes[row.college_name] >= SMALL else ""

    @cached_property
    def questions(self):
        return self._said(Kind.ASK)

    @cached_property
    def reactions(self):
        return self._said(Kind.REACT)

    @cached_property
    def minority(self):
        """Reservations, stand-asides and minority opinions, word for word, one kind after the other."""
        kinds = [Kind.RESERVE, Kind.STAND_ASIDE, Kind.DISSENT]
        return [said for kind in kinds for said in self._said(kind)]

    @cached_property
    def consents(self):
        """Of those who consent to the last version, the reasons that they gave."""
        found = {
            words.by: words
            for words in self.state.words.values()
            if words.kind == Kind.CONSENT
            and words.version == self.state.version
            and self.state.positions.get(words.by) == Kind.CONSENT
        }
        return [self._one(words) for words in found.values()]

    @cached_property
    def objections(self):
        """Each with where it stands, what its examination said, and the replies to it."""
        found = []
        for objection in self.state.objections.values():
            label = STANDINGS[objection.standing] % {"version": objection.integrated_in or 0}
            replies = [
                self._one(words)
                for words in self.state.words.values()
                if words.kind == Kind.REPLY and words.about == objection.number
            ]
            said = Said(
                objection.number,
                self.name(objection.by),
                objection.text,
                label,
                objection.version,
                self.college(objection.by),
                replies,
                objection.standing.value,
            )
            said.examined = [
                row.text for row in self.rows if row.kind == Kind.EXAMINE and row.about == objection.number
            ]
            said.by = objection.by
            found.append(said)
        return found

    @cached_property
    def silent(self):
        """Who was invited and has not answered: named as such, never counted as agreeing."""
        if not self.deliberation.is_by_consent or self.state.stage == Stage.VOTING:
            rows = [row for row in self.deliberation.invited if not row.has_answered]
        else:
            rows = [self.deliberation.people[key] for key in sorted(self.state.silent, key=int)]
        return [row.name if self.inside else row.public_name for row in rows]

    @property
    def taken(self):
        """Whether somebody has taken a position on the last version."""
        return bool(self.state.positions or self.state.in_the_way)

    @property
    def counts_answers(self):
        """Whether it was asked yet what each thinks."""
        return not self.deliberation.is_by_consent or any(row.kind == Kind.CALL for row in self.rows)

    @cached_property
    def answered(self):
        """ "4 personnes sur 9 se sont prononcées." """
        total = len(self.deliberation.invited)
        number = total - len(self.silent)
        if not number:
            return _("Personne ne s’est prononcé.")
        return ngettext(
            "%(number)d personne sur %(total)d s’est prononcée.",
            "%(number)d personnes sur %(total)d se sont prononcées.",
            number,
        ) % {"number": number, "total": total}

    # Figures

    @cached_property
    def colleges(self):
        """
        For each college, how many hold each position: a `Bar` each, in the order of the colleges. Once something is said
        without a name, small colleges are one: alone, they would tell whose it is.
        """
        objecting = {objection.by for objection in self.state.in_the_way}
        seats, groups = {}, self._groups
        for row in self.deliberation.invited:
            key = str(row.pk)
            position = Kind.OBJECT if key in objecting else self.state.positions.get(key)
            counts = seats.setdefault(groups[row.college_name], dict.fromkeys([*POSITIONS, None], 0))
            counts[position] += 1
        return [
            bar(
                name,
                [
                    (
                        f"position-{kind.value}" if kind else "position-silent",
                        str(POSITIONS.get(kind, SILENT)),
                        number,
                    )
                    for kind, number in counts.items()
                ],
            )
            for name, counts in seats.items()
        ]

    @property
    def _groups(self):
        """{college: the name under which it is counted}."""
        together = [name for name, size in self.sizes.items() if size < SMALL]
        if not together or all(row.signed for row in self.rows):
            return {name: name for name in self.sizes}
        others = sorted(self.sizes.keys() - set(together), key=self.sizes.get)
        while others and sum(self.sizes[name] for name in together) < SMALL:
            together.append(others.pop(0))
        label = wording.join([name for name in self.sizes if name in together])
        return {name: label if name in together else name for name in self.sizes}

    @cached_property
    def result(self):
        """What the ballots say, as `Bar`s: one for a vote, one for each choice otherwise, the first one first."""
        state, deliberation = self.state, self.deliberation
        if not state.tallies:
            return [self._vote(state.vote)] if state.vote else []
        if state.vote:
            return [self._vote(state.vote)]
        choices = state.method.poll.options
        if deliberation.method == Deliberation.Method.JUDGMENT:
            found = []
            for one in poll.judged(state) if poll.cast(state) else []:
                counts = [
                    (f"grade-{grade}", str(label), one.tally[grade])
                    for grade, label in reversed(list(enumerate(poll.GRADES)))
                ]
                rank = _("1er") if one.rank == 1 else _("%(rank)de") % {"rank": one.rank}
                detail = _("%(rank)s : mention majoritaire « %(grade)s »") % {
                    "rank": rank,
                    "grade": poll.GRADES[one.grade],
                }
                found.append(bar(choices[one.candidate], counts, detail=detail))
            return found
        standings, election = poll.approved(state)
        found = []
        for one in standings:
            share = one.share or Fraction(0)
            detail = ngettext("%(total)d approbation", "%(total)d approbations", one.approvals) % {
                "total": one.approvals
            }
            if election and one.option in election.elected:
                detail += _(", retenu")
            elif election and one.option in election.tied:
                detail += _(", à égalité : à départager")
            counts = [
                ("approval-yes", _("Approuvent"), one.approvals),
                ("approval-no", _("N’approuvent pas"), poll.cast(state) - one.approvals),
            ]
            found.append(bar(choices[one.option], counts, detail=f"{detail} ({float(share):.0%})"))
        return found

    @cached_property
    def ballots(self):
        """Open ballots by name once they are counted, as (mark, `Given`s); of a text, grouped by what they say."""
        deliberation = self.deliberation
        if not self.state.tallies or deliberation.is_secret:
            return []
        groups = {}
        for row in deliberation.ballots.order_by("deliberator"):
            given = Given(
                self.name(str(row.deliberator_id)),
                marked(deliberation.method, deliberation.choices, row.marks),
                self.written(row) if row.recorded_by_id else "",
                row.words,
            )
            groups.setdefault(() if deliberation.choices else tuple(row.marks), []).append(given)
        return [(str(VOTES[marks[0]]) if marks else "", groups[marks]) for marks in sorted(groups)]

    @property
    def _asked(self):
        """What each tally of a count is about."""
        poll_ = self.state.method.poll
        return (poll_ and poll_.options) or [_("Bulletins")]

    @property
    def _marks(self):
        return {
            Deliberation.Method.JUDGMENT: poll.GRADES,
            Deliberation.Method.APPROVAL: (_("n’approuvent pas"), _("approuvent")),
        }.get(self.deliberation.method, VOTES)

    def _vote(self, count):
        numbers = (count.in_favour, count.against, count.abstention, count.blank)
        counts = [
            (f"vote-{place}", str(label), number)
            for place, (label, number) in enumerate(zip(VOTES, numbers, strict=True))
        ]
        outcome = OUTCOMES[self.state.outcome] if self.state.outcome else ""
        return bar(_("Vote"), counts, detail=str(outcome).capitalize())

    def as_data(self):
        """What the minutes print, as JSON types; the words of a minority are there as they were written."""
        deliberation = self.deliberation
        return {
            "title": deliberation.title,
            "method": deliberation.get_method_display(),
            "state": str(Deliberation.State(self.state.stage.value).label),
            "rules": [str(rule) for rule in self.rules],
            "review": wording.day_of_month(self.state.review_on, year=True) if self.state.review_on else "",
            "answered": self.answered,
            "silent": self.silent,
            "objections": [_as_json(said) for said in self.objections],
            "consents": [_as_json(said) for said in self.consents],
            "minority": [_as_json(said) for said in self.minority],
            "result": [
                {
                    "label": row.label,
                    "detail": str(row.detail),
                    "parts": [{"label": part["label"], "number": part["number"]} for part in row.parts],
                }
                for row in self.result
            ],
            "colleges": [
                {"label": row.label, "numbers": [part["number"] for part in row.parts]}
                for row in self.colleges
            ]
            if deliberation.is_by_consent
            else [],
            "ballots": [
                {
                    "label": label,
                    "rows": [
                        {
                            "who": one.who,
                            "said": " ; ".join(one.said) if not label else "",
                            "written": one.written,
                            "words": one.words,
                        }
                        for one in rows
                    ],
                }
                for label, rows in self.ballots
            ],
            "positions": [*(str(label) for label in POSITIONS.values()), str(SILENT)],
        }

    # The log

    @cached_property
    def lines(self):
        """(number, when, sentence, words) of each line."""
        found = []
        for row in self.rows:
            person = self.name(str(row.person_id)) if row.person_id else ""
            sentence = LINES[Kind(row.kind)] % {"who": self.who(row), "about": row.about, "person": person}
            # Who wrote it would tell whose words they are that have no name.
            if row.recorded_by and row.signed:
                sentence += " " + self.written(row)
            if row.integrates:
                sentence += " " + ngettext(
                    "Objection prise en compte : ligne %(numbers)s.",
                    "Objections prises en compte : lignes %(numbers)s.",
                    len(row.integrates),
                ) % {"numbers": wording.join(row.integrates)}
            if count := row.facts.get("count"):
                sentence += " " + marks(VOTES, count)
            for label, tally in zip(self._asked, row.facts.get("tallies", []), strict=False):
                sentence += f" {label} : " + marks(self._marks, tally)
            if row.review_on:
                sentence += " " + _("À revoir le %(day)s.") % {
                    "day": wording.day_of_month(row.review_on, year=True)
                }
            found.append((row.number, timezone.localtime(row.at), sentence, row.text))
        return found


def _as_json(said):
    return {
        "number": said.number,
        "who": said.who,
        "college": said.college,
        "text": said.text,
        "label": str(said.label),
        "version": said.version,
        "examined": said.examined,
        "replies": [_as_json(reply) for reply in said.replies],
    }
