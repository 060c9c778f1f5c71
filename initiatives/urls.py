from django.urls import path

from initiatives.urls_courses import urlpatterns as courses
from initiatives.views import detail, history, photos, writing

app_name = "initiatives"

# `initiatives/<slug>/` is a sheet: what stands beside sheets comes first, and is in RESERVED_SLUGS.
urlpatterns = [
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
    *courses,
]
