"""
What leaves the directory: JSON, GeoJSON and a vCard for each sheet. The same filters as the page, public data
only (public contacts, never the address of the seat), with ETag and 304.
"""

import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from associations import opening
from associations import vcard as vcard_format
from associations.filters import OrganisationFilter
from associations.fingerprint import etag
from associations.models import District, Organisation
from cooperation.core.markdown import plain

# Rows held in memory at a time: an answer is sent while it is read.
CHUNK = 1000


def export(content_type, filename):
    """A view of the organisations that the page lists, with its errors, its ETag and its cache rule."""

    def decorate(build):
        @require_safe
        def view(request):
            tag = etag(filename, settings.SITE_URL, request.META.get("QUERY_STRING", ""))
            response = get_conditional_response(request, etag=tag)
            if response is None:
                asked = OrganisationFilter(request.GET, queryset=Organisation.objects.public())
                if asked.refusals:
                    return refusal(asked.refusals)
                response = StreamingHttpResponse(build(asked.qs.order_by("pk")), content_type=content_type)
                response["Content-Disposition"] = f'inline; filename="{filename}"'
            response["ETag"] = tag
            # Any site may show the public directory.
            response["Access-Control-Allow-Origin"] = "*"
            patch_cache_control(response, public=True, max_age=300)
            return response

        view.__name__ = build.__name__
        return view

    return decorate


def refusal(errors):
    """A filter that was not understood: leaving it out would make the export wider than the page."""
    text = "\n".join([_("Cette adresse n’est pas comprise :"), *errors])
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def encoded(data):
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)


def comma_separated(rows):
    """The rows as the inside of a JSON array, each with what separates it from the one before."""
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n{encoded(row)}"


# JSON


@export("application/json", "associations.json")
def export_json(organisations):
    """
    `{total, organisations}`. The names are those of data.inclusion's `structures` (gip-inclusion's schema, with
    `presentation_resume`, `presentation_detail`, `rna` and `thematiques` of its version 0, which later ones
    merged or left), wherever it has one for what we know: what reads that reads us. `thematiques` holds our own
    themes' identifiers, since their list is ours. `id` never changes; `slug` and `url` name the page. What it has
    no word for comes last, under names of ours.
    """
    rows = (
        organisations.select_related("place__district", "main_theme")
        .prefetch_related("themes", "districts", "other_places__district", "contacts__theme")
        .defer("source_entry", "search_text", "search_vector", "search_folded")
    )
    yield f'{{"total":{organisations.count()},"organisations":['
    yield from comma_separated(structure(row) for row in rows.iterator(chunk_size=CHUNK))
    yield "\n]}\n"


def structure(organisation):
    place = organisation.place
    return {
        "id": organisation.uid,
        "source": settings.UID_DOMAIN,
        "slug": organisation.slug,
        "url": f"{settings.SITE_URL}{organisation.get_absolute_url()}",
        "nom": organisation.name,
        "siret": organisation.siret or None,
        "rna": organisation.rna or None,
        "presentation_resume": organisation.summary or None,
        "presentation_detail": plain(organisation.description) or None,
        "site_web": organisation.website or None,
        "telephone": organisation.phone or None,
        "courriel": organisation.email or None,
        "adresse": (place and place.address) or None,
        "code_postal": (place and place.postal_code) or None,
        "commune": (place and place.city) or None,
        "code_insee": place.district.insee if place and place.district else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "horaires_accueil": opening.write_osm(organisation.hours) or None,
        "thematiques": [theme.slug for theme in organisation.themes.all()],
        "date_maj": timezone.localdate(organisation.updated_at),
        **_what_is_ours(organisation),
    }


def _what_is_ours(organisation):
    """What data.inclusion has no name for."""
    return {
        "sigle": organisation.short_name or None,
        "type": organisation.kind,
        "siren": organisation.siren or None,
        "thematique_principale": organisation.main_theme.slug if organisation.main_theme else None,
        "quartiers": [district.slug for district in organisation.districts.all()],
        "publics": organisation.publics,
        "langues": organisation.languages,
        "liens": organisation.links,
        "horaires_precisions": organisation.hours_note or None,
        "fermetures": [
            {"du": closure["from"], "au": closure["to"], "motif": closure.get("why", "")}
            for closure in opening.coming(organisation.closures, timezone.localdate())
        ],
        "lieux": [_place(place) for place in organisation.all_places],
        "contacts": [_contact(contact) for contact in organisation.contacts.all() if contact.is_public],
        "date_verification": organisation.verified_at and timezone.localdate(organisation.verified_at),
    }


def _place(place):
    return {
        "nom": place.name,
        "adresse": place.address,
        "code_postal": place.postal_code,
        "commune": place.city,
        "quartier": place.district.slug if place.district else None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "accessibilite": place.accessibility,
        "acces": place.access,
    }


def _contact(contact):
    return {
        "nom": contact.name,
        "fonction": contact.role,
        "telephone": contact.phone,
        "courriel": contact.email,
        "thematique": contact.theme.slug if contact.theme else None,
    }


# GeoJSON


@export("application/geo+json", "associations.geojson")
def export_geojson(organisations):
    """
    A FeatureCollection (RFC 7946): one point for each organisation and place whose coordinates are known. As
    foreign members, `districts` names the ground that they stand on, and `total` counts the organisations, with
    or without a place.
    """
    rows = organisations.for_list().prefetch_related("other_places__district")
    total = 0

    def features():
        nonlocal total
        for organisation in rows.iterator(chunk_size=CHUNK):
            total += 1
            yield from points(organisation)

    yield '{"type":"FeatureCollection","features":['
    yield from comma_separated(features())
    yield f'\n],"districts":{encoded(ground())},"total":{total}}}\n'


def points(organisation):
    theme = organisation.colour_theme
    about = {
        "id": organisation.uid,
        "slug": organisation.slug,
        "name": organisation.name,
        "kind": organisation.get_kind_display(),
        "summary": organisation.summary,
        "url": f"{settings.SITE_URL}{organisation.get_absolute_url()}",
        "theme": theme and {"name": theme.name, "colour": theme.colour, "icon": theme.icon},
    }
    for place in organisation.all_places:
        if place.latitude is not None:
            yield {
                "type": "Feature",
                "id": f"{organisation.uid}/{place.pk}",
                "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
                "properties": {
                    **about,
                    "place": place.name,
                    "address": place.full_address,
                    "district": place.district.name if place.district else None,
                    "accessibility": place.accessibility,
                },
            }


def ground():
    return [
        {"name": district.name, "coordinates": [district.longitude, district.latitude]}
        for district in District.objects.all()
    ]


# vCard


@require_safe
def organisation_vcard(request, slug):
    sheets = Organisation.objects.public().for_export()
    organisation = get_object_or_404(sheets, slug=slug)
    body = vcard_format.vcard(organisation, site_url=settings.SITE_URL)
    response = HttpResponse(body, content_type=vcard_format.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{organisation.slug}.vcf"'
    return response
