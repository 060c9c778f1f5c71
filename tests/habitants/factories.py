"""News out and concerns in. Boring objects; a trait names what is special."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from habitants.models import Addressing, Bulletin, Concern, Relaying, Voice
from tests.factories import DistrictFactory, MembershipFactory, RelayFactory, ThemeFactory, UserFactory


class BulletinFactory(DjangoModelFactory):
    """A bulletin of the team, sent."""

    class Meta:
        model = Bulletin

    class Params:
        draft = factory.Trait(state=Bulletin.State.DRAFT, sent_at=None)

    title = factory.Sequence("Info {}".format)
    text = "La collecte des encombrants passe jeudi."
    state = Bulletin.State.SENT
    sent_at = factory.LazyFunction(timezone.now)


class RelayingFactory(DjangoModelFactory):
    class Meta:
        model = Relaying

    bulletin = factory.SubFactory(BulletinFactory)
    relay = factory.SubFactory(RelayFactory)
    way = "door"
    reach = "6-20"


class ConcernFactory(DjangoModelFactory):
    """Heard, by whoever `author` says, nobody by default; `on_board` has been read by the team."""

    class Meta:
        model = Concern
        skip_postgeneration_save = True

    class Params:
        on_board = factory.Trait(
            title=factory.Sequence("Remontée {}".format),
            state=Concern.State.QUALIFIED,
            theme=factory.SubFactory(ThemeFactory),
            district=factory.SubFactory(DistrictFactory),
        )

    words = factory.Sequence("Les gens disent la chose numéro {}.".format)

    @factory.post_generation
    def found(self, create, extracted, **kwargs):
        Concern.objects.filter(pk=self.pk).refresh_search_text()


class AddressingFactory(DjangoModelFactory):
    """Asked ten days ago of a partner, for twenty days from now."""

    class Meta:
        model = Addressing

    class Params:
        late = factory.Trait(due_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=3)))

    concern = factory.SubFactory(ConcernFactory, on_board=True, state=Concern.State.ADDRESSED)
    organisation = factory.LazyFunction(lambda: MembershipFactory(organisation__partner=True).organisation)
    asked_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=20))


class VoiceFactory(DjangoModelFactory):
    class Meta:
        model = Voice

    concern = factory.SubFactory(ConcernFactory)
    user = factory.SubFactory(UserFactory)
