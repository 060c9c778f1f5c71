"""Writes the demo into an empty database: who, where, what and when."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pgtrigger
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction

from agenda.models import Event, Occurrence, Review, Source, WidgetSite
from agenda.models.likely_doubles import spot
from associations import opening
from associations.models import (
    Contact,
    District,
    JoinRequest,
    Membership,
    Organisation,
    Place,
    Report,
    Theme,
)
from cooperation.core.models import User
from cooperation.portal.demo import (
    bulletins,
    calendars,
    cohorts,
    concerns,
    concertation,
    consultations,
    deliberations,
    draws,
    governance,
    initiatives,
    inspirations,
    logos,
    meetings,
    pictures,
    plan,
    prospects,
    registrations,
    together,
    training,
)
from cooperation.portal.demo.associations import ASSOCIATIONS
from cooperation.portal.demo.partners import PARTNERS
from cooperation.portal.demo.people import ACCOUNTS, PASSWORD
from cooperation.portal.demo.places import PLACES
from cooperation.portal.demo.sheets import DETAILS
from habitants.models import Relay

# Those whose own site shows their agenda.
EMBEDDING = {"lanternes", "marmite", "cle-du-cabot"}
NEARBY = 0.0022  # degrees: some 200 m around the centre of a district


@dataclass
class Network:
    """What is being written, by key."""

    day: date
    themes: dict[str, Theme] = field(default_factory=dict)
    districts: dict[str, District] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)


@transaction.atomic
def build(day):
    """The whole demo around a local day; nobody is written to."""
    call_command("reference_data")
    network = Network(day)
    network.themes = {theme.slug: theme for theme in Theme.objects.all()}
    network.districts = {district.slug: district for district in District.objects.all()}
    _write_places(network)
    _write_organisations(network)
    _write_people(network)
    _write_managers(network)
    _write_what_waits(network)
    network.sources = calendars.write(network)
    _write_events(network)
    together.write(network)
    initiatives.write(network, _save_pictures)
    governance.write(network)
    concertation.write(network)
    prospects.write(network)
    meetings.write(network)
    deliberations.write(network)
    consultations.write(network)
    inspirations.write(network)
    training.write(network)
    cohorts.write(network)
    concerns.write(network)
    bulletins.write(network)
    draws.write(network)
    return network


def _write_places(network):
    for sheet in PLACES:
        random = Random(sheet.key)  # noqa: S311 -- a deterministic spot, not a secret
        district = network.districts[sheet.district]
        network.places[sheet.key] = Place(
            name=sheet.name,
            address=sheet.address,
            postal_code=district.postal_code,
            district=district,
            latitude=round(district.latitude + random.uniform(-NEARBY, NEARBY), 5),
            longitude=round(district.longitude + random.uniform(-NEARBY, NEARBY), 5),
            accessibility=sheet.accessibility.split(),
            access=sheet.access,
        )
    Place.objects.bulk_create(network.places.values())


def _write_organisations(network):
    sheets = [*ASSOCIATIONS, *PARTNERS]
    for number, sheet in enumerate(sheets):
        network.organisations[sheet.key] = Organisation(
            name=sheet.name,
            short_name=sheet.short_name,
            slug=sheet.key,
            kind=sheet.kind,
            summary=sheet.summary,
            description=sheet.description,
            place=network.places.get(sheet.place),
            email=sheet.email,
            phone=f"04 65 71 {10 + number:02} {number * 37 % 100:02}",  # a block kept for fiction by ARCEP
            website=f"https://{sheet.domain}/" if sheet.website else "",
        )
    _save_pictures(
        (network.organisations[sheet.key].logo, sheet.key, logos.paint, (sheet.logo,))
        for sheet in sheets
        if sheet.logo
    )
    for sheet in sheets:
        _fill_in(network.organisations[sheet.key], DETAILS[sheet.key], sheet, network)
    Organisation.objects.bulk_create(network.organisations.values())
    _link(
        Organisation.themes.through,
        (
            (network.organisations[sheet.key], network.themes[slug])
            for sheet in sheets
            for slug in f"{sheet.themes} {DETAILS[sheet.key].parts}".split()
        ),
    )
    _link(
        Organisation.other_places.through,
        (
            (network.organisations[sheet.key], network.places[DETAILS[sheet.key].also_at])
            for sheet in sheets
            if DETAILS[sheet.key].also_at
        ),
    )
    Contact.objects.bulk_create(
        Contact(
            organisation=network.organisations[key], name=name, role=role, phone=phone, visibility=seen_by
        )
        for key, details in DETAILS.items()
        if details.contact
        for name, role, phone, seen_by in [details.contact]
    )
    WidgetSite.objects.bulk_create(
        WidgetSite(organisation=network.organisations[sheet.key], host=f"www.{sheet.domain}")
        for sheet in sheets
        if sheet.key in EMBEDDING
    )
    _link(
        Organisation.districts.through,
        (
            (network.organisations[sheet.key], network.districts[slug])
            for sheet in sheets
            for slug in sheet.districts.split()
        ),
    )
    Organisation.objects.all().refresh_search_text()


def _fill_in(organisation, details, sheet, network):
    """What a sheet says beyond its words."""
    now = plan.at_noon(network.day)
    organisation.main_theme = network.themes[sheet.themes.split()[0]]
    organisation.publics = details.publics.split()
    organisation.languages = details.languages.split()
    organisation.involvements = details.involvements.split()
    organisation.hours = opening.read_osm(details.hours)
    organisation.hours_note = details.hours_note
    organisation.created_at = now - timedelta(days=400)
    if details.closed:
        first, last, why = details.closed
        days = (network.day + timedelta(days=first), network.day + timedelta(days=last))
        organisation.closures = [{"from": days[0].isoformat(), "to": days[1].isoformat(), "why": why}]
    if details.verified is not None:
        organisation.verified_at = now - timedelta(days=details.verified)


def _write_managers(network):
    """People who look after the sheets, without a password: nobody signs in as them."""
    for key, details in DETAILS.items():
        if details.manager:
            user = User.objects.create_user(f"{key}@example.org", None, display_name=details.manager)
            role = Membership.Role.MANAGER
            organisation = network.organisations[key]
            Membership.objects.create(user=user, organisation=organisation, role=role)


def _write_what_waits(network):
    """Something in each part of the team's queue."""
    member, relay = network.people["membre"], network.people["relais"]
    JoinRequest.objects.create(
        user=relay,
        organisation=network.organisations["lanternes"],
        message="Je viens tous les jeudis depuis septembre, Marcel me connaît.",
    )
    JoinRequest.objects.create(
        user=member,
        organisation=network.organisations["ballon"],
        message="J’entraîne les petits le mercredi.",
    )
    Report.objects.create(
        organisation=network.organisations["cabanons"],
        message="Samedi à 17 h 30 c’était déjà fermé : les horaires ont changé ?",
        email="voisine@example.org",
    )


