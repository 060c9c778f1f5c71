"""Addresses that people can read and that never change."""

import secrets

from django.utils.text import slugify


def readable_slug(text, *, max_length=80):
    """ "L’heure du conte" → "l-heure-du-conte"; "" when nothing of the text can stand in an address."""
    words = text.replace("’", " ").replace("'", " ")
    return slugify(words)[:max_length].strip("-")


def unique_slug(queryset, text, *, max_length=80, reserved=()):
    """
    A slug for `text` that no row of `queryset` has: the plain one when it is free and not `reserved`, else with
    a suffix.
    """
    base = readable_slug(text, max_length=max_length) or "fiche"
    if base not in reserved and not queryset.filter(slug=base).exists():
        return base
    return f"{base[: max_length - 7]}-{secrets.token_hex(3)}"
