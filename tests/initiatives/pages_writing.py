"""Writing a sheet, its photos and documents, its versions."""

from django.core.files.uploadedfile import SimpleUploadedFile

from initiatives import steps
from initiatives.models import Attachment, Partnership, Photo, Unsaved
from tests.factories import EventFactory, OrganisationFactory
from tests.initiatives.factories import FindingFactory, InitiativeFactory

ACCESS = """
GET   initiatives:writing-start                   302    200   200   200   200   200   200   200
GET   initiatives:writing-flash                   302    200   200   200   200   200   200   404
POST  initiatives:writing-flash                   302    200   200   200   200   200   200   404
GET   initiatives:writing-begin                   302    200   200   200   200   200   200   404
POST  initiatives:writing-begin                   302    200   200   200   200   200   200   404
GET   initiatives:writing          written        302    200   200   404   404   404   200   404
GET   initiatives:writing          gone-sheet     302    404   404   404   404   404   404   404
GET   initiatives:step             essentiel-step 302    200   200   404   404   404   200   404
POST  initiatives:step             essentiel-step 302    200   200   404   404   404   200   404
GET   initiatives:step             no-step        302    404   404   404   404   404   404   404
GET   initiatives:step-draft       essentiel-step 302    405   405   405   405   405   405   405
POST  initiatives:step-draft       essentiel-step 302    204   204   404   404   404   204   404
GET   initiatives:photos           written        302    200   200   404   404   404   200   404
POST  initiatives:photos           written        302    200   200   404   404   404   200   404
GET   initiatives:photo-change     a-photo        302    405   405   405   405   405   405   405
POST  initiatives:photo-change     a-photo        302    200   200   404   404   404   200   404
GET   initiatives:attachment       a-document     404    200   200   404   404   404   200   404
GET   initiatives:attachment       its-document   200    200   200   200   200   200   200   200
GET   initiatives:attachment-change a-document    302    405   405   405   405   405   405   405
POST  initiatives:attachment-change no-document   302    404   404   404   404   404   404   404
GET   initiatives:version-list     written        302    200   200   404   404   404   200   404
GET   initiatives:version-compare  written        302    200   200   404   404   404   200   404
GET   initiatives:version-restore  written        302    405   405   405   405   405   405   405
POST  initiatives:version-restore  written        302    404   404   404   404   404   404   404
"""


def document(sheet):
    content = SimpleUploadedFile("x.pdf", b"%PDF-1.7\n%%EOF")
    return Attachment.objects.create(
        initiative=sheet, title="Mode d’emploi", file=content, media_type="application/pdf", size=15
    )


def photo(sheet):
    """Its file is not read by the pages."""
    return Photo.objects.create(initiative=sheet, image="initiatives/absente.webp", alt="Un olivier")


def things(people, organisation):
    sheet = InitiativeFactory(carrier=organisation, draft=True)
    public = InitiativeFactory(carrier=organisation)
    return {
        "written": [sheet.slug],
        "gone-sheet": [InitiativeFactory(carrier=organisation, archived=True).slug],
        "essentiel-step": [sheet.slug, "essentiel"],
        "no-step": [sheet.slug, "rien"],
        "a-photo": [sheet.slug, photo(sheet).pk],
        "a-document": [sheet.slug, document(sheet).pk],
        "its-document": [public.slug, document(public).pk],
        "no-document": [sheet.slug, 0],
    }


def looked_at(people, organisation):
    EventFactory(organiser=organisation)
    sheet = InitiativeFactory(
        carrier=organisation, draft=True, context="Avant, rien.", author=people["member"]
    )
    FindingFactory(initiative=sheet, obstacle_words="Personne ne venait.")
    Partnership.objects.create(initiative=sheet, organisation=OrganisationFactory(), role="funder")
    photo(sheet)
    document(sheet)
    sheet.context = "Avant, il n’y avait rien."
    sheet.save()
    sheet.write_version(by=people["member"])
    sheet.write({"context": "Avant, rien."}, by=people["member"], restores=1)
    Unsaved.objects.create(
        initiative=sheet,
        step="contexte",
        person=people["member"],
        data={"context": ["À suivre"], "version": ["1"]},
    )
    address = sheet.get_absolute_url()
    return {
        "member": [
            *("/initiatives/ecrire/", "/initiatives/ecrire/eclair/", "/initiatives/ecrire/pas-a-pas/"),
            *(address, f"{address}ecrire/", f"{address}ecrire/contexte/?reprendre=1"),
            *(f"{address}ecrire/{step.slug}/" for step in steps.STEPS),
            f"{address}ecrire/photos-et-documents/",
            *(f"{address}historique/", f"{address}historique/comparer/?de=1&a=2"),
        ],
        # Their account belongs to no organisation.
        "administrator": ["/initiatives/ecrire/"],
    }
