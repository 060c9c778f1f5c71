from django.urls import path

from initiatives import exports
from initiatives.views import detail, listing, obstacles

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
    path("initiatives/<slug:slug>/", detail.initiative_detail, name="initiative-detail"),
]
