"""Addresses that people can read and that never change."""

import secrets

from django.utils.text import slugify


def unique_slug(queryset, text, *, max_length=80):
    """A slug for `text` that no row of `queryset` has: the plain one when it is free, else with a suffix."""
    base = slugify(text)[:max_length].strip("-") or "fiche"
    if not queryset.filter(slug=base).exists():
        return base
    return f"{base[: max_length - 7]}-{secrets.token_hex(3)}"
