"""The pages of consultations: one statement at a time, what is remembered of whom, what is shown and when."""

import csv
import io
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from gouvernance import participation
from gouvernance.models import Computation, Consultation, Participant, Statement, Vote
from gouvernance.views import consultations as views
from tests.factories import MembershipFactory, UserFactory
from tests.gouvernance.consultation_factories import (
    ConsultationFactory,
    ParticipantFactory,
    StatementFactory,
    answered,
)
from tests.gouvernance.factories import BodyFactory
from tests.gouvernance.pages_consultations import NO, YES

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return ConsultationFactory(title="Les parcs")


@pytest.fixture
def address(consultation):
    return consultation.get_absolute_url()


def vote(client, consultation, statement, value, **sent):
    address = f"{consultation.get_absolute_url()}avis/"
    return client.post(address, {"statement": statement.pk, "vote": value, **sent})


def name(consultation):
    return f"consultation-{consultation.pk}"


def cookie_of(person):
    """What the browser of this participant holds."""
    response = HttpResponse()
    participation.remember(response, person)
    return response.cookies[name(person.consultation)].value


def page_of(response):
    return response.content.decode()


# Answering


def test_visitor_answers_all_without_account(client, consultation, address):
    for _statement in range(7):
        statement = client.get(f"{address}avis/").context["statement"]
        response = vote(client, consultation, statement, 1)
        assert response["Location"] == f"{address}avis/"

    last = page_of(client.get(f"{address}avis/"))
    assert "C’est tout, merci" in last
    person = Participant.objects.get()
    assert (person.user, person.votes.count()) == (None, 7)


def test_cookie_is_set_at_the_first_answer_alone(client, consultation, address):
    for page in ("", "avis/", "proposer/", "mes-reponses/", "resultats/"):
        client.get(f"{address}{page}")
    before = name(consultation) in client.cookies
    first, second, *_rest = consultation.statements.all()

    response = vote(client, consultation, first, 1)
    again = vote(client, consultation, second, 1)

    cookie = response.cookies[name(consultation)]
    assert not before
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", address)
    assert name(consultation) not in again.cookies
    assert Participant.objects.count() == 1


def test_forged_cookie_and_one_of_another_consultation_are_ignored(client, consultation, address):
    person = ParticipantFactory(consultation=consultation)
    other = ParticipantFactory()
    Vote.cast(person, consultation.statements.first().pk, 1)

    for value in (person.key, f"{person.key}:x:y", "", cookie_of(other)):
        client.cookies[name(consultation)] = value
        assert "Rien sur cet appareil" in page_of(client.get(f"{address}mes-reponses/"))
    client.cookies[name(consultation)] = cookie_of(person)
    assert "Mes réponses" in page_of(client.get(f"{address}mes-reponses/"))


def test_two_tabs_answer_the_same_statement_and_the_last_counts(client, consultation):
    first, second, *_rest = consultation.statements.all()
    vote(client, consultation, second, 0)

    answers = [vote(client, consultation, first, value).status_code for value in (1, -1)]

    assert answers == [302, 302]
    assert Participant.objects.get().votes.get(statement=first).value == -1


def test_answer_is_changed_from_ones_own_page(client, consultation, address):
    first = consultation.statements.first()
    vote(client, consultation, first, 1)

    page = page_of(client.get(f"{address}avis/?phrase={first.pk}"))
    response = vote(client, consultation, first, -1, suite="reponses")

    assert "(votre réponse)" in page
    assert response["Location"] == f"{address}mes-reponses/"
    assert Vote.objects.get().value == -1


@pytest.mark.parametrize("asked", ["x", "0", "-1", "9" * 30, "²"])
def test_statement_that_is_not_ones_own_answer_is_just_the_next(client, consultation, address, asked):
    vote(client, consultation, consultation.statements.first(), 1)

    response = client.get(f"{address}avis/", {"phrase": asked})

    assert (response.status_code, response.context["given"]) == (200, None)


@pytest.mark.parametrize(
    "sent", [{}, {"vote": "1"}, {"vote": "2"}, {"vote": "x", "statement": "x"}, {"statement": "1" * 30}]
)
def test_answer_that_means_nothing_is_told_and_not_kept(client, consultation, address, sent):
    response = client.post(f"{address}avis/", sent, follow=True)

    assert "n’est plus proposée, ou aucune réponse" in page_of(response)
    assert Participant.objects.count() == 0


