"""
The administration's screens of import: a file, what it would do, a confirmation. They are django-import-export's;
what reads, compares and writes is `associations.imports`, the same as the command's.
"""

import io
import re
import secrets
import time
from pathlib import Path
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportMixin
from import_export.formats.base_formats import Format
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.resources import Resource
from import_export.results import Error, Result
from import_export.tmp_storages import TempFolderStorage

from associations.imports.merge import Merge
from associations.imports.reading import FORMATS
from associations.imports.report import FileRefused
from associations.models import Organisation

MAX_BYTES = 25_000_000
# A file that waits for a confirmation that doesn't come.
KEPT_SECONDS = 24 * 3600


class Upload(NamedTuple):
    """What the library calls a dataset: the file as it is, and the format that was chosen."""

    data: bytes
    format_name: str


class Detected(Format):
    """The library's formats make a table in memory; ours hand the file over."""

    format_name = ""
    title = _("reconnu d’après le fichier")

    def __init__(self, encoding=None):
        """The file's encoding is told by the file."""

    def get_title(self):
        return self.title

    def create_dataset(self, in_stream, **kwargs):
        return Upload(in_stream, self.format_name)

    def can_import(self):
        return True


def _format(name, reader):
    return type(f"{name.title()}Format", (Detected,), {"format_name": name, "title": reader.LABEL})


class OrganisationResource(Resource):
    """Runs the merge, and gives the library its Result with our report in it."""

    @classmethod
    def get_display_name(cls):
        return Organisation._meta.verbose_name_plural

    def import_data(
        self, dataset, dry_run=False, *, file_name="", user=None, publish=False, overwrite=False, **kwargs
    ):
        result = Result()
        result.report = None
        merge = Merge(publish=publish, overwrite=overwrite, by=user)
        try:
            result.report = merge.run(
                io.BytesIO(dataset.data), name=file_name, format_name=dataset.format_name, dry_run=dry_run
            )
        except FileRefused as error:
            result.append_base_error(Error(error))
        return result


class WaitingFile(TempFolderStorage):
    """The file between the preview and the confirmation: beside our own data, under a random name."""

    def save(self, data):
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.iterdir():
            if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                old.unlink(missing_ok=True)
        self.name = secrets.token_hex(16)
        Path(self.get_full_path()).write_bytes(data)

    @property
    def folder(self):
        return Path(settings.DATA_DIR) / "imports"

    def get_full_path(self):
        return str(self.folder / self.name)


class Choices(forms.Form):
    publish = forms.BooleanField(
        label=_("Publier"),
        required=False,
        help_text=_("Rend visibles tout de suite les fiches créées ; jamais celles du répertoire national."),
    )
    overwrite = forms.BooleanField(
        label=_("Écraser aussi ce que les membres ont modifié"),
        required=False,
        help_text=_("Sans cela, ce qui a été corrigé dans l’annuaire est gardé."),
    )


class OrganisationImportForm(Choices, ImportForm):
    field_order = ["resource", "import_file", "format", "publish", "overwrite"]
    # The library's script guesses a format by the file's name; ours are told apart by content.
    media = forms.Media()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["import_file"].widget.attrs.pop("class", None)
        self.fields["import_file"].help_text = _(
            "Le répertoire national des associations (Waldec), les structures de data.inclusion en JSON ou CSV, ou le "
            "tableau exporté d’ici : jusqu’à 25 Mo."
        )
        self.fields["format"].widget.attrs.pop("class", None)
        self.fields["format"].choices = self.fields["format"].choices[1:]

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _(
                    "Ce fichier pèse %(size)d Mo ; la limite est de %(limit)d Mo ici. Au-delà, la commande "
                    "« manage.py import_organisations » le lit sans limite."
                ),
                params={"size": file.size // 10**6, "limit": MAX_BYTES // 10**6},
            )
        return file


class OrganisationConfirmForm(ConfirmImportForm):
    publish = forms.BooleanField(required=False, widget=forms.HiddenInput)
    overwrite = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_import_file_name(self):
        """The name that `WaitingFile` gave, and that is still there."""
        name = self.cleaned_data["import_file_name"]
        if (
            not re.fullmatch("[0-9a-f]{32}", name)
            or not Path(WaitingFile(name=name).get_full_path()).is_file()
        ):
            raise forms.ValidationError(_("Ce fichier n’est plus là : envoyez-le de nouveau."))
        return name


class OrganisationImportMixin(ImportMixin):
    """For those who may both add and change organisations."""

    import_formats = [Detected, *(_format(name, reader) for name, reader in FORMATS.items())]
    resource_classes = [OrganisationResource]
    import_form_class = OrganisationImportForm
    confirm_form_class = OrganisationConfirmForm
    import_template_name = "admin/associations/organisation/import.html"
    tmp_storage_class = WaitingFile
    # The history tells what became of each sheet, and from which file.
    skip_admin_log = True

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def get_import_data_kwargs(self, **kwargs):
        chosen = kwargs["form"].cleaned_data
        return {"publish": chosen["publish"], "overwrite": chosen["overwrite"]}

    def get_confirm_form_initial(self, request, import_form):
        initial = super().get_confirm_form_initial(request, import_form)
        if import_form:
            chosen = import_form.cleaned_data
            initial |= {"publish": chosen["publish"], "overwrite": chosen["overwrite"]}
        return initial

    def process_result(self, result, request):
        for error in result.base_errors:
            messages.error(request, str(error.error))
        return super().process_result(result, request)

    def add_success_message(self, result, request):
        if result.report:
            messages.success(request, _("Import terminé : %s.") % result.report)
