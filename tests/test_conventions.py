"""What holds for the whole tree: migrations, templates, forms, names of modules."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import engines
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from agenda.models import Event, Registration, Seats
from tests.factories import (
    DistrictFactory,
    EventFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    RegistrationFactory,
    RelayFactory,
    ReportFactory,
    ThemeFactory,
    UserFactory,
)
from tests.parts import NAMES as PART_NAMES
from tests.parts import PARTS, what_is_looked_at

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
OURS = ["cooperation", "associations", "agenda", "initiatives", "habitants", "gouvernance"]
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())
PAGES = [name for name in NAMES if name.endswith(".html")]
# Found by their name alone: Django's error pages, what allauth and its elements look for.
FOUND_BY_NAME = re.compile(
    r"(400|403|403_csrf|404|429|500)\.html|(account|allauth|mfa|socialaccount|usersessions|django)/.*"
)


def source(name):
    return (TEMPLATES / name).read_text(encoding="utf-8")


def modules():
    return [path for app in OURS for path in (ROOT / app).rglob("*.py")]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_modules_are_named_after_what_they_are_about():
    drawers = {"services.py", "utils.py", "helpers.py", "signals.py", "common.py", "misc.py"}

    assert [str(path.relative_to(ROOT)) for path in modules() if path.name in drawers] == []


# Templates


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith(".typ")])
def test_template_compiles(name):
    get_template(name)


def test_every_template_is_used():
    """By Python, by another template, or by its name alone; the file itself doesn't count."""
    python = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    unused = []
    for name in NAMES:
        others = "\n".join(source(other) for other in NAMES if other != name)
        stem = name.removesuffix(".txt")
        # A mail about an answer is named by its verdict (`Review.Verdict`).
        verdict = name in {f"agenda/mail/{verdict}.txt" for verdict in ("accepted", "changes", "refused")}
        used = f'"{name}' in python or f'"{stem}"' in python or f'"{name}' in others or verdict
        used = used or (name.endswith(".typ") and f'"/{name}"' in others)
        if not used and not FOUND_BY_NAME.fullmatch(name):
            unused.append(name)

    assert unused == []


def test_overrides_of_allauth_exist_there():
    """A template that allauth no longer looks for would be ours to delete."""

    theirs = Path(allauth.__file__).parent / "templates"
    ours = [name for name in NAMES if name.startswith(("account/", "mfa/", "allauth/"))]

    assert [name for name in ours if not (theirs / name).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_form_that_posts_carries_its_token(name):
    forms = re.findall(r"<form\b[^>]*>.*?</form>", source(name), re.DOTALL)

    posting = [form for form in forms if re.search(r'method="post"', form[: form.index(">")], re.IGNORECASE)]

    assert all("{% csrf_token %}" in form or "csrfmiddlewaretoken" in form for form in posting)


INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle=", re.IGNORECASE),
    "handler": re.compile(r"<[^>]*\son[a-z]+=\"", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "foreign file": re.compile(r"<(script|img|iframe)[^>]*\ssrc=\"(https?:)?//", re.IGNORECASE),
}


@pytest.mark.parametrize("name", PAGES)
def test_template_holds_nothing_that_the_policy_forbids(name):
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", source(name), flags=re.DOTALL)

    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("components/")])
def test_component_opens_with_its_parameters(name):
    assert source(name).startswith("{% comment %}")


# French typography

GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# An ordinary space where a line must not break: before the high signs, inside the quotation marks.
BREAKABLE = re.compile(r"(?<=[?!\w)\]}’'\"»…>%./*]) [?!;:»](?=$|[\s\"'’<{)\]…,.&])|« (?=\S|$)", re.MULTILINE)


