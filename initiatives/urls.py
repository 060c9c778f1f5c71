from django.urls import path

from initiatives.views import detail

app_name = "initiatives"

# `initiatives/<slug>/` is a sheet: what stands beside sheets comes first, and is in RESERVED_SLUGS.
urlpatterns = [
    path("initiatives/<slug:slug>/", detail.initiative_detail, name="initiative-detail"),
]