def test_statement_of_another_consultation_is_not_answered(client, consultation):
    elsewhere = StatementFactory(consultation=ConsultationFactory())

    vote(client, consultation, elsewhere, 1)

    assert Vote.objects.count() == 0


def test_answer_after_the_end_is_told_and_not_kept(client, consultation, address, coordinator):
    statement = consultation.statements.first()
    consultation.close(by=coordinator)

    response = vote(client, consultation, statement, 1)

    assert response["Location"] == address
    assert Participant.objects.count() == 0


def test_closing_while_one_answers_is_told(client, consultation, address, monkeypatch):
    """The page was asked for in time, PostgreSQL refuses: no error, nobody made up."""
    monkeypatch.setattr(Consultation, "is_open", True)
    statement = consultation.statements.first()
    Consultation.objects.update(state="closed", closed_at=timezone.now())

    response = client.post(f"{address}avis/", {"statement": statement.pk, "vote": 1}, follow=True)

    assert "n’a pas été prise" in page_of(response)
    assert Participant.objects.count() == 0


def test_no_page_of_who_has_not_answered_tells_what_others_said(client, consultation, address):
    answered(consultation, (16, YES), (16, NO))
    Computation.objects.renew(consultation)

    for page in ("", "avis/", "mes-reponses/", "resultats/"):
        text = page_of(client.get(f"{address}{page}"))
        assert "%" not in text.replace("%}", "").split("<main")[1].split("</main")[0]
        assert "Groupe A" not in text


def test_many_new_people_from_one_connection_are_slowed_down(client, consultation, monkeypatch):
    monkeypatch.setitem(views.BEGINNING, "amount", 2)
    statement = consultation.statements.first()
    statuses = []
    for _person in range(3):
        client.cookies.clear()
        statuses.append(vote(client, consultation, statement, 1).status_code)

    assert statuses == [302, 302, 429]
    assert Participant.objects.count() == 2


@pytest.mark.parametrize("number", [1, 30])
def test_answer_page_asks_as_many_questions_whatever_the_number_of_answers(
    client, consultation, address, django_assert_num_queries, number
):
    answered(consultation, (number, [1, 0, 0, 0, 0, 0, 0]))
    vote(client, consultation, consultation.statements.first(), 1)

    with django_assert_num_queries(5):
        client.get(f"{address}avis/")


@pytest.mark.parametrize("number", [1, 7])
def test_own_page_asks_as_many_questions_for_one_answer_as_for_seven(
    client, consultation, address, django_assert_num_queries, number
):
    for statement in consultation.statements.all()[:number]:
        vote(client, consultation, statement, 1)
        client.post(f"{address}proposer/", {"text": f"Ma phrase {statement.pk}."})

    with django_assert_num_queries(4):
        client.get(f"{address}mes-reponses/")


@pytest.mark.parametrize("number", [1, 30])
def test_front_page_asks_as_many_questions_whatever_the_number_of_people(
    client, consultation, address, django_assert_num_queries, number
):
    answered(consultation, (number, YES))

    with django_assert_num_queries(3):
        client.get(address)


# Proposing


def test_proposed_statement_waits_is_accepted_and_asked(client, consultation, address, coordinator):
    vote(client, consultation, consultation.statements.first(), 1)

    client.post(f"{address}proposer/", {"text": "  Un banc   devant l’école. "})
    waiting = page_of(client.get(f"{address}mes-reponses/"))
    statement = Statement.objects.get(state="pending")
    statement.accept(by=coordinator)
    accepted = page_of(client.get(f"{address}mes-reponses/"))

    assert statement.text == "Un banc devant l’école."
    assert "ne l’a pas encore lue" in waiting
    assert "Acceptée" in accepted
    assert client.get(f"{address}avis/").context["total"] == 8


def test_refusal_is_read_by_who_proposed_and_by_nobody_else(client, consultation, address, coordinator):
    vote(client, consultation, consultation.statements.first(), 1)
    client.post(f"{address}proposer/", {"text": "Une phrase hors sujet."})
    Statement.objects.get(state="pending").refuse(by=coordinator, reason="C’est une autre question.")

    mine = page_of(client.get(f"{address}mes-reponses/"))
    client.cookies.clear()
    vote(client, consultation, consultation.statements.first(), 1)
    others = page_of(client.get(f"{address}mes-reponses/"))

    assert "C’est une autre question." in mine
    assert "C’est une autre question." not in others


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "court"},
        {"text": "x" * 141},
        {"text": ""},
        {"text": "Phrase de départ numéro 0"},
        {"text": "Une phrase de machine.", "kvtd": "x"},
    ],
)
def test_statement_that_cannot_be_is_not_kept(client, consultation, address, sent):
    vote(client, consultation, consultation.statements.first(), 1)

    response = client.post(f"{address}proposer/", sent)

    assert response.status_code == 200
    assert consultation.statements.count() == 7


