from django.urls import path

from habitants.views import draw_team, draws

app_name = "habitants"

urlpatterns = [
    path("habitants/tirages/", draws.draw_list, name="draw-list"),
    path("habitants/tirages/<int:pk>/", draws.draw, name="draw"),
    path("habitants/tirages/<int:pk>/preuve.json", draws.draw_proof, name="draw-proof"),
    path("habitants/tirages/moi/<str:token>/", draws.mine, name="draw-mine"),
    path("habitants/groupes/<slug:slug>/tirage/", draw_team.run, name="draw-run"),
    path("tmp/<str:token>/", draws.mine, name="application"),
    path("tmp2/<str:token>/", draws.mine, name="seat"),
    path("tmp3/<str:token>/", draws.mine, name="guardian"),
    path("tmp4/<slug:slug>/", draw_team.run, name="cohort"),
]
