"""The family tree, adaptations, and what a source says since."""

import pytest
from django.core.exceptions import ValidationError

from initiatives.family import DEPTH_AT_MOST, SHOWN_AT_MOST, family_of
from initiatives.models import Initiative, Transfer
from initiatives.tasks import tell_source_changes
from initiatives.views.transfer import changes_since
from tests.factories import DistrictFactory, MembershipFactory, OrganisationFactory, ThemeFactory
from tests.initiatives.factories import InitiativeFactory, TransferFactory
from tests.initiatives.network import at_once, in_review, later, public_sheet

pytestmark = pytest.mark.django_db


def adapted(source, title, **fields):
    return TransferFactory(source=source, adaptation=InitiativeFactory(title=title, **fields)).adaptation


def told(nodes):
    """[title, [its children]] as nested tuples."""
    return [(node.title, told(node.children)) if node.children else node.title for node in nodes]


def test_tree_is_told_from_the_first_one_on():
    root = InitiativeFactory(
        title="Racine", starts_on="2019-03-01", carrier=OrganisationFactory(short_name="LAN")
    )
    root.districts.set([DistrictFactory(name="Mazargues"), DistrictFactory(name="La Cayolle")])
    child = adapted(root, "Fille")
    adapted(root, "Autre")
    grandchild = adapted(child, "Petite-fille")

    family = family_of(grandchild)

    assert told(family.roots) == [("Racine", [("Fille", ["Petite-fille"]), "Autre"])]
    node = family.roots[0]
    assert (node.year, node.organisation, node.districts) == (2019, "LAN", ["La Cayolle", "Mazargues"])
    assert [node.is_here, node.children[0].children[0].is_here] == [False, True]
    assert told(family_of(root).roots) == told(family.roots)


def test_what_is_not_public_is_left_out_and_hides_nobody():
    root = InitiativeFactory(title="Racine")
    draft = adapted(root, "Brouillon secret", draft=True)
    adapted(draft, "Publique")
    adapted(root, "Archivée secrète", archived=True)

    assert told(family_of(root).roots) == [("Racine", ["Publique"])]
    assert family_of(root).total == 2
    assert told(family_of(draft).roots) == [("Racine", [("Brouillon secret", ["Publique"])])]


def test_source_that_left_the_public_leaves_its_adaptations_side_by_side():
    root = InitiativeFactory(title="Retirée", archived=True)
    first = adapted(root, "Une")
    adapted(root, "Deux")

    assert told(family_of(first).roots) == ["Une", "Deux"]


def test_sheet_without_family_is_alone():
    assert family_of(InitiativeFactory()).is_alone


@pytest.mark.parametrize("size", [1, 30])
def test_tree_is_one_query_whatever_its_size(size, django_assert_num_queries):
    root = InitiativeFactory()
    TransferFactory.create_batch(size, source=root)

    with django_assert_num_queries(1):
        family = family_of(root)

    assert (family.total, len(family.roots[0].children)) == (size + 1, size)


def test_long_line_stays_readable_and_a_large_family_is_counted():
    line = [InitiativeFactory(title="0")]
    for number in range(1, DEPTH_AT_MOST + 4):
        line.append(adapted(line[-1], str(number)))
    sources = Initiative.objects.bulk_create(
        Initiative(
            title=f"n{number}",
            slug=f"n{number}",
            summary="x",
            carrier=line[0].carrier,
            state="published",
            published_at=line[0].published_at,
        )
        for number in range(SHOWN_AT_MOST)
    )
    Transfer.objects.bulk_create(Transfer(adaptation=sheet, source=line[0]) for sheet in sources)

    family = family_of(line[-1])

    depth, nodes = 0, family.roots
    while deeper := [node for node in nodes if node.children]:
        nodes, depth = deeper[0].children, depth + 1
    assert depth == DEPTH_AT_MOST
    assert any(node.is_here for node in nodes)
    assert (family.shown, family.left_out) == (SHOWN_AT_MOST, len(line))


# Adapting


def test_adaptation_begins_from_what_is_shared_and_copies_no_story():
    theme = ThemeFactory()
    source = InitiativeFactory(
        title="Un verger",
        kind="projet",
        context="Notre histoire.",
        themes=[theme],
        main_theme=theme,
        publics=["seniors"],
    )
    member = MembershipFactory()

    sheet = source.adapt(
        by=member.user, title="Notre verger", carrier=member.organisation, kept="Le lieu", changed="L’heure"
    )

    assert (sheet.state, sheet.author, sheet.carrier) == ("draft", member.user, member.organisation)
    assert (sheet.title, sheet.kind, sheet.publics) == ("Notre verger", "projet", ["seniors"])
    assert (list(sheet.themes.all()), sheet.main_theme, sheet.context, sheet.summary) == (
        [theme],
        theme,
        "",
        "",
    )
    assert (sheet.transfer.kept, sheet.transfer.changed, sheet.transfer.source_version) == (
        "Le lieu",
        "L’heure",
        1,
    )
    assert sheet.versions.count() == 1


def test_circle_is_refused_in_french():
    source, child = InitiativeFactory.create_batch(2)
    child.declare_source(source)

    with pytest.raises(ValidationError, match="descend déjà de la vôtre"):
        source.declare_source(child)
    with pytest.raises(ValidationError, match="descend déjà de la vôtre"):
        source.declare_source(source)
    with pytest.raises(ValidationError, match="dit déjà d’après laquelle"):
        child.declare_source(InitiativeFactory())

    assert Transfer.objects.count() == 1