def test_who_has_answered_nothing_proposes_nothing(client, consultation, address):
    response = client.post(f"{address}proposer/", {"text": "Une phrase venue de nulle part."})

    assert "Répondez d’abord à une phrase" in page_of(response)
    assert consultation.statements.count() == 7


def test_eleventh_statement_within_the_hour_is_kept_on_the_page(client, consultation, address):
    vote(client, consultation, consultation.statements.first(), 1)
    sent = [client.post(f"{address}proposer/", {"text": f"Proposition {n:03}."}) for n in range(11)]

    assert [response.status_code for response in sent] == [302] * 10 + [429]
    assert "Proposition 010." in page_of(sent[10])


# Accounts and shared computers


def test_account_is_linked_by_a_choice_alone(client, consultation, address, member):
    client.force_login(member)
    vote(client, consultation, consultation.statements.first(), 1)
    before = Participant.objects.get().user

    client.post(f"{address}lien/", {"action": "relier"})
    linked = Participant.objects.get().user
    client.post(f"{address}lien/", {"action": "delier"})

    assert (before, linked, Participant.objects.get().user) == (None, member, None)


def test_account_outside_the_network_is_not_told_that_it_counts_among_members(client, consultation, address):
    client.force_login(UserFactory())
    vote(client, consultation, consultation.statements.first(), 1)

    told = client.post(f"{address}lien/", {"action": "relier"}, follow=True).content.decode()

    assert "Vos réponses sont reliées à votre compte : elles vous suivent." in told
    assert "comptent aussi parmi celles des membres confirmés" not in told
    assert "Il n’est pas encore celui d’un membre du réseau" in told


def test_member_finds_their_answers_from_another_browser(client, consultation, address, member):
    person = ParticipantFactory(consultation=consultation, user=member)
    Vote.cast(person, consultation.statements.first().pk, 1)
    client.force_login(member)

    assert client.get(f"{address}mes-reponses/").context["participant"] == person
    vote(client, consultation, consultation.statements.last(), 1)
    assert person.votes.count() == 2


def test_account_does_not_answer_in_anothers_place_on_the_same_browser(client, consultation, address, member):
    client.force_login(member)
    vote(client, consultation, consultation.statements.first(), 1)
    client.post(f"{address}lien/", {"action": "relier"})

    client.force_login(UserFactory())

    assert client.get(f"{address}mes-reponses/").context["participant"] is None


def test_browser_forgets(client, consultation, address):
    vote(client, consultation, consultation.statements.first(), 1)

    client.post(f"{address}lien/", {"action": "oublier"})

    assert client.get(f"{address}mes-reponses/").context["participant"] is None
    assert Vote.objects.count() == 1


# What is said


@pytest.fixture
def shown(consultation, coordinator):
    """Closed, with two groups; the people of the first come first."""
    consultation.people = answered(consultation, (18, YES), (14, NO))
    Computation.objects.renew(consultation)
    consultation.close(by=coordinator)
    return consultation


def test_results_are_told_in_words_before_the_map(client, shown, address):
    page = page_of(client.get(f"{address}resultats/"))
    order = [
        page.index(words)
        for words in (
            "32 personnes ont répondu",
            "Groupe A (18 personnes)",
            "Groupe B (14 personnes)",
            "Ce sur quoi tous les groupes s’accordent",
            "groupe A : 100 %".replace(" ", "\N{NO-BREAK SPACE}"),
            'id="desaccords"',
            "100\N{NO-BREAK SPACE}% pas d’accord",
            'class="opinion-map"',
            "Toutes les phrases, en chiffres",
        )
    ]

    assert order == sorted(order)
    assert page.count('class="opinion-map__territory') == 2
    assert "vous êtes ici" not in page


def test_whoever_answered_sees_where_they_are(client, shown, address):
    client.cookies[name(shown)] = cookie_of(shown.people[-1])

    page = page_of(client.get(f"{address}resultats/"))

    assert "vous êtes ici" in page
    assert "Vous êtes dans le groupe B." in page


