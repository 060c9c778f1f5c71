from django.urls import path

from habitants.views import (
    bulletins,
    concern_answering,
    concern_board,
    concern_noting,
    concern_team,
    relaying,
)

app_name = "habitants"

urlpatterns = [
    path("habitants/infos/", bulletins.bulletin_list, name="bulletin-list"),
    path("habitants/infos/ecrire/", bulletins.edit, name="bulletin-create"),
    path("habitants/infos/relayer/<str:token>/", relaying.by_link, name="relaying-link"),
    path("habitants/infos/<int:pk>/", bulletins.detail, name="bulletin-detail"),
    path("habitants/infos/<int:pk>/modifier/", bulletins.edit, name="bulletin-edit"),
    path("habitants/infos/<int:pk>/action/", bulletins.act, name="bulletin-action"),
    path("habitants/infos/<int:pk>/bandeau.pdf", bulletins.strip, name="bulletin-strip"),
    path("habitants/infos/<int:pk>/relais/", relaying.signed_in, name="relaying"),
    path("habitants/remontees/", concern_board.ConcernBoard.as_view(), name="concern-list"),
    path("habitants/remontees.csv", concern_board.export_csv, name="concern-csv"),
    path("habitants/remontees.geojson", concern_board.points, name="concern-points"),
    path("habitants/remontees/noter/", concern_noting.note, name="concern-create"),
    path("habitants/remontees/notee/", concern_noting.noted, name="concern-noted"),
    path("habitants/remontees/rapporter/<str:token>/", concern_answering.carry_by_link, name="carrying-link"),
    path("habitants/remontees/reponses/<int:pk>/", concern_answering.answer, name="concern-answer"),
    path("habitants/remontees/<int:pk>/", concern_board.detail, name="concern-detail"),
    path("habitants/remontees/<int:pk>/rapporter/", concern_answering.carry, name="concern-carry"),
    path("habitants/suivi/remontees/", concern_team.queue, name="concern-queue"),
    path("habitants/suivi/remontees/<int:pk>/", concern_team.review, name="concern-review"),
]
