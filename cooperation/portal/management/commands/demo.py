from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from associations.models import Organisation
from cooperation.core.models import User
from cooperation.portal.demo import network
from cooperation.portal.demo.people import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = (
        "Charge le réseau de démonstration dans une base vide : associations, lieux, agenda et six comptes."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="ne fait rien s’il y a déjà des organisations"
        )
        parser.add_argument("--accounts", action="store_true", help="affiche les comptes, sans rien charger")
        parser.add_argument(
            "--day",
            type=date.fromisoformat,
            metavar="AAAA-MM-JJ",
            help="jour autour duquel se tient l’agenda (aujourd’hui) ; le même jour donne les mêmes données",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="charge aussi hors développement, malgré les mots de passe connus",
        )

    def handle(self, **options):
        if options["accounts"]:
            return self.print_accounts()
        if Organisation.objects.exists():
            if options["if_empty"]:
                return None
            raise CommandError(
                "Cette base contient déjà des organisations : la démonstration ne se charge que dans une base vide."
            )
        if not (settings.DEBUG or options["force"]):
            raise CommandError(
                "La démonstration crée des comptes, dont un d’administration, au mot de passe connu de tous. "
                "Sur un serveur public, ce serait une porte ouverte. Avec --force si c’est bien voulu."
            )
        if taken := self.existing_accounts():
            raise CommandError(
                f"Ces comptes existent déjà : {', '.join(account.email for account in taken)}."
            )
        built = network.build(options["day"] or timezone.localdate())
        self.stdout.write(
            f"Démonstration chargée : {len(built.organisations)} organisations, {len(built.places)} lieux, "
            f"{len(built.events)} événements, {len(built.people)} comptes."
        )
        return None

    def print_accounts(self):
        accounts = self.existing_accounts()
        if not accounts:
            self.stderr.write("Aucun compte de démonstration dans cette base.")
        for account in accounts:
            self.stdout.write(f"{account.kind:<30} {account.email:<28} {PASSWORD}")

    def existing_accounts(self):
        emails = [account.email for account in ACCOUNTS]
        known = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
        return [account for account in ACCOUNTS if account.email in known]
