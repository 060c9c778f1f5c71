from django.urls import path

from initiatives import exports
from initiatives.views import detail, history, listing, obstacles, photos, writing

app_name = "initiatives"

# `initiatives/<slug>/` is a sheet: what stands beside sheets comes first, and is in RESERVED_SLUGS.
urlpatterns = [
    path("initiatives/", listing.InitiativeList.as_view(), name="initiative-list"),
    path("initiatives.rss", exports.rss, name="feed-rss"),
    path("initiatives.atom", exports.atom, name="feed-atom"),
    path("initiatives.json", exports.export_json, name="export-json"),
    path("initiatives.csv", exports.export_csv, name="export-csv"),
    path("initiatives/freins/", obstacles.obstacle_list, name="obstacles"),
    path("initiatives/<slug:slug>.pdf", detail.initiative_pdf, name="initiative-pdf"),
    path("initiatives/ecrire/", writing.start, name="writing-start"),
    path("initiatives/ecrire/eclair/", writing.begin, {"way": "eclair"}, name="writing-flash"),
    path("initiatives/ecrire/pas-a-pas/", writing.begin, {"way": "pas-a-pas"}, name="writing-begin"),
    path("initiatives/<slug:slug>/ecrire/", writing.overview, name="writing"),
    path("initiatives/<slug:slug>/ecrire/photos-et-documents/", photos.photos, name="photos"),
    path(
        "initiatives/<slug:slug>/ecrire/photos-et-documents/<int:pk>/",
        photos.photo_change,
        name="photo-change",
    ),
    path(
        "initiatives/<slug:slug>/ecrire/documents/<int:pk>/retirer/",
        photos.attachment_remove,
        name="attachment-remove",
    ),
    path("initiatives/<slug:slug>/documents/<int:pk>/", photos.attachment, name="attachment"),
    path("initiatives/<slug:slug>/ecrire/<slug:step>/", writing.step_page, name="step"),
    path("initiatives/<slug:slug>/ecrire/<slug:step>/brouillon/", writing.save_draft, name="step-draft"),
    path("initiatives/<slug:slug>/historique/", history.version_list, name="version-list"),
    path("initiatives/<slug:slug>/historique/comparer/", history.version_compare, name="version-compare"),
    path("initiatives/<slug:slug>/historique/revenir/", history.version_restore, name="version-restore"),
    path("initiatives/<slug:slug>/", detail.initiative_detail, name="initiative-detail"),
]
