"""Who belongs to an organisation, who looks after them, and that a manager always remains."""

from http import HTTPStatus
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from associations.models import Membership, Organisation
from associations.models.memberships import LAST_MANAGER
from tests.factories import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    ReportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def notices(response):
    return [str(message) for message in response.context["messages"]]


def page(organisation):
    return f"/associations/{organisation.slug}/membres/"


def change(client, membership, action):
    address = f"{page(membership.organisation)}{membership.pk}/"
    return client.post(address, {"action": action}, follow=True)


def check_constraints():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def elodie(organisation):
    user = UserFactory(display_name="Élodie", email="elodie@example.org")
    return MembershipFactory(organisation=organisation, user=user, manager=True)


@pytest.fixture
def karim(organisation):
    user = UserFactory(display_name="Karim", email="karim@example.org")
    return MembershipFactory(organisation=organisation, user=user)


# The page


def test_members_see_names_and_roles_and_no_address(client, elodie, karim):
    client.force_login(karim.user)

    response = client.get(page(karim.organisation))

    assert list(response.context["members"]) == [elodie, karim]
    assert "Élodie" in response.text
    assert "elodie@example.org" not in response.text
    assert "Inviter quelqu’un" not in response.text


def test_managers_see_what_waits_for_them(client, elodie, karim):
    organisation = elodie.organisation
    waiting = JoinRequestFactory(organisation=organisation)
    JoinRequestFactory()
    JoinRequestFactory(organisation=organisation, user__is_active=False)
    invitation = InvitationFactory(organisation=organisation)
    ReportFactory(organisation=organisation, message="Le téléphone a changé", email="voisin@example.org")
    client.force_login(elodie.user)

    response = client.get(page(organisation))

    assert list(response.context["join_requests"]) == [waiting]
    assert list(response.context["invitations"]) == [invitation]
    assert "karim@example.org" in response.text
    assert "Le téléphone a changé" in response.text
    assert "voisin@example.org" not in response.text


def test_those_who_left_and_closed_accounts_are_not_listed(client, elodie, organisation):
    MembershipFactory(organisation=organisation, is_active=False)
    MembershipFactory(organisation=organisation, user__is_active=False)
    client.force_login(elodie.user)

    assert list(client.get(page(organisation)).context["members"]) == [elodie]


def test_coordinator_sees_the_members_of_an_organisation_without_any(client, coordinator, organisation):
    client.force_login(coordinator)

    response = client.get(page(organisation))

    assert "Personne n’a encore de compte" in response.text
    assert "Inviter quelqu’un" in response.text


@pytest.mark.parametrize("rows", [1, 3])
def test_page_has_a_constant_number_of_queries(client, elodie, organisation, rows, django_assert_num_queries):
    for _row in range(rows):
        MembershipFactory(organisation=organisation)
        InvitationFactory(organisation=organisation)
        JoinRequestFactory(organisation=organisation)
        ReportFactory(organisation=organisation)
    client.force_login(elodie.user)

    with django_assert_num_queries(8):
        client.get(page(organisation))


# Roles


def test_manager_names_another_and_steps_back(client, elodie, karim):
    client.force_login(elodie.user)

    named = change(client, karim, "manager")
    stepped = change(client, elodie, "member")

    assert notices(named) == ["Karim est maintenant responsable."]
    assert notices(stepped) == ["Élodie est maintenant membre."]
    assert list(Organisation.objects.managed_by(karim.user)) == [karim.organisation]
    assert list(Organisation.objects.managed_by(elodie.user)) == []


def test_role_that_changes_keeps_who_changed_it(client, elodie, karim):
    client.force_login(elodie.user)

    change(client, karim, "manager")

    last = karim.history.latest("pgh_id")
    assert (last.role, last.pgh_context.metadata["user"]) == ("manager", elodie.user.pk)


def test_removed_member_has_no_right_left(client, elodie, karim):
    client.force_login(elodie.user)

    response = change(client, karim, "end")

    karim.refresh_from_db()
    assert notices(response) == ["Karim ne fait plus partie de l’organisation."]
    assert karim.is_active is False
    assert list(Organisation.objects.written_by(karim.user)) == []


