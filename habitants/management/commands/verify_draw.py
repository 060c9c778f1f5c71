"""Check the proof file of a draw without network or database: `manage.py verify_draw tirage-3.json`."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from habitants import proof


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            document = json.loads(file.read_bytes())
        except (OSError, ValueError) as error:
            raise CommandError(_("Ce fichier ne se lit pas : %(error)s") % {"error": error}) from error
        if not isinstance(document, dict):
            raise CommandError(_("Ce fichier n’est pas une preuve de tirage."))
        for step in proof.check(document):
            if step.problem:
                raise CommandError(
                    _("Étape %(number)d, %(title)s : faux. %(problem)s.")
                    % {"number": step.number, "title": step.title, "problem": step.problem}
                )
            state = _("à venir") if step.is_to_come else _("juste")
            self.stdout.write(
                _("Étape %(number)d, %(title)s : %(state)s")
                % {"number": step.number, "title": step.title, "state": state}
            )
