"""Writes the demo's sheets: words, people, versions, pictures, who made it after whom, who reads what."""

from datetime import timedelta

import pgtrigger

from cooperation.core.models import User
from cooperation.portal.demo import pictures, plan
from cooperation.portal.demo.initiatives.more_sheets import SHEETS as MORE
from cooperation.portal.demo.initiatives.sheets import SHEETS as FIRST
from cooperation.portal.demo.initiatives.transfers import ADAPTATIONS, IN_PROGRESS
from cooperation.portal.demo.notation import typeset
from initiatives.models import (
    Comment,
    Finding,
    Initiative,
    Lever,
    Obstacle,
    Partnership,
    Photo,
    Reading,
    Transfer,
    Version,
)
from initiatives.sections import Section

ROLES = {"partners": "partner", "funders": "funder", "hosts": "host"}
PUBLIC = [*FIRST, *MORE, *ADAPTATIONS]
ALL = [*PUBLIC, *IN_PROGRESS]


def write(network, save_pictures):
    """All of it, in the order in which it was written; `save_pictures` paints and stores."""
    obstacles = {row.slug: row for row in Obstacle.objects.all()}
    levers = {row.slug: row for row in Lever.objects.all()}
    sheets, photos = {}, []
    for text in sorted(ALL, key=lambda each: -(each.published or 0)):
        sheet = sheets[text.key] = _sheet(text, network)
        _tags(sheet, text, network, obstacles, levers)
        photos += [
            (Photo(initiative=sheet, alt=pictures.ALT[name], caption=typeset(caption), position=rank), name)
            for rank, (name, caption) in enumerate(text.photos)
        ]
    save_pictures(
        (
            photo.image,
            f"{photo.initiative.slug}-{photo.position}",
            pictures.paint,
            (name, photo.initiative.slug),
        )
        for photo, name in photos
    )
    Photo.objects.bulk_create(photo for photo, _name in photos)
    for text in ALL:
        _versions(sheets[text.key], text, network)
    for text in ADAPTATIONS:
        source = sheets[text.source]
        # One of them has not seen what its source says since.
        seen = 1 if text.key == "bacs" else source.version
        transfer = Transfer.objects.create(
            adaptation=sheets[text.key],
            source=source,
            kept=typeset(text.kept),
            changed=typeset(text.changed),
            source_version=seen,
        )
        Transfer.objects.filter(pk=transfer.pk).update(created_at=_ago(network, text.published + 20))
    for text in IN_PROGRESS:
        _reading(sheets[text.key], text, network)


def _sheet(text, network):
    public = text.published is not None
    words = {section.value: typeset(getattr(text, section)) for section in Section.texts()}
    submitted = 6 if text.state == "review" else (text.published or 0) + 12
    sheet = Initiative(
        **words,
        kind=text.kind,
        title=typeset(text.title),
        summary=typeset(text.summary),
        carrier=network.organisations[text.by],
        other_partners=typeset(text.others),
        place=network.places[text.at] if text.at else None,
        main_theme=network.themes[text.themes.split()[0]] if text.themes else None,
        starts_on=network.day - timedelta(days=text.began),
        ends_on=network.day - timedelta(days=text.ended) if text.ended else None,
        publics=text.publics.split(),
        people=text.people,
        hours=text.hours,
        budget=text.budget,
        inhabitants_place=text.inhabitants_place,
        evidence=typeset(text.evidence),
        transferable=text.transferable,
        state=text.state,
        agreed_carrier=network.organisations[text.by],
        author=_author(text, network),
        submitted_at=_ago(network, submitted) if text.state != "draft" else None,
        published_at=_ago(network, text.published) if public else None,
        confirmed_at=_ago(network, text.confirmed) if text.confirmed else None,
        created_at=_ago(network, submitted + 9),
    )
    sheet.save()
    return sheet


def _tags(sheet, text, network, obstacles, levers):
    sheet.themes.set(network.themes[slug] for slug in text.themes.split())
    sheet.districts.set(network.districts[slug] for slug in text.districts.split())
    sheet.events.set(network.events[slug] for slug in text.events.split())
    Partnership.objects.bulk_create(
        Partnership(initiative=sheet, organisation=network.organisations[key], role=role)
        for field, role in ROLES.items()
        for key in getattr(text, field).split()
    )
    Finding.objects.bulk_create(
        Finding(
            initiative=sheet,
            obstacle=obstacles[each.obstacle] if each.obstacle else None,
            obstacle_words=typeset(each.met),
            lever=levers[each.lever] if each.lever else None,
            lever_words=typeset(each.did),
            outcome=each.outcome,
            position=position,
        )
        for position, each in enumerate(text.findings)
    )


def _versions(sheet, text, network):
    """One when it was written; where it was revised, the first lacked what would be done differently."""
    moments = [_ago(network, text.published if text.published is not None else 8)]
    by = sheet.author
    if text.revised:
        differently, sheet.differently = sheet.differently, ""
        sheet.save()
        sheet.write_version(by=by)
        sheet.differently = differently
        sheet.save()
        moments.append(_ago(network, text.revised))
        by = network.people["coordination"]
    sheet.write_version(by=by)
    sheet.refresh_from_db()
    # A version never changes: these were written some time ago from the start.
    with pgtrigger.ignore("initiatives.Version:version_kept"):
        for number, moment in enumerate(moments, start=1):
            Version.objects.filter(initiative=sheet, number=number).update(at=moment)
    Initiative.objects.filter(pk=sheet.pk).update(updated_at=moments[-1])


def _reading(sheet, text, network):
    if not text.reader:
        return
    Reading.objects.create(
        initiative=sheet,
        reader=network.people[text.reader],
        organisation=network.organisations[text.reader_of],
        state=text.reading,
        proposed_at=_ago(network, 4),
        accepted_at=_ago(network, 3) if text.reading == Reading.State.ACCEPTED else None,
    )
    section, words = text.remark
    if words:
        Comment.objects.create(
            initiative=sheet,
            section=section,
            author=network.people[text.reader],
            text=typeset(words),
            created_at=_ago(network, 1),
        )


def _author(text, network):
    """The account that is named, else who manages the carrier, else the coordination."""
    if text.author:
        return network.people[text.author]
    managers = User.objects.filter(memberships__organisation=network.organisations[text.by])
    return managers.first() or network.people["coordination"]


def _ago(network, days):
    return plan.at_noon(network.day) - timedelta(days=days)
