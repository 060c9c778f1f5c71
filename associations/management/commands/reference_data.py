"""Districts and themes that the network starts with."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.text import slugify

from associations.models import District, Theme

DISTRICTS = Path(__file__).resolve().parents[2] / "data" / "quartiers-sud.csv"
# name, colour, pictogram
THEMES = [
    ("Enfance", "ocre", "balloon"),
    ("Jeunesse", "corail", "backpack"),
    ("Parentalité", "prune", "house-heart"),
    ("Accès aux droits", "mer", "key"),
    ("Aide à domicile", "lavande", "basket"),
    ("Culture et arts", "brique", "palette"),
    ("Sport et bien-être", "azur", "bicycle"),
    ("Environnement et jardins", "pin", "tree"),
    ("Insertion et emploi", "ardoise", "briefcase"),
    ("Apprendre et lire", "olive", "book"),
    ("Santé", "menthe", "bandaid"),
    ("Vie de quartier", "calcaire", "people"),
]


class Command(BaseCommand):
    help = "Crée les quartiers et les thèmes de départ ; ne touche pas à ceux qui existent."

    def handle(self, **options):
        with DISTRICTS.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                District.objects.get_or_create(
                    name=row["name"],
                    defaults={
                        "slug": slugify(row["name"]),
                        "insee": row["insee_arrondissement"],
                        "postal_code": row["postal_code"],
                        "latitude": float(row["latitude"]),
                        "longitude": float(row["longitude"]),
                    },
                )
        if not Theme.objects.exists():
            Theme.objects.bulk_create(
                Theme(name=name, slug=slugify(name), colour=colour, icon=icon, position=position)
                for position, (name, colour, icon) in enumerate(THEMES, start=1)
            )
