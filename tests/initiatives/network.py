"""A sheet of one association about gardens, and people of others who may read it."""

from datetime import timedelta
from threading import Barrier, Thread
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from initiatives.models import Initiative, Reading
from tests.factories import MembershipFactory, OrganisationFactory, ThemeFactory
from tests.initiatives.factories import InitiativeFactory


def later(**delta):
    """The clock, moved on."""
    return patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(**delta))


def theme(name):
    return ThemeFactory(name=name)


def organisation(name, main=None, themes=()):
    with transaction.atomic():  # the main theme is one of its themes, which is checked at the end
        made = OrganisationFactory(name=name, main_theme=main)
        made.themes.set([*themes, *([main] if main else [])])
    return made


def member_of(name, **kwargs):
    return MembershipFactory(organisation=organisation(name, **kwargs))


def public_sheet(**fields):
    """A public sheet whose author is a member of its carrier."""
    membership = MembershipFactory()
    return InitiativeFactory(carrier=membership.organisation, author=membership.user, **fields)


def draft_of(carrier=None, **fields):
    """A draft whose author is a member of its carrier, about gardens."""
    garden = fields.pop("main_theme", None) or theme("Jardins")
    fields.setdefault("steps", "On a planté.")
    carrier = carrier or organisation("Les Lanternes", main=garden)
    author = MembershipFactory(organisation=carrier).user
    sheet = InitiativeFactory(
        draft=True, carrier=carrier, author=author, main_theme=garden, themes=[garden], **fields
    )
    return Initiative.objects.get(pk=sheet.pk)


def in_review(reader=None, accepted=False, **fields):
    """(the sheet, its reading)"""
    sheet = draft_of(**fields)
    reader = reader or MembershipFactory()
    sheet.submit(by=sheet.author, reader=reader)
    reading = Reading.objects.get(initiative=sheet)
    if accepted:
        reading.accept(by=reader.user)
    return Initiative.objects.get(pk=sheet.pk), Reading.objects.get(pk=reading.pk)


def at_once(*works):
    """Run them together in threads; (outcomes: "done" or the refusal)"""
    barrier, outcomes = Barrier(len(works)), [None] * len(works)

    def run(index, work):
        try:
            barrier.wait()
            work()
            outcomes[index] = "done"
        except ValidationError as error:
            outcomes[index] = error.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
