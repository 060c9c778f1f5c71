from django.urls import path

from initiatives import exports
from initiatives.urls_courses import urlpatterns as courses
from initiatives.views import (
    comments,
    confirmation,
    detail,
    history,
    inspiration,
    listing,
    obstacles,
    photos,
    reading,
    transfer,
    writing,
)

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
    path("initiatives/relectures/", reading.reading_list, name="reading-list"),
    path("initiatives/relectures/choix/", reading.preference, name="reading-preference"),
    path("initiatives/confirmer/<str:token>/", confirmation.by_link, name="confirm-link"),
    path("initiatives/inspirations/<int:pk>/", inspiration.answer, name="inspiration-answer"),
    path("initiatives/inspirations/suite/<str:token>/", inspiration.outcome, name="inspiration-outcome"),
    path("initiatives/<slug:slug>/envoyer/", reading.submit, name="submit"),
    path("initiatives/<slug:slug>/relecture/", reading.reading, name="reading"),
    path("initiatives/<slug:slug>/relecture/reponse/", reading.answer, name="reading-answer"),
    path("initiatives/<slug:slug>/relecture/decision/", reading.decide, name="reading-decide"),
    path("initiatives/<slug:slug>/relecture/confier/", reading.appoint, name="reading-appoint"),
    path("initiatives/<slug:slug>/relecture/reprendre/", reading.take_back, name="take-back"),
    path("initiatives/<slug:slug>/relecture/remarques/", comments.add, name="comment-add"),
    path("initiatives/<slug:slug>/relecture/remarques/<int:pk>/", comments.resolve, name="comment-resolve"),
    path("initiatives/<slug:slug>/accord/", reading.carrier, name="carrier"),
    path("initiatives/<slug:slug>/archiver/", reading.archiving, name="archiving"),
    path("initiatives/<slug:slug>/actualite/", confirmation.signed_in, name="confirm"),
    path("initiatives/<slug:slug>/refait/", transfer.create, name="transfer-create"),
    path("initiatives/<slug:slug>/essaimage/", transfer.edit, name="transfer-edit"),
    path("initiatives/<slug:slug>/inspiration/", inspiration.ask, name="inspiration-ask"),
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
        "initiatives/<slug:slug>/ecrire/documents/<int:pk>/",
        photos.attachment_change,
        name="attachment-change",
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
