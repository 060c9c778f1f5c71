"""Bring an association's calendar in, from a file or an address."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.imports.entries import MAX_BYTES, NotACalendar
from agenda.imports.merge import Merge
from agenda.imports.pages import fetch_whole
from agenda.imports.reading import read
from associations.models import Organisation
from cooperation.core.fetch import FetchError, fetch

SIGNS = {"created": "+", "updated": "~", "cancelled": "x"}


class Command(BaseCommand):
    help = (
        "Reprend un calendrier iCalendar ou OpenAgenda, une page web ou un flux RSS qui dit ses événements, "
        "dans l’agenda d’une organisation. "
        "Le reprendre deux fois ne change rien."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", help="un fichier, ou une adresse http, https ou webcal")
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="montrer sans rien enregistrer")
        parser.add_argument(
            "--publish", action="store_true", help="publier tout de suite, au lieu d’envoyer en relecture"
        )

    def handle(self, source, organisation, dry_run, publish, **options):
        owner = Organisation.objects.filter(slug=organisation).first()
        if owner is None:
            raise CommandError(_("Aucune organisation ne s’appelle « %s » dans l’annuaire.") % organisation)
        try:
            reading = read(self.load(source), address=source if "://" in source else "")
        except NotACalendar as error:
            raise CommandError(str(error)) from error
        report = Merge(owner, publish=publish).run(reading, dry_run=dry_run)
        for action, title in report.lines:
            self.stdout.write(f"{SIGNS[action]} {title}")
        for warning in report.warnings:
            self.stdout.write(self.style.WARNING(f"! {warning}"))
        if count := report.warnings_left_out:
            more = ngettext(
                "et %(count)d autre avertissement", "et %(count)d autres avertissements", count
            ) % {"count": count}
            self.stdout.write(self.style.WARNING(f"! … {more}"))
        for refusal in report.refusals:
            line = _("ligne %(line)d, UID %(uid)s : %(reason)s") % {
                "line": refusal.line,
                "uid": refusal.uid or "—",
                "reason": refusal.reason,
            }
            self.stdout.write(self.style.ERROR(f"✗ {line}"))
        suffix = _(" (essai : rien n’est enregistré)") if dry_run else ""
        self.stdout.write(self.style.SUCCESS(f"{report}{suffix}"))

    def load(self, source):
        if "://" in source:
            try:
                return fetch_whole(source, fetch=fetch, timeout=30).content
            except FetchError as error:
                raise CommandError(str(error)) from error
        path = Path(source)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise CommandError(
                    _("Ce fichier pèse %(size)d Mo ; la limite est de %(limit)d Mo.")
                    % {"size": path.stat().st_size // 10**6, "limit": MAX_BYTES // 10**6}
                )
            return path.read_bytes()
        except OSError as error:
            raise CommandError(_("Le fichier « %s » ne peut pas être lu.") % source) from error