def test_map_and_page_hold_no_key_nor_number_of_anyone(client, shown, address):
    page = page_of(client.get(f"{address}resultats/"))

    assert not [person for person in shown.people if person.key in page]


def test_results_wait_for_ones_own_answers_while_it_is_open(client, consultation, address, coordinator):
    answered(consultation, (18, YES), (14, NO))
    Computation.objects.renew(consultation)

    def sees(who):
        return who.get(f"{address}resultats/").context["sees_results"]

    before = sees(client)
    for statement in consultation.statements.all():
        vote(client, consultation, statement, 1)
    after = sees(client)
    client.cookies.clear()
    client.force_login(coordinator)
    assert (before, after, sees(client)) == (False, True, True)


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([(12, YES), (8, NO)], "Il faut 26 personnes au moins"),
        ([(30, YES)], "se ressemblent trop"),
        ([(28, YES), (4, NO)], "moins de cinq personnes : le montrer"),
        ([(4, YES)], "Trop peu de réponses"),
    ],
)
def test_counts_alone_are_shown_of_too_few(client, consultation, address, coordinator, groups, words):
    answered(consultation, *groups)
    Computation.objects.renew(consultation)
    consultation.close(by=coordinator)

    page = page_of(client.get(f"{address}resultats/"))

    assert words.replace(" :", "\N{NO-BREAK SPACE}:") in page
    assert "opinion-map" not in page
    assert "Groupe A" not in page


def test_members_have_a_view_of_their_own(client, consultation, address, coordinator):
    members = [row.user for row in MembershipFactory.create_batch(6)]
    answered(consultation, (18, YES), (14, NO), users=members)
    Computation.objects.renew(consultation)
    consultation.close(by=coordinator)

    members = client.get(f"{address}resultats/", {"vue": "membres"})
    unknown = client.get(f"{address}resultats/", {"vue": "x"})

    assert "6 personnes ont répondu" in page_of(members)
    assert unknown.context["view"] == "tous"


@pytest.mark.parametrize("size", [14, 42])
def test_results_ask_as_many_questions_whatever_the_number_of_people(
    client, consultation, address, coordinator, django_assert_num_queries, size
):
    answered(consultation, (size, YES), (size, NO))
    Computation.objects.renew(consultation)
    consultation.close(by=coordinator)

    with django_assert_num_queries(4):
        client.get(f"{address}resultats/")


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_many_questions_for_one_as_for_three(client, django_assert_num_queries, number):
    for _row in range(number):
        answered(ConsultationFactory(body=BodyFactory()), (3, YES))

    with django_assert_num_queries(1):
        page = page_of(client.get("/gouvernance/consultations/"))
    assert page.count("3 personnes ont répondu") == number


# The team


def test_team_prepares_reads_and_closes(client, coordinator):
    client.force_login(coordinator)
    sent = {"title": "Les parcs", "question": "Que voulons-nous ?", "closes_on": timezone.localdate()}

    client.post("/gouvernance/consultations/ajouter/", sent)
    consultation = Consultation.objects.get()
    team = f"{consultation.get_absolute_url()}suivi/"
    texts = [
        "Plus de bancs.",
        "",
        "plus de bancs",
        *(f"Plus d’arbres, {number} fois." for number in range(6)),
    ]
    seeded = client.post(team, {"texts": "\n".join(texts)}, follow=True)
    client.post(f"{consultation.get_absolute_url()}etape/", {"action": "ouvrir"})
    consultation.refresh_from_db()
    opened = consultation.state
    closed = client.post(f"{consultation.get_absolute_url()}etape/", {"action": "fermer"}, follow=True)

    assert "7 phrases ajoutées" in page_of(seeded)
    assert "déjà dans la consultation" in page_of(seeded)
    assert opened == "open"
    assert "La consultation est terminée" in page_of(closed)
    assert consultation.statements.filter(is_seed=True, state="accepted").count() == 7


def test_question_does_not_change_once_it_is_open(client, consultation, address, coordinator):
    client.force_login(coordinator)

    client.post(
        f"{address}modifier/",
        {"question": "Une autre ?", "words": "Dit mieux.", "closes_on": timezone.localdate()},
    )

    consultation.refresh_from_db()
    assert (consultation.question, consultation.words) == ("Que voulons-nous ?", "Dit mieux.")


