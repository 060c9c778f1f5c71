"""The administration: each list opens, searches, and costs the same whatever its length."""

from http import HTTPStatus

import pytest
from django.contrib import admin
from django.urls import reverse

from agenda.models import Booking, CoOrganising, Event
from associations.models import Invitation, JoinRequest, Organisation, Report
from cooperation.core.models import User
from gouvernance.models import Consultation, Deliberation, Statement
from habitants.models import Application, Bulletin, Cohort, Concern, Draw, Nomination, Seat
from initiatives.models import Initiative, Method
from tests.factories import (
    BookingFactory,
    CoOrganisingFactory,
    DistrictFactory,
    EventFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    RelayFactory,
    ReportFactory,
    RoomFactory,
    SourceFactory,
    ThemeFactory,
    UserFactory,
)
from tests.gouvernance.consultation_factories import ConsultationFactory, StatementFactory
from tests.gouvernance.factories import BodyFactory, DeliberationFactory, MandateFactory, SchemeFactory
from tests.habitants.factories import (
    ApplicationFactory,
    BulletinFactory,
    CohortFactory,
    ConcernFactory,
    NominationFactory,
    SeatFactory,
)
from tests.habitants.test_draws import frozen
from tests.initiatives.course_factories import MethodFactory
from tests.initiatives.factories import InitiativeFactory

pytestmark = pytest.mark.django_db

MADE_BY = {
    "core.user": UserFactory,
    "associations.theme": ThemeFactory,
    "associations.district": DistrictFactory,
    "associations.place": lambda: PlaceFactory(district=DistrictFactory()),
    "associations.organisation": lambda: with_themes(OrganisationFactory()),
    "associations.membership": MembershipFactory,
    "associations.invitation": InvitationFactory,
    "associations.joinrequest": JoinRequestFactory,
    "associations.report": ReportFactory,
    "gouvernance.body": BodyFactory,
    "gouvernance.mandate": MandateFactory,
    "gouvernance.concertationscheme": SchemeFactory,
    "gouvernance.deliberation": DeliberationFactory,
    "gouvernance.consultation": ConsultationFactory,
    "gouvernance.statement": StatementFactory,
    "habitants.cohort": lambda: CohortFactory(preparing=True),
    "habitants.application": lambda: ApplicationFactory(cohort=CohortFactory(preparing=True)),
    "habitants.nomination": lambda: NominationFactory(cohort=CohortFactory(preparing=True)),
    "habitants.draw": frozen,
    "habitants.seat": lambda: SeatFactory(cohort=CohortFactory(preparing=True)),
    "habitants.relay": lambda: RelayFactory(district=DistrictFactory()),
    "habitants.bulletin": BulletinFactory,
    "habitants.concern": lambda: ConcernFactory(on_board=True, author=UserFactory()),
    "agenda.event": lambda: with_themes(EventFactory(weekly=True)),
    "agenda.source": SourceFactory,
    "agenda.room": RoomFactory,
    "agenda.booking": BookingFactory,
    "agenda.coorganising": CoOrganisingFactory,
}
# Decided on the platform's own pages: the administration reads them.
OURS = ("core", "associations", "habitants", "agenda", "gouvernance")
READ_ONLY = {
    Application,
    Booking,
    Bulletin,
    Cohort,
    Concern,
    Consultation,
    Deliberation,
    Draw,
    CoOrganising,
    Invitation,
    JoinRequest,
    Nomination,
    Report,
    Seat,
    Statement,
}


def with_themes(row):
    row.themes.set([ThemeFactory(), ThemeFactory()])
    return row


def label(model):
    return model._meta.label_lower


REGISTERED = sorted((model for model in admin.site._registry if model._meta.app_label in OURS), key=label)


