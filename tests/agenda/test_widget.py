"""The agenda inside other sites: what the frame shows, who may show it, the code that is copied."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.utils import timezone
from django.utils.html import escape

from agenda.forms.widget import WidgetForm, host_of
from agenda.models import Event, WidgetSite
from tests.agenda.reading import PARIS
from tests.factories import EventFactory, MembershipFactory, OrganisationFactory, ThemeFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def event_at(days, **fields):
    on = TODAY + timedelta(days=days)
    start = datetime(on.year, on.month, on.day, 18, tzinfo=PARIS)
    return EventFactory(starts_at=start, ends_at=start + timedelta(hours=1), **fields)


def titles(client, query=""):
    """The titles of the dates shown, in their order."""
    html = client.get(f"/agenda/widget/{query}").content.decode()
    return re.findall(r'date__title"><a [^>]*>([^<]*)<', html)


def ancestors(response):
    (sources,) = re.findall(r"frame-ancestors ([^;]*)", response["Content-Security-Policy"])
    return sources.split()


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Les Voisins", slug="les-voisins")


# What it shows


def test_widget_shows_the_dates_of_its_filters(client, organisation):
    event_at(3, title="Ailleurs")
    event_at(2, title="Chez nous", organiser=organisation)
    event_at(4, title="Brouillon", organiser=organisation, draft=True)

    assert titles(client, "?organisateur=les-voisins") == ["Chez nous"]
    assert titles(client) == ["Chez nous", "Ailleurs"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", 10), ("3", 3), ("30", 30), ("31", 30), ("9" * 400, 30), ("0", 1), ("-4", 1), ("dix", 10)],
)
def test_number_of_dates_is_bounded(asked, shown):
    assert WidgetForm({"nombre": asked}).dates == shown


def test_what_is_under_way_leaves_room_for_what_comes(client):
    start = timezone.now() - timedelta(days=9)
    for number in range(4):
        EventFactory(title=f"Exposition {number}", starts_at=start, ends_at=start + timedelta(days=30))
    for number in range(4):
        event_at(2 + number, title=f"Atelier {number}")

    shown = titles(client, "?nombre=3")

    assert shown == ["Exposition 0", "Atelier 0", "Atelier 1"]


def test_cancelled_and_full_are_said(client):
    event_at(2, title="Fête", status=Event.Status.CANCELLED, is_free=False)
    event_at(3, title="Repas", status=Event.Status.FULL, is_free=False)

    html = client.get("/agenda/widget/").content.decode()

    assert re.findall(r'class="badge [^"]*">([^<]*)<', html) == ["Annulé", "Complet"]


def test_links_open_our_site_in_a_window_of_their_own(client, organisation):
    event = event_at(2, organiser=organisation)

    html = client.get("/agenda/widget/?organisateur=les-voisins&nombre=5&couleurs=sombre").content.decode()

    links = re.findall(r"<a ([^>]*)>", html)
    assert links == [
        f'href="/agenda/evenements/{event.slug}/" target="_blank" rel="noopener"',
        'href="/agenda/?organisateur=les-voisins" target="_blank" rel="noopener"',
    ]
    assert '<html lang="fr" data-bs-theme="dark">' in html


@pytest.mark.parametrize("query", ["organisateur=disparue", "organisateur=%00", "theme=x%00", "du=hier"])
def test_filter_that_is_not_understood_shows_nothing(client, query):
    event_at(2, title="Ailleurs")

    response = client.get(f"/agenda/widget/?{query}")

    assert response.status_code == 400
    assert "n’est plus comprise" in response.content.decode()
    assert "Ailleurs" not in response.content.decode()


# Nobody is followed


def test_widget_reads_and_writes_neither_session_nor_cookie(client, coordinator):
    event_at(2)
    client.force_login(coordinator)
    before = client.session.get_expiry_date(), dict(client.session)

    response = client.get("/agenda/widget/")

    assert not response.wsgi_request.session.accessed
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")
    assert coordinator.display_name not in response.content.decode()
    assert dict(client.session) == before[1]


def test_widget_holds_no_script_and_asks_nobody_else(client):
    event_at(2, themes=[ThemeFactory()], description="![pixel](https://example.net/p.gif)")

    response = client.get("/agenda/widget/")

    html = response.content.decode()
    assert "<script" not in html
    assert "<img" not in html
    assert re.findall(r'(?:src|href)="(https?:[^"]*)"', html) == []
    assert "script-src" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_only_the_sized_widget_loads_our_script(client):
    response = client.get("/agenda/widget/?taille=auto")

    assert re.findall(r'<script src="([^"]*)" defer></script>', response.content.decode()) == [
        "/static/js/widget-frame.js"
    ]
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_widget_is_made_once_for_what_did_not_change(client, django_assert_num_queries):
    event = event_at(2, title="Avant")
    first = client.get("/agenda/widget/?nombre=7")

    with django_assert_num_queries(2):
        again = client.get("/agenda/widget/?nombre=7")
    with django_assert_num_queries(2):
        unchanged = client.get("/agenda/widget/?nombre=7", headers={"If-None-Match": first["ETag"]})

    assert again.content == first.content
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert (
        unchanged["Content-Security-Policy"]
        == again["Content-Security-Policy"]
        == first["Content-Security-Policy"]
    )
    event.title = "Après"
    event.save()
    assert titles(client, "?nombre=7") == ["Après"]


def test_number_of_queries_does_not_grow_with_dates(client, django_assert_num_queries):
    for count in (1, 3):
        while Event.objects.count() < count:
            event_at(2, themes=[ThemeFactory()])

        with django_assert_num_queries(5):
            client.get("/agenda/widget/")


# Who may show it


def test_frame_is_shown_by_the_sites_of_its_organisation(client, organisation):
    WidgetSite.objects.create(organisation=organisation, host="www.voisins.example")
    WidgetSite.objects.create(organisation=organisation, host="voisins.example:8080")
    WidgetSite.objects.create(organisation=OrganisationFactory(), host="autre.example")
    WidgetSite.objects.create(organisation=OrganisationFactory(is_published=False), host="cache.example")

    own = client.get("/agenda/widget/?organisateur=les-voisins")
    everybody = client.get("/agenda/widget/")

    assert ancestors(own) == ["'self'", "http://voisins.example:8080", "http://www.voisins.example"]
    assert ancestors(everybody) == [
        "'self'",
        "http://autre.example",
        "http://voisins.example:8080",
        "http://www.voisins.example",
    ]
    assert "X-Frame-Options" not in own


def test_frame_of_an_organisation_without_sites_is_shown_by_us_alone(client, organisation):
    WidgetSite.objects.create(organisation=OrganisationFactory(), host="autre.example")

    assert ancestors(client.get("/agenda/widget/?organisateur=les-voisins")) == ["'self'"]


def test_answer_that_is_kept_follows_a_new_site(client, organisation):
    client.get("/agenda/widget/?organisateur=les-voisins")

    WidgetSite.objects.create(organisation=organisation, host="www.voisins.example")

    assert ancestors(client.get("/agenda/widget/?organisateur=les-voisins")) == [
        "'self'",
        "http://www.voisins.example",
    ]


@pytest.mark.parametrize("address", ["/agenda/", "/agenda/integrer/", "/"])
def test_no_other_page_is_shown_in_a_frame(client, address):
    response = client.get(address)

    assert response["X-Frame-Options"] == "DENY"
    assert ancestors(response) == ["'none'"]


# The code


def test_builder_writes_the_code_of_what_it_shows(client, organisation):
    query = "organisateur=les-voisins&nombre=4"

    html = client.get(f"/agenda/integrer/?{query}&theme=").content.decode()

    code = (
        f'<iframe src="http://testserver/agenda/widget/?{query.replace("&", "&amp;")}" title="Agenda · Les Voisins" '
        'width="100%" height="472" style="border: 0" loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
    codes = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", html)
    assert codes[0] == escape(code)
    assert codes[1] == escape(
        code.replace("nombre=4", "nombre=4&amp;taille=auto")
        + '\n<script src="http://testserver/static/js/widget-size.js" async></script>'
    )
    (preview,) = re.findall(r'<iframe class="builder__frame" src="([^"]*)"', html)
    assert preview == f"/agenda/widget/?{query.replace('&', '&amp;')}&amp;taille=auto"


def test_code_cannot_be_broken_out_of(client):
    OrganisationFactory(name='"></iframe><script>', slug="x")

    html = client.get('/agenda/integrer/?organisateur=x&q="></textarea><script>').content.decode()

    code, _sized = (unescape(found) for found in re.findall(r"<textarea[^>]*>([^<]*)</textarea>", html))
    assert "</textarea><script>" not in html
    assert re.fullmatch(r'<iframe( [a-z]+="[^"<>]*")+></iframe>', code)
    assert 'title="Agenda · &quot;&gt;&lt;/iframe&gt;&lt;script&gt;"' in code


def test_builder_says_what_is_not_understood(client):
    html = client.get("/agenda/integrer/?organisateur=disparue").content.decode()

    assert "Organisateur :" in html
    assert "<textarea" not in html


def test_height_follows_the_number_of_dates_up_to_a_screen():
    assert [WidgetForm({"nombre": number}).height for number in (1, 4, 30)] == [220, 472, 900]


def test_builder_leads_those_who_run_an_organisation_to_its_sites(client, organisation):
    own, member = MembershipFactory(manager=True), MembershipFactory(organisation=organisation)
    links = {}

    for person in (own, member):
        client.force_login(person.user)
        html = client.get("/agenda/integrer/").content.decode()
        links[person.pk] = re.findall(r'href="/agenda/integrer/sites/([^/]*)/"', html)

    assert links == {own.pk: [own.organisation.slug], member.pk: []}


# The sites


@pytest.fixture
def manager(client, organisation):
    membership = MembershipFactory(organisation=organisation, manager=True)
    client.force_login(membership.user)
    return membership.user


SITES = "/agenda/integrer/sites/les-voisins/"


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("www.association.fr", "www.association.fr"),
        ("https://www.Association.fr/agenda/?page=2#haut", "www.association.fr"),
        ("http://association.fr:80", "association.fr"),
        ("https://association.fr:8443/", "association.fr:8443"),
        ("https://école-du-bout.fr", "xn--cole-du-bout-9db.fr"),
        ("ftp://association.fr", None),
        ("javascript://association.fr", None),
        ("https://", None),
        ("https://association.fr:99999", None),
        ("https://a..fr", None),
        (f"https://{'a' * 70}.fr", None),
    ],
)
def test_site_is_read_from_any_address(typed, host):
    assert host_of(typed) == host


def test_manager_adds_and_removes_a_site(client, manager, organisation):
    client.post(SITES, {"host": "https://www.voisins.example/agenda"})
    added = list(organisation.widget_sites.values_list("host", flat=True))

    client.post(SITES, {"remove": organisation.widget_sites.get().pk})

    assert added == ["www.voisins.example"]
    assert not organisation.widget_sites.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("localhost", "Donnez le nom du site seul"),
        ("192.168.0.1", "Donnez le nom du site seul"),
        ("*.example", "Donnez le nom du site seul"),
        ("voisins.example; script-src *", "Donnez le nom du site seul"),
        ("voisins.example 'unsafe-inline'", "Donnez le nom du site seul"),
        ("deja.example", "Ce site est déjà dans la liste."),
        ("", "Ce champ est obligatoire."),
    ],
)
def test_site_that_is_none_is_refused(client, manager, organisation, typed, said):
    WidgetSite.objects.create(organisation=organisation, host="deja.example")

    response = client.post(SITES, {"host": typed})

    assert response.status_code == 400
    assert said in response.content.decode()
    assert list(organisation.widget_sites.values_list("host", flat=True)) == ["deja.example"]


def test_sites_of_an_organisation_are_five_at_most(client, manager, organisation):
    for number in range(6):
        response = client.post(SITES, {"host": f"site{number}.example"})

    assert "Cinq sites au plus" in response.content.decode()
    assert organisation.widget_sites.count() == WidgetSite.PER_ORGANISATION == 5


def test_site_of_another_organisation_stays(client, manager):
    other = WidgetSite.objects.create(organisation=OrganisationFactory(), host="autre.example")

    for value in (other.pk, "x", "9" * 30, "²"):
        assert client.post(SITES, {"remove": value}).status_code == 302

    assert list(WidgetSite.objects.all()) == [other]
