"""The moves of a deliberation: each takes the row's lock, is asked of the rules, and is then a line of the log."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gouvernance import consent, poll
from gouvernance.consent import Kind, Stage
from gouvernance.deliberation_words import POSITIONS
from gouvernance.models.deliberators import Deliberator
from gouvernance.models.mandates import Mandate
from gouvernance.models.minutes import Decision

# What all who are invited are told of, by which mail.
CALLS = {Kind.CALL: "called", Kind.AMEND: "amended", Kind.CALL_VOTE: "voting"}


class Deliberating:
    """For `Deliberation`."""

    @transaction.atomic
    def open(self, *, by):
        """
        Invite those who sit today (or were called to the meeting, when it is one of its points), declare the method and
        publish the text. Raises ValidationError when nobody sits, or when the rules refuse.
        """
        self._lock()
        if not self.is_draft:
            raise ValidationError(_("La délibération est déjà ouverte."))
        if self.closes_at and self.closes_at <= timezone.now():
            raise ValidationError(
                _("La fin du vote qui est déclarée est déjà passée : modifiez-la, puis ouvrez."), code="over"
            )
        seats = self._seats()
        if not seats:
            raise ValidationError(_("Personne ne siège dans cette instance : il n’y a personne à inviter."))
        mine = Deliberator.objects.invite(self, seats, by=by)
        people = list(self.deliberators.all())
        author = next((row for row in people if row.is_author), mine)
        method = consent.Method(
            author=str(author.pk),
            facilitators=frozenset(str(row.pk) for row in people if row.facilitates),
            invited=frozenset(str(row.pk) for row in people if row.is_invited),
            in_meeting=self.is_answered_in_meeting,
            **self._declared(len(seats)),
        )
        self.opened_at = timezone.now()
        self._write(Kind.DECLARE, by=author, method=method)
        self._write(Kind.WRITE, by=author, text=self.text)
        self._follow(self._write(Kind.OPEN, by=mine), by=by)
        self.tell_all("opened")

    def _seats(self):
        """Mandates of those who were called to the meeting, or, before it is convened and without one, who sit today."""
        if self.item and self.item.meeting.convened_at:
            seats = Mandate.objects.filter(attendances__meeting=self.item.meeting_id)
        else:
            seats = Mandate.objects.current().filter(college__body=self.body)
        return list(
            seats.select_related("college", "organisation", "person").order_by(
                "college__position", "college", "seat"
            )
        )

    def _declared(self, number):
        rule = self.Rule(self.rule).exact
        if self.is_by_consent:
            return {"answers": -(-number * self.answers_percent // 100), "fallback": rule}
        asked = consent.Poll(
            consent.Ballots(self.method),
            secret=self.is_secret,
            rule=rule if self.method == self.Method.VOTE else None,
            options=() if self.method == self.Method.VOTE else tuple(self.choices),
            grades=tuple(str(grade) for grade in poll.GRADES) if self.method == self.Method.JUDGMENT else (),
            seats=self.places if self.method == self.Method.APPROVAL else None,
        )
        return {"poll": asked}

    @transaction.atomic
    def make(self, kind, *, by, recorded_by=None, **what):
        """
        Add a line to the log: what the deliberator `by` does, written down by the deliberator `recorded_by` if somebody
        else does. Raises ValidationError with what the rules refuse. Two at the same time come one after the other.
        """
        self._lock()
        is_position = kind in POSITIONS
        by_proxy = self.check_voice(by, recorded_by) if is_position or recorded_by else False
        after = self._write(kind, by=by, recorded_by=recorded_by, by_proxy=by_proxy, **what)
        self._follow(after, by=(recorded_by or by).account)
        if recorded_by:
            said = POSITIONS.get(kind, _("Objection retirée"))
            by.tell_written(recorded_by, self, [said, what.get("text", "")], by_proxy=by_proxy)
        if kind in CALLS:
            self.tell_all(CALLS[kind])
        return after

    @transaction.atomic
    def conclude(self, kind, *, by, owner="", due_on=None, **what):
        """
        The move that closes. What is decided on a point of a meeting becomes a decision there, with its quorum: raises
        ValidationError when the meeting isn't open or has none, and when more hands are counted than are there.
        """
        self._lock()
        item = self.item
        if kind == Kind.COUNT:
            self._require_end()
            what["tallies"] = self.ballots.tallies()
        if item and kind not in {Kind.DEFER, Kind.WITHDRAW}:
            self._require_meeting(item.meeting, kind)
        if kind == Kind.VOTE and self.is_answered_in_meeting:
            self._require_hands(what["count"])
        after = self._write(kind, by=by, **what)
        self._follow(after, by=by.account)
        if item and self.is_decided:
            self.decision = Decision.take(
                item,
                by=by.account,
                text=self.decision_text,
                owner=owner,
                due_on=due_on,
                review_on=after.review_on,
            )
            self.save(update_fields=["decision"])
        self.tell_all("closed")

    def _require_end(self):
        """Counting closes the ballots: not before the hour that was declared, unless everybody has voted."""
        if not self.may_be_counted:
            raise ValidationError(
                _(
                    "Le vote a été annoncé jusqu’à une heure précise : on dépouille après, ou quand tous ont voté."
                ),
                code="early",
            )

    def _require_hands(self, count):
        there = len(self.heard)
        if count.cast > there:
            raise ValidationError(
                ngettext(
                    "Il y a plus de voix que dans la salle : %(total)d personne invitée y est ou y est représentée.",
                    "Il y a plus de voix que dans la salle : %(total)d personnes invitées y sont ou y sont représentées.",
                    there,
                )
                % {"total": there},
                code="hands",
            )

    @staticmethod
    def _require_meeting(meeting, kind):
        if not meeting.is_open:
            raise ValidationError(_("Elle se décide en séance : ouvrez d’abord la séance."))
        quorum = meeting.quorum()
        if not quorum.reached:
            raise ValidationError(
                _("Sans quorum, on ne dépouille pas : le vote ne vaudrait rien. %(lacking)s")
                if kind == Kind.COUNT
                else _("Sans quorum, on peut échanger, pas décider. %(lacking)s"),
                params={"lacking": " ".join(quorum.lacking)},
                code="quorum",
            )

    def _lock(self):
        """Wait for whoever acts at the same time, and read again what they may have changed."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
        self.forget()

    def forget(self):
        """Read the log again when it is asked for."""
        for name in ("told", "log", "people"):
            self.__dict__.pop(name, None)

    def _write(self, kind, *, by, recorded_by=None, by_proxy=False, person=None, **what):
        """The state after this move, which is in the log from now on."""
        last = self.log[-1] if self.log else None
        at = max(timezone.now(), last.at) if last else timezone.now()
        try:
            writer = str(recorded_by.pk) if recorded_by else None
            whom = str(person.pk) if person else None
            move = consent.Move(
                kind, str(by.pk), at, recorded_by=writer, by_proxy=by_proxy, person=whom, **what
            )
            after = self.fold.step(self.told, move)
        except consent.IllegalMove as error:
            raise ValidationError(error.reason, code="move") from error
        self.moves.write(
            self,
            number=after.moves,
            kind=kind,
            by=by,
            recorded_by=recorded_by,
            by_proxy=by_proxy,
            person=person,
            at=at,
            **what,
        )
        self.forget()
        return after

    def _follow(self, after, *, by):
        """The row says what the log says."""
        calls_vote = after.stage == Stage.VOTING and self.state != self.State.VOTING
        self.state, self.review_on = after.stage.value, after.review_on
        if self.is_closed and not self.closed_at:
            self.closed_at = timezone.now()
        self.save_by(by, update_fields=["state", "review_on", "opened_at", "closed_at"])
        answered = after.positions.keys() | {objection.by for objection in after.in_the_way}
        if self.is_by_consent and calls_vote:
            self.deliberators.update(has_answered=False)
        elif self.is_by_consent and after.stage in consent.OPEN:
            self.deliberators.filter(pk__in=answered).update(has_answered=True)
            self.deliberators.exclude(pk__in=answered).update(has_answered=False)

    def tell_all(self, what):
        for row in self.deliberators.filter(is_invited=True).for_list():
            row.tell(what, self)