def test_coordinator_changes_roles_everywhere(client, coordinator, karim):
    client.force_login(coordinator)

    change(client, karim, "manager")

    karim.refresh_from_db()
    assert karim.is_manager is True


@pytest.mark.parametrize("action", ["member", "end"])
def test_last_manager_is_kept_and_told_so(client, elodie, karim, action):
    client.force_login(elodie.user)

    response = change(client, elodie, action)

    elodie.refresh_from_db()
    assert notices(response) == [str(LAST_MANAGER)]
    assert (elodie.role, elodie.is_active) == ("manager", True)


def test_manager_whose_account_is_closed_does_not_count(elodie, organisation):
    MembershipFactory(organisation=organisation, manager=True, user__is_active=False)

    with pytest.raises(ValidationError, match="garde toujours un responsable"):
        elodie.end(by=elodie.user)


def test_page_offers_no_button_that_would_be_refused(client, elodie):
    client.force_login(elodie.user)

    text = client.get(page(elodie.organisation)).text

    assert "Seule personne responsable" in text
    assert 'value="end"' not in text
    assert "/quitter/" not in text


def test_unknown_action_changes_nothing(client, elodie, karim):
    client.force_login(elodie.user)

    assert change(client, karim, "roi").status_code == HTTPStatus.BAD_REQUEST
    assert change(client, karim, "").status_code == HTTPStatus.BAD_REQUEST


def test_members_of_elsewhere_are_not_found(client, elodie):
    other = MembershipFactory()
    client.force_login(elodie.user)

    response = client.post(f"{page(elodie.organisation)}{other.pk}/", {"action": "end"})

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_simple_member_changes_nobody(client, elodie, karim):
    client.force_login(karim.user)

    assert change(client, elodie, "member").status_code == HTTPStatus.NOT_FOUND
    assert change(client, karim, "manager").status_code == HTTPStatus.NOT_FOUND


# Leaving


def test_member_leaves_and_reads_the_sheet(client, elodie, karim):
    client.force_login(karim.user)

    response = client.post(f"/associations/{karim.organisation.slug}/quitter/", follow=True)

    karim.refresh_from_db()
    assert karim.is_active is False
    assert response.redirect_chain == [(karim.organisation.get_absolute_url(), 302)]
    assert notices(response) == [f"Vous ne faites plus partie de « {karim.organisation.label} »."]


def test_last_manager_does_not_leave(client, elodie):
    client.force_login(elodie.user)

    response = client.post(f"/associations/{elodie.organisation.slug}/quitter/", follow=True)

    elodie.refresh_from_db()
    assert elodie.is_active is True
    assert notices(response) == [str(LAST_MANAGER)]


def test_whoever_is_not_a_member_has_nothing_to_leave(client, coordinator, elodie):
    client.force_login(coordinator)

    response = client.post(f"/associations/{elodie.organisation.slug}/quitter/")

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_member_of_an_unpublished_sheet_leaves_for_their_own_space(client):
    karim = MembershipFactory(organisation__is_published=False)
    client.force_login(karim.user)

    response = client.post(f"/associations/{karim.organisation.slug}/quitter/")

    assert response["Location"] == "/mon-espace/"


# What the database keeps


@pytest.mark.parametrize("change", [{"role": "member"}, {"is_active": False}])
def test_database_refuses_an_update_that_leaves_no_manager(elodie, change):
    Membership.objects.filter(pk=elodie.pk).update(**change)

    with pytest.raises(IntegrityError, match="membership_last_manager"):
        check_constraints()


def test_database_refuses_a_deletion_that_leaves_no_manager(elodie):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM associations_membership WHERE id = %s", [elodie.pk])

    with pytest.raises(IntegrityError, match="membership_last_manager"):
        check_constraints()


def test_database_lets_roles_be_swapped_in_one_transaction(elodie, karim):
    Membership.objects.filter(pk=elodie.pk).update(role="member")
    Membership.objects.filter(pk=karim.pk).update(role="manager")
    check_constraints()

    assert [member.pk for member in Membership.objects.managers()] == [karim.pk]


def test_database_lets_an_erased_account_go(elodie, organisation):
    elodie.user.delete()
    check_constraints()

    assert list(Organisation.objects.orphaned()) == [organisation]


