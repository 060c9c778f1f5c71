"""Methods: found, written by the network, read by the team where need be, printed, and linked both ways."""

import io

import pytest
from django.db import IntegrityError, transaction
from django.template import Context, Template
from pypdf import PdfReader

from initiatives.models import Method
from tests.factories import MembershipFactory, OrganisationFactory, ThemeFactory, UserFactory
from tests.initiatives.course_factories import CourseFactory, MethodFactory, WorkshopFactory
from tests.initiatives.factories import InitiativeFactory

pytestmark = pytest.mark.django_db

LIST = "/formations/methodes/"
WORDS = {
    "title": "Le mur des freins",
    "aim": "Passer au premier pas.",
    "group_min": 5,
    "group_max": 20,
    "minutes": 90,
    "steps": "1. Écrire.",
    "material": "",
    "precautions": "",
}


def found(client, **query):
    return [method.title for method in client.get(LIST, query).context["methods"]]


def test_methods_are_found_by_words_misspelt_too(client):
    MethodFactory(title="Carte sensible", steps="On marche dans le quartier.")
    MethodFactory(title="Débat debout")
    MethodFactory(title="Brouillon sensible", state="draft")

    assert found(client, q="marcher") == ["Carte sensible"]
    assert found(client, q="sensibel") == ["Carte sensible"]
    assert found(client) == ["Carte sensible", "Débat debout"]


def test_facets_narrow_and_count(client):
    theme = ThemeFactory(name="Jardins", slug="jardins")
    MethodFactory(title="A", minutes=30, group_min=2, group_max=6, themes=[theme])
    MethodFactory(title="B", minutes=60, group_min=6, group_max=20, themes=[theme])
    MethodFactory(title="C", minutes=240, group_min=20, group_max=60)

    assert found(client, duree="30") == ["A"]
    assert found(client, duree=["30", "60"]) == ["A", "B"]
    assert found(client, groupe="petit") == ["A", "B"]
    assert found(client, groupe="grand") == ["B", "C"]
    assert found(client, theme="jardins", groupe="moyen") == ["B"]
    facets = client.get(LIST, {"theme": "jardins"}).context["filter"].facets
    totals = {(facet.name, choice.value): choice.total for facet in facets for choice in facet.choices}
    assert totals == {
        ("theme", "jardins"): 2,
        ("duree", "30"): 1,
        ("duree", "60"): 1,
        ("groupe", "petit"): 2,
        ("groupe", "moyen"): 1,
        ("groupe", "grand"): 1,
    }


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, number):
    for _ in range(number):
        MethodFactory(themes=[ThemeFactory()])

    with django_assert_num_queries(4):
        client.get(LIST)


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_whatever_used_it(client, django_assert_num_queries, number):
    method = MethodFactory(themes=[ThemeFactory()])
    for _ in range(number):
        method.initiatives.add(InitiativeFactory())
        WorkshopFactory(days=-3).methods.add(method)

    with django_assert_num_queries(4):
        client.get(method.get_absolute_url())


def test_member_s_method_is_public_at_once(client, member, organisation):
    client.force_login(member)

    client.post(f"{LIST}ecrire/", WORDS | {"organisation": organisation.pk, "action": "submit"})

    method = Method.objects.get()
    assert (method.state, method.organisation, method.author) == ("published", organisation, member)
    assert found(client, q="freins") == ["Le mur des freins"]


def test_relay_s_method_waits_for_the_team(client, relay, coordinator, mailoutbox):
    client.force_login(relay)

    client.post(f"{LIST}ecrire/", WORDS | {"action": "submit"})
    method = Method.objects.get()
    refused = client.post(f"{method.get_absolute_url()}action/", {"action": "publish"})
    client.force_login(coordinator)
    waiting = client.get(LIST).text
    client.post(f"{method.get_absolute_url()}action/", {"action": "publish"})

    assert (method.state, refused.status_code) == ("pending", 400)
    assert [mail.to for mail in mailoutbox] == [[coordinator.email]]
    assert "À relire par l’équipe" in waiting
    assert Method.objects.get().is_public


