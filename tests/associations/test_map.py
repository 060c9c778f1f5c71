"""The map of the directory, in a real browser."""

import os
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as project
from django.template import engines

from tests.factories import DistrictFactory, OrganisationFactory, PlaceFactory, ThemeFactory

MAP = "/associations/?vue=carte"
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}

in_browser = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def browser(test):
    for mark in in_browser:
        test = mark(test)
    return test


@pytest.fixture
def network():
    """A gardener and a cook apart, two that share a house, and one without a place."""
    pine = ThemeFactory(name="Jardins", slug="jardins", colour="pin", icon="tree")
    ochre = ThemeFactory(name="Cuisine", slug="cuisine", colour="ocre", icon="basket")
    mazargues = DistrictFactory(name="Mazargues", slug="mazargues", latitude=43.25, longitude=5.4056)
    DistrictFactory(name="Montredon", slug="montredon", latitude=43.2308, longitude=5.3659)
    house = PlaceFactory(name="Maison commune", latitude=43.27, longitude=5.39)
    places = {
        "Les Mains <b>vertes</b>": (PlaceFactory(name="Serre", latitude=43.25, longitude=5.41), pine),
        "La Marmite": (PlaceFactory(name="Local", latitude=43.235, longitude=5.37), ochre),
        "Les Voisins": (house, ochre),
        "Les Conteurs": (house, None),
        "Sans adresse": (None, None),
    }
    for name, (place, theme) in places.items():
        organisation = OrganisationFactory(name=name, place=place, summary="Pour tous.")
        organisation.districts.add(mazargues)
        if theme:
            organisation.themes.add(theme)


