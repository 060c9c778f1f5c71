"""Bring organisations in from a file: the national register, data.inclusion, or the directory's own table."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.imports.merge import Merge
from associations.imports.reading import FORMATS
from associations.imports.report import FileRefused

PROGRESS_EVERY = 20_000
SIGNS = {"created": "+", "updated": "~"}


class Command(BaseCommand):
    help = (
        "Reprend dans l’annuaire le répertoire national des associations (Waldec), les structures de "
        "data.inclusion ou un tableau exporté d’ici. Le reprendre deux fois ne change rien."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FICHIER", help="le fichier, CSV ou JSON")
        parser.add_argument(
            "--format", choices=list(FORMATS), default="", help="le format ; sans cela, il est reconnu"
        )
        parser.add_argument(
            *("--postal-code",),
            action="append",
            default=[],
            metavar="CODE",
            help="ne reprendre que ce code postal ; peut être répété",
        )
        parser.add_argument(
            "--publish", action="store_true", help="publier tout de suite (jamais ce qui vient du RNA)"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="écraser aussi ce qui a été modifié dans l’annuaire"
        )
        parser.add_argument("--dry-run", action="store_true", help="montrer sans rien enregistrer")

    def handle(self, file, postal_code, publish, overwrite, dry_run, verbosity, **options):
        self.verbosity = verbosity
        merge = Merge(
            publish=publish,
            overwrite=overwrite,
            postal_codes=postal_code,
            progress=self.say_progress if verbosity > 1 or sys.stderr.isatty() else None,
        )
        self.told = 0
        try:
            with Path(file).open("rb") as opened:
                report = merge.run(
                    opened, name=Path(file).name, format_name=options["format"], dry_run=dry_run
                )
        except OSError as error:
            raise CommandError(_("Le fichier « %s » ne peut pas être lu.") % file) from error
        except FileRefused as error:
            raise CommandError(str(error)) from error
        self.say(report)
        suffix = _(" (essai : rien n’est enregistré)") if dry_run else ""
        self.stdout.write(self.style.SUCCESS(f"{report}{suffix}"))

    def say_progress(self, line):
        if line - self.told >= PROGRESS_EVERY:
            self.told = line
            self.stderr.write(_("… ligne %d") % line)

    def say(self, report):
        for row in report.rows if self.verbosity > 1 else []:
            if row.action in SIGNS:
                self.stdout.write(f"{SIGNS[row.action]} {row.name}")
        for notes, sign, style in (
            (report.protected, "=", self.style.NOTICE),
            (report.warnings, "!", self.style.WARNING),
            (report.refusals, "✗", self.style.ERROR),
        ):
            for note in notes:
                self.stdout.write(style(f"{sign} {note}"))
            if count := notes.left_out:
                more = ngettext("et %(count)d autre", "et %(count)d autres", count) % {"count": count}
                self.stdout.write(style(f"{sign} … {more}"))
