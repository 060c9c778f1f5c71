"""
A sheet as schema.org JSON-LD, for search engines.

An organisation has no hours nor coordinates there: those are properties of the `Place` where it receives, which is
its `location`. A day on which it is closed is an OpeningHoursSpecification without `opens`.
"""

from django.conf import settings
from django.utils import timezone

from associations import opening
from associations.models import Organisation

_DAYS = {
    "mo": "Monday",
    "tu": "Tuesday",
    "we": "Wednesday",
    "th": "Thursday",
    "fr": "Friday",
    "sa": "Saturday",
    "su": "Sunday",
}
_TYPES = {
    Organisation.Kind.ASSOCIATION: "NGO",
    Organisation.Kind.CENTRE_SOCIAL: "NGO",
    Organisation.Kind.VILLE: "GovernmentOrganization",
    Organisation.Kind.METROPOLE: "GovernmentOrganization",
    Organisation.Kind.PREFECTURE: "GovernmentOrganization",
    Organisation.Kind.DEPARTEMENT: "GovernmentOrganization",
}


def organisation_json_ld(organisation):
    """
    What everyone may read of a sheet, as a dict ready for `json_ld`. Expects `place`, `themes`, `districts`,
    `other_places` and `contacts` to be loaded.
    """
    url = f"{settings.SITE_URL}{organisation.get_absolute_url()}"
    places = [_place(organisation, place) for place in organisation.all_places]
    data = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(organisation.kind, "Organization"),
        "@id": f"urn:uuid:{organisation.uid}",
        "name": organisation.name,
        "alternateName": organisation.short_name,
        "description": organisation.summary,
        "url": organisation.website or url,
        "mainEntityOfPage": url,
        "logo": _absolute(organisation.logo.url) if organisation.logo else "",
        "email": organisation.email,
        "telephone": organisation.phone,
        "foundingDate": organisation.founded_on.isoformat() if organisation.founded_on else "",
        "address": _address(organisation.place) if organisation.place else "",
        "location": places,
        "areaServed": [
            {"@type": "Place", "name": district.name} for district in organisation.districts.all()
        ],
        "knowsAbout": [theme.name for theme in organisation.themes.all()],
        "knowsLanguage": organisation.languages,
        "identifier": _identifiers(organisation),
        "sameAs": organisation.links,
        "contactPoint": [_contact(contact) for contact in organisation.contacts.all() if contact.is_public],
    }
    return _said(data)


def _said(data):
    """Without what is not known."""
    return {name: value for name, value in data.items() if value}


def _identifiers(organisation):
    numbers = [("RNA", organisation.rna), ("SIREN", organisation.siren), ("SIRET", organisation.siret)]
    return [
        {"@type": "PropertyValue", "propertyID": name, "value": number} for name, number in numbers if number
    ]


def _contact(contact):
    return _said(
        {
            "@type": "ContactPoint",
            "name": contact.name,
            "contactType": contact.role or (contact.theme.name if contact.theme else ""),
            "telephone": contact.phone,
            "email": contact.email,
        }
    )


def _place(organisation, place):
    """The hours of a sheet are those of its main place."""
    is_main = place == organisation.place
    data = {"@type": "Place", "name": place.name, "address": _address(place)}
    if place.latitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    if is_main and (hours := _opening_hours(organisation.hours)):
        data["openingHoursSpecification"] = hours
    if is_main and (closures := _closures(organisation.closures)):
        data["specialOpeningHoursSpecification"] = closures
    return data


def _address(place):
    return _said(
        {
            "@type": "PostalAddress",
            "streetAddress": place.address,
            "postalCode": place.postal_code,
            "addressLocality": place.city,
            "addressCountry": "FR",
        }
    )


def _opening_hours(hours):
    """One row for each span; days that have the same one share it."""
    days = {}
    for code in opening.DAYS:
        for starts, ends in hours.get(code, []):
            days.setdefault((starts, ends), []).append(f"https://schema.org/{_DAYS[code]}")
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": names,
            "opens": starts,
            # A day of schema.org has no 24:00, and 00:00 would be said of a closed one.
            "closes": "23:59" if ends == opening.MIDNIGHT else ends,
        }
        for (starts, ends), names in days.items()
    ]


def _closures(closures):
    return [
        {"@type": "OpeningHoursSpecification", "validFrom": closure["from"], "validThrough": closure["to"]}
        for closure in opening.coming(closures, timezone.localdate())
    ]


def _absolute(url):
    return url if url.startswith("http") else f"{settings.SITE_URL}{url}"