def _write_people(network):
    password = make_password(PASSWORD)
    for account in ACCOUNTS:
        network.people[account.key] = User(
            email=account.email,
            display_name=account.name,
            password=password,
            is_coordinator=account.is_coordinator,
            is_staff=account.is_administrator,
            is_superuser=account.is_administrator,
        )
    User.objects.bulk_create(network.people.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in network.people.values()
    )
    for account in ACCOUNTS:
        user = network.people[account.key]
        for key, role in (
            (account.member_of, Membership.Role.MEMBER),
            (account.manages, Membership.Role.MANAGER),
        ):
            if key:
                Membership.objects.create(user=user, organisation=network.organisations[key], role=role)
        if account.relay_of:
            Relay.objects.create(
                user=user,
                district=network.districts[account.relay_of],
                starts_on=network.day - timedelta(days=150),
                ends_on=network.day + timedelta(days=580),
            )


def _write_events(network):
    planned = plan.events(network.day)
    network.events = {each.slug: _event(each, network) for each in planned}
    _save_pictures(
        (network.events[each.slug].image, each.slug, pictures.paint, (each.sheet.picture, each.slug))
        for each in planned
        if each.sheet.picture
    )
    Event.objects.bulk_create(network.events.values())
    _link(
        Event.themes.through,
        (
            (network.events[each.slug], network.themes[slug])
            for each in planned
            for slug in each.sheet.themes.split()
        ),
    )
    _link(
        Event.co_organisers.through,
        (
            (network.events[each.slug], network.organisations[key])
            for each in planned
            for key in each.sheet.also.split()
        ),
    )
    _link(
        Event.other_places.through,
        (
            (network.events[each.slug], network.places[key])
            for each in planned
            for key in each.sheet.and_at.split()
        ),
    )
    # What follows is not something that people changed: it leaves no trace in the history.
    with pgtrigger.ignore("agenda.Event:update_update"):
        _write_dates(planned, network)
        registrations.write(network)
    _write_reviews(planned, network)
    spot(Event.objects.filter(state=Event.State.PENDING))