def test_relay_who_changes_what_is_public_has_it_read_again(client, relay):
    method = MethodFactory(author=relay, organisation=None)
    client.force_login(relay)

    client.post(f"{method.get_absolute_url()}modifier/", WORDS | {"action": "save"})

    assert Method.objects.get().state == "pending"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"group_min": 20, "group_max": 5}, "group_max"),
        ({"minutes": 0}, "minutes"),
        ({"steps": "x" * 20_001}, "steps"),
        ({"steps": ""}, "steps"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_the_words(client, member, sent, field):
    client.force_login(member)

    response = client.post(f"{LIST}ecrire/", WORDS | sent)

    assert response.context["form"].has_error(field)
    assert "Passer au premier pas." in response.text
    assert not Method.objects.exists()


def test_nobody_writes_in_the_name_of_others(client, member):
    client.force_login(member)

    response = client.post(f"{LIST}ecrire/", WORDS | {"organisation": OrganisationFactory().pk})

    assert response.context["form"].has_error("organisation")


def test_script_in_markdown_is_not_run(client):
    method = MethodFactory(steps="<script>alert(1)</script> **gras**")

    page = client.get(method.get_absolute_url()).text

    assert "<script>alert" not in page
    assert "<strong>gras</strong>" in page


def test_database_refuses_a_group_upside_down():
    with pytest.raises(IntegrityError), transaction.atomic():
        MethodFactory(group_min=9, group_max=3)


def test_sheet_and_method_name_each_other(client, member, organisation):
    method, initiative = MethodFactory(title="Carte sensible"), InitiativeFactory(carrier=organisation)
    theirs, draft = InitiativeFactory(), InitiativeFactory(carrier=organisation, draft=True)
    client.force_login(member)

    for sheet in (initiative, theirs, draft):
        client.post(f"{method.get_absolute_url()}employee/", {"initiative": sheet.pk})

    tag = Template("{% load methods %}{% methods_of initiative %}")
    assert list(method.initiatives.all()) == [initiative]
    assert initiative.title in client.get(method.get_absolute_url()).text
    assert "Carte sensible" in tag.render(Context({"initiative": initiative}))
    assert tag.render(Context({"initiative": theirs})).strip() == ""


def test_course_shows_where_its_methods_serve(client):
    method, initiative = MethodFactory(), InitiativeFactory(title="Verger partagé")
    method.initiatives.add(initiative, InitiativeFactory(title="Secret", draft=True))
    course = CourseFactory()
    WorkshopFactory(course=course).methods.add(method)

    page = client.get(course.get_absolute_url()).text

    assert "1 initiative emploie des méthodes de cette formation" in page
    assert "Verger partagé" in page
    assert "Secret" not in page


def test_divided_theme_opens_on_its_parts(client):
    garden = ThemeFactory(name="Jardins", slug="jardins")
    part = ThemeFactory(name="Compost", slug="compost", parent=garden)
    MethodFactory(title="A", themes=[part])

    closed = client.get(LIST)
    opened = client.get(LIST, {"theme": "jardins"})

    assert 'value="compost"' not in closed.text
    assert 'value="compost"' in opened.text
    assert found(client, theme="jardins") == ["A"]


def test_words_that_ask_are_not_searched(client):
    MethodFactory(title="Carte sensible")

    assert found(client, q="je cherche une carte") == ["Carte sensible"]


def test_own_methods_that_are_not_public_are_listed(client, member, organisation, coordinator):
    MethodFactory(title="Brouillon d’équipe", organisation=organisation, state="draft")
    MethodFactory(title="Brouillon d’autrui", state="draft")
    MethodFactory(title="Publique", organisation=organisation)
    MethodFactory(title="Oubliée", organisation=organisation, state="archived")
    MethodFactory(title="De l’équipe", author=coordinator, state="draft")

    def mine():
        return [method.title for method in client.get(LIST).context["mine"]]

    visitor = mine()
    client.force_login(member)
    members = mine()
    client.force_login(coordinator)

    assert (visitor, members, mine()) == ([], ["Brouillon d’équipe"], ["De l’équipe"])


def test_pdf_says_the_method_on_a_page_with_the_way_back(client, settings):
    settings.SITE_URL = "https://cooperation.example.org"
    method = MethodFactory(title="La ligne", material="- du scotch", precautions="Rester *assis*.")

    response = client.get(f"/formations/methodes/{method.slug}.pdf")

    reader = PdfReader(io.BytesIO(response.content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) == 1
    assert "https://cooperation.example.org/formations" in text.replace("\n", "")
    for words in (
        "La ligne",
        "45\N{NO-BREAK SPACE}min",
        "de 6 à 15 personnes",
        "du scotch",
        "On parle.",
        "Rester assis.",
    ):
        assert words in text.replace("\n", " "), words
    assert method.get_absolute_url() in text.replace("\n", "")


def test_only_workshops_that_took_place_used_it(client):
    method = MethodFactory()
    held, coming, off = (
        WorkshopFactory(title=title, days=days)
        for title, days in (("Atelier tenu", -3), ("Atelier à venir", 3), ("Atelier annulé", -9))
    )
    dateless = WorkshopFactory(title="Atelier sans date", occurrence=None)
    off.occurrence.cancel(by=None)
    for workshop in (held, coming, off, dateless):
        workshop.methods.add(method)

    assert list(client.get(method.get_absolute_url()).context["workshops"]) == [held]


@pytest.mark.parametrize(("number", "words"), [(1, "1 personne"), (12, "12 personnes")])
def test_group_of_one_number(number, words):
    assert MethodFactory.build(group_min=number, group_max=number).group_wording == words


def test_method_of_a_draft_course_does_not_tell_of_it(client):
    workshop = WorkshopFactory(course=CourseFactory(draft=True), title="Atelier caché", days=-3)
    method = MethodFactory()
    workshop.methods.add(method)

    assert "Atelier caché" not in client.get(method.get_absolute_url()).text


def test_method_of_an_organisation_stays_with_it_when_its_author_leaves():
    author = UserFactory()
    public, draft = MethodFactory(author=author), MethodFactory(author=author, state="draft")
    own = MethodFactory(author=author, organisation=None)
    MethodFactory(author=author, state="archived")

    assert set(Method.objects.editable_by(author)) == {draft, own}
    assert set(Method.objects.visible_to(author)) == {public, draft, own}


def test_stranger_edits_nothing():
    method = MethodFactory()
    member = MembershipFactory(organisation=method.organisation).user

    assert list(Method.objects.editable_by(member)) == [method]
    assert not Method.objects.editable_by(UserFactory()).exists()


# Two who write


def edit(method):
    return f"{method.get_absolute_url()}modifier/"


def opened(client, method):
    """What the form would send as it was opened."""
    form = client.get(edit(method)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent["themes"] = [getattr(theme, "pk", theme) for theme in sent["themes"]]
    return {name: "" if value is None else value for name, value in sent.items()}


def test_what_both_changed_is_refused_with_both_texts_until_they_chose(client, member, organisation):
    method = MethodFactory(organisation=organisation, steps="1. Avant.", material="Des chaises.")
    client.force_login(member)
    mine, theirs = opened(client, method), opened(client, method)
    client.post(edit(method), theirs | {"steps": "1. Le leur.", "aim": "Un autre but."})

    refused = client.post(edit(method), mine | {"steps": "1. Le mien.", "material": "Des coussins."})
    untouched = Method.objects.get().steps
    seen = {"seen": refused.context["form"]["seen"].value(), "garder-steps": "le-sien"}
    client.post(edit(method), mine | seen | {"steps": "1. Le mien.", "material": "Des coussins."})

    assert untouched == "1. Le leur."
    assert "1. Le leur." in refused.text
    assert "1. Le mien." in refused.text
    assert [conflict["name"] for conflict in refused.context["form"].conflicts] == ["steps"]
    method = Method.objects.get()
    assert (method.steps, method.material, method.aim) == ("1. Le leur.", "Des coussins.", "Un autre but.")


def test_what_one_alone_changed_is_kept_without_a_question(client, member, organisation):
    first, second = ThemeFactory.create_batch(2)
    method = MethodFactory(organisation=organisation, steps="1. Avant.\n2. Après.", themes=[first])
    client.force_login(member)
    mine, theirs = opened(client, method), opened(client, method)
    client.post(edit(method), theirs | {"aim": "Un autre but.", "themes": [first.pk, second.pk]})

    client.post(edit(method), mine | {"title": "Le mur", "steps": "1. Avant.\r\n2. Après."})

    method = Method.objects.get()
    assert (method.title, method.aim) == ("Le mur", "Un autre but.")
    assert set(method.themes.all()) == {first, second}


def test_third_save_between_two_choices_is_shown_too(client, member, organisation):
    method = MethodFactory(organisation=organisation, steps="1. Avant.")
    client.force_login(member)
    mine, theirs = opened(client, method), opened(client, method)
    client.post(edit(method), theirs | {"steps": "1. Le leur."})
    refused = client.post(edit(method), mine | {"steps": "1. Le mien."})
    seen = refused.context["form"]["seen"].value()
    client.post(edit(method), opened(client, method) | {"steps": "1. Encore."})

    again = client.post(edit(method), mine | {"steps": "1. Le mien.", "seen": seen})

    assert "1. Encore." in again.text
    assert Method.objects.get().steps == "1. Encore."
