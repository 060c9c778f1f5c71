"""News out: who gets it, who says how far it went, what is refused."""

import io
from datetime import date, datetime, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from habitants.models import Bulletin, Relaying
from tests.factories import DistrictFactory, EventFactory, MembershipFactory, RelayFactory, UserFactory
from tests.habitants.factories import BulletinFactory, RelayingFactory

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")


def test_relays_of_its_districts_and_those_without_one_get_it(coordinator, mailoutbox):
    here, elsewhere = RelayFactory(district=DistrictFactory()), RelayFactory(district=DistrictFactory())
    nowhere = RelayFactory(district=None)
    over = RelayFactory(district=here.district, ends_on=timezone.localdate() - timedelta(days=1))
    bulletin = BulletinFactory(draft=True)
    bulletin.districts.add(here.district)

    total = bulletin.send(by=coordinator)

    assert total == 2
    assert [mail.to for mail in mailoutbox] == [[here.user.email], [nowhere.user.email]]
    assert [
        relay for relay in (here, elsewhere, nowhere, over) if Bulletin.objects.running().for_relay(relay)
    ] == [
        here,
        nowhere,
        over,
    ]


def test_it_is_sent_once(coordinator, mailoutbox):
    RelayFactory()
    bulletin = BulletinFactory(draft=True)
    bulletin.send(by=coordinator)

    with pytest.raises(ValidationError, match="déjà envoyée"):
        bulletin.send(by=coordinator)

    assert len(mailoutbox) == 1


