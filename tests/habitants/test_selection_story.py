"""A cohort goes from call to running with its three ways in, in a real browser."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from habitants.models import Application, Cohort, Draw, Relay, Seat
from tests.factories import DistrictFactory, MembershipFactory, UserFactory
from tests.habitants.factories import (
    ApplicationFactory,
    CohortFactory,
    CriterionFactory,
    ProfileFactory,
    QuotaFactory,
)
from tests.habitants.test_draws import LOTO_PAGE, at
from tests.test_story import PHONE, fits, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 900}


def link_in(mail):
    """The signed link of a mail."""
    return re.search(r"https?://\S+/habitants/\S+", mail.body)[0]


def answer_the_form(page, name, email=None):
    """The short form, as somebody fills it in on a phone."""
    page.locator("[name=name]").fill(name)
    if email:
        page.locator("[name=email]").fill(email)
    page.locator("[name=birth_year]").fill("1985")
    page.locator("[name=district]").select_option(index=1)
    if page.locator("[name=address]").count():
        page.locator("[name=address]").fill(f"12 rue de {name}")
    page.get_by_label("Femme").check()
    page.locator("[name=agrees]").check()


def next_loto():
    day = timezone.localdate() + timedelta(days=3)
    while day.weekday() not in {0, 2, 5}:
        day += timedelta(days=1)
    return day


def test_cohort_goes_from_call_to_running_with_its_three_ways_in(page, live_server, mailoutbox, settings):
    settings.SITE_URL = live_server.url
    coordinator = UserFactory(coordinator=True)
    manager = MembershipFactory(organisation__name="Les Mains vertes", manager=True)
    DistrictFactory(name="Mazargues")
    cohort = CohortFactory(preparing=True, name="Groupe d’essai", selection_lead=coordinator)
    gender = CriterionFactory(cohort=cohort, name="Vous êtes")
    women, men = (
        QuotaFactory(criterion=gender, label=label, minimum=1, maximum=3) for label in ("Femme", "Homme")
    )

    # The team opens the call.
    page.set_viewport_size(DESK)
    sign_in(page, coordinator)
    page.goto(f"/habitants/suivi/{cohort.slug}/")
    with page.expect_navigation():
        page.get_by_role("button", name="Ouvrir l’appel").click()
    assert Cohort.objects.get().state == Cohort.State.CALL

    # An inhabitant applies on a phone, and confirms by mail.
    sign_out(page)
    page.set_viewport_size(PHONE)
    page.goto("/habitants/candidater/")
    answer_the_form(page, "Nora Haddad", "nora@example.org")
    assert fits(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Envoyer ma candidature").click()
    assert not Application.objects.filter(state="confirmed").exists()
    page.goto(link_in(mailoutbox[-1]))
    with page.expect_navigation():
        page.get_by_role("button", name="Oui, je suis candidat").click()
    nora = Application.objects.get(name="Nora Haddad")
    assert nora.state == "confirmed"
    for quota in (women, women, men, men):
        ProfileFactory(application=ApplicationFactory(cohort=cohort), quota=quota)

    # An association proposes somebody, who says yes by their own link.
    sign_in(page, manager.user)
    page.goto(f"/habitants/proposer/{manager.organisation.slug}/")
    page.locator("[name=name]").fill("Lila Kader")
    page.locator("[name=email]").fill("lila@example.org")
    with page.expect_navigation():
        page.get_by_role("button", name="Lui demander son accord").click()
    sign_out(page)
    page.goto(link_in(next(mail for mail in mailoutbox if mail.to == ["lila@example.org"])))
    answer_the_form(page, "Lila Kader")
    with page.expect_navigation():
        page.get_by_role("button", name="Oui, je veux bien").click()
    lila = Application.objects.get(name="Lila Kader")

    # The team seats both, with its reasons, then freezes the list.
    page.set_viewport_size(DESK)
    sign_in(page, coordinator)
    for person, button in ((nora, "Choisir (siège de l’appel)"), (lila, "Siège des associations")):
        page.goto(f"/habitants/suivi/{cohort.slug}/candidatures/")
        row = page.locator(f"#candidature-{person.pk}")
        row.get_by_text("Décider").click()
        row.get_by_label("Pourquoi").fill("anime le jardin partagé")
        with page.expect_navigation():
            row.get_by_role("button", name=button).click()
    page.goto(f"/habitants/suivi/{cohort.slug}/")
    with page.expect_navigation():
        page.get_by_role("button", name="Figer la liste").click()
    run = reverse("habitants:draw-run", args=[cohort.slug])
    page.goto(run)
    with page.expect_navigation():
        page.get_by_role("button", name="Figer et publier").click()
    draw = Draw.objects.get()
    draw.write_panels()  # what the worker does

    # A public source of chance is named beforehand; once it has spoken, the group is drawn.
    page.goto(run)
    page.locator("[name=day]").fill(next_loto().isoformat())
    with page.expect_navigation():
        page.get_by_role("button", name="Nommer et publier").click()
    draw.refresh_from_db()
    with at(draw.source_at + timedelta(hours=1)):
        sign_out(page)
        sign_in(page, coordinator)
        page.goto(run)
        page.locator("[name=value]").fill("49 3 11 24 38 + 7")
        page.locator("[name=reference]").fill(LOTO_PAGE)
        with page.expect_navigation():
            page.get_by_role("button", name="Première saisie").click()
        page.locator("[name=value]").fill("3 11 24 38 49 chance 7")
        with page.expect_navigation():
            page.get_by_role("button", name="Seconde saisie").click()
    sign_out(page)
    page.goto(Draw.objects.get().get_absolute_url())
    page.get_by_role("button", name="Vérifier maintenant").click()
    page.locator("[data-draw-check-told]:not(:empty)").wait_for()
    assert page.locator("[data-draw-check-told]").inner_text().startswith("Tout est juste :")

    # Who is seated says yes: one of them on a phone, by the link of the mail.
    offered = Seat.objects.filter(state="offered")
    assert sorted(offered.values_list("way_in", flat=True)) == ["call", "draw", "draw", "nomination"]
    page.set_viewport_size(PHONE)
    page.goto(offered.get(application=nora).get_own_url())
    with page.expect_navigation():
        page.get_by_role("button", name="Oui, j’accepte").click()
    for seat in Seat.objects.filter(state="offered"):
        seat.accept()

    # The team starts the group: the mandates are there, from the first day on.
    page.set_viewport_size(DESK)
    sign_in(page, coordinator)
    page.goto(f"/habitants/suivi/{cohort.slug}/")
    with page.expect_navigation():
        page.get_by_role("button", name="Commencer maintenant").click()
    assert Cohort.objects.get().state == Cohort.State.RUNNING
    assert sorted(Relay.objects.values_list("way_in", flat=True)) == ["call", "draw", "draw", "nomination"]
    assert Relay.objects.current().count() == 0
    assert Relay.objects.current(day=cohort.starts_on).count() == 4
    page.goto("/habitants/")
    told = " ".join(page.locator("main").inner_text().split())
    assert "Groupe d’essai" in told
    for words in (
        "1 personne par candidature",
        "1 personne par une association",
        "2 personnes par tirage au sort",
    ):
        assert words in told, told
