"""A form that was open while somebody else, or a followed calendar, saved: nothing is undone, both texts are shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import Event
from tests.agenda.sources import YEAR, event, read_source, serve
from tests.agenda.sources import server as server
from tests.agenda.sources import source as source
from tests.factories import EventFactory, OrganisationFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def sent_back(form):
    """What a browser sends of a form as it was shown."""
    sent = {}
    for field in form:
        value = field.value()
        if field.name == "image" or value in (None, "", False, [], ()):
            continue
        if isinstance(value, list | tuple):
            sent[field.html_name] = [getattr(one, "pk", one) for one in value]
        else:
            shown = field.field.widget.format_value(value) if hasattr(value, "isoformat") else value
            sent[field.html_name] = getattr(shown, "pk", shown)
    return sent


def page_of(event):
    return f"{event.get_absolute_url()}modifier/"


def opened(client, event):
    return sent_back(client.get(page_of(event)).context["form"])


def rows(response):
    return {str(fact.label): (fact.left, fact.right) for fact in response.context["form"].meanwhile}


@pytest.fixture
def workshop(organisation):
    return EventFactory(
        organiser=organisation,
        title="Atelier",
        description="Une\nrecette",
        themes=[ThemeFactory()],
        weekly=True,
    )


def test_form_as_it_was_shown_is_saved_at_once(client, member, workshop):
    client.force_login(member)
    before = workshop.schedule

    response = client.post(page_of(workshop), opened(client, workshop) | {"summary": "Venez."})

    workshop.refresh_from_db()
    assert response.status_code == 302
    assert (workshop.summary, workshop.schedule) == ("Venez.", before)


def test_form_opened_before_an_import_does_not_undo_it(client, source, server):
    source.theme = ThemeFactory()
    source.save()
    serve(server, event("1", "SUMMARY:Atelier", "LOCATION:Salle A"))
    read_source(source)
    followed = Event.objects.get()
    client.force_login(source.organisation.memberships.get().user)
    sent = opened(client, followed) | {"summary": "Une phrase ajoutée"}
    at_eight = (
        f"DT{name};TZID=Europe/Paris:{YEAR}0105T2{hour}0000" for name, hour in (("START", 0), ("END", 2))
    )
    serve(server, event("1", "SUMMARY:Atelier du soir", "LOCATION:Salle A", *at_eight))
    read_source(source)

    refused = client.post(page_of(followed), sent)
    again = sent_back(refused.context["form"])
    accepted = client.post(page_of(followed), again)

    assert refused.status_code == 200
    assert "Modifié pendant que vous écriviez" in refused.text
    assert rows(refused)["Titre"] == ("Atelier", "Atelier du soir")
    was, now = (said.replace("\N{NO-BREAK SPACE}", " ") for said in rows(refused)["Dates"])
    assert ("18 h" in was, "20 h" in now) == (True, True)
    assert accepted.status_code == 302
    followed.refresh_from_db()
    assert (followed.title, followed.summary) == ("Atelier du soir", "Une phrase ajoutée")
    assert f"{timezone.localtime(followed.starts_at):%H:%M}" == "20:00"
    assert f"{timezone.localtime(followed.occurrences.get().starts_at):%H:%M}" == "20:00"


def test_what_both_wrote_is_shown_and_the_second_time_is_saved(client, member, workshop):
    client.force_login(member)
    sent = opened(client, workshop) | {"description": "Une recette de Sara", "ends": "21:30"}
    changed = Event.objects.get()
    changed.description, changed.ends_at = "Une recette d’Ana", changed.ends_at + timedelta(minutes=5)
    changed.themes.set([ThemeFactory()])
    changed.save()

    refused = client.post(page_of(workshop), sent)
    accepted = client.post(page_of(workshop), sent_back(refused.context["form"]))

    assert rows(refused)["Description"] == ("Une recette de Sara", "Une recette d’Ana")
    assert {"Thèmes", "Dates"} < rows(refused).keys()
    assert accepted.status_code == 302
    saved = Event.objects.get()
    assert saved.description == "Une recette de Sara"
    assert f"{timezone.localtime(saved.ends_at):%H:%M}" == "21:30"
    assert list(saved.themes.all()) == list(changed.themes.all())


def test_what_cannot_be_read_is_shown_as_it_was_sent(client, member, workshop):
    client.force_login(member)
    sent = opened(client, workshop) | {"title": "", "website": "pas une adresse", "begins": "midi"}
    changed = Event.objects.get()
    changed.website, changed.ends_at = "https://example.org/", changed.ends_at + timedelta(minutes=5)
    changed.save()

    refused = client.post(page_of(workshop), sent)

    assert rows(refused)["Page d’information ou d’inscription"][0] == "pas une adresse"
    assert "Début\u00a0: midi" in rows(refused)["Dates"][0]
    assert refused.context["form"]["website"].value() == "pas une adresse"


def test_what_the_form_does_not_say_is_no_conflict(client, member, workshop):
    client.force_login(member)
    sent = opened(client, workshop) | {"summary": "Venez."}
    workshop.occurrences.in_order()[1].cancel(by=member)
    workshop.mark_full(by=member)

    assert client.post(page_of(workshop), sent).status_code == 302


def test_the_same_change_made_twice_is_no_conflict(client, member, workshop):
    client.force_login(member)
    sent = opened(client, workshop) | {"title": "Atelier du soir"}
    Event.objects.update(title="Atelier du soir")

    assert client.post(page_of(workshop), sent).status_code == 302


def test_third_change_is_shown_too(client, member, workshop):
    client.force_login(member)
    sent = opened(client, workshop) | {"summary": "Venez."}
    Event.objects.update(title="Deux")
    again = sent_back(client.post(page_of(workshop), sent).context["form"])
    Event.objects.update(title="Trois")

    refused = client.post(page_of(workshop), again)

    assert rows(refused) == {"Titre": ("Deux", "Trois")}


@pytest.mark.parametrize("version", ["", "x", "title:", "title:zz summary", ":::", "\x00", "title:0 " * 5000])
def test_any_version_is_read_without_failing(client, member, workshop, version):
    client.force_login(member)

    response = client.post(page_of(workshop), opened(client, workshop) | {"version": version})

    assert response.status_code in (200, 302)


def test_following_dates_opened_before_another_save(client, member, workshop):
    client.force_login(member)
    address = workshop.occurrences.in_order()[2].get_following_url()
    sent = sent_back(client.get(address).context["form"]) | {"summary": "Ensuite."}
    Event.objects.update(title="Atelier du soir")

    refused = client.post(address, sent)
    client.post(address, sent_back(refused.context["form"]))

    assert rows(refused) == {"Titre": ("Atelier", "Atelier du soir")}
    assert sorted(Event.objects.values_list("title", "summary")) == [
        ("Atelier du soir", workshop.summary),
        ("Atelier du soir", "Ensuite."),
    ]


def test_new_event_has_no_version(client, member):
    OrganisationFactory()
    client.force_login(member)

    assert client.get("/agenda/proposer/").context["form"]["version"].value() == ""
