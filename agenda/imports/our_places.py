"""The network's places, by the names that calendars give them."""

from functools import cached_property

from agenda.imports.text import fold
from associations.models import Place


class OurPlaces:
    @cached_property
    def rows(self):
        """Read when the first name is looked for."""
        rows = Place.objects.select_related("district").only("name", "address", "district__name")
        return {(fold(place.name), fold(place.address)): place for place in rows}

    def find(self, name, address):
        """The place of that name and address, or of that name where no address is given; None when it is new."""
        key = (fold(name), fold(address))
        if key in self.rows or address:
            return self.rows.get(key)
        return next((place for (known, _address), place in self.rows.items() if known == key[0]), None)

    def get(self, name, address, latitude=None, longitude=None):
        """The same, created when it is new to the network."""
        place = self.find(name, address)
        if place is None:
            place = Place.objects.create(name=name, address=address, latitude=latitude, longitude=longitude)
            self.rows[fold(name), fold(address)] = place
        return place