def _event(planned, network):
    sheet, schedule = planned.sheet, planned.schedule
    organiser = network.organisations.get(sheet.by)
    host = f"https://{sheet.by}.example.org"
    return Event(
        title=sheet.title,
        slug=planned.slug,
        summary=sheet.summary,
        description=sheet.text,
        image_alt=pictures.ALT[sheet.picture] if sheet.picture else "",
        starts_at=schedule.start,
        ends_at=schedule.end,
        all_day=schedule.all_day,
        rrule=schedule.rrule,
        rdates=list(schedule.rdates),
        exdates=list(schedule.exdates),
        skips_school_holidays=schedule.skips_holidays,
        holiday_exdates=list(schedule.holidays),
        place=network.places[sheet.at] if sheet.at else None,
        online_url=sheet.online,
        publics=sheet.publics.split(),
        age_min=sheet.ages[0],
        age_max=sheet.ages[1],
        is_free=not sheet.paid,
        conditions=sheet.conditions,
        accessibility=sheet.accessibility.split(),
        language=sheet.language,
        organiser=organiser,
        contact_email=organiser.email if organiser else "",
        contact_phone=organiser.phone if organiser else "",
        website=f"{host}/agenda/{planned.slug}" if sheet.website else "",
        author=_author(sheet, network),
        author_email=sheet.author_email,
        status=Event.Status[sheet.status.upper()],
        state=sheet.state,
        submitted_at=planned.written_at if sheet.state in ("pending", "changes") else None,
        published_at=planned.written_at if sheet.state == "published" else None,
        submission=planned.submission,
        uid=planned.uid,
        sequence=planned.sequence,
        source=network.sources.get(sheet.by) if sheet.state == "published" else None,
    )


def _author(sheet, network):
    """Who wrote it: the account that is named, or one that belongs to the organiser."""
    if sheet.author or sheet.author_email:
        return network.people.get(sheet.author)
    ours = (
        account.key for account in ACCOUNTS if sheet.by and sheet.by in (account.member_of, account.manages)
    )
    return network.people.get(next(ours, ""))


def _write_dates(planned, network):
    events = Event.objects.filter(uid__in=[each.uid for each in planned])
    events.write_occurrences(now=plan.at_noon(network.day))
    events.refresh_search_text()
    for each in planned:
        event = network.events[each.slug]
        Event.objects.filter(pk=event.pk).update(created_at=each.written_at, updated_at=each.revised_at)
        for changed in each.changes:
            Occurrence.objects.filter(event=event, recurrence_id=changed.recurrence_id).update(
                starts_at=changed.starts_at,
                ends_at=changed.ends_at,
                title=changed.change.title,
                note=changed.change.note,
                is_cancelled=changed.change.cancelled,
                place=network.places[changed.change.at] if changed.change.at else None,
                is_override=True,
            )


def _write_reviews(planned, network):
    for each in planned:
        if each.sheet.reason:
            review = Review.objects.create(
                event=network.events[each.slug],
                by=network.people["coordination"],
                verdict=Review.Verdict.CHANGES,
                reason=each.sheet.reason,
            )
            Review.objects.filter(pk=review.pk).update(created_at=each.written_at + timedelta(hours=5))


def _link(through, pairs):
    """Rows of a many-to-many table."""
    rows = ({one._meta.model_name: one, other._meta.model_name: other} for one, other in pairs)
    through.objects.bulk_create(through(**row) for row in rows)


def _save_pictures(jobs):
    """Painting and encoding take turns on all processors. What an earlier demo left under a name goes."""

    def save(job):
        file, name, paint, arguments = job
        target = file.field.attr_class(
            file.instance, file.field, file.field.generate_filename(file.instance, f"demo-{name}.webp")
        )
        for left in (target.name, target.thumbnail_name):
            file.storage.delete(left)
        file.save(f"demo-{name}.webp", paint(*arguments), save=False)

    with ThreadPoolExecutor() as workers:
        list(workers.map(save, jobs))