def test_database_lets_an_organisation_go_with_its_members(elodie, karim):
    Organisation.objects.filter(pk=elodie.organisation_id).delete()
    check_constraints()

    assert Membership.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_leave_at_once_are_seen_one_after_the_other():
    organisation = OrganisationFactory()
    memberships = [MembershipFactory(organisation=organisation, manager=True) for _manager in range(2)]
    together, answers = Barrier(2), []

    def leave(membership):
        together.wait()
        try:
            membership.end(by=membership.user)
            answers.append("gone")
        except ValidationError as refusal:
            answers.append(refusal.messages[0])
        finally:
            connection.close()

    threads = [Thread(target=leave, args=[membership]) for membership in memberships]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == sorted(["gone", str(LAST_MANAGER)])
    assert organisation.memberships.active().managers().count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_decided_meanwhile_is_read_again():
    elodie = MembershipFactory(manager=True)
    karim = MembershipFactory(organisation=elodie.organisation, manager=True)
    stale = Membership.objects.get(pk=karim.pk)
    karim.change_role("member", by=elodie.user)

    stale.end(by=karim.user)

    karim.refresh_from_db()
    assert (karim.role, karim.is_active) == ("member", False)


# The administration


def formset(organisation, *rows):
    """The organisation's own form as it stands, with these rows of members."""
    fields = {
        "name": organisation.name,
        "kind": organisation.kind,
        "is_published": "on",
        "memberships-TOTAL_FORMS": len(rows),
        "memberships-INITIAL_FORMS": len(rows),
    }
    for number, (membership, changes) in enumerate(rows):
        row = {"id": membership.pk, "organisation": organisation.pk, "user": membership.user_id}
        row |= {"role": membership.role, "is_active": "on"} | changes
        fields |= {f"memberships-{number}-{name}": value for name, value in row.items() if value}
    return fields


@pytest.mark.parametrize("changes", [{"role": "member"}, {"is_active": ""}, {"DELETE": "on"}])
def test_administration_keeps_the_last_manager_of_a_sheet(client, administrator, elodie, karim, changes):
    client.force_login(administrator)
    organisation = elodie.organisation

    response = client.post(
        f"/administration/associations/organisation/{organisation.pk}/change/",
        formset(organisation, (elodie, changes), (karim, {})),
    )

    elodie.refresh_from_db()
    assert str(LAST_MANAGER) in response.text
    assert (elodie.role, elodie.is_active) == ("manager", True)


def test_administration_swaps_roles_in_one_form(client, administrator, elodie, karim):
    client.force_login(administrator)
    organisation = elodie.organisation

    response = client.post(
        f"/administration/associations/organisation/{organisation.pk}/change/",
        formset(organisation, (elodie, {"role": "member"}), (karim, {"role": "manager"})),
    )

    check_constraints()
    assert response.status_code == HTTPStatus.FOUND
    assert list(organisation.memberships.managers()) == [karim]


@pytest.mark.parametrize("changes", [{"role": "member", "is_active": "on"}, {"role": "manager"}])
def test_administration_keeps_the_last_manager_in_its_own_form(client, administrator, elodie, changes):
    client.force_login(administrator)

    response = client.post(f"/administration/associations/membership/{elodie.pk}/change/", changes)

    elodie.refresh_from_db()
    assert str(LAST_MANAGER) in response.text
    assert (elodie.role, elodie.is_active) == ("manager", True)


def test_administration_does_not_delete_the_last_manager(client, administrator, elodie):
    client.force_login(administrator)

    client.post(f"/administration/associations/membership/{elodie.pk}/delete/", {"post": "yes"})

    assert list(Membership.objects.all()) == [elodie]


def test_administration_does_not_delete_all_managers_together(client, administrator, elodie, karim):
    second = MembershipFactory(organisation=elodie.organisation, manager=True)
    client.force_login(administrator)

    def delete(*memberships):
        sent = {"action": "delete_selected", "post": "yes", "_selected_action": [m.pk for m in memberships]}
        return client.post("/administration/associations/membership/", sent)

    refused = delete(elodie, second)
    delete(second, karim)

    assert str(LAST_MANAGER) in refused.text
    assert list(Membership.objects.all()) == [elodie]
