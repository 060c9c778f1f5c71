from django.urls import path

from gouvernance.views import bodies, composition, mandates

app_name = "gouvernance"

urlpatterns = [
    path("gouvernance/", composition.overview, name="overview"),
    path("gouvernance/instances/ajouter/", bodies.body_create, name="body-create"),
    path("gouvernance/instances/<slug:slug>/", composition.body_detail, name="body-detail"),
    path("gouvernance/instances/<slug:slug>/modifier/", bodies.body_edit, name="body-edit"),
    path(
        "gouvernance/instances/<slug:slug>/mandats/ajouter/", mandates.mandate_create, name="mandate-create"
    ),
    path("gouvernance/mandats/<int:pk>/", mandates.mandate_edit, name="mandate-edit"),
    path("gouvernance/mandats/<int:pk>/terminer/", mandates.mandate_stop, name="mandate-stop"),
]
