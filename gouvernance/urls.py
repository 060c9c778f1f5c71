from django.urls import path

from gouvernance.views import bodies, composition, concertation, mandates, prospects

app_name = "gouvernance"

urlpatterns = [
    path("gouvernance/", composition.overview, name="overview"),
    path("gouvernance/instances/ajouter/", bodies.body_create, name="body-create"),
    path("gouvernance/instances/<slug:slug>/", composition.body_detail, name="body-detail"),
    path("gouvernance/instances/<slug:slug>/modifier/", bodies.body_edit, name="body-edit"),
    path(
        "gouvernance/instances/<slug:slug>/mandats/ajouter/", mandates.mandate_create, name="mandate-create"
    ),
    path("gouvernance/concertation/", concertation.current_scheme, name="scheme"),
    path("gouvernance/concertation/ajouter/", concertation.scheme_create, name="scheme-create"),
    path("gouvernance/concertation/<slug:slug>/", concertation.scheme_detail, name="scheme-detail"),
    path("gouvernance/concertation/<slug:slug>.pdf", concertation.scheme_pdf, name="scheme-pdf"),
    path("gouvernance/concertation/<slug:slug>/modifier/", concertation.scheme_edit, name="scheme-edit"),
    path(
        "gouvernance/concertation/<slug:slug>/sujets/<int:pk>/",
        concertation.subject_edit,
        name="subject-edit",
    ),
    path("gouvernance/vivier/", prospects.apply, name="prospect-apply"),
    path("gouvernance/vivier/proposer/", prospects.suggest, name="prospect-suggest"),
    path("gouvernance/vivier/propose/<str:token>/", prospects.suggested, name="prospect-suggested"),
    path("gouvernance/vivier/moi/<str:token>/", prospects.own, name="prospect-own"),
    path("gouvernance/vivier/suivi/", prospects.prospect_list, name="prospect-list"),
    path("gouvernance/vivier/suivi/<int:pk>/", prospects.prospect_detail, name="prospect-detail"),
    path("gouvernance/mandats/<int:pk>/", mandates.mandate_edit, name="mandate-edit"),
    path("gouvernance/mandats/<int:pk>/terminer/", mandates.mandate_stop, name="mandate-stop"),
]
