"""A sheet as data: schema.org JSON-LD for search engines, and the JSON that others take."""

from django.conf import settings
from django.utils import timezone

from agenda.ics import absolute
from initiatives.sections import Section


def initiative_json_ld(initiative, photos=()):
    """schema.org/Article: what it tells, who wrote it (the carrier), about what and where."""
    address = f"{settings.SITE_URL}{initiative.get_absolute_url()}"
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": address,
        "identifier": f"urn:uuid:{initiative.uid}",
        "headline": initiative.title,
        "description": initiative.summary,
        "url": address,
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "datePublished": timezone.localtime(initiative.published_at).isoformat(timespec="seconds"),
        "dateModified": timezone.localtime(initiative.updated_at).isoformat(timespec="seconds"),
        "about": [theme.name for theme in initiative.themes.all()],
        "author": organisation(initiative.carrier),
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
    }
    places = [{"@type": "Place", "name": district.name} for district in initiative.districts.all()]
    if places:
        data["contentLocation"] = places
    images = [absolute(photo.image.url) for photo in photos]
    if images:
        data["image"] = images
    return data


def organisation(row):
    data = {"@type": "Organization", "name": row.name}
    if row.public_url:
        data["url"] = f"{settings.SITE_URL}{row.public_url}"
    return data


def sheet_data(row):
    """All that a public sheet says, in JSON types; `None` and empty lists where it says nothing. Texts are Markdown."""
    return {
        "id": row.uid,
        "source": settings.UID_DOMAIN,
        "slug": row.slug,
        "url": f"{settings.SITE_URL}{row.get_absolute_url()}",
        "version": row.version,
        "nature": row.kind,
        "titre": row.title,
        "resume": row.summary,
        "portee_par": _organisation(row.carrier),
        "partenaires": [
            {**_organisation(each.organisation), "role": each.role} for each in row.partnerships.all()
        ],
        "autres_partenaires": row.other_partners or None,
        "lieu": row.place.name if row.place else None,
        "quartiers": [district.slug for district in row.districts.all()],
        "thematiques": [theme.slug for theme in row.themes.all()],
        "thematique_principale": row.main_theme.slug if row.main_theme else None,
        "publics": row.publics,
        "debut": row.starts_on,
        "fin": row.ends_on,
        "personnes": row.people or None,
        "heures": row.hours or None,
        "budget": row.budget or None,
        "place_des_habitants": row.inhabitants_place or None,
        "preuves": row.evidence or None,
        "a_refaire": row.transferable or None,
        "recit": {
            section.value: getattr(row, section) for section in Section.texts() if getattr(row, section)
        },
        "freins_et_leviers": [_finding(finding) for finding in row.findings.all()],
        "photos": [
            {"url": absolute(photo.image.url), "description": photo.alt, "legende": photo.caption or None}
            for photo in row.photos.all()
        ],
        "date_publication": row.published_at,
        "date_maj": row.updated_at,
    }


def _organisation(row):
    return {"id": row.uid, "nom": row.name, "slug": row.slug if row.is_published else None}


def _finding(finding):
    return {
        "frein": finding.obstacle.slug if finding.obstacle else None,
        "frein_en_mots": finding.obstacle_words or None,
        "levier": finding.lever.slug if finding.lever else None,
        "levier_en_mots": finding.lever_words or None,
        "resultat": finding.outcome or None,
    }
