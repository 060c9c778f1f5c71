"""The sheets published last, as RSS 2.0 and Atom (RFC 4287): one content, two shapes."""

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from agenda.ics import absolute
from agenda.syndication import xml_text
from initiatives.table import loaded, said

ITEMS = 50
RSS, ATOM = Rss201rev2Feed, Atom1Feed


def feed(shape, sheets, *, path):
    """The document, in bytes; `path` is the feed's own, with its query."""
    channel = shape(
        title=_("Initiatives à refaire · %(site)s") % {"site": settings.SITE_NAME},
        link=f"{settings.SITE_URL}/initiatives/",
        description=_("Ce que des associations et des habitants ont fait, ce qui a coincé, ce qui a aidé."),
        language="fr",
        feed_url=f"{settings.SITE_URL}{path}",
        ttl=60,
    )
    for row in loaded(sheets.order_by("-published_at", "-pk"))[:ITEMS]:
        photos = [Enclosure(absolute(photo.image.url), "0", "image/webp") for photo in row.photos.all()[:1]]
        channel.add_item(
            title=xml_text(row.title),
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=xml_text(_words(row)),
            # An IRI that never changes (RFC 4287, section 4.2.6).
            unique_id=f"urn:uuid:{row.uid}",
            unique_id_is_permalink=False,
            pubdate=row.published_at,
            updateddate=row.updated_at,
            categories=[xml_text(theme.name) for theme in row.themes.all()],
            author_name=xml_text(row.carrier.name),
            enclosures=photos,
        )
    return channel.writeString("utf-8")


def _words(row):
    """The summary and what held back or helped: enough to know whether to read on."""
    findings = "".join(f"<li>{escape(said(finding))}</li>" for finding in row.findings.all())
    return f"<p>{escape(row.summary)}</p>" + (f"<ul>{findings}</ul>" if findings else "")