def test_what_was_done_is_told_once_it_is_closed(client, consultation, address, coordinator):
    consultation.close(by=coordinator)
    client.force_login(coordinator)
    later = timezone.localdate() + timedelta(days=99)

    client.post(f"{address}modifier/", {"words": "Deux bancs posés en mars.", "closes_on": later})

    page = page_of(client.get(address))
    consultation.refresh_from_db()
    assert "Deux bancs posés en mars." in page
    assert consultation.state == "closed"
    assert consultation.closes_on < later


def test_refusing_takes_words(client, consultation, address, coordinator):
    statement = Statement.propose(ParticipantFactory(consultation=consultation), "Madame Rossi exagère.")
    client.force_login(coordinator)
    moderate = f"{address}phrases/{statement.pk}/"

    queue = page_of(client.get(f"{address}suivi/"))
    bare = client.post(moderate, {"action": "refuser", "reason": " "}, follow=True)
    client.post(moderate, {"action": "refuser", "reason": "Elle nomme quelqu’un."})

    statement.refresh_from_db()
    assert "Nomme peut-être quelqu’un\N{NO-BREAK SPACE}: Madame Rossi" in queue
    assert "Dites pourquoi" in page_of(bare)
    assert (statement.state, statement.reason) == ("refused", "Elle nomme quelqu’un.")


def test_statements_do_not_change_after_the_end(client, consultation, address, coordinator):
    statement = consultation.statements.first()
    consultation.close(by=coordinator)
    client.force_login(coordinator)

    client.post(f"{address}phrases/{statement.pk}/", {"action": "refuser", "reason": "Non."})
    client.post(f"{address}suivi/", {"texts": "Une de plus."})

    assert consultation.statements.accepted().count() == 7


@pytest.mark.parametrize("number", [1, 3])
def test_team_page_asks_as_many_questions_for_one_as_for_three(
    client, consultation, address, coordinator, django_assert_num_queries, number
):
    client.force_login(coordinator)
    for row in range(number):
        Statement.propose(ParticipantFactory(consultation=consultation), f"Phrase {row}.")
        Statement.add(consultation, f"Autre phrase {row}.", by=coordinator)

    with django_assert_num_queries(7):
        client.get(f"{address}suivi/")


def table(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_exported_answers_tell_nobody_apart(client, consultation, address, coordinator, monkeypatch):
    people = answered(consultation, (2, YES), (1, NO), users=[coordinator])
    client.force_login(coordinator)

    header, *rows = table(client.get(f"{address}reponses.csv"))

    assert header == ["participant", "phrase", "réponse"]
    assert len(rows) == 21
    assert {row[0] for row in rows} == {"1", "2", "3"}
    assert {row[2] for row in rows} == {"D’accord", "Pas d’accord"}
    cells = {cell for row in rows for cell in row}
    assert not cells & ({person.key for person in people} | {coordinator.email, str(coordinator)})


def test_exported_people_are_numbered_anew_each_time(client, consultation, address, coordinator):
    answered(consultation, *((1, [1] * number + [-1] * (7 - number)) for number in range(8)))
    client.force_login(coordinator)

    files = {tuple(map(tuple, table(client.get(f"{address}reponses.csv")))) for _export in range(6)}

    assert len(files) > 1


def test_exported_statements_say_what_became_of_them(client, consultation, address, coordinator):
    [person] = answered(consultation, (1, YES))
    Statement.propose(person, "=Plus de bancs").refuse(by=coordinator, reason="Hors sujet.")
    client.force_login(coordinator)

    header, first, *_rest, last = table(client.get(f"{address}phrases.csv"))

    assert header[:2] == ["phrase", "texte"]
    assert first[1:] == ["Phrase de départ numéro 0.", "équipe", "acceptée", "", "1", "0", "0"]
    assert last[1:] == ["'=Plus de bancs", "participants", "refusée", "Hors sujet.", "0", "0", "0"]


def test_administration_holds_neither_people_nor_answers(client, consultation, administrator):
    answered(consultation, (1, YES))
    client.force_login(administrator)

    for model in ("participant", "vote", "computation"):
        assert client.get(f"/administration/gouvernance/{model}/").status_code == 404
    page = client.get(f"/administration/gouvernance/consultation/{consultation.pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page_of(page)
    statement = consultation.statements.first()
    assert client.get(f"/administration/gouvernance/statement/{statement.pk}/change/").status_code == 200
