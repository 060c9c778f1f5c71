"""The command, on a directory that has a few themes."""

import io

import pytest
from django.core.management import call_command

from tests.factories import ThemeFactory


@pytest.fixture
def themes(db):
    for slug in ("culture-et-arts", "sport-et-bien-etre", "parentalite"):
        ThemeFactory(slug=slug)


@pytest.fixture
def bring(tmp_path, themes):
    """Import these bytes; the lines that the command says."""

    def bring(data, *arguments):
        path = tmp_path / "fichier"
        path.write_bytes(data)
        out = io.StringIO()
        call_command("import_organisations", str(path), *arguments, stdout=out, no_color=True)
        return out.getvalue().splitlines()

    return bring
