"""The guided writing: short or step by step; nobody's text is lost, whoever else writes."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from initiatives import steps
from initiatives.forms.photos import EventsForm
from initiatives.models import Initiative, Reading, Unsaved
from initiatives.sections import MAX_LENGTH
from initiatives.tasks import forget_unsaved
from tests.factories import (
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    RelayFactory,
    ThemeFactory,
    UserFactory,
)
from tests.initiatives.factories import FindingFactory, InitiativeFactory, LeverFactory, ObstacleFactory

pytestmark = pytest.mark.django_db

NO_ROWS = {
    f"{name}-{total}": 0 for name in ("partners", "findings") for total in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def sheet(client, member, organisation):
    client.force_login(member)
    return InitiativeFactory(carrier=organisation, author=member, draft=True, context="Le premier texte.")


def step_url(sheet, slug):
    return f"{sheet.get_absolute_url()}ecrire/{slug}/"


def save(client, sheet, slug, **sent):
    return client.post(step_url(sheet, slug), NO_ROWS | {"version": sheet.version} | sent, follow=True)


def short(organisation, **changes):
    theme = ThemeFactory()
    return {
        "title": "Le pédibus du Cabot",
        "kind": "initiative",
        "summary": "Des parents emmènent les enfants à pied.",
        "carrier_id": organisation.pk,
        "main_theme_id": theme.pk,
        "steps": "On a commencé à trois.",
    } | changes


# The short sheet


def test_short_sheet_is_a_draft_that_can_be_sent_to_be_read(client, member, organisation):
    client.force_login(member)
    obstacle, lever = ObstacleFactory(), LeverFactory()
    finding = {
        "obstacle_id": obstacle.pk,
        "obstacle_words": "Peu de monde.",
        "lever_id": lever.pk,
        "outcome": "worked",
    }

    response = client.post("/initiatives/ecrire/eclair/", short(organisation) | finding)

    sheet = Initiative.objects.get()
    assert response["Location"] == sheet.get_absolute_url()
    assert (sheet.state, sheet.author, sheet.carrier, sheet.version) == ("draft", member, organisation, 1)
    assert sheet.publication_needs == []
    assert [row.obstacle_words for row in sheet.findings.all()] == ["Peu de monde."]
    assert sheet.themes.get() == sheet.main_theme


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Ce champ est obligatoire."),
        ({"steps": ""}, "Quelques phrases suffisent"),
        ({"obstacle_words": "Peu de monde."}, "Choisissez le frein dont parle votre phrase."),
        ({"steps": "x" * (MAX_LENGTH + 1)}, "Rien n’est perdu"),
    ],
)
def test_short_sheet_that_lacks_something_is_told_and_keeps_its_text(
    client, member, organisation, changes, words
):
    client.force_login(member)
    sent = short(organisation, summary="Mon résumé à moi.") | changes

    page = client.post("/initiatives/ecrire/eclair/", sent).content.decode()

    assert words in page
    assert "Mon résumé à moi." in page
    assert Initiative.objects.count() == 0


def test_account_outside_the_network_is_told_how_to_join_it(client):
    client.force_login(UserFactory())

    page = client.get("/initiatives/ecrire/").content.decode()

    assert "Une fiche est écrite par quelqu’un du réseau" in page
    assert 'href="/associations/"' in page
    assert "Fiche éclair" not in page


def test_member_names_their_own_organisation_and_a_relay_any_of_the_directory(client, member, organisation):
    other = OrganisationFactory()
    client.force_login(member)
    as_member = client.get("/initiatives/ecrire/eclair/").context["form"].fields["carrier_id"].choices
    client.force_login(RelayFactory().user)
    as_relay = client.get("/initiatives/ecrire/eclair/").context["form"].fields["carrier_id"].choices

    assert [key for key, _name in as_member] == [organisation.pk]
    assert {key for key, _name in as_relay} == {"", organisation.pk, other.pk}


# Step by step


def test_each_step_is_saved_on_its_own_and_leads_to_the_next(client, sheet):
    response = save(client, sheet, "contexte", context="• Pas de salle\r\n• Pas d’argent", continuer=1)

    sheet.refresh_from_db()
    assert sheet.context == "- Pas de salle\n- Pas d’argent"
    assert response.request["PATH_INFO"] == step_url(sheet, "deroule")
    assert sheet.version == 2


def test_sheet_is_written_from_its_first_step_to_its_last(client, sheet):
    theme, obstacle, lever = ThemeFactory(), ObstacleFactory(), LeverFactory()
    partner = OrganisationFactory()
    sent = {
        "essentiel": {
            **{"kind": "projet", "title": "Titre", "summary": "Trois lignes.", "themes": [theme.pk]},
            "carrier_id": sheet.carrier_id,
        },
        "carte-d-identite": {
            **{"starts_on": "2025-03-01", "people": "3-5", "budget": "0", "publics": ["jeunes"]},
            **{"partners-TOTAL_FORMS": 2, "partners-0-organisation": partner.pk, "partners-0-role": "funder"},
        },
        "deroule": {"steps": "D’abord…"},
        "habitants": {"inhabitants_place": "codecided", "inhabitants": "Tout."},
        "resultats": {"results": "Douze enfants.", "evidence": "On a compté."},
        "freins-et-leviers": {
            **{"findings-TOTAL_FORMS": 1, "findings-0-obstacle_id": obstacle.pk},
            **{"findings-0-lever_id": lever.pk, "findings-0-outcome": "partly"},
        },
        "paroles": {"verbatims": "> Enfin !"},
        "autrement": {"differently": "Commencer plus tôt."},
        "ailleurs": {"transferable": "ready", "conditions": "Un trottoir."},
    }

    for slug, values in sent.items():
        save(client, sheet, slug, **values, enregistrer=1)
        sheet.refresh_from_db()

    _told, total = steps.progress(sheet.content)
    assert total == len(steps.STEPS)
    assert (sheet.kind, sheet.budget, sheet.publics, sheet.inhabitants_place) == (
        "projet",
        "0",
        ["jeunes"],
        "codecided",
    )
    assert [(row.organisation, row.role) for row in sheet.partnerships.all()] == [(partner, "funder")]
    assert [(row.obstacle, row.lever, row.outcome) for row in sheet.findings.all()] == [
        (obstacle, lever, "partly")
    ]


def test_preview_shows_the_text_without_saving_nor_scripts(client, sheet):
    text = "## Avant\n\n<script>alert(1)</script> [x](javascript:alert(1)) **fort**"

    page = save(client, sheet, "contexte", context=text, apercu=1).content.decode()

    sheet.refresh_from_db()
    assert "<strong>fort</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert sheet.context == "Le premier texte."


def test_part_of_sixty_thousand_characters_is_told_and_kept_on_the_page(client, sheet):
    text = "mot " * 15_000

    page = save(client, sheet, "contexte", context=text, enregistrer=1).content.decode()

    assert "Cette partie a 59999 caractères ; 20000 au plus. Rien n’est perdu" in page
    assert page.count("mot ") >= 14_999
    sheet.refresh_from_db()
    assert sheet.context == "Le premier texte."


def test_row_that_speaks_of_no_tag_is_told(client, sheet):
    sent = {"findings-TOTAL_FORMS": 1, "findings-0-lever_words": "On a appelé."}

    page = save(client, sheet, "freins-et-leviers", **sent, enregistrer=1).content.decode()

    assert "Choisissez le levier dont parle votre phrase." in page
    assert "On a appelé." in page


@pytest.mark.parametrize("number", [1, 3])
def test_step_asks_as_many_questions_for_one_row_as_for_three(
    client, sheet, django_assert_num_queries, number
):
    FindingFactory.create_batch(number, initiative=sheet)

    with django_assert_num_queries(14):
        client.get(step_url(sheet, "freins-et-leviers"))


# Two persons at once


def test_who_saves_an_older_version_sees_both_texts_and_loses_none(client, sheet, organisation):
    colleague = MembershipFactory(organisation=organisation, user__display_name="Samia B.").user
    sheet.write({"context": "Le premier texte, complété."}, by=colleague)

    first = client.post(
        step_url(sheet, "contexte"), {"version": 1, "context": "Le second texte.", "enregistrer": 1}
    )
    page = first.content.decode()
    unchanged = Initiative.objects.get().context
    again = client.post(
        step_url(sheet, "contexte"),
        {
            **{"version": 1, "seen": 2, "disputed": ["context"], "enregistrer": 1},
            "context": "Les deux textes réunis.",
        },
    )

    assert "Samia B. a enregistré la même partie" in page
    assert "Le premier texte, complété." in page
    assert "Le second texte.</textarea>" in page
    assert unchanged == "Le premier texte, complété."
    assert again.status_code == 302
    assert Initiative.objects.get().context == "Les deux textes réunis."
    assert [version.content["context"] for version in sheet.versions.order_by("number")] == [
        *("Le premier texte.", "Le premier texte, complété.", "Les deux textes réunis.")
    ]


def test_what_the_other_alone_changed_is_kept(client, sheet):
    sheet.write({"results": "Douze enfants."}, by=None)

    save_old = {"version": 1, "results": "", "evidence": "On a compté.", "enregistrer": 1}
    client.post(step_url(sheet, "resultats"), save_old)

    sheet.refresh_from_db()
    assert (sheet.results, sheet.evidence) == ("Douze enfants.", "On a compté.")


def disputed_title_and_summary(client, sheet):
    """A colleague changed title and summary; this person changed the summary, and has been shown both."""
    sheet.write({"title": "Leur titre", "summary": "Leur résumé."}, by=None)
    sent = {"version": 1, "kind": sheet.kind, "title": sheet.versions.get(number=1).content["title"]}
    sent |= {"summary": "Mon résumé.", "carrier_id": sheet.carrier_id, "enregistrer": 1}
    page = client.post(step_url(sheet, "essentiel"), sent)
    assert [conflict["name"] for conflict in page.context["conflicts"]] == ["summary"]
    return sent | {"seen": 2, "disputed": ["summary"]}


@pytest.mark.parametrize(("choice", "summary"), [("le-mien", "Mon résumé."), ("le-sien", "Leur résumé.")])
def test_who_saw_both_texts_chooses_and_leaves_the_rest_alone(client, sheet, choice, summary):
    sent = disputed_title_and_summary(client, sheet)

    response = client.post(step_url(sheet, "essentiel"), sent | {"garder-summary": choice})

    sheet.refresh_from_db()
    assert response.status_code == 302
    assert (sheet.title, sheet.summary) == ("Leur titre", summary)


def test_who_saw_both_texts_may_come_back_to_the_first_one(client, sheet):
    first = sheet.summary
    sent = disputed_title_and_summary(client, sheet)

    client.post(step_url(sheet, "essentiel"), sent | {"summary": first})

    sheet.refresh_from_db()
    assert sheet.summary == first


def test_what_was_not_disputed_yet_is_shown_with_the_choice_already_made(client, sheet):
    sent = disputed_title_and_summary(client, sheet) | {"garder-summary": "le-sien"}

    page = client.post(step_url(sheet, "essentiel"), sent | {"title": "Mon titre"})
    unchanged = Initiative.objects.get().title
    again = {"disputed": ["title", "summary"], "garder-title": "le-mien", "title": "Mon titre"}
    client.post(step_url(sheet, "essentiel"), sent | again)

    conflicts = [(row["name"], row["takes_theirs"]) for row in page.context["conflicts"]]
    assert conflicts == [("title", False), ("summary", True)]
    assert unchanged == "Leur titre"
    sheet.refresh_from_db()
    assert (sheet.title, sheet.summary) == ("Mon titre", "Leur résumé.")


def test_conflict_names_who_changed_the_disputed_part_last(client, sheet, organisation):
    first, second = (
        MembershipFactory(organisation=organisation, user__display_name=name).user for name in ("Ana", "Ben")
    )
    sheet.write({"context": "Le leur."}, by=first)
    sheet.write({"results": "Douze enfants."}, by=second)

    page = client.post(step_url(sheet, "contexte"), {"version": 1, "context": "Le mien."})

    assert (page.context["last_change"].number, page.context["last_change"].by) == (2, first)
    assert "Ana a enregistré la même partie" in page.content.decode()


# What cannot stand


@pytest.fixture
def public(client, member, organisation):
    client.force_login(member)
    return InitiativeFactory(carrier=organisation, author=member, summary="Un verger.")


def test_public_sheet_without_summary_is_refused_and_its_text_kept(client, public):
    sent = {"kind": public.kind, "title": "Autre titre", "summary": "", "carrier_id": public.carrier_id}

    response = save(client, public, "essentiel", **sent, enregistrer=1)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Une fiche publiée dit qui la porte et se résume en trois lignes." in page
    assert 'value="Autre titre"' in page
    assert Unsaved.objects.get().data["title"] == ["Autre titre"]
    assert response.context["initiative"].title == public.title
    public.refresh_from_db()
    assert (public.summary, public.version) == ("Un verger.", 1)


def test_start_after_the_end_that_a_colleague_saved_is_told_and_theirs_can_be_chosen(client, sheet):
    sheet.write({"ends_on": "2025-01-31"}, by=None)
    sent = {"version": 1, "starts_on": "2025-03-01", "publics": [], "enregistrer": 1}

    response = save(client, sheet, "carte-d-identite", **sent)
    chosen = {"seen": 2, "disputed": ["ends_on"], "garder-ends_on": "le-mien"}
    save(client, sheet, "carte-d-identite", **sent, **chosen)

    assert "La fin doit suivre le début." in response.content.decode()
    assert [row["name"] for row in response.context["conflicts"]] == ["ends_on"]
    sheet.refresh_from_db()
    assert (sheet.starts_on.isoformat(), sheet.ends_on) == ("2025-03-01", None)


def test_going_back_to_a_version_that_cannot_stand_is_told(client, member, organisation):
    sheet = InitiativeFactory(carrier=organisation, author=member, draft=True, summary="")
    sheet.write({"summary": "Un verger."}, by=member)
    Initiative.objects.update(state="published", published_at=timezone.now())
    client.force_login(member)

    response = client.post(f"{sheet.get_absolute_url()}historique/revenir/", {"version": 1}, follow=True)

    assert "Une fiche publiée dit qui la porte" in response.content.decode()
    sheet.refresh_from_db()
    assert (sheet.summary, sheet.version) == ("Un verger.", 2)


def test_carrier_is_handed_over_and_not_let_go(client, sheet, member, organisation):
    other = MembershipFactory(user=member).organisation
    sent = {"kind": sheet.kind, "title": sheet.title}

    refused = save(client, sheet, "essentiel", **sent, carrier_id="")
    kept = Initiative.objects.get().carrier
    save(client, sheet, "essentiel", **sent, carrier_id=other.pk)

    assert refused.context["page"].form.errors["carrier_id"] == ["Ce champ est obligatoire."]
    assert kept == organisation
    assert Initiative.objects.get().carrier == other


def test_text_saved_again_while_somebody_chooses_is_shown_again(client, sheet):
    sent = disputed_title_and_summary(client, sheet)
    sheet.write({"summary": "Un troisième résumé."}, by=None)

    page = client.post(step_url(sheet, "essentiel"), sent)

    assert "Un troisième résumé." in page.content.decode()
    sheet.refresh_from_db()
    assert sheet.summary == "Un troisième résumé."


def test_reader_writes_the_sheet_and_leaves_its_carrier(client, sheet, organisation):
    reader = MembershipFactory().user
    Reading.objects.create(initiative=sheet, reader=reader, state=Reading.State.ACCEPTED)
    client.force_login(reader)

    page = client.get(step_url(sheet, "essentiel"))
    save(client, sheet, "essentiel", kind="projet", title="Relu", carrier_id="", enregistrer=1)

    sheet.refresh_from_db()
    assert "carrier_id" not in page.context["page"].form.fields
    assert (sheet.title, sheet.carrier) == ("Relu", organisation)


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_the_same_moment_are_served_one_after_the_other(client, organisation):
    sheet = InitiativeFactory(carrier=organisation, draft=True, context="Avant.")
    answers = []

    def write(text):
        person = MembershipFactory(organisation=organisation).user
        browser = Client()
        browser.force_login(person)
        barrier.wait()
        answers.append(
            browser.post(
                step_url(sheet, "contexte"), {"version": 1, "context": text, "enregistrer": 1}
            ).status_code
        )
        connection.close()

    barrier = threading.Barrier(2)
    threads = [threading.Thread(target=write, args=[text]) for text in ("Un.", "Deux.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    sheet.refresh_from_db()
    assert sorted(answers) == [200, 302]  # one is saved, the other sees both
    assert sheet.version == 2
    assert sheet.context in ("Un.", "Deux.")


# What is not saved yet


def test_what_is_typed_is_offered_again_until_the_step_is_saved(client, sheet):
    typed = {"version": "1", "context": "À moitié écr"}

    kept = client.post(f"{step_url(sheet, 'contexte')}brouillon/", typed)
    offered = client.get(step_url(sheet, "contexte")).content.decode()
    taken = client.get(f"{step_url(sheet, 'contexte')}?reprendre=1").content.decode()
    save(client, sheet, "contexte", context="Écrit.", enregistrer=1)

    assert kept.status_code == 204
    assert "sans enregistrer" in offered
    assert "À moitié écr</textarea>" in taken
    assert Unsaved.objects.count() == 0


@pytest.mark.parametrize("sent", [{"apercu": 1}, {"enregistrer": 1, "context": "x" * (MAX_LENGTH + 1)}])
def test_what_was_sent_and_not_saved_is_offered_again(client, sheet, sent):
    save(client, sheet, "contexte", **{"context": "En cours"} | sent)

    page = client.get(f"{step_url(sheet, 'contexte')}?reprendre=1").content.decode()

    assert sent.get("context", "En cours") in page
    assert set(Unsaved.objects.get().data) & {"apercu", "enregistrer", "csrfmiddlewaretoken"} == set()


def test_text_taken_up_again_does_not_overwrite_what_was_saved_since(client, sheet):
    client.post(f"{step_url(sheet, 'contexte')}brouillon/", {"version": "1", "context": "Mon texte."})
    sheet.write({"context": "Le leur."}, by=None)

    taken = client.get(f"{step_url(sheet, 'contexte')}?reprendre=1")
    saved = save(client, sheet, "contexte", version=taken.context["version"], context="Mon texte.")

    assert [conflict["theirs"] for conflict in saved.context["conflicts"]] == ["Le leur."]


def test_what_cannot_be_stored_is_left_out_of_unsaved_text(client, sheet):
    response = client.post(f"{step_url(sheet, 'contexte')}brouillon/", {"context": "a\x00b"})

    assert response.status_code == 204
    assert Unsaved.objects.get().data == {"context": ["ab"]}


def test_unsaved_text_is_its_authors_alone_and_may_be_forgotten(client, sheet, organisation):
    address = f"{step_url(sheet, 'contexte')}brouillon/"
    client.post(address, {"context": "À moi"})
    other = MembershipFactory(organisation=organisation).user

    client.force_login(other)
    theirs = client.get(step_url(sheet, "contexte")).content.decode()
    client.post(address, {"oublier": 1})
    still = Unsaved.objects.count()
    client.force_login(sheet.author)
    client.post(address, {"oublier": 1})

    assert "sans enregistrer" not in theirs
    assert still == 1
    assert Unsaved.objects.count() == 0


def test_too_much_unsaved_text_is_refused(client, sheet):
    response = client.post(f"{step_url(sheet, 'contexte')}brouillon/", {"context": "x" * 300_000})

    assert response.status_code == 413


def test_unsaved_text_goes_after_a_month(client, sheet):
    client.post(f"{step_url(sheet, 'contexte')}brouillon/", {"context": "x"})

    forget_unsaved(timestamp=0)
    young = Unsaved.objects.count()
    Unsaved.objects.update(at=timezone.now() - timedelta(days=31))
    forget_unsaved(timestamp=0)

    assert (young, Unsaved.objects.count()) == (1, 0)


# Versions


def test_history_says_what_changed_and_goes_back(client, sheet):
    sheet.write({"context": "Le second texte.", "budget": "1-500"}, by=MembershipFactory().user)

    page = client.get(f"{sheet.get_absolute_url()}historique/").content.decode()
    compared = client.get(f"{sheet.get_absolute_url()}historique/comparer/").content.decode()
    client.post(f"{sheet.get_absolute_url()}historique/revenir/", {"version": 1})

    assert "A changé : budget, hors salaires, Le contexte et le besoin." in page
    assert "premier" in compared
    assert "jusqu’à 500" in compared
    sheet.refresh_from_db()
    assert (sheet.context, sheet.budget, sheet.version) == ("Le premier texte.", "", 3)
    assert sheet.versions.get(number=3).restores == 1


def test_going_back_leaves_out_what_no_longer_exists(client, sheet):
    finding = FindingFactory(initiative=sheet)
    theme = ThemeFactory()
    sheet.themes.add(theme)
    sheet.write_version(by=None)
    sheet.write({"themes": [], "findings": []}, by=None)
    finding.obstacle.delete()
    theme.delete()

    client.post(f"{sheet.get_absolute_url()}historique/revenir/", {"version": 2})

    assert sheet.findings.count() == 0
    assert sheet.themes.count() == 0


@pytest.mark.parametrize("who", ["reader", "author"])
def test_going_back_never_gives_the_sheet_to_an_organisation_that_is_not_theirs(
    client, sheet, organisation, who
):
    """Neither by who reads it, nor by who belongs to the present carrier alone."""
    former = sheet.carrier
    now = MembershipFactory(user=sheet.author).organisation
    sheet.write({"carrier_id": now.pk, "context": "Après."}, by=sheet.author)
    sheet.author.memberships.filter(organisation=former).delete()
    reader = MembershipFactory(organisation=former).user
    Reading.objects.create(initiative=sheet, reader=reader, state=Reading.State.ACCEPTED)
    client.force_login({"reader": reader, "author": sheet.author}[who])

    client.post(f"{sheet.get_absolute_url()}historique/revenir/", {"version": 1})

    sheet.refresh_from_db()
    assert (sheet.context, sheet.carrier) == ("Le premier texte.", now)


def test_strangers_neither_go_back_nor_take_documents_away(client, sheet):
    paper = sheet.attachments.create(title="Plan", file="x.pdf", media_type="application/pdf", size=1)
    sheet.write({"context": "Après."}, by=sheet.author)
    back = f"{sheet.get_absolute_url()}historique/revenir/"
    remove = f"{sheet.get_absolute_url()}ecrire/documents/{paper.pk}/"

    def answers():
        return client.post(back, {"version": 1}).status_code, client.post(remove).status_code

    client.force_login(MembershipFactory().user)
    refused = answers()
    untouched = (Initiative.objects.get().context, sheet.attachments.count())
    client.force_login(sheet.author)
    done = answers()

    assert (refused, untouched) == ((404, 404), ("Après.", 1))
    assert done == (302, 302)
    assert (Initiative.objects.get().context, sheet.attachments.count()) == ("Le premier texte.", 0)


def test_saves_that_follow_each_other_are_read_as_one(client, sheet):
    for words in ("a", "ab", "abc"):
        sheet.write({"results": words}, by=sheet.author)
    sheet.write({"results": "Autre."}, by=MembershipFactory().user)
    sheet.write(sheet.content_of(1), by=sheet.author, restores=1)

    sittings = client.get(f"{sheet.get_absolute_url()}historique/").context["sittings"]

    assert [[version.number for version in one.versions] for one in sittings] == [[6], [5], [4, 3, 2, 1]]
    assert [one.changed for one in sittings][:2] == [["Les résultats"], ["Les résultats"]]


def test_saves_of_another_hour_are_read_apart_and_pages_go_on(client, sheet, monkeypatch):
    monkeypatch.setattr("initiatives.views.history.PAGE_SIZE", 2)
    for number in range(3):
        at = sheet.created_at + timedelta(hours=number + 1)
        content = sheet.content | {"results": str(number)}
        sheet.versions.create(number=number + 2, content=content, by=sheet.author, at=at)

    first = client.get(f"{sheet.get_absolute_url()}historique/").context["sittings"]
    second = client.get(f"{sheet.get_absolute_url()}historique/?page=2").context["sittings"]

    assert [one.last.number for one in [*first, *second]] == [4, 3, 2, 1]
    assert [one.before.number for one in first] == [3, 2]
    assert second[-1].before is None


@pytest.mark.parametrize("number", [1, 3])
def test_history_asks_as_many_questions_for_one_version_as_for_three(
    client, sheet, django_assert_num_queries, number
):
    for one in range(number):
        sheet.write({"results": str(one)}, by=MembershipFactory().user)

    with django_assert_num_queries(6):
        client.get(f"{sheet.get_absolute_url()}historique/")


def test_events_of_the_carrier_are_linked(client, sheet, organisation):
    event, other = EventFactory(organiser=organisation), EventFactory()
    address = f"{sheet.get_absolute_url()}ecrire/photos-et-documents/"

    client.post(address, {"quoi": "evenements", "evenements-events": [event.pk]})
    refused = client.post(address, {"quoi": "evenements", "evenements-events": [other.pk]})

    assert list(sheet.events.all()) == [event]
    assert refused.status_code == 200


def test_linking_events_leaves_what_a_colleague_saves_meanwhile(client, sheet, organisation, monkeypatch):
    event = EventFactory(organiser=organisation)
    check = EventsForm.is_valid

    def meanwhile(form):
        Initiative.objects.get(pk=sheet.pk).write({"context": "Le leur."}, by=None)
        return check(form)

    monkeypatch.setattr(EventsForm, "is_valid", meanwhile)
    address = f"{sheet.get_absolute_url()}ecrire/photos-et-documents/"
    client.post(address, {"quoi": "evenements", "evenements-events": [event.pk]})

    sheet.refresh_from_db()
    assert (sheet.context, list(sheet.events.all())) == ("Le leur.", [event])


def test_drafts_wait_on_the_page_of_who_began_them(client, sheet, coordinator):
    mine = client.get("/mon-espace/").content.decode()
    client.force_login(MembershipFactory().user)
    theirs = client.get("/mon-espace/").content.decode()
    client.force_login(coordinator)
    coordinators = client.get("/mon-espace/").content.decode()

    assert f"{sheet.get_absolute_url()}ecrire/" in mine
    assert f"{sheet.get_absolute_url()}ecrire/" not in theirs + coordinators
