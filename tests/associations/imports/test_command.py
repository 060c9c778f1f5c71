"""Files that are none, large ones, and who imported."""

import io
import tracemalloc

import pytest
from django.core.management import CommandError, call_command

from associations.imports.merge import Merge
from associations.models import Organisation
from tests.associations.imports.files import waldec
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Ce fichier est vide."),
        (b"\x89PNG\r\n\x1a\n1234", "Ceci est une image"),
        (b"a;b\n", "En-tête non reconnu"),
    ],
)
def test_what_is_no_file_of_organisations_ends_with_an_error(bring, data, said):
    with pytest.raises(CommandError, match=said):
        bring(data)


def test_missing_file_ends_with_an_error(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_organisations", str(tmp_path / "absent.csv"))


def test_large_file_is_read_in_bounded_memory(bring):
    rows = [{"id": f"W13{number:07d}", "objet": "x" * 190, "siteweb": ""} for number in range(20_000)]
    data = waldec(*rows)
    small = waldec(*rows[:5_000])
    bring(small, "--postal-code", "99999")  # what is loaded once
    peaks = []
    for content in (small, data):
        tracemalloc.start()
        assert bring(content, "--dry-run")[-1].startswith("créées : ")
        peaks.append(tracemalloc.get_traced_memory()[1] - len(content))
        tracemalloc.stop()

    assert len(data) > 8_000_000
    assert peaks[1] < peaks[0] + 3_000_000


def test_number_of_statements_does_not_grow_with_the_file(bring, django_assert_num_queries):
    bring(waldec({"id": "W133009999"}))
    with django_assert_num_queries(53) as one:
        bring(waldec({}))

    with django_assert_num_queries(len(one)):
        bring(waldec(*({"id": f"W13301{number:04d}"} for number in range(500))))


def test_progress_is_of_the_rows_read_whether_or_not_they_are_kept(themes):
    told = []
    rows = [{"id": f"W13{number:07d}", "adrs_codepostal": "75001"} for number in range(6_500)]

    Merge(postal_codes=["13008"], progress=told.append).run(io.BytesIO(waldec(*rows, {})), dry_run=True)

    assert told == [2000, 4000, 6000]


def test_user_is_in_the_history():
    user = UserFactory()

    Merge(by=user).run(io.BytesIO(waldec({})), name="rna.csv")

    context = Organisation.objects.get().history.get().pgh_context
    assert context.metadata == {"user": user.pk, "source": "rna.csv"}
