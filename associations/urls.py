from django.urls import path

from associations import exports, exports_csv
from associations.views import (
    directory,
    editing,
    freshness,
    history,
    joining,
    members,
    reports,
    sheet,
    team,
)

app_name = "associations"

# `associations/<slug>/` is a sheet: what stands beside sheets comes first, and is in RESERVED_SLUGS.
urlpatterns = [
    path("associations/", directory.OrganisationList.as_view(), name="organisation-list"),
    path("associations.csv", exports_csv.export_csv, name="export-csv"),
    path("associations.json", exports.export_json, name="export-json"),
    path("associations.geojson", exports.export_geojson, name="export-geojson"),
    path("associations/ajouter/", editing.OrganisationCreate.as_view(), name="organisation-create"),
    path("associations/suivi/", team.queue, name="team-queue"),
    path("associations/suivi/signalements/<int:pk>/", team.answer_report, name="report-answer"),
    path("associations/invitation/<str:token>/", joining.invitation, name="invitation"),
    path("associations/confirmer/<str:token>/", freshness.confirm, name="freshness-confirm"),
    path("associations/<slug:slug>/membres/", members.member_list, name="member-list"),
    path("associations/<slug:slug>/membres/inviter/", members.invite, name="invitation-create"),
    path(
        "associations/<slug:slug>/membres/invitations/<int:pk>/retirer/",
        members.withdraw_invitation,
        name="invitation-withdraw",
    ),
    path("associations/<slug:slug>/membres/<int:pk>/", members.change_member, name="member-change"),
    path(
        "associations/<slug:slug>/membres/demandes/<int:pk>/", members.decide_join_request, name="join-decide"
    ),
    path("associations/<slug:slug>/rejoindre/", joining.join, name="join"),
    path("associations/<slug:slug>/quitter/", members.leave, name="leave"),
    path("associations/<slug:slug>/signaler/", reports.report, name="report"),
    path("associations/<slug:slug>/verifier/", freshness.verify, name="verify"),
    path("associations/<slug:slug>/", sheet.OrganisationDetail.as_view(), name="organisation-detail"),
    path("associations/<slug:slug>.vcf", exports.organisation_vcard, name="organisation-vcard"),
    path(
        "associations/<slug:slug>/modifier/", editing.OrganisationUpdate.as_view(), name="organisation-edit"
    ),
    path("associations/<slug:slug>/historique/", history.organisation_history, name="organisation-history"),
    path(
        "associations/<slug:slug>/historique/revenir/",
        history.restore_version,
        name="organisation-restore",
    ),
]