def test_what_is_over_is_not_sent(coordinator):
    bulletin = BulletinFactory(draft=True, ends_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(ValidationError, match="dernier jour est passé"):
        bulletin.send(by=coordinator)


def test_ready_text_is_made_of_the_message_until_somebody_writes_another():
    bulletin = BulletinFactory(title="Encombrants", text="**Jeudi**, sortez-les.")

    made = bulletin.ready_text
    bulletin.message = "Jeudi !"

    assert made == f"Encombrants\nJeudi, sortez-les.\n{bulletin.url}"
    assert bulletin.ready_text == "Jeudi !"


def test_ready_text_leads_to_its_only_event():
    bulletin, event = BulletinFactory(), EventFactory()
    bulletin.events.add(event)

    assert bulletin.ready_text.endswith(event.get_absolute_url())


def test_reach_adds_bands_by_district():
    mazargues, sormiou = DistrictFactory(name="Mazargues"), DistrictFactory(name="Sormiou")
    bulletin = BulletinFactory()
    relay = RelayFactory(district=mazargues)
    for reach in ("6-20", "21-50"):
        RelayingFactory(bulletin=bulletin, relay=relay, reach=reach)
    RelayingFactory(bulletin=bulletin, relay__district=sormiou, reach="1-5")
    RelayingFactory(reach="50+")

    assert list(bulletin.relayings.by_district()) == [
        {"district": "Mazargues", "times": 2, "relays": 1, "least": 27, "most": 70},
        {"district": "Sormiou", "times": 1, "relays": 1, "least": 1, "most": 5},
    ]


def test_reach_counts_the_relays_of_the_local_day_and_who_was_not_asked(client, coordinator):
    client.force_login(coordinator)
    here, elsewhere = DistrictFactory(), DistrictFactory()
    # Half past midnight in Marseille, still the day before in UTC.
    sent = datetime(2026, 11, 10, 0, 30, tzinfo=PARIS)
    bulletin = BulletinFactory(sent_at=sent)
    bulletin.districts.add(here)
    RelayFactory(district=here, starts_on=date(2026, 11, 10), ends_on=date(2026, 12, 10))
    RelayFactory(district=here, starts_on=date(2026, 6, 1), ends_on=date(2026, 11, 9))
    RelayingFactory(bulletin=bulletin, relay__district=elsewhere)

    reach = client.get(bulletin.get_absolute_url()).context["reach"]

    assert (reach.answered, reach.asked) == (1, 2)


@pytest.mark.parametrize("ends_in", [None, -1])
def test_page_of_what_was_sent_stays_when_a_relay_leaves(client, coordinator, ends_in):
    client.force_login(coordinator)
    here = DistrictFactory()
    leaving, _staying = RelayFactory.create_batch(2, district=here)
    by_hand = RelayFactory(district=here, user=None, name="Paulette Sansmail")
    bulletin = BulletinFactory(draft=True)
    bulletin.send(by=coordinator)
    if ends_in:
        Bulletin.objects.update(ends_on=timezone.localdate() + timedelta(days=ends_in))

    def page():
        shown = client.get(bulletin.get_absolute_url())
        reach = shown.context["reach"]
        return shown.context["by_mail"], reach.asked, reach.answered, by_hand.name in shown.text

    before = page()
    leaving.end_early()

    assert before == page() == (2, 2, 0, ends_in is None)


def test_draft_is_not_passed_on():
    with pytest.raises(IntegrityError, match="relaying_of_what_was_sent"), transaction.atomic():
        RelayingFactory(bulletin=BulletinFactory(draft=True))


def test_opening_the_link_changes_nothing_and_its_buttons_act(client):
    bulletin, relay = BulletinFactory(), RelayFactory()
    address = bulletin.relaying_url_for(relay)

    client.get(address)
    before = Relaying.objects.count()
    client.post(address, {"tap": "school:6-20"})

    assert before == 0
    assert list(Relaying.objects.values_list("relay", "way", "reach")) == [(relay.pk, "school", "6-20")]


@pytest.mark.parametrize(("action", "left"), [("correct", [("other", "1-5")]), ("remove", [])])
def test_relay_puts_right_what_they_said(client, action, left):
    relaying = RelayingFactory()
    sent = {"action": action, "relaying": relaying.pk, "way": "other", "reach": "1-5"}

    client.post(relaying.bulletin.relaying_url_for(relaying.relay), sent)

    assert list(Relaying.objects.values_list("way", "reach")) == left


def test_relay_does_not_touch_another_s(client):
    relaying, other = RelayingFactory(), RelayFactory()

    response = client.post(
        relaying.bulletin.relaying_url_for(other), {"action": "remove", "relaying": relaying.pk}
    )

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert Relaying.objects.exists()


@pytest.mark.parametrize("tap", ["", "school", "school:beaucoup", "fusée:6-20"])
def test_button_that_does_not_exist_is_refused(client, tap):
    bulletin, relay = BulletinFactory(), RelayFactory()

    response = client.post(bulletin.relaying_url_for(relay), {"tap": tap})

    assert response.status_code == HTTPStatus.BAD_REQUEST


def test_events_are_looked_for_and_what_was_chosen_stays(client, coordinator):
    client.force_login(coordinator)
    chosen, found = EventFactory(title="Loto"), EventFactory(title="Atelier cuisine du monde")
    EventFactory(title="Yoga")
    EventFactory(title="Cuisine en brouillon", draft=True)
    for event in (chosen, found):
        type(event).objects.filter(pk=event.pk).refresh_search_text()

    response = client.post(
        "/habitants/infos/ecrire/",
        {"action": "find", "find": "cuisine", "events": [chosen.pk], "title": "Samedi"},
    )

    form = response.context["form"]
    assert {event.title for event in form.fields["events"].queryset} == {"Loto", "Atelier cuisine du monde"}
    assert not Bulletin.objects.exists()
    assert 'value="Samedi"' in response.text
    # The message is still to be written: that is for when it is sent.
    assert not form.errors
    assert "is-invalid" not in response.text


def test_member_writes_for_their_organisation_and_no_other(client, member, organisation):
    client.force_login(member)
    other = MembershipFactory().organisation
    words = {"title": "Loto", "text": "Samedi à 14 h.", "action": "save"}

    refused = client.post("/habitants/infos/ecrire/", {**words, "organisation": other.pk})
    client.post("/habitants/infos/ecrire/", {**words, "organisation": organisation.pk})

    assert refused.context["form"].errors["organisation"]
    assert [bulletin.organisation for bulletin in Bulletin.objects.all()] == [organisation]


def test_relay_finds_what_to_pass_on_until_they_have(client):
    relay = RelayFactory()
    client.force_login(relay.user)
    bulletin = BulletinFactory(title="Encombrants jeudi")
    BulletinFactory(title="Passée", ends_on=timezone.localdate() - timedelta(days=1))

    first = client.get("/mon-espace/").text
    RelayingFactory(bulletin=bulletin, relay=relay)
    second = client.get("/mon-espace/").text

    assert ("Encombrants jeudi" in first, "Passée" in first) == (True, False)
    assert "Encombrants jeudi" not in second


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_whatever_its_length(client, coordinator, django_assert_num_queries, rows):
    client.force_login(coordinator)
    for _number in range(rows):
        bulletin = BulletinFactory()
        bulletin.districts.add(DistrictFactory())
        RelayingFactory(bulletin=bulletin)
        BulletinFactory(draft=True)

    with django_assert_num_queries(9):
        client.get("/habitants/infos/")


def test_older_news_is_on_the_next_page(client, coordinator):
    client.force_login(coordinator)
    day = timezone.localdate() - timedelta(days=1)
    for number in range(11):
        BulletinFactory(title=f"Passée {number:02}", ends_on=day)

    first = client.get("/habitants/infos/").context["over"]
    second = client.get("/habitants/infos/?passees=2").context["over"]

    assert (first.total, len(first.rows)) == (11, 10)
    assert [bulletin.title for bulletin in second.rows] == ["Passée 00"]


@pytest.mark.parametrize("rows", [1, 3])
def test_bulletin_costs_the_same_whatever_its_events(client, django_assert_num_queries, rows):
    bulletin = BulletinFactory()
    bulletin.events.set([EventFactory() for _number in range(rows)])

    with django_assert_num_queries(3):
        client.get(bulletin.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3])
