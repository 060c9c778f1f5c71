"""News out and concerns in. `member` and `manager` belong to the organisation that was asked; `relay` noted."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone

from habitants.models import Bulletin, Concern, Gathering
from tests.habitants.factories import (
    AddressingFactory,
    BulletinFactory,
    ConcernFactory,
    RelayingFactory,
    VoiceFactory,
)

ACCESS = """
GET   habitants:concern-list                      200    200   200   200   200   200   200   200
GET   habitants:concern-csv                       200    200   200   200   200   200   200   200
GET   habitants:concern-points                    200    200   200   200   200   200   200   200
GET   habitants:concern-create                    200    200   200   200   200   200   200   200
POST  habitants:concern-create                    200    200   200   200   200   200   200   200
GET   habitants:concern-noted                     200    200   200   200   200   200   200   200
GET   habitants:concern-detail  board-concern     200    200   200   200   200   200   200   200
GET   habitants:concern-detail  heard-concern     404    404   404   404   200   404   200   404
GET   habitants:concern-detail  hidden-concern    404    404   404   404   404   404   200   404
GET   habitants:concern-answer   asked-concern            302    200   200   404   404   404   200   404
POST  habitants:concern-answer   asked-concern            302    200   200   404   404   404   200   404
GET   habitants:concern-carry   answered-concern  302    404   404   404   200   404   200   404
POST  habitants:concern-carry   answered-concern  302    404   404   404   400   404   400   404
GET   habitants:concern-carry   board-concern     302    404   404   404   404   404   404   404
GET   habitants:carrying-link   carrying          200    200   200   200   200   200   200   200
POST  habitants:carrying-link   carrying          400    400   400   400   400   400   400   400
GET   habitants:carrying-link   forged-carrying   404    404   404   404   404   404   404   404
GET   habitants:concern-queue                     302    404   404   404   404   404   200   404
GET   habitants:concern-review  heard-concern     302    404   404   404   404   404   200   404
POST  habitants:concern-review  heard-concern     302    404   404   404   404   404   400   404
GET   habitants:bulletin-list                     302    200   200   200   200   200   200   404
GET   habitants:bulletin-create                   302    200   200   200   404   200   200   404
POST  habitants:bulletin-create                   302    200   200   200   404   200   200   404
GET   habitants:bulletin-detail bulletin          200    200   200   200   200   200   200   200
GET   habitants:bulletin-detail draft-bulletin    404    200   200   404   404   404   200   404
GET   habitants:bulletin-edit   draft-bulletin    302    200   200   404   404   404   200   404
POST  habitants:bulletin-edit   draft-bulletin    302    200   200   404   404   404   200   404
GET   habitants:bulletin-edit   bulletin          302    404   404   404   404   404   404   404
GET   habitants:bulletin-action draft-bulletin    302    405   405   405   405   405   405   405
POST  habitants:bulletin-action draft-bulletin    302    400   400   404   404   404   400   404
GET   habitants:bulletin-strip  bulletin          200    200   200   200   200   200   200   200
GET   habitants:bulletin-strip  draft-bulletin    404    200   200   404   404   404   200   404
GET   habitants:relaying        bulletin          302    405   405   405   405   405   405   405
POST  habitants:relaying        bulletin          302    404   404   404   400   404   404   404
GET   habitants:relaying-link   relaying          200    200   200   200   200   200   200   200
POST  habitants:relaying-link   relaying          400    400   400   400   400   400   400   400
GET   habitants:relaying-link   forged-carrying   404    404   404   404   404   404   404   404
"""


def things(people, organisation):
    relay = people["relay"]
    bulletin = BulletinFactory()
    answered = answered_concern(author=relay)
    return {
        "board-concern": [ConcernFactory(on_board=True).pk],
        "heard-concern": [ConcernFactory(author=relay).pk],
        "hidden-concern": [ConcernFactory(state="aside", aside_reason="Non.", is_hidden=True).pk],
        "asked-concern": [AddressingFactory(organisation=organisation).pk],
        "answered-concern": [answered.pk],
        "carrying": [signing.dumps([answered.pk, relay.pk], salt=Concern.CARRYING_SALT)],
        "forged-carrying": [signing.dumps([answered.pk, relay.pk], salt="un-autre-sel")],
        "bulletin": [bulletin.pk],
        "draft-bulletin": [BulletinFactory(draft=True, organisation=organisation).pk],
        "relaying": [signing.dumps([bulletin.pk, relay.relays.current().get().pk], salt=Bulletin.SALT)],
    }


def answered_concern(**fields):
    concern = ConcernFactory(on_board=True, state="answered", **fields)
    AddressingFactory(concern=concern, answer="C’est réparé.", answered_at=timezone.now())
    return concern


def looked_at(people, organisation):
    relay, coordinator = people["relay"], people["coordinator"]
    late = AddressingFactory(organisation=organisation, late=True)
    heard = ConcernFactory(author=relay, words="Mme Roux dit que la fontaine du parc ne coule plus.")
    twin = ConcernFactory(words="La fontaine du parc ne coule plus depuis des mois.")
    ConcernFactory(
        on_board=True, words="La fontaine du parc ne coule plus du tout.", latitude=43.25, longitude=5.4
    )
    kept = ConcernFactory(on_board=True, title="Bancs", words="Il manque des bancs.")
    other = ConcernFactory(on_board=True, merged_into=kept)
    Gathering.objects.create(kept=kept, absorbed=other, by=coordinator)
    gathered_unread = ConcernFactory(author=relay, merged_into=twin)
    VoiceFactory(concern=heard, words="Pareil chez nous.")
    answered = answered_concern(author=relay)
    answered.carry_back(by=relay, way="school", reach="6-20")
    aside = ConcernFactory(title="Fait", state="aside", aside_reason="Déjà réparé.")
    slow = [AddressingFactory(organisation=organisation) for _number in range(4)]
    for addressing in slow:
        addressing.give_answer("C’est fait depuis hier.", by=people["manager"])
    bulletin = BulletinFactory(ends_on=timezone.localdate() + timedelta(days=9))
    RelayingFactory(bulletin=bulletin, relay=relay.relays.current().get(), reach="50+")
    RelayingFactory(bulletin=bulletin)
    draft = BulletinFactory(draft=True, organisation=organisation)
    fresh = BulletinFactory()
    suivi = "/habitants/suivi/remontees/"
    return {
        "visitor": [
            "/habitants/remontees/",
            "/habitants/remontees/?etat=addressed&theme=inconnu",
            "/habitants/remontees/?q=introuvable",
            "/habitants/remontees/noter/",
            *(f"/habitants/remontees/notee/?suite={outcome}" for outcome in ("notee", "associee", "deja")),
            *(row.get_absolute_url() for row in (late.concern, kept, answered, aside)),
            bulletin.get_absolute_url(),
            bulletin.relaying_url_for(relay.relays.current().get()).removeprefix(settings.SITE_URL),
            f"/habitants/remontees/rapporter/{signing.dumps([answered.pk, relay.pk], salt=Concern.CARRYING_SALT)}/",
        ],
        "relay": [
            "/mon-espace/",
            "/habitants/infos/",
            fresh.get_absolute_url(),
            bulletin.get_absolute_url(),
            heard.get_absolute_url(),
            gathered_unread.get_absolute_url(),
            f"{answered.get_absolute_url()}rapporter/",
            "/habitants/remontees/noter/",
        ],
        "manager": [
            "/mon-espace/",
            late.get_answer_url(),
            late.concern.get_absolute_url(),
            draft.get_absolute_url(),
        ],
        "coordinator": [
            "/mon-espace/",
            suivi,
            *(f"{suivi}{row.pk}/" for row in (heard, twin, late.concern, kept, other, answered, aside)),
            other.get_absolute_url(),
            "/habitants/infos/",
            "/habitants/infos/ecrire/",
            bulletin.get_absolute_url(),
            f"/habitants/infos/{draft.pk}/modifier/",
        ],
    }