@pytest.fixture
def errors(page):
    """What the console complains about: a refusal by the content security policy too."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def open_map(page, address=MAP):
    page.goto(address)
    page.locator("[data-map-status]", has_text="lieu").wait_for()


def pin(page, name):
    return page.locator(f'.leaflet-marker-icon[aria-label="{name}"]')


def focused(page):
    return page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent.trim()")


@browser
def test_map_shows_where_the_organisations_found_receive(page, network, errors):
    open_map(page)

    labels = page.locator(".leaflet-marker-icon[role=button]").evaluate_all(
        "pins => pins.map((pin) => pin.ariaLabel).sort()"
    )
    assert labels == [
        "2 associations et partenaires à cet endroit",
        "La Marmite",
        "Les Mains <b>vertes</b>",
    ]
    assert page.locator("[data-map-status]").inner_text() == (
        "4 lieux sur la carte. Une fiche dont le lieu n’est pas placé sur la carte n’est que dans la liste."
    )
    assert page.locator("[data-map-legend] li").all_inner_texts() == ["Cuisine", "Jardins"]
    assert page.get_by_role("link", name="Sans adresse").is_visible()
    assert errors == []


@browser
def test_map_is_used_from_the_keyboard(page, network):
    open_map(page)

    pin(page, "Les Mains <b>vertes</b>").focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    popup.wait_for()
    opened, inside = popup.inner_text(), focused(page)
    page.keyboard.press("Escape")
    popup.wait_for(state="detached")

    assert inside == "Les Mains <b>vertes</b>"
    assert "Serre" in opened
    assert "Jardins" in opened
    assert "Pour tous." in opened
    assert focused(page) == "Les Mains <b>vertes</b>"


@browser
def test_popup_leads_to_the_sheet(page, network):
    open_map(page)

    pin(page, "La Marmite").click()
    page.locator(".leaflet-popup").get_by_role("link", name="La Marmite").click()

    page.wait_for_url("**/associations/la-marmite/")


@browser
def test_points_of_one_address_open_as_a_list(page, network):
    open_map(page)

    pin(page, "2 associations et partenaires à cet endroit").click()

    links = page.locator(".leaflet-popup li a")
    links.first.wait_for()
    assert links.all_inner_texts() == ["Les Voisins", "Les Conteurs"]


@browser
def test_group_that_is_spread_opens_by_coming_nearer(page, network):
    for number in range(2):
        place = PlaceFactory(latitude=43.251 + number / 1000, longitude=5.41)
        OrganisationFactory(name=f"Tout près {number}", place=place)
    open_map(page)

    group = pin(page, "3 associations et partenaires à cet endroit")
    group.focus()
    page.keyboard.press("Enter")

    pin(page, "Tout près 0").wait_for()
    assert pin(page, "Tout près 1").is_visible()
    assert group.count() == 0
    page.wait_for_function("document.activeElement.matches('.leaflet-marker-icon')")


@browser
def test_map_speaks_french(page, network):
    open_map(page)

    pin(page, "La Marmite").click()

    assert page.get_by_role("button", name="Agrandir la carte").is_visible()
    assert page.get_by_role("button", name="Réduire la carte").is_visible()
    assert page.locator(".leaflet-popup-close-button").get_attribute("aria-label") == "Fermer"
    assert page.locator(".leaflet-control-attribution").inner_text() == "Fond de carte schématique"


@browser
def test_map_without_tiles_draws_its_own_ground(page, network):
    requested = []
    page.on("request", lambda request: requested.append(request.url))

    open_map(page)

    names = page.locator(".map-name").all_inner_texts()
    assert {"Mazargues", "Montredon"} <= set(names)
    assert page.locator("path.map-sea").count() == 1
    base = page.url.partition("/associations")[0]
    assert [url for url in requested if not url.startswith((base, "data:"))] == []


@browser
def test_map_takes_the_tiles_of_the_settings(page, network, settings, errors):
    settings.MAP_TILES_URL = "/static/img/icone-180.png?{z}/{x}/{y}"
    settings.MAP_TILES_ATTRIBUTION = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>'

    open_map(page)

    page.locator("img.leaflet-tile").first.wait_for()
    assert page.locator("path.map-sea").count() == 0
    assert page.locator(".leaflet-control-attribution").inner_text() == "© OpenStreetMap"
    assert errors == []


@browser
def test_map_follows_the_filters(page, network, errors):
    open_map(page)

    page.get_by_label("Jardins").first.check()
    page.wait_for_url("**theme=jardins**")
    page.locator("[data-map-status]", has_text="Un lieu sur la carte.").wait_for()

    assert page.locator(".leaflet-container").count() == 1
    assert page.locator(".leaflet-marker-icon[role=button]").count() == 1
    assert pin(page, "Les Mains <b>vertes</b>").is_visible()
    assert errors == []


@browser
def test_map_that_cannot_be_loaded_says_so(page, network):
    page.route("**/associations.geojson*", lambda route: route.abort())
    page.goto(MAP)

    page.get_by_text("La carte n’a pas pu être chargée. La liste, elle, est complète.").wait_for()

    assert page.get_by_role("link", name="La Marmite").is_visible()


@browser
def test_page_without_script_is_the_list_alone(chromium, live_server, network):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()

    page.goto(MAP)

    assert not page.locator("[data-map]").is_visible()
    assert page.get_by_role("link", name="Les Voisins").is_visible()
    assert page.get_by_role("link", name="Sans adresse").is_visible()
    context.close()


@browser
@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")],
    ids=["phone", "phone-dark", "desk", "desk-dark"],
)
def test_map_is_accessible(page, network, viewport, scheme):
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_map(page)
    pin(page, "La Marmite").press("Enter")
    page.locator(".leaflet-popup").wait_for()

    results = Axe().run(page)

    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert pin(page, "La Marmite").bounding_box()["width"] >= 44


# What the map is given


@pytest.mark.django_db
def test_map_carries_the_pictograms_of_the_themes():
    ThemeFactory(icon="tree")
    ThemeFactory(icon="tree")
    template = engines["django"].from_string(
        '{% include "components/map.html" with points_url=url label="" group="" one_without="" many_without="" only %}'
    )

    html = template.render({"url": "/associations.geojson?q=a&type=ville"})

    assert [html.count(f'<template data-icon="{name}">') for name in ("tree", "people", "basket")] == [
        1,
        1,
        0,
    ]
    assert 'data-points="/associations.geojson?q=a&amp;type=ville"' in html
    assert 'data-tiles=""' in html


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("", ["'self'", "data:"]),
        (
            "https://{s}.tuiles.example.org/{z}/{x}/{y}.png",
            ["'self'", "data:", "https://*.tuiles.example.org"],
        ),
        (
            "https://tuiles.example.org:8080/{z}/{x}/{y}",
            ["'self'", "data:", "https://tuiles.example.org:8080"],
        ),
    ],
)
def test_policy_lets_the_host_of_the_tiles_in(url, hosts):
    code = "from cooperation.settings.base import SECURE_CSP; print(*map(str, SECURE_CSP['img-src']))"

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project.BASE_DIR,
        env={**os.environ, "MAP_TILES_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == hosts