def test_sending_asks_for_its_events_once(coordinator, django_assert_num_queries, rows):
    for _number in range(rows):
        RelayFactory()
    bulletin = BulletinFactory(draft=True)

    with django_assert_num_queries(7):
        bulletin.send(by=coordinator)


@pytest.mark.parametrize(("query", "times"), [("", 4), ("?format=a5", 2)])
def test_strips_are_cut_from_one_sheet_of_a4(client, query, times):
    bulletin = BulletinFactory(title="Encombrants jeudi", text="Sortez-les **mercredi** soir.")
    bulletin.events.add(EventFactory(title="Grand tri"))

    response = client.get(f"/habitants/infos/{bulletin.pk}/bandeau.pdf{query}")

    [page] = PdfReader(io.BytesIO(response.content)).pages
    text = page.extract_text()
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    assert (text.count("Encombrants jeudi"), text.count("Grand tri")) == (times, times)
    assert "mercredi soir" in text.replace("\n", " ")


def test_former_coordinator_s_bulletin_stays_without_them(coordinator):
    bulletin = BulletinFactory(author=UserFactory())

    bulletin.author.delete()

    assert Bulletin.objects.get().author is None


def test_team_reads_whom_no_mail_reaches_and_the_sender_how_many(client, coordinator, member, organisation):
    RelayFactory()
    RelayFactory(user=None, name="Paulette Sansmail")
    bulletin = BulletinFactory(organisation=organisation, draft=True)

    client.force_login(member)
    sender = client.get(bulletin.get_absolute_url()).content.decode()
    client.force_login(coordinator)
    team = client.get(bulletin.get_absolute_url()).content.decode()
    bulletin.send(by=coordinator)
    sent = client.get(bulletin.get_absolute_url()).content.decode()

    for page in (sender, team):
        assert "1 relais la recevra par e-mail. 1 autre n’a pas de compte" in page
    assert "Paulette Sansmail" not in sender
    assert "Paulette Sansmail" in team
    assert "1 relais l’a reçue par e-mail." in sent