def changelist(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def change_page(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def test_every_model_of_ours_in_the_administration_is_tested_here():
    assert {label(model) for model in REGISTERED} == set(MADE_BY)


def queries_for(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as captured:
        response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    return len(captured)


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_changelist_opens_with_a_constant_number_of_queries(
    client, administrator, django_assert_max_num_queries, model
):
    client.force_login(administrator)
    MADE_BY[label(model)]()
    with_one = queries_for(client, changelist(model), django_assert_max_num_queries)
    for _row in range(2):
        MADE_BY[label(model)]()

    with_three = queries_for(client, changelist(model), django_assert_max_num_queries)

    assert with_three == with_one
    assert with_three <= 15


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_changelist_searches(client, administrator, model):
    client.force_login(administrator)

    response = client.get(changelist(model), {"q": "é%'\\"})

    assert response.status_code == HTTPStatus.OK


@pytest.mark.parametrize("model", [model for model in REGISTERED if model not in READ_ONLY], ids=label)
def test_record_opens_and_is_saved_as_it_stands(client, administrator, model):
    client.force_login(administrator)
    row = MADE_BY[label(model)]()
    page = client.get(change_page(row))

    response = client.post(change_page(row), as_sent(page))

    assert page.status_code == HTTPStatus.OK
    assert response.status_code == HTTPStatus.FOUND, response.context["errors"]


def as_sent(page):
    """What the browser would send for the page's form, untouched."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value, widget = field.value(), field.field.widget
            if value is None or value is False or widget.needs_multipart_form:
                continue
            if hasattr(widget, "widgets"):
                parts = zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True)
                data |= {field.html_name + name: part.format_value(text) or "" for name, part, text in parts}
            else:
                data[field.html_name] = (
                    field.field.prepare_value(value) if not isinstance(value, list) else value
                )
    return data


@pytest.mark.parametrize(
    "model", [model for model in REGISTERED if model not in {Event, *READ_ONLY}], ids=label
)
def test_empty_record_opens(client, administrator, model):
    client.force_login(administrator)

    response = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add"))

    assert response.status_code == HTTPStatus.OK


@pytest.mark.parametrize("action", ["add", "delete"])
def test_event_is_neither_made_nor_deleted_here(client, administrator, action):
    client.force_login(administrator)
    event = EventFactory()
    arguments = [] if action == "add" else [event.pk]

    response = client.get(reverse(f"admin:agenda_event_{action}", args=arguments))

    assert response.status_code == HTTPStatus.FORBIDDEN


def test_event_changes_state_through_moderation_alone(client, administrator):
    client.force_login(administrator)
    event = EventFactory(pending=True)
    data = as_sent(client.get(change_page(event)))

    client.post(change_page(event), data | {"title": "Autre titre", "state": Event.State.PUBLISHED})

    event = Event.objects.get()
    assert (event.title, event.state) == ("Autre titre", Event.State.PENDING)


def test_queued_mails_are_not_in_the_administration():
    assert not [model for model in admin.site._registry if model._meta.app_label == "procrastinate"]


def test_administration_is_in_french(client, administrator):
    client.force_login(administrator)

    response = client.get(reverse("admin:index"))

    assert "Administration de la plateforme" in response.text
    assert "Associations et partenaires" in response.text
    assert "Agenda" in response.text


def test_account_is_made_by_address_without_username(client, administrator):
    client.force_login(administrator)

    response = client.post(
        reverse("admin:core_user_add"),
        {
            "email": "nouvelle@example.org",
            "display_name": "Nouvelle",
            "usable_password": "true",
            "password1": "un-bon-mot-de-passe",
            "password2": "un-bon-mot-de-passe",
        },
    )

    assert response.status_code == HTTPStatus.FOUND
    assert User.objects.get(email="nouvelle@example.org").display_name == "Nouvelle"


def test_saving_an_organisation_refreshes_the_words_it_is_found_by(client, administrator):
    client.force_login(administrator)
    organisation = OrganisationFactory(name="Les Amandiers")
    data = as_sent(client.get(change_page(organisation)))

    client.post(change_page(organisation), data | {"summary": "Soutien scolaire"})

    assert "Soutien scolaire" in Organisation.objects.get().search_text


def test_saving_an_event_tells_its_followers(client, administrator):
    client.force_login(administrator)
    event = EventFactory(title="Goûter")
    data = as_sent(client.get(change_page(event)))

    client.post(change_page(event), data | {"title": "Grand goûter"})

    changed = Event.objects.get()
    assert (changed.title, changed.sequence) == ("Grand goûter", event.sequence + 1)
    assert "Grand goûter" in changed.search_text


def found_by(word):
    """What of each kind has this word among those it is searched by."""
    kinds = (Organisation, Event, Initiative, Method, Concern)
    return {
        kind._meta.model_name for kind in kinds if kind.objects.filter(search_text__contains=word).exists()
    }


@pytest.mark.parametrize(
    ("what", "changed", "kinds"),
    [
        ("theme", {"name": "Zygomatique"}, {"organisation", "event", "initiative", "method", "concern"}),
        ("theme", {"keywords": "Zygomatique"}, {"organisation", "initiative"}),
        ("district", {"name": "Zygomatique"}, {"organisation", "event", "initiative", "concern"}),
        ("place", {"name": "Zygomatique"}, {"event", "initiative"}),
    ],
)
def test_what_is_found_by_a_word_follows_when_it_changes(client, administrator, what, changed, kinds):
    theme, district = ThemeFactory(), DistrictFactory()
    place = PlaceFactory(district=district)
    organisation, part = OrganisationFactory(), ThemeFactory(parent=theme)
    organisation.themes.add(part)
    organisation.districts.add(district)
    event = EventFactory(place=place)
    initiative = InitiativeFactory(place=place)
    method = MethodFactory()
    for row in (event, initiative, method):
        row.themes.add(theme)
    initiative.districts.add(district)
    ConcernFactory(theme=theme, district=district)
    row = {"theme": theme, "district": district, "place": place}[what]
    client.force_login(administrator)
    address = reverse(f"admin:associations_{what}_change", args=[row.pk])
    form = client.get(address).context["adminform"].form

    data = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    response = client.post(address, data | changed)

    assert response.status_code == HTTPStatus.FOUND, response.context["adminform"].form.errors
    assert found_by("Zygomatique") == kinds


@pytest.mark.parametrize("number", ["W133001234", "732829320", "73282932000074"])
def test_organisation_is_found_by_its_numbers(client, administrator, number):
    sheet = OrganisationFactory(
        is_published=False, rna="W133001234", siren="732829320", siret="73282932000074", origin="rna"
    )
    OrganisationFactory()
    client.force_login(administrator)

    response = client.get(reverse("admin:associations_organisation_changelist"), {"q": number})

    assert list(response.context["cl"].queryset) == [sheet]
