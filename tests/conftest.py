"""Fixtures of the whole suite: who lives here, and a real browser."""

import os
import shutil
import time
from types import SimpleNamespace

import pytest
from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import HealthCheck, settings

from cooperation.core import rate_limit
from tests.factories import MembershipFactory, OrganisationFactory, RelayFactory, UserFactory

# Playwright's synchronous API runs an event loop in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A machine that is busy fails no property: what is looked for are counterexamples, not speed.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")

# What migrations make once for all models; emptied, it would be made again after each test.
KEPT = {"django_content_type", "auth_permission"}
CHROMIUM_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
]


@pytest.fixture(autouse=True)
def one_rate_window(monkeypatch):
    """A test counts within one window of the rate limits, whenever it begins: none ends in the middle of it."""
    started = time.time()
    monkeypatch.setattr(rate_limit, "time", SimpleNamespace(time=lambda: started))


@pytest.fixture(scope="session", autouse=True)
def quick_flush():
    """
    After a test that commits, rows are deleted rather than tables truncated: with two hundred tables, a TRUNCATE makes
    a thousand files anew each time. Triggers and keys are off meanwhile, which takes a superuser: the embedded server's.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return

    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        names = [self.quote_name(table) for table in tables if table not in KEPT]
        deletions = [f"DELETE FROM {name}" for name in names]  # noqa: S608 -- our own tables
        role = "SET LOCAL session_replication_role"
        return [f"{role} = replica", *deletions, f"{role} = DEFAULT"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **kwargs: None)
        yield


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