def test_signs_of_templates_keep_to_their_word():
    found = [
        f"{name}: {text[max(0, hit.start() - 30) : hit.end()]}"
        for name in NAMES
        for text in [re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", source(name), flags=re.DOTALL)]
        for hit in BREAKABLE.finditer(text)
    ]

    assert found == []


def translated(tree):
    """The French strings of a module: what its gettext functions are given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value


def test_signs_of_messages_keep_to_their_word():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in modules()
        for line, text in translated(ast.parse(path.read_text(encoding="utf-8")))
        if BREAKABLE.search(text)
    ]

    assert found == []


# Undefined variables


def optional_parameters():
    """What partials document as optional in their opening comment: leaving it out is no mistake."""
    for name in PAGES:
        comment = re.match(r"{% comment %}(.*?){% endcomment %}", source(name), re.DOTALL)
        for line in comment[1].splitlines() if comment else []:
            if parameter := re.match(r"  ([\w, ]+?)\s{2,}.*(optional|default)", line):
                yield from parameter[1].split(", ")


class Undefined(str):
    """
    What an undefined variable gives while these tests run. Django calls `string_if_invalid % name` for those
    that are printed or filtered; `{% if missing %}` stays quiet, so optional parameters of components are free.
    """

    __slots__ = ()
    seen = []

    def __contains__(self, text):
        return text == "%s" or super().__contains__(text)

    def __mod__(self, name):
        self.seen.append(str(name))
        return ""


@pytest.fixture
def undefined(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", Undefined("undefined"))
    Undefined.seen.clear()
    return Undefined.seen


@pytest.fixture
def rich_event():
    event = EventFactory(
        weekly=True,
        place=PlaceFactory(district=DistrictFactory()),
        author=UserFactory(),
        description="Bonjour",
    )
    event.themes.add(ThemeFactory())
    event.co_organisers.add(OrganisationFactory())
    return event


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["visitor", "relay", "coordinator"])
def test_pages_print_no_undefined_variable(client, undefined, rich_event, person):
    bare = EventFactory(organiser=None, place=None, online_url="https://example.org/", pending=True)
    visitors = EventFactory(state="unconfirmed", author_email="visiteur@example.org")
    registering = EventFactory(registering="here", capacity=1, weekly=True, contact_phone="04 65 71 10 00")
    mine = RegistrationFactory(occurrence=registering.next_dates()[0])
    waiting = RegistrationFactory(occurrence=mine.occurrence, waiting=True, seats=2)
    asked = RegistrationFactory(occurrence=mine.occurrence, unconfirmed=True)
    RegistrationFactory(occurrence=mine.occurrence, state="cancelled")
    if person != "visitor":
        client.force_login(RelayFactory().user if person == "relay" else UserFactory(coordinator=True))
    addresses = [
        *(
            reverse("portal:home"),
            "/agenda/",
            "/agenda/?vue=mois&q=x&du=hier",
            "/agenda/?vue=semaine",
            "/agenda/?vue=carte",
            "/agenda/proposer/",
            "/style/",
        ),
        *(
            "/agenda/?suite=x&theme=theme-1",
            "/mon-espace/",
            "/agenda/moderation/",
            "/associations/",
            "/associations/?vue=liste&q=x",
            "/associations/?vue=carte&theme=x",
            "/associations/suivi/",
            "/associations/ajouter/",
            "/nulle-part/",
        ),
        *(rich_event.get_absolute_url(), bare.get_absolute_url(), visitors.proposal_url),
        *(rich_event.organiser.get_absolute_url(), f"{rich_event.get_absolute_url()}modifier/"),
        *(
            f"{rich_event.organiser.get_absolute_url()}{page}/"
            for page in ("modifier", "historique", "membres", "signaler", "rejoindre")
        ),
        rich_event.occurrences.first().get_edit_url(),
        *(
            invitation.get_absolute_url()
            for invitation in (InvitationFactory(), InvitationFactory(expired=True))
        ),
        rich_event.organiser.review_url_for(MembershipFactory(organisation=rich_event.organiser).user),
        *(registration.get_own_url() for registration in (mine, waiting, asked)),
        *(mine.occurrence.get_register_url(), registering.get_absolute_url()),
        *(f"{registering.get_absolute_url()}inscriptions/", "/agenda/series/"),
    ]

    # An event of inhabitants has no organiser: the page says so with `|default:""`.
    allowed = {*optional_parameters(), "event.organiser.label"}
    found = {}
    for address in addresses:
        client.get(address)
        client.get(address, headers={"HX-Request": "true"})
        if missing := set(undefined) - allowed:
            found[address] = sorted(missing)
        undefined.clear()

    assert found == {}


@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS, ids=PART_NAMES)
def test_pages_of_a_part_print_no_undefined_variable(client, undefined, part):
    found = {}
    for person, addresses in what_is_looked_at(part):
        client.logout()
        if person:
            client.force_login(person)
        for address in addresses:
            client.get(address)
            client.get(address, headers={"HX-Request": "true"})
            if missing := set(undefined) - set(optional_parameters()):
                found[address] = sorted(missing)
            undefined.clear()

    assert found == {}


@pytest.mark.django_db
def test_mails_of_registrations_print_no_undefined_variable(undefined, coordinator, mailoutbox):
    event = EventFactory(registering="here", capacity=1, weekly=True, contact_phone="04 65 71 10 00")
    date = event.next_dates()[0]
    for name, seats in [("Ana", 1), ("Bob", 1), ("Cleo", 2)]:
        answers = {"name": name, "email": f"{name}@example.org", "phone": "", "seats": seats}
        Registration.objects.ask(date, **answers)
        Registration.objects.enter_as(date, **answers)
        Registration.objects.ask(date, **answers)
    ana, bob, _cleo = Registration.objects.in_queue()
    ana.withdraw(by=coordinator)
    Registration.objects.filter(pk=bob.pk).update(queued_at=timezone.now() - timedelta(days=3))
    bob.remind()
    date.cancel(by=None)
    Seats.tell_change(date.pk)
    date.restore(by=None)
    Seats.tell_change(date.pk)
    MembershipFactory(organisation=event.organiser, manager=True)
    Event.objects.update(published_at=timezone.now() - timedelta(days=40))
    Event.objects.ask_organisers()

    assert len(mailoutbox) == 9 + 2 + 1 + 2 + 2 + 1
    assert undefined == []
    assert "&#x27;" not in "".join(mail.body for mail in mailoutbox)


@pytest.mark.django_db
def test_mails_print_no_undefined_variable(undefined, relay, coordinator, mailoutbox):
    for author in (relay, None):
        event = EventFactory(author=author, author_email="visiteur@example.org")
        event.submit(by=author)
        event.request_changes(by=coordinator, reason="x")
        event.refuse(by=coordinator, reason="x")
        Event.objects.filter(pk=event.pk).update(state="pending")
        event.refresh_from_db()
        event.publish(by=coordinator)
        event.ask_visitor_to_confirm()

    assert len(mailoutbox) == 10
    assert undefined == []


@pytest.mark.django_db
def test_mails_of_the_directory_print_no_undefined_variable(undefined, coordinator, mailoutbox):
    manager = MembershipFactory(manager=True)
    report = ReportFactory(email="visiteuse@example.org")
    accepted, refused = (JoinRequestFactory(organisation=manager.organisation) for _ in range(2))

    InvitationFactory(invited_by=coordinator).send()
    InvitationFactory(invited_by=None).send()
    manager.organisation.ask_to_review()
    report.send()
    report.close(by=coordinator, answer="Corrigé, merci.")
    accepted.send()
    accepted.accept(by=coordinator)
    refused.refuse(by=coordinator)

    assert len(mailoutbox) == 8
    assert undefined == []


def test_undefined_variable_would_be_seen(undefined):
    template = engines["django"].from_string("{{ nothing.here }}{% if optional %}x{% endif %}{{ known }}")

    template.render({"known": "ok"})

    assert undefined == ["nothing.here"]
