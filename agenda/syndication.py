"""The events announced last, as RSS 2.0 and Atom (RFC 4287): one content, two shapes."""

import re
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from agenda.ics import absolute
from cooperation.core.markdown import render
from cooperation.core.wording import join

ITEMS = 50
RSS, ATOM = Rss201rev2Feed, Atom1Feed
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def feed(shape, events, *, name, path):
    """The document, in bytes, of the events announced last; `path` is the feed's own, with its query."""
    channel = shape(
        title=name,
        link=f"{settings.SITE_URL}/agenda/",
        description=_("Les activités annoncées par les associations et leurs partenaires."),
        language="fr",
        feed_url=f"{settings.SITE_URL}{path}",
        ttl=60,
    )
    events = events.for_list().prefetch_related("other_places")
    for event in events.order_by("-published_at", "-pk")[:ITEMS]:
        when = str(event.schedule_wording)
        places = [event.place, *event.other_places.all()] if event.place else []
        where = f" · {join(place.name for place in places)}" if places else ""
        image = [Enclosure(absolute(event.image.url), "0", "image/webp")] if event.image else []
        cancelled = _("[Annulé] ") if event.is_cancelled else ""
        words = render(event.description or event.summary)
        channel.add_item(
            title=xml_text(f"{cancelled}{event.title} — {when}{where}"),
            link=f"{settings.SITE_URL}{event.get_absolute_url()}",
            description=xml_text(f"<p>{escape(when + where)}</p>{words}"),
            unique_id=xml_text(event.uid) if shape is RSS else atom_id(event),
            unique_id_is_permalink=False,
            pubdate=event.published_at or event.created_at,
            updateddate=event.updated_at,
            categories=[xml_text(theme.name) for theme in event.themes.all()],
            author_name=xml_text(event.organiser.name) if event.organiser else None,
            enclosures=image,
        )
    return channel.writeString("utf-8")


def atom_id(event):
    """An IRI that never changes (RFC 4287, section 4.2.6), which the UID of a calendar isn't: a tag (RFC 4151)."""
    host = urlsplit(f"//{settings.UID_DOMAIN}").hostname
    return f"tag:{host},2026:{quote(event.uid, safe='@.')}"


def xml_text(text):
    """Without the characters that XML can't hold (section 2.2), on which the writer would fail."""
    return _NOT_XML.sub("", text)
