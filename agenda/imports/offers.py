"""What a schema.org event costs (https://schema.org/Offer, AggregateOffer)."""

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.utils.translation import gettext as _

from . import text
from .nodes import Node, strings

NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,4})?")
YES, NO = {"true", "1", "yes", "oui"}, {"false", "0", "no", "non"}
SOLD_OUT = ("SoldOut", "OutOfStock")


class Told(NamedTuple):
    free: bool | None  # None: nothing is said
    conditions: str
    sold_out: bool


def read(event: Node) -> Told:
    prices: list[Decimal] = []
    offers = event.nodes("offers")
    for offer in offers:
        prices += _prices(offer)
        for part in offer.nodes("offers", "priceSpecification"):
            prices += _prices(part)
    said = _yes_or_no(event)
    free = said if said is not None else (max(prices) == 0 if prices else None)
    states = [name.rpartition("/")[2] for offer in offers for name in strings(offer.values("availability"))]
    sold_out = bool(states) and len(states) >= len(offers) and all(name in SOLD_OUT for name in states)
    return Told(free, _conditions(prices), sold_out)


def _prices(offer: Node) -> list[Decimal]:
    found = []
    for name in ("price", "lowPrice", "highPrice", "minPrice", "maxPrice"):
        match = NUMBER.search(offer.text(name)[:40])
        if match:
            try:
                found.append(Decimal(match[0].replace(",", ".")))
            except InvalidOperation:
                continue
    return found


def _yes_or_no(event: Node) -> bool | None:
    for name in ("isAccessibleForFree", "free"):
        for value in event.values(name):
            word = str(value).rpartition("/")[2].strip().lower()
            if word in YES | NO:
                return word in YES
    return None


def _conditions(prices: list[Decimal]) -> str:
    """ "5 €", "de 3 à 12,50 €": prices are in euros here, whatever else they say."""
    if not prices or max(prices) == 0:
        return ""
    low, high = _euros(min(prices)), _euros(max(prices))
    written = _("%(price)s €") % {"price": high}
    if low != high:
        written = _("de %(low)s à %(high)s €") % {"low": low, "high": high}
    return text.one_line(written, 255)


def _euros(price: Decimal) -> str:
    cents = price.quantize(Decimal("0.01"))
    return str(int(cents)) if cents == int(cents) else str(cents).replace(".", ",")
