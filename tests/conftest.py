"""Fixtures of the whole suite: who lives here, and a real browser."""

import os
import shutil

import pytest

from tests.factories import MembershipFactory, OrganisationFactory, RelayFactory, UserFactory

# Playwright's synchronous API runs an event loop in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
]


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def member(organisation):
    return MembershipFactory(organisation=organisation).user


@pytest.fixture
def manager(organisation):
    return MembershipFactory(organisation=organisation, manager=True).user


@pytest.fixture
def relay():
    return RelayFactory().user


@pytest.fixture
def partner():
    return MembershipFactory(organisation__partner=True).user


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def administrator():
    return UserFactory(administrator=True)


@pytest.fixture(scope="session")
def chromium():
    """The browser that `dev.py test` found or installed; run by hand, the machine's, else playwright's own."""
    from playwright.sync_api import sync_playwright

    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server):
    """A page of a 1280-pixel-wide screen, in French, whose addresses are relative to the live server."""
    context = chromium.new_context(
        base_url=live_server.url,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        viewport={"width": 1280, "height": 900},
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
