"""Districts and themes that the network starts with, and what each other part needs (`load_reference_data`)."""

import csv
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.text import slugify

from associations import theme_list
from associations.models import District, Theme

DISTRICTS = Path(__file__).resolve().parents[2] / "data" / "quartiers-sud.csv"


class Command(BaseCommand):
    help = "Crée les quartiers, les thèmes, les freins et les leviers de départ ; ne touche pas à ceux qui existent."

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
        for number, listed in enumerate(theme_list.listed(), start=1):
            parent = Theme.objects.filter(slug=listed.parent).first() if listed.parent else None
            if listed.parent and not parent:
                continue  # what it was a part of has gone
            Theme.objects.get_or_create(
                slug=listed.slug,
                defaults={
                    "name": listed.name,
                    "parent": parent,
                    "colour": listed.colour,
                    "icon": listed.icon,
                    "keywords": listed.keywords,
                    "position": parent.position + number if parent else number * 100,
                },
            )
        for app in apps.get_app_configs():
            if load := getattr(app, "load_reference_data", None):
                load()