def test_team_of_the_source_learns_that_it_was_done_again(mailoutbox):
    source = public_sheet(title="Un verger")
    sheet, reading = in_review(accepted=True, title="Notre verger")
    sheet.declare_source(source)
    mailoutbox.clear()

    sheet.publish(by=reading.reader)

    assert (source.author.email, "« Un verger » a été refait") in [(m.to[0], m.subject) for m in mailoutbox]


@pytest.mark.parametrize("state", ["published", "draft"])
def test_team_of_the_source_learns_at_once_of_a_sheet_that_is_public_already(client, state, mailoutbox):
    source = public_sheet(title="Un verger")
    member = MembershipFactory()
    sheet = InitiativeFactory(carrier=member.organisation, author=member.user, draft=state == "draft")
    client.force_login(member.user)

    client.post(f"{source.get_absolute_url()}refait/", {"sheet": sheet.pk})

    assert sheet.source_transfer.source == source
    told = [("« Un verger » a été refait", [source.author.email])] if state == "published" else []
    assert [(message.subject, message.to) for message in mailoutbox] == told


@pytest.mark.django_db(transaction=True)
def test_two_adaptations_at_once_never_close_a_circle():
    first, second = InitiativeFactory.create_batch(2)

    outcomes = at_once(
        lambda: Initiative.objects.get(pk=first.pk).declare_source(second),
        lambda: Initiative.objects.get(pk=second.pk).declare_source(first),
    )

    assert sorted(outcomes) == ["circle", "done"]
    assert Transfer.objects.count() == 1


def test_source_that_changed_since_is_told_until_it_was_seen():
    source = InitiativeFactory(title="Un verger", context="Un.\n\nAvant.")
    transfer = InitiativeFactory().declare_source(source)
    unchanged = changes_since(transfer)
    source.context, source.budget = "Un.\n\nAprès.", "0"
    source.save()
    source.themes.add(ThemeFactory())
    source.write_version(by=None)
    transfer = Transfer.objects.get()

    behind = changes_since(transfer)
    transfer.mark_seen(source.version)

    assert unchanged == []
    told = {label: [(part.kind, part.text) for part in parts] for label, parts in behind}
    assert told.keys() == {"budget, hors salaires", "Le contexte et le besoin", "thèmes"}
    assert told["Le contexte et le besoin"] == [
        *(("same", "Un.\n\n"), ("removed", "Avant"), ("added", "Après"), ("same", ".")),
    ]
    assert changes_since(Transfer.objects.get()) == []


def test_source_whose_former_version_is_not_kept_can_be_marked_as_seen(client):
    sheet = public_sheet()
    transfer = TransferFactory(adaptation=sheet)  # names no version, as one that was written by hand
    client.force_login(sheet.author)
    address = f"{sheet.get_absolute_url()}essaimage/"

    page = client.get(address).content.decode()
    client.post(address, {"action": "seen", "version": transfer.source.version})

    assert "rien à comparer" in page
    transfer.refresh_from_db()
    assert not transfer.is_behind


def test_change_that_was_not_shown_is_not_marked_as_seen(client):
    sheet, source = public_sheet(), public_sheet(context="Un.")
    sheet.declare_source(source)
    client.force_login(sheet.author)
    address = f"{sheet.get_absolute_url()}essaimage/"
    source.write({"context": "Deux."}, by=source.author)
    shown = client.get(address).text
    source.write({"context": "Trois."}, by=source.author)

    client.post(address, {"action": "seen", "version": 2})

    transfer = Transfer.objects.get()
    assert 'name="version" value="2"' in shown
    assert (transfer.source_version, transfer.is_behind) == (2, True)


def test_adapting_team_is_written_to_once_for_a_batch_of_changes(mailoutbox):
    sheet, source = public_sheet(title="Notre verger"), public_sheet(title="Un verger")
    sheet.declare_source(source)
    mailoutbox.clear()
    for words in ("Un.", "Deux."):
        source.write({"context": words}, by=source.author)

    tell_source_changes(0)
    early = len(mailoutbox)
    with later(hours=3):
        tell_source_changes(0)
        tell_source_changes(0)
    told = [mail.to for mail in mailoutbox]
    with later(hours=3):
        source.refresh_from_db()
        source.write({"context": "Trois."}, by=source.author)
    with later(hours=6):
        tell_source_changes(0)

    assert (early, told, len(mailoutbox)) == (0, [[sheet.author.email]], 2)
    assert f"{sheet.get_absolute_url()}essaimage/" in mailoutbox[0].body


def test_words_of_two_who_adapt_are_not_overwritten_unseen(client):
    sheet = public_sheet()
    transfer = sheet.declare_source(public_sheet(), kept="Avant", changed="Avant")
    client.force_login(sheet.author)
    address = f"{sheet.get_absolute_url()}essaimage/"
    form = client.get(address).context["form"]
    sent = {"base": form["base"].value(), "kept": "Le mien", "changed": "Avant"}
    transfer.kept, transfer.changed = "Le leur", "Autre chose"
    transfer.save()

    refused = client.post(address, sent)
    untouched = Transfer.objects.get().kept
    again = sent | {"seen": refused.context["form"]["seen"].value()}
    client.post(address, again)

    shown = refused.text
    assert untouched == "Le leur"
    assert "Le leur" in shown
    assert "Le mien" in shown
    transfer.refresh_from_db()
    assert (transfer.kept, transfer.changed) == ("Le mien", "Autre chose")


def test_source_that_is_not_public_tells_nothing():
    source = InitiativeFactory(archived=True)
    transfer = InitiativeFactory().declare_source(source)
    source.context = "Secret."
    source.save()
    source.write_version(by=None)

    assert changes_since(Transfer.objects.get(pk=transfer.pk)) == []
